"""What each task asks of whom: units of resources over stretches of its remaining working time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from milepost.engine.compiled import Compiled
from milepost.engine.contours import TENTHS, mean_fraction, rounded
from milepost.engine.kernel import FAR, column, zeros
from milepost.engine.levelling.kernels_place import Free, Needs
from milepost.engine.resources import Assignment, Contour, Resource, ResourceKind
from milepost.engine.splits import segments_of
from milepost.engine.tables import COMPLETE, EXTERNAL, STARTED, Tasks
from milepost.engine.tasks import Task
from milepost.engine.units import Minutes, Uid

#: One person full time, in the units of the tables.
WHOLE = 10_000


class Need(NamedTuple):
    """One row of `Needs`, of the assignment `source`: by the number of a resource in the table of resources."""

    source: Assignment
    resource: int
    units: int
    clock: int
    begin: Minutes
    end: Minutes


def levelled_resources(resources: tuple[Resource, ...], only: frozenset[Uid] | None) -> list[Resource]:
    """List the people and equipment whose capacity levelling keeps: one for all rows of a pool."""
    able = (ResourceKind.WORK, ResourceKind.EQUIPMENT)
    found: dict[object, Resource] = {}
    for resource in resources:
        if resource.kind in able and (only is None or resource.uid in only):
            found.setdefault(resource.pool or resource.uid, resource)
    return list(found.values())


def numbered(resources: tuple[Resource, ...], levelled: list[Resource]) -> dict[Uid, int]:
    """Number resources by who is levelled; the rows of a pool are one person shared by projects."""
    known = {resource.pool or resource.uid: n for n, resource in enumerate(levelled)}
    keys = {resource.uid: resource.pool or resource.uid for resource in resources}
    return {uid: known[key] for uid, key in keys.items() if key in known}


def needs_by_task(
    plan: Compiled, tasks: Tasks, rows: dict[Uid, int], known: Mapping[int, list[Need]] | None = None
) -> list[list[Need]]:
    """List what the task at each position asks for; `rows` numbers the resources that count, `known` spares asking."""
    base, found = plan.frame, []
    for p, task in enumerate(base.leaves):
        if known is not None and p in known:
            found.append(known[p])
            continue
        crew = base.crew.get(task.uid)
        open_task = crew and tasks.span[p] > 0 and tasks.state[p] not in (COMPLETE, EXTERNAL)
        found.append(_merged(list(_needs(plan, tasks, p, task, crew, rows))) if open_task and crew else [])
    return found


def _merged(needs: list[Need]) -> list[Need]:
    """Add up what several assignments of one task ask of one resource, over all they span together."""
    sources = {(need.resource, need.source.uid) for need in needs}
    if len(sources) == len({resource for resource, _ in sources}):
        return needs
    found: dict[int, list[Need]] = {}
    for need in needs:
        found.setdefault(need.resource, []).append(need)
    return [row for rows in found.values() for row in _one(rows)]


def _one(rows: list[Need]) -> list[Need]:
    if len({need.source.uid for need in rows}) == 1:
        return rows
    peak: dict[Uid, int] = {}
    for need in rows:
        peak[need.source.uid] = max(peak.get(need.source.uid, 0), need.units)
    longest = max(rows, key=lambda need: need.end)
    begin = min(need.begin for need in rows)
    return [longest._replace(units=sum(peak.values()), begin=begin)]


def _needs(
    plan: Compiled, tasks: Tasks, p: int, task: Task, crew: list[Assignment], rows: dict[Uid, int]
) -> Iterator[Need]:
    first, last = tasks.strand_first[p], tasks.strand_first[p + 1]
    base = plan.frame
    for each in crew:
        resource = rows.get(-1 if each.resource is None else each.resource)
        if resource is None:
            continue
        if last - first > 1:
            clock = base.book.number(base.times.of_assignment(each))
            begin, span = _strand(tasks, p, clock, each)
        else:
            clock = tasks.clock[p] if first == last else tasks.strand_clock[first]
            span = tasks.span[p]
            begin = 0 if first == last or tasks.state[p] == STARTED else each.delay
        for start, end, units in stretches(each, task, span, plan):
            if units > 0 and end > start:
                yield Need(each, resource, units, clock, begin + start, begin + end)


def _strand(tasks: Tasks, p: int, clock: int, each: Assignment) -> tuple[Minutes, Minutes]:
    """Find the delay and span of an assignment's strand: that of its clock and delay, the longest of several."""
    delay = 0 if tasks.state[p] == STARTED else each.delay
    rows = range(tasks.strand_first[p], tasks.strand_first[p + 1])
    spans = [tasks.strand_span[r] for r in rows if tasks.strand_clock[r] == clock and tasks.strand_delay[r] == delay]
    return delay, max(spans, default=0)


