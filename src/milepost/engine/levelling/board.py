"""A plan laid out for levelling: its tables, what its tasks ask for, and room to place them again and again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from milepost.engine.alap import late_tasks
from milepost.engine.answers import Computed
from milepost.engine.compiled import Compiled, compile_plan
from milepost.engine.horizon import explained
from milepost.engine.kernel import FAR, Column, column, filled, is_cached, run, zeros
from milepost.engine.levelling.demand import (
    Need,
    free_table,
    levelled_resources,
    needs_by_task,
    needs_table,
    numbered,
)
from milepost.engine.levelling.kernels_place import MOBILE, PIECES, Free, Limits, Needs, Placed, Policy, Queue
from milepost.engine.levelling.kernels_serial import generate
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.levelling.places import Requirement
from milepost.engine.levelling.scope import latest_finishes, mobility
from milepost.engine.levelling.seats import Seating, no_seats, open_assignments, seat_tables, with_places
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.passes import Passes
from milepost.engine.plan import Plan
from milepost.engine.resources import Resource
from milepost.engine.schedule import prepared, schedule
from milepost.engine.tables import Dates
from milepost.engine.units import Minutes, Uid
from milepost.engine.warm import PACE
from milepost.engine.worktime import WorkTimes

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
    seating: Seating
    options: LevellingOptions
    fast: bool

    @property
    def movable(self) -> list[int]:
        """The positions of tasks levelling may move."""
        return [p for p, kind in enumerate(self.policy.mobile) if kind >= MOBILE]

    def generate(
        self, rank: Column, release: Column | None = None, whole: bool = False, patience: Minutes = -1
    ) -> None:
        """Place every task in order of rank; `release` keeps tasks from starting earlier, `whole` from pausing.

        With `patience`, ranks are instants, and a task that cannot start at its release is put off by so much.
        """
        policy = self.policy if release is None else self.policy._replace(release=release)
        if whole:
            policy = policy._replace(mobile=column([min(kind, MOBILE) for kind in policy.mobile]))
        limits = self.limits._replace(patience=patience)
        while True:
            queue = self.queue._replace(rank=rank[:])
            tables = self.passes.tables()
            made = (self.needs, self.free, policy, self.placed, queue, limits, self.seating.places)
            run(generate, self.fast, *tables, *made)
            try:
                if not self.compiled.frame.book.widen(self.passes.dates[:3]):
                    return
            except PlanRefusedError as refusal:
                frame = self.compiled.frame
                raise explained(refusal, frame.plan, frame.leaves, self.passes.dates[:3]) from None
            self.passes.clocks = self.compiled.frame.book.lay_out()

    def with_more(self, more: dict[int, int]) -> Board:
        """Give the same board with units added to some resources, by number."""
        counts = _room(self.needs, self.seating, len(self.resources))
        tasks = self.passes.tasks._replace(span=self.passes.tasks.span[:])
        passes = replace(self.passes.copy(), tasks=tasks)
        return replace(
            self,
            passes=passes,
            needs=self.needs._replace(since=self.needs.since[:], until=self.needs.until[:]),
            free=free_table(self.resources, counts, more),
            placed=placed_table(len(self.queue.waiting)),
            queue=queue_table(len(self.queue.waiting)),
        )


def lay_out(
    plan: Plan,
    options: LevellingOptions,
    asked: Mapping[Uid, Requirement] | None = None,
    like: Board | None = None,
) -> Board:
    """Lay out a plan whose open places `asked` are to be filled; `like` is a board of the same plan with other people.

    Refuses what `schedule` refuses, plans scheduled from their finish (E-LEVEL-FINISH), and places nobody can fill.
    """
    if plan.settings.schedule_from_finish:
        raise PlanRefusedError((Notice("E-LEVEL-FINISH", _FROM_FINISH),))
    passes = Passes.of(prepared(plan) if like is None else _compiled_like(plan, like.compiled))
    passes.forward()
    passes.close()
    current = _shown(passes, Dates(*(each[:] for each in passes.dates)))
    resources = levelled_resources(plan.resources, options.resources)
    rows = needs_by_task(passes.plan, passes.tasks, numbered(plan.resources, resources), _same_needs(passes, like))
    seating, kept = no_seats(len(rows), resources), frozenset[int]()
    if asked:
        open_rows = open_assignments(passes, asked)
        rows = with_places(rows, passes, open_rows)
        # Places of tasks that are not scheduled ask for nobody.
        asked = {each.uid: asked[each.uid] for places in open_rows.values() for each in places}
        seating, tasks = seat_tables(passes, rows, open_rows, asked, resources, options)
        passes.tasks, passes.clocks, kept = tasks, passes.plan.frame.book.lay_out(), frozenset(open_rows)
    mobile = mobility(passes, rows, current, options)
    for p in kept:
        mobile[p] = min(mobile[p], MOBILE)
    return _board(passes, current, resources, rows, mobile, seating, options)


def _shown(passes: Passes, early: Dates) -> Dates:
    """Give the dates of a plan as scheduling shows them: early ones, but for tasks as late as possible."""
    if not late_tasks(passes):
        return early
    found = schedule(passes.plan.frame.plan).answers
    assert isinstance(found, Computed)
    return early._replace(early_start=found.start[:], early_finish=found.finish[:])


def _same_needs(passes: Passes, like: Board | None) -> dict[int, list[Need]] | None:
    """Take over what tasks with the same people ask for on a board of the same plan; clocks have other numbers here."""
    if like is None:
        return None
    frame, known, first = passes.plan.frame, like.compiled.frame, like.seating.places.first
    clock = [frame.book.number(line) for line in known.book.lines]
    return {
        p: [need._replace(clock=clock[need.clock]) for need in needs]
        for p, needs in enumerate(like.rows)
        if first[p] == first[p + 1] and frame.crew.get(known.leaves[p].uid) == known.crew.get(known.leaves[p].uid)
    }


def _compiled_like(plan: Plan, known: Compiled) -> Compiled:
    """Compile a plan that is sound because another with the same tasks, links and calendars is."""
    return compile_plan(plan, WorkTimes(plan, known.frame.times), PACE.fast(len(plan.tasks)))


def _board(
    passes: Passes,
    current: Dates,
    resources: list[Resource],
    rows: list[list[Need]],
    mobile: Column,
    seating: Seating,
    options: LevellingOptions,
) -> Board:
    count, plan = len(mobile), passes.plan.frame.plan
    passes = _undelayed(passes, mobile)
    needs = needs_table(rows)
    policy = Policy(mobile, filled(count, -FAR), zeros(count), passes.tasks.span[:])
    policy = policy._replace(limit=latest_finishes(passes, passes.dates, mobile, options))
    own = {name: getattr(passes.tasks, name)[:] for name in ("span", "clock", "strand_clock", "strand_span")}
    placing = replace(passes.copy(), tasks=passes.tasks._replace(**own))
    shortest = plan.settings.minutes_per_day // 2 if options.min_split is None else options.min_split
    limits = Limits(max(shortest, 1), min(options.most_splits + 1, PIECES - 1), -1)
    free = free_table(resources, _room(needs, seating, len(resources)))
    tables = (policy, placed_table(count), queue_table(count), limits, seating)
    fast = count >= WORTH_COMPILED and is_cached(generate)
    return Board(
        plan, passes.plan, placing, current, passes.dates, resources, rows, needs, free, *tables, options, fast
    )


_FROM_FINISH = (
    "This plan is scheduled from its finish, so every task already lies as late as it can. "
    "Schedule it from a start date, then level it."
)


def _undelayed(passes: Passes, mobile: Column) -> Passes:
    """Give the passes without the delays of tasks that may move, dates and floats computed."""
    kept = [0 if kind >= MOBILE else delay for kind, delay in zip(mobile, passes.tasks.delay, strict=True)]
    free = replace(passes.copy(), tasks=passes.tasks._replace(delay=column(kept), terminal=zeros(len(mobile))))
    free.forward()
    free.close()
    free.backward()
    free.measure()
    return free


def _room(needs: Needs, seating: Seating, resources: int) -> list[int]:
    """Count the instants at which what is free of each resource may change: pieces of tasks, and seats taken."""
    room = [2] * resources
    for resource in needs.resource:
        room[resource] += 2 * PIECES
    for person in seating.places.person:
        room[person] += 2
    return room


def placed_table(count: int) -> Placed:
    """Make room for what generation answers about so many tasks."""
    delay, waits, until, unplaced, wanted, pieces = (zeros(count) for _ in range(6))
    work, gap = zeros(count * PIECES), zeros(count * PIECES)
    return Placed(delay, waits, until, unplaced, wanted, pieces, work, gap)


def queue_table(count: int) -> Queue:
    """Make room for a queue of so many tasks."""
    return Queue(*(zeros(count + 1) for _ in range(5)))._replace(waiting=zeros(count))
