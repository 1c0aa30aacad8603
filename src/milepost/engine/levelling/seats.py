"""The tables from which people are chosen: open places, who can take each, and whose working time then counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from milepost.engine.kernel import column, filled, zeros
from milepost.engine.levelling.demand import Need, capacity_steps, flat_units, numbered, ten_thousandths
from milepost.engine.levelling.kernels_seat import Places
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.levelling.places import Requirement, candidates_by_requirement, part_of
from milepost.engine.passes import Passes
from milepost.engine.resources import Assignment, Resource
from milepost.engine.strands import span_of
from milepost.engine.tables import UNSTARTED, Tasks
from milepost.engine.tasks import Task, TaskType
from milepost.engine.units import Minutes, Uid


@dataclass(frozen=True)
class Seating:
    """Open places as tables, and the assignment each is."""

    places: Places
    sources: tuple[Assignment, ...]
    rows: tuple[Resource, ...]

    def people(self) -> dict[Uid, Uid]:
        """Give the people chosen last, by assignment."""
        chosen, person = self.places.chosen, self.places.person
        return {a.uid: self.rows[person[chosen[q]]].uid for q, a in enumerate(self.sources) if chosen[q] >= 0}


def no_seats(tasks: int, resources: list[Resource]) -> Seating:
    """Give tables without any open place."""
    places = Places(zeros(tasks + 1), *(zeros(0) for _ in range(8)), *(zeros(0) for _ in range(8)))
    return Seating(places._replace(worth=zeros(3)), (), tuple(resources))


def open_assignments(passes: Passes, asked: Mapping[Uid, Requirement]) -> dict[int, list[Assignment]]:
    """List the places to be filled by the position of their task: those with working time to place."""
    position = {task.uid: p for p, task in enumerate(passes.plan.frame.leaves)}
    found: dict[int, list[Assignment]] = {}
    for each in passes.plan.frame.plan.assignments:
        p = position.get(each.task) if each.uid in asked else None
        if p is not None and passes.tasks.state[p] == UNSTARTED and passes.tasks.span[p] > 0:
            found.setdefault(p, []).append(each)
    return found


def with_places(rows: list[list[Need]], passes: Passes, open_rows: Mapping[int, list[Assignment]]) -> list[list[Need]]:
    """Add a row for each open place to what tasks ask for, at the end of its task's."""
    found = list(rows)
    for p, places in open_rows.items():
        span, clock = passes.tasks.span[p], passes.tasks.clock[p]
        more = [Need(each, 0, flat_units(each, each.work, span), clock, 0, span) for each in places]
        found[p] = [*rows[p], *more]
    return found


@dataclass
class _Draft:
    """Columns of `Places` as they grow."""

    need: list[int] = field(default_factory=list)
    strand: list[int] = field(default_factory=list)
    seat_first: list[int] = field(default_factory=lambda: [0])
    person: list[int] = field(default_factory=list)
    clock: list[int] = field(default_factory=list)
    span: list[int] = field(default_factory=list)
    penalty: list[int] = field(default_factory=list)


def seat_tables(
    passes: Passes,
    rows: list[list[Need]],
    open_rows: Mapping[int, list[Assignment]],
    asked: Mapping[Uid, Requirement],
    resources: list[Resource],
    options: LevellingOptions,
) -> tuple[Seating, Tasks]:
    """Lay out who can take which place, and tasks with strands that can change hands.

    `rows` hold the open places at the end of each task's needs. Refuses skills nobody has
    (E-SKILL-NOBODY, E-SKILL-FEW).
    """
    base = passes.plan.frame
    able = _Able(passes, resources, candidates_by_requirement(base.plan, asked, options))
    draft, first, sources = _Draft(), [0], list[Assignment]()
    tasks, strands = _stranded(passes, open_rows)
    row = 0
    for p, needs in enumerate(rows):
        places = open_rows.get(p, [])
        row += len(needs)
        for n, each in enumerate(places):
            draft.need.append(row - len(places) + n)
            draft.strand.append(strands.get(each.uid, -1))
            able.seat(draft, p, each, asked[each.uid])
            sources.append(each)
        first.append(len(sources))
    seats, count, people = len(draft.person), len(sources), len(resources)
    places_table = Places(
        first=column(first),
        need=column(draft.need),
        strand=column(draft.strand),
        seat_first=column(draft.seat_first),
        person=column(draft.person),
        clock=column(draft.clock),
        span=column(draft.span),
        penalty=column(draft.penalty),
        chosen=filled(count, -1),
        part=column([part_of(task) for task in base.leaves]),
        last=filled(people, -1),
        opening=zeros(seats),
        holder=filled(people, -1),
        seen=zeros(people),
        via=zeros(count + 1),
        queue=zeros(count + 2),
        worth=column([options.weights.switch, options.weights.lateness, passes.plan.project_clock]),
    )
    return Seating(places_table, tuple(sources), tuple(resources)), tasks


