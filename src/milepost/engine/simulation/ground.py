"""The certain side of a plan as a simulation needs it: frames, bounds in codes, and what may end the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from milepost.engine.answers import Computed
from milepost.engine.effort import remaining_duration
from milepost.engine.kernel import FAR, zeros
from milepost.engine.simulation.frames import Frames, frames
from milepost.engine.simulation.net_links import Into, into
from milepost.engine.simulation.relaxed import Lifted, relaxed
from milepost.engine.simulation.slots import Coder
from milepost.engine.tables import COMPLETE, EXTERNAL, Tasks
from milepost.engine.units import Instant, Minutes, Uid

#: Slots begin so many minutes before any date, for leads and finish links that reach back.
_MARGIN = 60 * 1440


@dataclass(frozen=True)
class Ground:
    """The certain side of a plan, ready for any number of simulations.

    `place` finds the position of a task by uid, `left` is its remaining minutes without gaps. `lifted`
    are the constraints that tasks are not held to, `before` what leads into each task.
    """

    computed: Computed
    tasks: Tasks
    frames: Frames
    coder: Coder
    lifted: tuple[Lifted, ...]
    place: Mapping[Uid, int]
    left: list[Minutes]
    before: list[Into]

    def gap(self, p: int) -> Minutes:
        """Give the gaps in the remaining minutes of the task at a position."""
        span, expected = self.computed.passes.tasks.span, self.tasks.expected
        return 0 if self.left[p] == 0 or expected[p] > -FAR else span[p] - self.left[p]

    def wider(self) -> Ground:
        """Give the same with dates known twice as far."""
        coder = self.coder
        return replace(self, coder=Coder(coder.lines, coder.origin, 2 * coder.horizon - coder.origin))

    def own_tasks(self) -> list[int]:
        """List the positions whose finish can be the project's, what is complete left out."""
        aside = self.computed.passes.plan.aside
        return [p for p, s in enumerate(self.tasks.state) if s not in (COMPLETE, EXTERNAL) and p not in aside]

    def latest(self) -> int:
        """Give the finish of what is complete, in minutes from the origin; a plan without work ends as it starts."""
        passes = self.computed.passes
        done = [
            passes.dates.early_finish[p]
            for p, state in enumerate(self.tasks.state)
            if state == COMPLETE and p not in passes.plan.aside
        ]
        nothing = self.coder.origin if self.own_tasks() else passes.plan.frame.plan.settings.start
        return max(done, default=nothing) - self.coder.origin


def ground(computed: Computed, *, keep: bool, levelled: bool = False) -> Ground:
    """Prepare a scheduled plan; where people are levelled anew, its levelling delays are left out."""
    passes = computed.passes
    base = passes.plan.frame
    tasks, lifted = relaxed(computed, keep=keep)
    if levelled:
        tasks = tasks._replace(delay=zeros(len(tasks.delay)))
    found = frames(passes, tasks)
    coder = Coder(base.book.lines, *_range(computed, tasks))
    place = {task.uid: p for p, task in enumerate(base.leaves) if p not in base.hubs}
    left = [_left(computed, p) for p in range(len(base.leaves))]
    before = [into(passes, tasks, found, coder, p) for p in range(len(base.leaves))]
    return Ground(computed, tasks, found, coder, lifted, place, left, before)


def remaining(computed: Computed) -> dict[Uid, Minutes]:
    """Give the remaining minutes of each leaf task, gaps left out."""
    base = computed.passes.plan.frame
    return {task.uid: _left(computed, p) for p, task in enumerate(base.leaves) if p not in base.hubs}


def _range(computed: Computed, tasks: Tasks) -> tuple[Instant, Instant]:
    """Give an instant before every date of the plan, and one well after."""
    dates, base = computed.passes.dates, computed.passes.rules.base
    known = [*dates.early_start, *dates.early_finish, base]
    for column in (tasks.earliest, tasks.finish_earliest, tasks.start_on, tasks.finish_on):
        known += [at for at in column if -FAR < at < FAR]
    first, last = min(known), max(known)
    return first - _MARGIN, last + 2 * (last - base) + 2 * _MARGIN


def _left(computed: Computed, p: int) -> Minutes:
    passes = computed.passes
    if passes.tasks.state[p] == COMPLETE or p in passes.plan.frame.hubs:
        return 0
    if passes.tasks.expected[p] > -FAR:
        return passes.tasks.span[p]
    return max(remaining_duration(passes.plan.frame.leaves[p]), 0)
