"""A plan laid out for levelling: its tables, what its tasks ask for, and room to place them again and again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from milepost.engine.compiled import Compiled
from milepost.engine.horizon import explained
from milepost.engine.kernel import FAR, Column, column, filled, is_cached, run, zeros
from milepost.engine.levelling.demand import (
    Need,
    free_table,
    levelled_resources,
    needs_by_task,
    needs_table,
)
from milepost.engine.levelling.kernels_place import MOBILE, PIECES, Free, Limits, Needs, Placed, Policy, Queue
from milepost.engine.levelling.kernels_serial import generate
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.levelling.scope import latest_finishes, mobility
from milepost.engine.notices import PlanRefusedError
from milepost.engine.passes import Passes
from milepost.engine.plan import Plan
from milepost.engine.resources import Resource
from milepost.engine.schedule import prepared
from milepost.engine.tables import Dates

#: From so many tasks on compiled kernels are worth loading.
WORTH_COMPILED = 30


@dataclass
class Board:
    """The tables of one plan.

    `current` are the dates of the plan as it is, `natural` those without the delays levelling may change; the dates
    of `passes` are those of the schedule generated last, and so is what `placed` and `queue` hold.
    """

    plan: Plan
    compiled: Compiled
    passes: Passes
    current: Dates
    natural: Dates
    resources: list[Resource]
    rows: list[list[Need]]
    needs: Needs
    free: Free
    policy: Policy
    placed: Placed
    queue: Queue
    limits: Limits
    options: LevellingOptions
    fast: bool

    @property
    def movable(self) -> list[int]:
        """The positions of tasks levelling may move."""
        return [p for p, kind in enumerate(self.policy.mobile) if kind >= MOBILE]

    def generate(self, rank: Column, release: Column | None = None) -> None:
        """Place every task in order of rank; `release` keeps tasks from starting earlier."""
        policy = self.policy if release is None else self.policy._replace(release=release)
        queue = self.queue._replace(rank=rank)
        while True:
            tables = self.passes.tables()
            run(generate, self.fast, *tables, self.needs, self.free, policy, self.placed, queue, self.limits)
            try:
                if not self.compiled.frame.book.widen(self.passes.dates[:3]):
                    return
            except PlanRefusedError as refusal:
                frame = self.compiled.frame
                raise explained(refusal, frame.plan, frame.leaves, self.passes.dates[:3]) from None
            self.passes.clocks = self.compiled.frame.book.lay_out()

    def with_more(self, more: dict[int, int]) -> Board:
        """Give the same board with units added to some resources, by number."""
        counts = _rows_of(self.needs, len(self.resources))
        tasks = self.passes.tasks._replace(span=self.passes.tasks.span[:])
        passes = replace(self.passes.copy(), tasks=tasks)
        return replace(
            self,
            passes=passes,
            free=free_table(self.resources, counts, more),
            placed=placed_table(len(self.queue.rank)),
            queue=queue_table(len(self.queue.rank)),
        )


def lay_out(plan: Plan, options: LevellingOptions) -> Board:
    """Lay out a plan; refuses what `schedule` refuses, and plans scheduled from their finish (E-LEVEL-FINISH)."""
    compiled = prepared(plan)
    passes = Passes.of(compiled)
    passes.forward()
    passes.close()
    current = Dates(*(each[:] for each in passes.dates))
    resources = levelled_resources(plan.resources, options.resources)
    rows = needs_by_task(compiled, passes.tasks, {resource.uid: n for n, resource in enumerate(resources)})
    mobile = mobility(passes, rows, current, options)
    count = len(mobile)
    fast = count >= WORTH_COMPILED and is_cached(generate)
    passes = _undelayed(passes, mobile)
    needs = needs_table(rows)
    natural = passes.dates
    policy = Policy(mobile, filled(count, -FAR), zeros(count), passes.tasks.span[:])
    policy = policy._replace(limit=latest_finishes(passes, natural, mobile, options))
    placing = replace(passes.copy(), tasks=passes.tasks._replace(span=passes.tasks.span[:]))
    shortest = plan.settings.minutes_per_day // 2 if options.min_split is None else options.min_split
    limits = Limits(max(shortest, 1), min(options.most_splits + 1, PIECES - 1))
    free = free_table(resources, _rows_of(needs, len(resources)))
    tables = (policy, placed_table(count), queue_table(count), limits)
    return Board(plan, compiled, placing, current, natural, resources, rows, needs, free, *tables, options, fast)


def _undelayed(passes: Passes, mobile: Column) -> Passes:
    """Give the passes without the delays of tasks that may move, dates and floats computed."""
    kept = [0 if kind >= MOBILE else delay for kind, delay in zip(mobile, passes.tasks.delay, strict=True)]
    free = replace(passes.copy(), tasks=passes.tasks._replace(delay=column(kept), terminal=zeros(len(mobile))))
    free.forward()
    free.close()
    free.backward()
    free.measure()
    return free


def _rows_of(needs: Needs, resources: int) -> list[int]:
    counts = [0] * resources
    for resource in needs.resource:
        counts[resource] += 1
    return counts


def placed_table(count: int) -> Placed:
    """Make room for what generation answers about so many tasks."""
    delay, waits, until, unplaced, wanted, pieces = (zeros(count) for _ in range(6))
    work, gap = zeros(count * PIECES), zeros(count * PIECES)
    return Placed(delay, waits, until, unplaced, wanted, pieces, work, gap)


def queue_table(count: int) -> Queue:
    """Make room for a queue of so many tasks."""
    return Queue(*(zeros(count + 1) for _ in range(4)))._replace(waiting=zeros(count))
