"""What an action did to the dates, told to the person who did it: a sentence, the moved tasks and the impact."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from milepost.advisor.words import counted, day, later
from milepost.engine.clock import Int64s
from milepost.engine.impact import Impact, impact
from milepost.engine.impact_columns import impact_of_columns, matching
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Settings
from milepost.forecasting.held import Held
from milepost.queries.access import Permission, Standing
from milepost.queries.schedule_rows import Walls

#: Wall-clock minutes since 1970-01-01T00:00, as pages draw them.
Wall = int
#: In larger plans load and cost are not measured while somebody waits.
MOST_MEASURED = 1500


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
    impact: Impact | None


def effect(before: Held, after: Held, standing: Standing, *, people: bool = False) -> Effect:
    """Compare the states before and after an action, as far as the person may see. `people` measures load and cost too.

    Without them, and in large plans, dates are compared column by column, so that an edit is answered at once.
    """
    try:
        match = matching(before.side, after.side)
        found = _measured(before, after, match, people=people)
    except PlanRefusedError:
        return Effect("The plan moved so far that its old and new dates cannot be compared.", (), None)
    if not standing.may(Permission.SEE_COSTS):
        found = replace(found, cost_before=None, cost_after=None)
    settings = after.dossier.plan.settings
    moved = () if standing.own_only else moves(before, after, match)
    if standing.own_only:
        found = replace(found, milestones=(), moves=(), critical_joined=(), critical_left=())
        found = replace(found, missed_before=(), missed_after=(), late_before=(), late_after=())
    return Effect(sentence(found, settings, *_counts(before, after, match, found)), moved, found)


def _measured(before: Held, after: Held, match: Int64s, *, people: bool) -> Impact:
    if people and len(after.dossier.plan.tasks) <= MOST_MEASURED:
        return impact(before.schedule, after.schedule)
    return impact_of_columns(before.side, after.side, match)


def moves(before: Held, after: Held, match: Int64s) -> tuple[Moved, ...]:
    """List the tasks, summaries included, whose start or finish differs between two states of a project.

    `match` is what `matching` gives for them.
    """
    old, new = before.side, after.side
    places = np.flatnonzero((match >= 0) & new.dates.active)
    places = places[old.dates.active[match[places]]]
    was = match[places]
    differ = (old.dates.start[was] != new.dates.start[places]) | (old.dates.finish[was] != new.dates.finish[places])
    settings, places, was = after.dossier.plan.settings, places[differ], was[differ]
    columns = (old.dates.start[was], new.dates.start[places], old.dates.finish[was], new.dates.finish[places])
    walls = zip(places.tolist(), *(Walls(settings).all(column).tolist() for column in columns), strict=True)
    return tuple(Moved(f"T-{new.tasks[place].uid}", *dates) for place, *dates in walls)


def sentence(found: Impact, settings: Settings, moved: int | None = None, added: int = 0, removed: int = 0) -> str:
    """Say what happened: `4 tasks moved; the project ends 3 working days later (Fri 12 Mar 2027).`

    `moved` are tasks that both plans have; an impact counts with them those that only one has.
    """
    counts = ((added, "added"), (removed, "removed"), (found.moved if moved is None else moved, "moved"))
    said = ", ".join(f"{counted(count, 'task')} {word}" for count, word in counts if count)
    if not said and not found.finish_delta:
        return "No date moved."
    said = said or "No task moved"
    if not found.finish_delta:
        return f"{said}; the project still ends on {day(found.finish_after, settings)}."
    return f"{said}; the project ends {later(found.finish_delta, settings)} ({day(found.finish_after, settings)})."


def _counts(before: Held, after: Held, match: Int64s, found: Impact) -> tuple[int, int, int]:
    """Count the leaf tasks that moved, are new, and are gone; one that became a summary is none of them."""
    old, new = before.side, after.side
    kept = match[match >= 0]
    both = int((new.leaves[match >= 0] & old.leaves[kept]).sum())
    added, removed = int(new.leaves[match < 0].sum()), int(old.leaves.sum()) - int(old.leaves[kept].sum())
    return found.moved - (int(old.leaves.sum()) + int(new.leaves.sum()) - 2 * both), added, removed
