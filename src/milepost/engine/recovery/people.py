"""More people, other people, people in another order (domain/review.md 4.9, options 1 and 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import islice

from milepost.engine.contours import mean_fraction
from milepost.engine.effort import remaining_duration
from milepost.engine.rates import rate_at
from milepost.engine.recovery.case import Change, Kind, Option, change
from milepost.engine.recovery.reach import Reach
from milepost.engine.resources import Assignment, Resource, ResourceKind
from milepost.engine.results import TaskDates
from milepost.engine.tasks import Task, TaskType
from milepost.engine.units import Minutes, Uid
from milepost.engine.words import called, days
from milepost.engine.workload import capacity, demand, open_assignments
from milepost.engine.worktime import WorkTimes

#: The priority that work on the way to the target gets, and that of work somebody is borrowed from.
_FIRST, _LATER = 900, 100


class Staff:
    """The people of a schedule: who could help with what, and when they are free."""

    def __init__(self, reach: Reach, loss: Decimal, learning: Minutes) -> None:
        """Look at the people of a schedule; somebody new loses a share of the first `learning` minutes."""
        self.reach, self.loss, self.learning = reach, loss, learning
        self.plan = reach.schedule.plan
        self.people = {r.uid: r for r in self.plan.resources if r.kind is ResourceKind.WORK}
        self.times = WorkTimes(self.plan, reach.passes.plan.frame.times)

    @cached_property
    def busy(self) -> Mapping[Uid, Sequence[tuple[Assignment, Task, TaskDates]]]:
        """The open assignments of each person, with their tasks and dates."""
        found: dict[Uid, list[tuple[Assignment, Task, TaskDates]]] = {}
        for row in open_assignments(self.reach.schedule):
            if row[0].resource in self.people and row[0].resource is not None:
                found.setdefault(row[0].resource, []).append(row)
        return found

    @cached_property
    def crews(self) -> Mapping[Uid, Sequence[Assignment]]:
        """The open assignments of people by task."""
        found: dict[Uid, list[Assignment]] = {}
        for one, task, _ in open_assignments(self.reach.schedule):
            if one.resource in self.people:
                found.setdefault(task.uid, []).append(one)
        return found

    def able(self, task: Task) -> list[Resource]:
        """List those who share a skill, or else the group, of who works on a task, the cheapest first."""
        crew = self.crews.get(task.uid, ())
        holders = [self.people[one.resource] for one in crew if one.resource is not None]
        skills = {skill.name for person in holders for skill in person.skills} | {one.skill for one in crew}
        groups = {person.group for person in holders} - {""}
        taken = {person.uid for person in holders}
        found = []
        for person in self.people.values():
            if person.uid in taken or person.generic or person.inactive:
                continue
            own = {skill.name for skill in person.skills}
            if (own & (skills - {""})) or (not own and person.group in groups):
                found.append(person)
        return sorted(found, key=lambda person: (self.rate(person, task), person.uid))

    def rate(self, person: Resource, task: Task) -> Decimal:
        """Give what an hour of somebody costs when a task begins."""
        row = rate_at(person, "A", self.reach.schedule.by_uid[task.uid].remaining_start)
        return Decimal(0) if row is None else row.standard

    def free(self, person: Resource, task: Task) -> Minutes:
        """Give the work somebody could still take on while a task runs as planned."""
        dates = self.reach.schedule.by_uid[task.uid]
        begin, end = dates.remaining_start, dates.finish
        if begin >= end:
            return 0
        asked = sum(
            sum(demand(one, row, of, (begin, end), self.times))
            for one, row, of in self.busy.get(person.uid, ())
            if of.start < end and begin < of.finish
        )
        return capacity(person, begin, end, self.times) - asked

    def ramp_up(self, task: Task, units: Decimal) -> Minutes:
        """Give the person-minutes that learning costs when somebody joins: less output until they are up to speed."""
        crew = self.crews[task.uid]
        strength = sum((Fraction(one.units) * mean_fraction(one.contour) for one in crew), Fraction(0))
        work = sum(one.remaining_work for one in crew) or int(remaining_duration(task) * strength)
        own, loss = Fraction(units), Fraction(self.loss)
        together = Fraction(work) / (strength + own * (1 - loss))
        if together > self.learning:
            together = (work + own * loss * self.learning) / (strength + own)
        return int(own * loss * min(together, Fraction(self.learning)))


def people_options(staff: Staff, most: int, *, levelled: bool) -> Iterator[Option]:
    """Offer to add, borrow and swap people on the way to the target, and to let this work go first."""
    yield from _joining(staff, most)
    yield from _swaps(staff, most)
    if levelled:
        yield from _first(staff)


def _joining(staff: Staff, most: int) -> Iterator[Option]:
    reach, settings = staff.reach, staff.plan.settings
    rows = [reach.tasks[uid] for uid in reach.chain if uid in staff.crews and _shareable(reach.tasks[uid], reach)]
    longest = sorted(rows, key=lambda row: (-remaining_duration(row), row.uid))
    first = (next(filter(None, (_join(staff, row, one) for one in staff.able(row))), None) for row in longest)
    offers = ((task, found) for task, found in zip(longest, first, strict=True) if found is not None)
    for task, (person, changes, donors) in islice(offers, most):
        loss = dict(changes[0].arguments)["loss"]
        assert isinstance(loss, int)
        lent = f" from {', '.join(called(reach.tasks[uid]) for uid in donors)}" if donors else ""
        yield Option(
            key=f"add-{task.uid}-{person.uid}",
            kind=Kind.BORROW if donors else Kind.ADD_PEOPLE,
            title=f"Let {person.name} join {called(task)}{lent}.",
            reason=f"Learning costs {days(loss, settings)} of work; the work is not simply halved.",
            changes=changes,
            touches=frozenset({("task", task.uid), ("person", person.uid), *(("task", uid) for uid in donors)}),
            tasks=(task.uid, *donors),
            ramp_up=loss,
        )


def _shareable(task: Task, reach: Reach) -> bool:
    day = reach.schedule.plan.settings.minutes_per_day
    return task.type is not TaskType.FIXED_DURATION and not task.elapsed and remaining_duration(task) >= 2 * day


def _join(staff: Staff, task: Task, person: Resource) -> tuple[Resource, tuple[Change, ...], tuple[Uid, ...]] | None:
    """Let somebody free join, or somebody whose other work can wait longer than the project must win back."""
    units = min(person.max_units, Decimal(1))
    loss = staff.ramp_up(task, units)
    joined = change("assign_to_share", task=task.uid, resource=person.uid, units=f"{units:f}", loss=loss)
    dates = staff.reach.schedule.by_uid[task.uid]
    needed = int(staff.times.of_resource(person.uid).working(dates.remaining_start, dates.finish) * units)
    if staff.free(person, task) >= needed:
        return person, (joined,), ()
    donors = _donors(staff, task, person)
    if donors is None:
        return None
    waits = []
    for donor, delay in donors:
        waits += [change("set_levelling", task=donor, delay=delay, pieces=())]
        waits += [change("set_priority", task=donor, priority=_LATER)]
    return person, (joined, *waits), tuple(uid for uid, _ in donors)


def _donors(staff: Staff, task: Task, person: Resource) -> list[tuple[Uid, Minutes]] | None:
    """List somebody's other tasks at that time with the delay that frees them; None where one cannot wait."""
    reach = staff.reach
    dates, found = reach.schedule.by_uid[task.uid], []
    for _, row, other in staff.busy.get(person.uid, ()):
        uid, busy = row.uid, other.start < dates.finish and dates.remaining_start < other.finish
        if uid == task.uid or not busy:
            continue
        wait = staff.times.of_task(uid).working(other.start, dates.finish)
        fixed = row.actual_start is not None or row.segments or row.stored_pieces or row.constraints
        if fixed or other.total_float - wait <= reach.need:
            return None
        found.append((uid, row.levelling_delay + wait))
    return found or None


