"""Level-of-effort tasks cost as long as the work they accompany takes (domain/risk.md 3.3, domain/schedule.md 9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from milepost.engine.edges import lag_minutes
from milepost.engine.frame import Frame
from milepost.engine.network import leaves_below
from milepost.engine.plan import LagCalendar, Plan
from milepost.engine.simulation.ground import Ground
from milepost.engine.simulation.percentiles import moved, working
from milepost.engine.simulation.tables import Floats, Ints
from milepost.engine.tasks import LagKind, Link, LinkType, Task
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTime


@dataclass(frozen=True)
class Anchor:
    """A date a level-of-effort task hangs on: the last finish or first start of leaf tasks, and minutes from there."""

    leaves: tuple[Uid, ...]
    finish: bool
    minutes: Minutes
    line: WorkTime


@dataclass(frozen=True)
class Hammock:
    """A level-of-effort task: what a minute of it costs, where it starts and finishes, no earlier than `base`.

    `begun` is its actual start.
    """

    rate: float
    line: WorkTime
    base: Instant
    begun: Instant | None
    starts: tuple[Anchor, ...]
    finishes: tuple[Anchor, ...]

    @property
    def leaves(self) -> set[Uid]:
        """The tasks whose dates it needs."""
        return {uid for anchor in (*self.starts, *self.finishes) for uid in anchor.leaves}


def hammocks(grounded: Ground, rates: Mapping[Uid, float]) -> tuple[Hammock, ...]:
    """Find the level-of-effort tasks whose cost depends on how long others take."""
    base, found = grounded.computed.passes.plan.frame, []
    for place in base.shape.efforts:
        task = base.plan.tasks[place]
        if rates.get(task.uid) and hangs(base.plan, task):
            rules, line, ends = grounded.computed.passes.rules, base.line(task), _finishes(base, task)
            found.append(Hammock(rates[task.uid], line, rules.base, task.actual_start, _starts(base, task), ends))
    return tuple(found)


def hangs(plan: Plan, task: Task) -> bool:
    """Tell whether links say when a level-of-effort task that goes on finishes."""
    into, out = (LinkType.FF, LinkType.SF), (LinkType.FS, LinkType.FF)
    return task.actual_finish is None and any(
        (link.successor == task.uid and link.type in into) or (link.predecessor == task.uid and link.type in out)
        for link in plan.links
    )


def _starts(base: Frame, task: Task) -> tuple[Anchor, ...]:
    into = (link for link in base.plan.links if link.successor == task.uid)
    kinds = (LinkType.FS, LinkType.SS)
    return tuple(_anchor(base, each, each.predecessor, 1) for each in into if each.type in kinds)


def _finishes(base: Frame, task: Task) -> tuple[Anchor, ...]:
    links = base.plan.links
    into = [each for each in links if each.successor == task.uid and each.type in (LinkType.FF, LinkType.SF)]
    out = [each for each in links if each.predecessor == task.uid and each.type in (LinkType.FS, LinkType.FF)]
    return (
        *(_anchor(base, each, each.predecessor, 1) for each in into),
        *(_anchor(base, each, each.successor, -1) for each in out),
    )


def _anchor(base: Frame, link: Link, uid: Uid, sign: int) -> Anchor:
    ends = (LinkType.FS, LinkType.FF) if sign > 0 else (LinkType.FF, LinkType.SF)
    place = base.shape.place
    leaves = tuple(base.plan.tasks[n].uid for n in leaves_below(base.shape, place[uid]))
    minutes = sign * lag_minutes(link, base.plan.tasks[place[link.predecessor]])
    return Anchor(leaves, link.type in ends, minutes, _lag_line(base, link))


def _lag_line(base: Frame, link: Link) -> WorkTime:
    """Give the working time in which the lag of a link to or from a level-of-effort task runs."""
    times, choice = base.times, base.plan.settings.lag_calendar
    if link.lag_kind in (LagKind.ELAPSED, LagKind.PERCENT_ELAPSED) or choice is LagCalendar.ELAPSED:
        return times.elapsed
    if link.calendar is not None:
        return times.of_calendar(link.calendar)
    if choice is LagCalendar.PROJECT:
        return times.of_calendar(None)
    uid = link.successor if choice is LagCalendar.SUCCESSOR else link.predecessor
    return base.line(base.plan.tasks[base.shape.place[uid]])


def hammock_costs(
    found: Sequence[Hammock], starts: Mapping[Uid, Ints], finishes: Mapping[Uid, Ints], runs: int
) -> Floats:
    """Give what level-of-effort tasks cost in each iteration, from the dates of the tasks they hang on."""
    cost = np.zeros(runs)
    for each in found:
        ends = [_dates(anchor, starts, finishes) for anchor in each.finishes]
        begins = [_dates(anchor, starts, finishes) for anchor in each.starts]
        last = np.max([end for end in ends if end is not None] or [np.full(runs, each.base)], axis=0)
        first = np.min([begin for begin in begins if begin is not None] or [np.full(runs, each.base)], axis=0)
        if each.begun is not None:
            first = np.full(runs, each.begun)
        # What lies before the status date is done, and paid.
        left = working(each.line, each.base, last) - working(each.line, each.base, np.maximum(first, each.base))
        cost += each.rate * np.maximum(left, 0)
    return cost


def _dates(anchor: Anchor, starts: Mapping[Uid, Ints], finishes: Mapping[Uid, Ints]) -> Ints | None:
    """Give the dates of an anchor by iteration, None where none of its tasks has any."""
    known = [(finishes if anchor.finish else starts)[uid] for uid in anchor.leaves if uid in starts]
    if not known:
        return None
    dates = np.max(known, axis=0) if anchor.finish else np.min(known, axis=0)
    return moved(anchor.line, np.asarray(dates), anchor.minutes)
