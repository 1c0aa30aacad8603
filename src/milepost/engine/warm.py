"""When kernels run compiled, and compiling them ahead: `python -m milepost.engine.warm`.

docs/decisions/0002-kernels.md gives the measurements behind the numbers.
"""

from __future__ import annotations

from milepost.engine.compiled import compile_plan
from milepost.engine.kernel import is_cached
from milepost.engine.kernels_backward import backward
from milepost.engine.kernels_float import driving, measure
from milepost.engine.kernels_forward import forward, last_finish
from milepost.engine.kernels_order import group, order
from milepost.engine.passes import Passes
from milepost.engine.plan import Plan, Settings
from milepost.engine.tasks import Link, Task

KERNELS = (group, order, forward, backward, measure, driving, last_finish)

#: Below this many tasks plain Python is quick enough, so that no such plan makes kernels load.
SMALL = 300
#: So many tasks of plain scheduling, done or at hand, are worth loading compiled kernels.
WORTH_LOADING = 10_000
LARGE = 40_000


class _Pace:
    """Remembers how much this process has scheduled as plain Python, and whether kernels are at hand."""

    def __init__(self) -> None:
        self.plain = 0
        self.ready: bool | None = None

    def fast(self, count: int) -> bool:
        """Decide for a plan of `count` tasks; loads kernels from the cache but never compiles any."""
        if count < SMALL:
            return bool(self.ready)
        if self.ready is None and (count >= LARGE or self.plain >= WORTH_LOADING):
            self.load()
        if not self.ready:
            self.plain += count
        return bool(self.ready)

    def load(self) -> None:
        """Use compiled kernels from now on if they are at hand: where a compiler is loaded anyway, it costs little."""
        if self.ready is None:
            self.ready = all(is_cached(kernel) for kernel in KERNELS)


PACE = _Pace()


def warm() -> None:
    """Compile every kernel, or load it from the cache: 15 seconds the first time on a machine, then one."""
    tasks = (Task(1, "one", duration=480), Task(2, "two", duration=480))
    passes = Passes.of(compile_plan(Plan(Settings(start=0), tasks=tasks, links=(Link(1, 2),)), fast=True))
    passes.forward()
    passes.close()
    passes.backward()
    passes.measure()
    passes.driving()
    PACE.ready = True


if __name__ == "__main__":
    warm()