def _swaps(staff: Staff, most: int) -> Iterator[Option]:
    """Offer somebody else for an unstarted task whose person is away or slower to come free."""
    reach, offered = staff.reach, 0
    for uid in reach.chain:
        task, crew = reach.tasks[uid], staff.crews.get(uid, ())
        if offered == most or len(crew) != 1 or task.actual_start is not None or crew[0].resource is None:
            continue
        holder, dates = staff.people[crew[0].resource], reach.schedule.by_uid[uid]
        present = staff.times.of_task(uid).working(dates.start, dates.finish)
        for person in staff.able(task):
            line = staff.times.of_resource(person.uid)
            sooner = line.working(dates.start, dates.finish) > present or task.levelling_delay > 0
            if sooner and not holder.generic and staff.free(person, task) >= crew[0].remaining_work:
                offered += 1
                yield Option(
                    key=f"swap-{uid}-{person.uid}",
                    kind=Kind.SWAP,
                    title=f"Let {person.name} do {called(task)} instead of {holder.name}.",
                    reason=f"{person.name} has more working time in those days.",
                    changes=(change("reassign", task=uid, resource=holder.uid, to=person.uid),),
                    touches=frozenset({("task", uid), ("person", person.uid)}),
                    tasks=(uid,),
                )
                break


def _first(staff: Staff) -> Iterator[Option]:
    """Offer to let the work on the way to the target take its people first."""
    reach = staff.reach
    rows = [reach.tasks[uid] for uid in reach.chain if uid in staff.crews]
    low = [task for task in rows if task.priority < _FIRST and task.actual_start is None]
    if low:
        yield Option(
            key="first",
            kind=Kind.RESEQUENCE,
            title=f"Let {len(low)} task{'' if len(low) == 1 else 's'} that decide the date have their people first.",
            reason="When people are short, work with time to spare waits.",
            changes=tuple(change("set_priority", task=task.uid, priority=_FIRST) for task in low),
            touches=frozenset({("priority", "all"), *(("priority", task.uid) for task in low)}),
            tasks=tuple(task.uid for task in low),
        )
