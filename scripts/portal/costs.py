"""What the story's work costs: rates that rise with the new year, booked and remaining cost, the agreed budget."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from story import PEOPLE, STEPS, Person

from milepost.engine.clock import instant
from milepost.engine.plan import Plan
from milepost.engine.resources import Accrual, Assignment, Rate
from milepost.engine.results import Schedule, TaskDates
from milepost.engine.tasks import Baseline, BaselineAssignment, BaselineTask, Task
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTimes

NEW_YEAR = instant(datetime(2027, 1, 1))
NOTHING = Decimal(0)


def rates_of(person: Person) -> tuple[Rate, ...]:
    """A person's rates: the one of the story's first year, and the one from 2027 on."""
    first = Rate("A", None, Decimal(person.rate), overtime=Decimal(person.rate) * Decimal("1.25"))
    if not person.next_rate:
        return (first,)
    return (
        first,
        Rate("A", NEW_YEAR, Decimal(person.next_rate), overtime=Decimal(person.next_rate) * Decimal("1.25")),
    )


def money(value: Decimal) -> Decimal:
    """Euros and cents."""
    return value.quantize(Decimal("0.01"))


class Prices:
    """What work costs in a schedule, each hour at the rate of its day."""

    def __init__(self, schedule: Schedule) -> None:
        """Price the work of this schedule."""
        self._spans = schedule.by_uid
        self._times = WorkTimes(schedule.plan)

    def work(self, one: Assignment, amount: Minutes, first: Instant, last: Instant) -> Decimal:
        """The cost of an amount of work spread evenly between two instants; nothing for a place nobody fills."""
        if one.resource is None:
            return NOTHING
        person = PEOPLE[one.resource - 1]
        line = self._times.of_task(one.task)
        whole = line.working(first, last)
        late = line.working(max(first, NEW_YEAR), last) if last > NEW_YEAR else 0
        share = Decimal(late) / whole if whole else NOTHING
        rate = person.rate * (1 - share) + (person.next_rate or person.rate) * share
        return money(amount * rate / 60)

    def planned(self, one: Assignment) -> Decimal:
        """The cost of all work of an assignment nobody has begun."""
        dates = self._spans.get(one.task)
        return NOTHING if dates is None else self.work(one, one.work, dates.start, dates.finish)

    def told(self, one: Assignment) -> Assignment:
        """An assignment with its booked and remaining cost."""
        dates = self._spans.get(one.task)
        if dates is None or one.resource is None:
            return one
        booked = money(one.actual_work * Decimal(PEOPLE[one.resource - 1].rate) / 60)
        left = self.work(one, one.remaining_work, dates.remaining_start or dates.start, dates.finish)
        return replace(one, cost=booked + left, actual_cost=booked, remaining_cost=left)


def priced(schedule: Schedule) -> Plan:
    """Write booked and remaining cost into the tasks and assignments of a plan."""
    prices = Prices(schedule)
    assignments = tuple(prices.told(one) for one in schedule.plan.assignments)
    tasks = tuple(priced_task(task, [a for a in assignments if a.task == task.uid]) for task in schedule.plan.tasks)
    return replace(schedule.plan, tasks=tasks, assignments=assignments)


def priced_task(task: Task, crew: list[Assignment]) -> Task:
    """Add up a task's work and cost."""
    if task.summary:
        return task
    fixed = Decimal(STEPS[task.uid - 1].spent or task.fixed_cost)
    done = task.percent_complete // 100 * 100 if task.fixed_cost_accrual is Accrual.END else task.percent_complete
    booked = money(fixed * done / 100)
    actual = sum((a.actual_cost or NOTHING for a in crew), booked)
    whole = sum((a.cost or NOTHING for a in crew), fixed)
    return replace(
        task,
        fixed_cost=fixed,
        work=sum(a.work for a in crew),
        actual_work=sum(a.actual_work for a in crew),
        remaining_work=sum(a.remaining_work for a in crew),
        cost=whole,
        actual_cost=actual,
        remaining_cost=whole - actual,
    )


def baseline(first: Schedule) -> Baseline:
    """Remember the plan as it was agreed."""
    plan, prices = first.plan, Prices(first)
    cost = {a.uid: prices.planned(a) for a in plan.assignments}
    work = {t.uid: sum(a.work for a in plan.assignments if a.task == t.uid) for t in plan.tasks}
    whole = {t.uid: sum((cost[a.uid] for a in plan.assignments if a.task == t.uid), t.fixed_cost) for t in plan.tasks}
    wbs = {t.uid: t.wbs for t in plan.tasks}

    def below(uid: Uid) -> list[Uid]:
        return [other for other in wbs if other == uid or wbs[other].startswith(wbs[uid] + ".")]

    def row(dates: TaskDates) -> BaselineTask:
        rows = [uid for uid in below(dates.uid) if uid in first.by_uid]
        return BaselineTask(
            task=dates.uid,
            start=dates.start,
            finish=dates.finish,
            duration=dates.duration,
            work=sum(work[uid] for uid in rows),
            cost=sum((whole[uid] for uid in rows), NOTHING),
            fixed_cost=plan.tasks[dates.uid - 1].fixed_cost,
        )

    spans = first.by_uid
    return Baseline(
        number=0,
        name="Approved plan",
        saved_at=instant(datetime(2026, 6, 26, 17)),
        approver="Dr Ilse Falk",
        tasks=tuple(row(dates) for dates in first.tasks),
        assignments=tuple(
            BaselineAssignment(a.uid, spans[a.task].start, spans[a.task].finish, a.work, cost[a.uid])
            for a in plan.assignments
            if a.task in spans
        ),
    )
