"""Running the kernels over a compiled plan until every date lies inside the expanded calendars."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from milepost.engine.compiled import Compiled
from milepost.engine.kernel import Column, compiled, filled, shared, zeros
from milepost.engine.kernels_backward import backward
from milepost.engine.kernels_float import driving, measure
from milepost.engine.kernels_forward import forward
from milepost.engine.kernels_time import Clocks
from milepost.engine.tables import Dates, Edges, Floats, Rules, Tasks
from milepost.engine.units import Instant


@dataclass
class Passes:
    """The tables of one plan, ready to run: as plain Python, or compiled when `fast`."""

    plan: Compiled
    clocks: Clocks
    dates: Dates
    floats: Floats
    fast: bool

    @classmethod
    def of(cls, plan: Compiled, fast: bool = False) -> Passes:
        """Lay out the calendars and empty results of a compiled plan."""
        count = len(plan.frame.order)
        dates, floats = Dates(*(zeros(count) for _ in range(6))), Floats(*(zeros(count) for _ in range(3)))
        return cls(plan, plan.frame.book.lay_out(), dates, floats, fast)

    def forward(self, dirty: Column | None = None) -> int:
        """Compute early dates of the dirty tasks (all by default) and what they reach."""
        return self._pass(forward, dirty, self.dates[:3])

    def backward(self, dirty: Column | None = None) -> int:
        """Compute late dates of the dirty tasks (all by default) and what they reach."""
        return self._pass(backward, dirty, self.dates[3:])

    def measure(self, finish: Instant) -> None:
        """Compute the floats."""
        self._run(measure)(*self.tables(), self._table(self.floats), finish)

    def driving(self) -> Column:
        """Mark the driving links by row of the edges."""
        drives = zeros(len(self.plan.sources))
        self._run(driving)(*self.tables(), self._table((drives,))[0])
        return drives

    def tables(self) -> tuple[Clocks, Tasks, Edges, Rules, Dates]:
        """Give what the kernels compute with."""
        plan, show = self.plan, self._table
        return show(self.clocks), show(plan.tasks), show(plan.edges), plan.frame.rules, show(self.dates)

    def _run(self, kernel: Callable[..., Any]) -> Callable[..., Any]:
        return compiled(kernel) if self.fast else kernel

    def _table(self, table: Any) -> Any:
        return shared(table) if self.fast else table

    def _pass(self, kernel: Callable[..., Any], dirty: Column | None, made: tuple[Column, ...]) -> int:
        while True:
            marks = filled(len(self.plan.frame.order), 1) if dirty is None else dirty
            computed = self._run(kernel)(*self.tables(), self._table((marks,))[0])
            if not self.plan.frame.book.widen(made):
                return int(computed)
            self.clocks, dirty = self.plan.frame.book.lay_out(), None
