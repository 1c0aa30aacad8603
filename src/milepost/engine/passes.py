"""Running the kernels over a compiled plan until every date lies inside the expanded calendars."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from milepost.engine.compiled import Compiled
from milepost.engine.horizon import explained
from milepost.engine.kernel import FAR, Column, filled, run, zeros
from milepost.engine.kernels_backward import backward
from milepost.engine.kernels_float import driving, measure
from milepost.engine.kernels_forward import forward, last_finish
from milepost.engine.kernels_time import Clocks
from milepost.engine.networks import network_finishes
from milepost.engine.notices import PlanRefusedError
from milepost.engine.tables import EXTERNAL, Dates, Edges, Floats, Rules, Tasks
from milepost.engine.units import Instant

Tables: TypeAlias = tuple[Clocks, Tasks, Edges, Rules, Dates]


@dataclass
class Passes:
    """The tables of one plan, ready to run.

    `tasks` are the plan's with the bounds of this run; `ends` is where free float without successors
    ends: the finish of the project, or of the task's network.
    """

    plan: Compiled
    tasks: Tasks
    clocks: Clocks
    dates: Dates
    floats: Floats
    ends: Column
    rules: Rules

    @classmethod
    def of(cls, plan: Compiled) -> Passes:
        """Lay out the calendars and empty results of a compiled plan."""
        count = len(plan.frame.order)
        floats = Floats(*(zeros(count) for _ in range(3)))
        own = {"floor": plan.tasks.floor[:], "span": plan.tasks.span[:], "terminal": zeros(count)}
        tasks = plan.tasks._replace(**own)
        return cls(plan, tasks, plan.frame.book.lay_out(), _dates(count), floats, zeros(count), plan.frame.rules)

    def copy(self) -> Passes:
        """Give passes with results of their own, to go on from these."""
        dates, floats = Dates(*(each[:] for each in self.dates)), Floats(*(each[:] for each in self.floats))
        tasks = self.tasks._replace(terminal=self.tasks.terminal[:])
        return replace(self, tasks=tasks, dates=dates, floats=floats, ends=self.ends[:])

    def with_earliest(self, earliest: Column) -> Passes:
        """Give passes over the same plan with other earliest starts and no dates yet."""
        return replace(self, tasks=self.tasks._replace(earliest=earliest), dates=_dates(len(earliest)))

    def begin(self, start: Instant) -> None:
        """Let the project begin at an instant."""
        self.rules = self.rules._replace(base=start)
        floor = self.tasks.floor
        for p in range(len(floor)):
            floor[p] = -FAR if floor[p] == -FAR else start

    def hold(self, finish: Instant) -> None:
        """Hold every task to a late finish."""
        self.tasks.terminal[:] = filled(len(self.ends), finish)

    def close(self) -> Instant:
        """Find the project's finish, and hold every task to it, to its network's or to the one that must be met."""
        settings = self.plan.frame.plan.settings
        states, finishes = self.tasks.state, self.dates.early_finish
        if self.plan.aside:
            states = states[:]
            for p in self.plan.aside:
                states[p] = EXTERNAL
        own = run(last_finish, self.plan.frame.fast, states, finishes)
        finish = settings.start if own == -FAR else own
        ends = filled(len(states), finish)
        if settings.float_per_network:
            ends = network_finishes(self.plan.edges, states, finishes, finish)
        self.ends[:] = ends
        if settings.schedule_from_finish and settings.finish is not None:
            self.hold(settings.finish)
        elif settings.must_finish_by is not None:
            self.hold(settings.must_finish_by)
        else:
            self.tasks.terminal[:] = ends
        return finish

    def forward(self, dirty: Column | None = None) -> int:
        """Compute early dates of the dirty tasks (all by default) and what they reach."""
        return self._pass(forward, dirty, self.dates[:3])

    def backward(self, dirty: Column | None = None) -> int:
        """Compute late dates of the dirty tasks (all by default) and what they reach."""
        return self._pass(backward, dirty, self.dates[3:])

    def measure(self, early: Column | None = None, late: Column | None = None) -> None:
        """Compute the floats of tasks whose early or late dates moved, of all by default."""
        every = filled(len(self.ends), 1) if early is None or late is None else None
        marks = (every, every) if early is None or late is None else (early, late)
        run(measure, self.plan.frame.fast, *self.tables(), self.floats, self.ends, *marks)

    def driving(self) -> Column:
        """Mark the driving links by row of the edges."""
        drives = zeros(len(self.plan.sources))
        run(driving, self.plan.frame.fast, *self.tables(), drives)
        return drives

    def tables(self) -> Tables:
        """Give what kernels compute with."""
        return self.clocks, self.tasks, self.plan.edges, self.rules, self.dates

    def _pass(self, kernel: Callable[..., int], dirty: Column | None, made: tuple[Column, ...]) -> int:
        marks = filled(len(self.ends), 1) if dirty is None else dirty
        computed = run(kernel, self.plan.frame.fast, *self.tables(), marks)
        while self._widened(made):
            self.clocks = self.plan.frame.book.lay_out()
            marks[:] = filled(len(marks), 1)
            computed = run(kernel, self.plan.frame.fast, *self.tables(), marks)
            # Which dates moved was counted from ones that lay outside the calendars.
            marks[:] = filled(len(marks), 1)
        return computed

    def _widened(self, made: tuple[Column, ...]) -> bool:
        frame = self.plan.frame
        try:
            return frame.book.widen(made)
        except PlanRefusedError as refusal:
            raise explained(refusal, frame.plan, frame.leaves, made) from None


def _dates(count: int) -> Dates:
    return Dates(*(zeros(count) for _ in range(6)))
