"""What levelling a plan would do: who is in two places, which tasks wait for whom, and how good that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from milepost.engine.clock import moment
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Settings
from milepost.engine.words import days
from milepost.forecasting.levelling import Proposed, Wishes, proposed
from milepost.queries.access import Permission
from milepost.queries.kinds import StartAt
from milepost.queries.query import Question, query
from milepost.queries.refused import Refused


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A task that would start or end elsewhere, wait so many days or be done by somebody else, and why."""

    ref: str
    name: str
    start: datetime
    new_start: datetime
    finish: datetime
    new_finish: datetime
    waits: float
    reason: str


@dataclass(frozen=True, slots=True)
class LevellingProposal:
    """A levelled plan beside the plan as it is: finish, over-allocated hours, how much could still be gained at most.

    `stays` says which over-allocations no move may resolve, and why. `proven` tells that no plan with these people is
    shorter. Nothing has changed yet: `level_plan` with the same arguments does it.
    """

    sentence: str
    finish: datetime
    new_finish: datetime
    overload_hours: float
    new_overload_hours: float
    gap_percent: float
    proven: bool
    within_float: bool
    freeze_until: datetime | None
    moves: tuple[MoveLine, ...]
    stays: tuple[str, ...]


@query(permission=Permission.SEE_RECORD)
def levelling(
    question: Question, *, within_float: bool = False, freeze_until: StartAt | None = None
) -> LevellingProposal:
    """Show what levelling would do: which tasks wait for whom and why, the finish, and the gap to the best."""
    held = question.held
    try:
        found = proposed(held.dossier.plan, held.schedule, Wishes(within_float, freeze_until))
    except PlanRefusedError as error:
        raise Refused(" ".join(notice.message for notice in error.notices[:3]), code="rule") from error
    settings, best = held.dossier.plan.settings, found.levelled
    return LevellingProposal(
        said(found, settings),
        _at(held.schedule.finish, settings),
        _at(best.schedule.finish, settings),
        round(found.overload_before / 60, 1),
        round(found.overload_after / 60, 1),
        round(best.gap_percent, 1),
        best.proven,
        within_float,
        None if freeze_until is None else _at(freeze_until, settings),
        _moves(found, settings),
        tuple(residual.message for residual in best.residual),
    )


def said(found: Proposed, settings: Settings) -> str:
    """Say what levelling comes to: `Over-allocated hours 91 to 0; 26 tasks wait. ...`."""
    hours = [round(minutes / 60) for minutes in (found.overload_before, found.overload_after)]
    if not hours[0] and not found.overload_before:
        return "Nobody is asked for more than there is."
    best, moved = found.levelled, len(found.levelled.moves)
    told = f"Over-allocated hours {hours[0]:,} to {hours[1]:,}; {moved:,} task{'' if moved == 1 else 's'} would move."
    if best.proven:
        return f"{told} {days(best.makespan, settings)} long: proven, no plan with these people is shorter."
    return f"{told} {days(best.makespan, settings)} long; at most {best.gap_percent:.1f} % could still be gained."


def _moves(found: Proposed, settings: Settings) -> tuple[MoveLine, ...]:
    names = {task.uid: task.name for task in found.levelled.plan.tasks}
    return tuple(
        MoveLine(
            f"T-{move.task}",
            names[move.task],
            _at(move.start[0], settings),
            _at(move.start[1], settings),
            _at(move.finish[0], settings),
            _at(move.finish[1], settings),
            round(move.delay / settings.minutes_per_day, 1),
            move.reason,
        )
        for move in found.levelled.moves
    )


def _at(instant: int, settings: Settings) -> datetime:
    return moment(instant, settings.zone)
