"""Running the kernels over a compiled plan until every date lies inside the expanded calendars."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from milepost.engine.compiled import Compiled
from milepost.engine.kernel import FAR, Column, compiled, filled, shared, zeros
from milepost.engine.kernels_backward import backward
from milepost.engine.kernels_float import driving, measure
from milepost.engine.kernels_forward import forward
from milepost.engine.kernels_time import Clocks
from milepost.engine.networks import network_finishes
from milepost.engine.tables import EXTERNAL, Dates, Edges, Floats, Rules, Tasks
from milepost.engine.units import Instant

Tables: TypeAlias = tuple[Clocks, Tasks, Edges, Rules, Dates]


@dataclass
class Passes:
    """The tables of one plan, ready to run: as plain Python, or compiled when `fast`.

    `ends` is where free float without successors ends: the finish of the project, or of the task's network.
    """

    plan: Compiled
    clocks: Clocks
    dates: Dates
    floats: Floats
    ends: Column
    rules: Rules
    fast: bool

    @classmethod
    def of(cls, plan: Compiled, fast: bool = False) -> Passes:
        """Lay out the calendars and empty results of a compiled plan."""
        count = len(plan.frame.order)
        floats = Floats(*(zeros(count) for _ in range(3)))
        return cls(plan, plan.frame.book.lay_out(), _dates(count), floats, zeros(count), plan.frame.rules, fast)

    def with_earliest(self, earliest: Column) -> Passes:
        """Give passes over the same plan with other earliest starts and no dates yet."""
        plan = replace(self.plan, tasks=self.plan.tasks._replace(earliest=earliest))
        return replace(self, plan=plan, dates=_dates(len(earliest)))

    def begin(self, start: Instant) -> None:
        """Let the project begin at an instant."""
        self.rules = self.rules._replace(base=start)
        floor = self.plan.tasks.floor
        for p in range(len(floor)):
            floor[p] = -FAR if floor[p] == -FAR else start

    def hold(self, finish: Instant) -> None:
        """Hold every task to a late finish."""
        self.plan.tasks.terminal[:] = filled(len(self.ends), finish)

    def close(self) -> Instant:
        """Find the project's finish, and hold every task to it, to its network's or to the one that must be met."""
        settings = self.plan.frame.plan.settings
        states, finishes = self.plan.tasks.state, self.dates.early_finish
        own = [f for f, state in zip(finishes, states, strict=True) if state != EXTERNAL]
        finish = max(own, default=settings.start)
        ends = filled(len(states), finish)
        if settings.float_per_network:
            ends = network_finishes(self.plan.edges, states, finishes, finish)
        self.ends[:] = ends
        if settings.schedule_from_finish and settings.finish is not None:
            self.hold(settings.finish)
        elif settings.must_finish_by is not None:
            self.hold(settings.must_finish_by)
        else:
            self.plan.tasks.terminal[:] = ends
        return finish

    def forward(self, dirty: Column | None = None) -> int:
        """Compute early dates of the dirty tasks (all by default) and what they reach."""
        return self._pass(forward, dirty, self.dates[:3])

    def backward(self, dirty: Column | None = None) -> int:
        """Compute late dates of the dirty tasks (all by default) and what they reach."""
        return self._pass(backward, dirty, self.dates[3:])

    def measure(self) -> None:
        """Compute the floats."""
        self._run(measure)(*self.tables(), self._table(self.floats), self._table((self.ends,))[0])

    def driving(self) -> Column:
        """Mark the driving links by row of the edges."""
        drives = zeros(len(self.plan.sources))
        self._run(driving)(*self.tables(), self._table((drives,))[0])
        return drives

    def plain(self) -> Tables:
        """Give what kernels compute with when called one by one from Python."""
        return self.clocks, self.plan.tasks, self.plan.edges, self.rules, self.dates

    def tables(self) -> Tables:
        """Give what a whole pass computes with."""
        show = self._table
        return show(self.clocks), show(self.plan.tasks), show(self.plan.edges), self.rules, show(self.dates)

    def _run(self, kernel: Callable[..., Any]) -> Callable[..., Any]:
        return compiled(kernel) if self.fast else kernel

    def _table(self, table: Any) -> Any:
        return shared(table) if self.fast else table

    def _pass(self, kernel: Callable[..., Any], dirty: Column | None, made: tuple[Column, ...]) -> int:
        while True:
            marks = filled(len(self.ends), 1) if dirty is None else dirty
            computed = self._run(kernel)(*self.tables(), self._table((marks,))[0])
            if not self.plan.frame.book.widen(made):
                return int(computed)
            self.clocks, dirty = self.plan.frame.book.lay_out(), None


def _dates(count: int) -> Dates:
    return Dates(*(zeros(count) for _ in range(6)))
