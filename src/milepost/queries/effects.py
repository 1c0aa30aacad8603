"""What an action did to the dates, told to the person who did it: a sentence, the moved tasks and the impact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from milepost.advisor.words import counted, day, later
from milepost.engine.clock import EPOCH, moment
from milepost.engine.impact import Impact, impact
from milepost.engine.plan import Settings
from milepost.engine.units import Instant, Uid
from milepost.forecasting.held import Held
from milepost.queries.access import Permission, Standing

#: Wall-clock minutes since 1970-01-01T00:00, as pages draw them.
Wall = int


@dataclass(frozen=True, slots=True)
class Moved:
    """A task whose dates moved: its reference, old and new start, old and new finish (wall-clock minutes)."""

    task: str
    start_before: Wall
    start: Wall
    finish_before: Wall
    finish: Wall


@dataclass(frozen=True, slots=True)
class Effect:
    """What an action did: in one sentence, task by task, and as the difference of the two forecasts."""

    sentence: str
    moved: tuple[Moved, ...]
    impact: Impact


def effect(before: Held, after: Held, standing: Standing, *, people: bool = False) -> Effect:
    """Compare the states before and after an action, as far as the person may see. `people` measures overload too."""
    found = impact(before.schedule, after.schedule, people=people)
    if not standing.may(Permission.SEE_COSTS):
        found = replace(found, cost_before=None, cost_after=None)
    settings = after.dossier.plan.settings
    moved = () if standing.own_only else moves(before, after)
    if standing.own_only:
        found = replace(found, milestones=(), moves=(), critical_joined=(), critical_left=())
        found = replace(found, missed_before=(), missed_after=(), late_before=(), late_after=())
    return Effect(sentence(found, settings), moved, found)


def moves(before: Held, after: Held) -> tuple[Moved, ...]:
    """List the tasks, summaries included, whose start or finish differs between two states of a project."""
    settings = after.dossier.plan.settings
    old = {dates.uid: (dates.start, dates.finish) for dates in before.schedule.tasks}
    found: list[tuple[Uid, tuple[Instant, Instant], tuple[Instant, Instant]]] = []
    for dates in after.schedule.tasks:
        was, now = old.get(dates.uid), (dates.start, dates.finish)
        if was is not None and was != now:
            found.append((dates.uid, was, now))
    return tuple(Moved(f"T-{uid}", *_walls((was[0], now[0], was[1], now[1]), settings)) for uid, was, now in found)


def _walls(instants: Sequence[Instant], settings: Settings) -> tuple[Wall, Wall, Wall, Wall]:
    first, second, third, fourth = (wall(at, settings) for at in instants)
    return first, second, third, fourth


def wall(at: Instant, settings: Settings) -> Wall:
    """Give an instant as wall-clock minutes of the project."""
    if not settings.zone:
        return at
    return int((moment(at, settings.zone) - EPOCH).total_seconds() // 60)


def sentence(found: Impact, settings: Settings) -> str:
    """Say what moved: `4 tasks moved; the project ends 3 working days later (Fri 12 Mar 2027).`."""
    if found.nothing:
        return "No date moved."
    moved = f"{counted(found.moved, 'task')} moved"
    if not found.finish_delta:
        return f"{moved}; the project still ends on {day(found.finish_after, settings)}."
    return f"{moved}; the project ends {later(found.finish_delta, settings)} ({day(found.finish_after, settings)})."