def stretches(each: Assignment, task: Task, span: Minutes, plan: Compiled) -> Iterator[tuple[Minutes, Minutes, int]]:
    """Cut an assignment's span into stretches of constant units: at pauses of the task, tenths of its contour."""
    pieces = segments_of(task, plan.frame.line(task)) if task.segments or task.stored_pieces else ()
    # Of a started task the duration says what is left; work reported apart from it would count twice.
    work = 0 if task.actual_start is not None else each.work
    if pieces and task.actual_start is None and sum(s.work + s.gap for s in pieces) - pieces[-1].gap == span:
        at = 0
        units = flat_units(each, work, sum(s.work for s in pieces))
        for piece in pieces:
            yield at, at + piece.work, units
            at += piece.work + piece.gap
    elif each.contour is Contour.MANUAL and each.planned and task.actual_start is None:
        yield from _typed(each, span, plan)
    elif each.contour in (Contour.FLAT, Contour.MANUAL):
        yield 0, span, flat_units(each, work, span)
    else:
        yield from _shaped(each, work, span)


def flat_units(each: Assignment, work: Minutes, span: Minutes) -> int:
    """Give the units of even work: those typed where work and span agree with them, else what the work takes."""
    units = ten_thousandths(each.units)
    if not work or not span or abs(work * WHOLE - units * span) <= WHOLE + units:
        return units
    return -(-work * WHOLE // span)


def ten_thousandths(units: Decimal) -> int:
    """Give units in ten-thousandths, rounded half up."""
    known = _KNOWN.get(units)
    if known is None:
        known = rounded(Fraction(units) * WHOLE)
        if len(_KNOWN) < _MOST_KNOWN:
            _KNOWN[units] = known
    return known


_KNOWN: dict[Decimal, int] = {}
_MOST_KNOWN = 1000


def _shaped(each: Assignment, work: Minutes, span: Minutes) -> Iterator[tuple[Minutes, Minutes, int]]:
    peak = ten_thousandths(each.units)
    mean = mean_fraction(each.contour)
    wanted = Fraction(work * WHOLE) / (span * mean)
    if work and abs(wanted - peak) * span > WHOLE + peak:
        peak = -(-wanted.numerator // wanted.denominator)
    begin, level = 0, -1
    for tenth, percent in enumerate(TENTHS[each.contour]):
        if percent != level and tenth:
            at = rounded(Fraction(tenth * span, 10))
            yield begin, at, -(-peak * level // 100)
            begin = at
        level = percent
    yield begin, span, -(-peak * level // 100)


def _typed(each: Assignment, span: Minutes, plan: Compiled) -> Iterator[tuple[Minutes, Minutes, int]]:
    """Cut a manual contour: each typed piece at its distance from the first one, in working time."""
    line = plan.frame.times.of_assignment(each)
    origin = min(piece.start for piece in each.planned)
    for piece in each.planned:
        begin, end = line.working(origin, piece.start), line.working(origin, piece.end)
        if begin < end <= span:
            yield begin, end, -(-piece.minutes * WHOLE // (end - begin))


def needs_table(found: list[list[Need]]) -> Needs:
    """Lay the rows of all tasks end to end."""
    first, rows = [0], [need for needs in found for need in needs]
    for needs in found:
        first.append(first[-1] + len(needs))
    return Needs(
        first=column(first),
        resource=column([need.resource for need in rows]),
        units=column([need.units for need in rows]),
        clock=column([need.clock for need in rows]),
        begin=column([need.begin for need in rows]),
        end=column([need.end for need in rows]),
        since=zeros(len(rows)),
        until=zeros(len(rows)),
    )


def free_table(resources: list[Resource], room: list[int], more: dict[int, int] | None = None) -> Free:
    """Lay out each resource's capacity with room for `room[r]` changes; `more` adds units to some."""
    first, steps = [0], [capacity_steps(resource) for resource in resources]
    for known, changes in zip(steps, room, strict=True):
        first.append(first[-1] + len(known) + changes)
    at, units = zeros(first[-1]), zeros(first[-1])
    for r, known in enumerate(steps):
        for n, (begin, amount) in enumerate(known):
            at[first[r] + n] = begin
            units[first[r] + n] = amount + (more or {}).get(r, 0)
    counts = column([len(known) for known in steps])
    return Free(column(first), counts, at[:], units[:], counts[:], at, units)


def capacity_steps(resource: Resource) -> list[tuple[int, int]]:
    """Give a resource's max units over time: from each instant on so many ten-thousandths, the first from always."""
    if not resource.availability:
        return [(-FAR, ten_thousandths(resource.max_units))]
    marks = {-FAR}
    for step in resource.availability:
        marks |= {at for at in (step.start, step.end) if at is not None}
    found: list[tuple[int, int]] = []
    for at in sorted(marks):
        inside = [
            ten_thousandths(step.units)
            for step in resource.availability
            if (step.start is None or step.start <= at) and (step.end is None or at < step.end)
        ]
        amount = sum(inside)
        if not found or found[-1][1] != amount:
            found.append((at, amount))
    return found