#: What decides who can take a place: what it asks for, how much of them, and on which calendar of the task.
_Kind = tuple[Requirement, Decimal, Uid | None, bool]


@dataclass
class _Able:
    """Knows the people for each requirement on each task calendar."""

    passes: Passes
    resources: list[Resource]
    fit: Mapping[Requirement, list[tuple[Resource, Minutes]]]
    known: dict[_Kind, tuple[list[int], list[int], list[int]]] = field(default_factory=dict)

    def seat(self, draft: _Draft, p: int, each: Assignment, requirement: Requirement) -> None:
        """Add the seats of one place."""
        base = self.passes.plan.frame
        task = base.leaves[p]
        key = (requirement, each.units, task.calendar, task.ignore_resource_calendars or _own_time(task))
        if key not in self.known:
            self.known[key] = self._people(each, task, requirement)
        people, clocks, penalties = self.known[key]
        span = self.passes.tasks.span[p]
        if not _own_time(task):
            span = span_of(each, span)
        draft.person += people
        draft.clock += clocks
        draft.penalty += penalties
        draft.span += [span] * len(people)
        draft.seat_first.append(len(draft.person))

    def _people(self, each: Assignment, task: Task, requirement: Requirement) -> tuple[list[int], list[int], list[int]]:
        base = self.passes.plan.frame
        numbers = numbered(base.plan.resources, self.resources)
        fit = [(r, penalty) for r, penalty in self.fit[requirement] if r.uid in numbers]
        # Whoever will have too little time some day is chosen only if all will: work that moves there would be lost.
        asked = ten_thousandths(each.units)
        steady = [pair for pair in fit if min(units for _, units in capacity_steps(pair[0])) >= asked]
        fit = steady or fit
        own = base.book.number(base.own_line(task))
        clocks = [
            own if _own_time(task) else base.book.number(base.times.of_assignment(replace(each, resource=r.uid)))
            for r, _ in fit
        ]
        return [numbers[r.uid] for r, _ in fit], clocks, [penalty for _, penalty in fit]


def _own_time(task: Task) -> bool:
    """Tell whether a task's dates follow its own calendar, whoever works on it."""
    return task.elapsed or task.type is TaskType.FIXED_DURATION


def _stranded(passes: Passes, open_rows: Mapping[int, list[Assignment]]) -> tuple[Tasks, dict[Uid, int]]:
    """Give tasks with open places a strand for each assignment; tells the row of each place."""
    base, tasks = passes.plan.frame, passes.tasks
    first, clock, span, delay, at = [0], list[int](), list[int](), list[int](), dict[Uid, int]()
    for p, task in enumerate(base.leaves):
        if p in open_rows and not _own_time(task):
            for each in (*base.crew.get(task.uid, ()), *open_rows[p]):
                at[each.uid] = len(clock)
                clock.append(base.book.number(base.times.of_assignment(each)))
                span.append(span_of(each, tasks.span[p]))
                delay.append(each.delay)
        else:
            low, high = tasks.strand_first[p], tasks.strand_first[p + 1]
            clock += tasks.strand_clock[low:high]
            span += tasks.strand_span[low:high]
            delay += tasks.strand_delay[low:high]
        first.append(len(clock))
    made = tasks._replace(
        clock=tasks.clock[:],
        strand_first=column(first),
        strand_clock=column(clock),
        strand_span=column(span),
        strand_delay=column(delay),
    )
    return made, at
