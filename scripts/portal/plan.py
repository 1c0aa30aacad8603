"""Turn the story into a dossier as it stood at a status date: plan, baseline, actuals, costs.

What happened is found by scheduling the story with the durations things took; everything of it that lies before the
status date becomes an actual, so the history obeys its own logic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from costs import baseline, priced, rates_of
from estimates import KINDS, RANGES
from money import account_of, ledger
from risks import register, uncertainty
from story import BEFORE, FREEZE, HOLIDAYS, PEOPLE, START, STEPS, TODAY, Person, Step

from milepost.dossier import Dossier, Note, Project, RecordKind, StoredTask
from milepost.engine.calendars import Calendar, CalendarException, Intervals, Week
from milepost.engine.clock import instant
from milepost.engine.distributions import Shape
from milepost.engine.plan import Convention, Plan, Settings
from milepost.engine.resources import Accrual, Assignment, Resource, Skill
from milepost.engine.results import Schedule, TaskDates
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind, Estimate, Link, LinkType, Moscow, Task
from milepost.engine.units import Instant, Minutes
from milepost.engine.worktime import WorkTimes

DAY = 480
OFFICE, WEEKENDS = 1, 2
WORKDAY: Intervals = ((480, 720), (780, 1020))
OFFICE_WEEK: Week = (WORKDAY, WORKDAY, WORKDAY, WORKDAY, WORKDAY, (), ())
SHIFT: Intervals = ((480, 960),)
#: Longer than the project: a task nobody has finished yet.
OPEN_END = 400 * DAY

ROWS = {step.wbs: row for row, step in enumerate(STEPS, start=1)}
SUMMARIES = {step.wbs for step in STEPS if step.days is None}
PERSON = {person.name: (uid, person) for uid, person in enumerate(PEOPLE, start=1)}


def portal(status: datetime) -> Dossier:
    """Build the sample as its project manager saved it at a status date."""
    planned = bare_plan(lambda step: minutes(step.days), began=False, added=False)
    first = schedule(planned)
    happened = schedule(bare_plan(true_duration, began=True, added=True))
    current = bare_plan(lambda step: minutes(step.days), began=False, added=True)
    settings = replace(current.settings, status_date=instant(status))
    told = [told_task(step, task, happened, status) for step, task in zip(STEPS, current.tasks, strict=True)]
    assignments = tuple(told_assignment(one, told[one.task - 1]) for one in current.assignments)
    plan = replace(current, settings=settings, tasks=tuple(told), assignments=assignments, baselines=(baseline(first),))
    plan = priced(schedule(plan))
    return Dossier(
        project=project(),
        plan=plan,
        notes=notes(),
        stored=tuple(map(stored, schedule(plan).tasks)),
        risks=register(status),
        uncertainty=uncertainty(),
        ledger=ledger(plan, status),
    )


def stored(dates: TaskDates) -> StoredTask:
    """Keep the computed dates, so that other tools show them before they calculate."""
    return StoredTask(
        task=dates.uid,
        start=dates.start,
        finish=dates.finish,
        early_start=dates.early_start,
        early_finish=dates.early_finish,
        late_start=dates.late_start,
        late_finish=dates.late_finish,
        total_float=dates.total_float,
        free_float=dates.free_float,
        critical=dates.critical,
    )


def project() -> Project:
    """Say what the project is."""
    return Project(
        name="Customer portal migration",
        title="Customer portal migration",
        code="PORTAL",
        manager="Nadia Brandt",
        organisation="Halden Insurance",
        subject="New identity provider and cloud platform",
        currency="EUR",
    )


def notes() -> tuple[Note, ...]:
    """Collect the notes of the tasks."""
    return tuple(Note(RecordKind.TASK, ROWS[step.wbs], step.note) for step in STEPS if step.note)


def bare_plan(duration: object, *, began: bool, added: bool) -> Plan:
    """Lay tasks, links and people out without any progress."""
    assert callable(duration)
    tasks = tuple(bare_task(step, duration(step), began=began) for step in STEPS)
    if not added:
        late = {ROWS[step.wbs] for step in STEPS if step.added}
        tasks = tuple(replace(t, inactive=t.uid in late) for t in tasks)
    return Plan(
        settings=Settings(start=instant(START), calendar=OFFICE, convention=Convention.MSPROJECT),
        calendars=calendars(),
        tasks=tasks,
        links=tuple(link for step in STEPS for link in links_of(step)),
        resources=tuple(resource(uid, person) for uid, person in PERSON.values()),
        assignments=tuple(assignments_of({t.uid: t for t in tasks})),
    )


def minutes(days: float | None) -> Minutes:
    """Days as whole minutes."""
    return round((days or 0) * DAY)


def true_duration(step: Step) -> Minutes:
    """How long a task took; without end while its owner still reports something left."""
    return OPEN_END if step.left else minutes(step.took if step.took is not None else step.days)


def bare_task(step: Step, duration: Minutes, *, began: bool) -> Task:
    """Make the task of a step as it was planned, or as it began."""
    parent = step.wbs.rpartition(".")[0]
    constraints = [Constraint(ConstraintKind(step.must[0]), instant(step.must[1]))] if step.must else []
    if began and step.began:
        constraints = [Constraint(ConstraintKind.SNET, instant(datetime.combine(step.began, START.time())))]
    return Task(
        uid=ROWS[step.wbs],
        code=str(ROWS[step.wbs]),
        wbs=step.wbs,
        name=step.name,
        parent=ROWS[parent] if parent else None,
        summary=step.wbs in SUMMARIES,
        milestone=step.days == 0,
        inactive=step.inactive and not began,
        duration=0 if step.wbs in SUMMARIES else duration,
        constraints=tuple(constraints),
        deadline=instant(step.deadline) if step.deadline else None,
        calendar=WEEKENDS if step.calendar else None,
        fixed_cost=Decimal(step.fixed_cost),
        fixed_cost_accrual=Accrual.END if step.at_end else Accrual.PRORATED,
        cost_account=account_of(step.wbs),
        crash_duration=minutes(step.crash[0]) if step.crash else None,
        crash_cost=Decimal(step.crash[1]) if step.crash else None,
        moscow=Moscow(step.needed[0]) if step.needed else None,
        value=Decimal(step.needed[1]) if step.needed else None,
    )


def links_of(step: Step) -> list[Link]:
    """Read the predecessors of a step: `2.4`, `3.3SS+5d`, `2.6FS-2d`."""
    found = []
    for text in filter(None, (part.strip() for part in step.after.split(","))):
        match = re.fullmatch(r"([\d.]+)(FS|SS|FF|SF)?([+-][\d.]+)?d?", text)
        assert match, text
        wbs, kind, lag = match.groups()
        lag_minutes = round(float(lag or 0) * DAY)
        found.append(Link(ROWS[wbs], ROWS[step.wbs], LinkType(kind or "FS"), lag_minutes))
    return found


def calendars() -> tuple[Calendar, ...]:
    """Lay out the office week, the cutover weekends and everybody's own calendar."""
    closed = tuple(CalendarException(name, start, end) for name, start, end in HOLIDAYS)
    freeze = CalendarException(*FREEZE)
    weekends: Week = ((), (), (), (), (), SHIFT, SHIFT)
    own = tuple(own_calendar(uid, person) for uid, person in PERSON.values())
    return (
        Calendar(OFFICE, "Office", week=OFFICE_WEEK, exceptions=closed),
        Calendar(WEEKENDS, "Cutover weekends", week=weekends, exceptions=(freeze,)),
        *own,
    )


def own_calendar(uid: int, person: Person) -> Calendar:
    """A person's calendar: the office's, with part-time hours and leave."""
    week: Week = (None,) * 7
    if person.hours:
        names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
        short: Intervals = ((480, 840),)
        days = [short if name in person.hours else () for name in names]
        week = (days[0], days[1], days[2], days[3], days[4], days[5], days[6])
    leave = tuple(CalendarException(name, start, end) for name, start, end in person.leave)
    return Calendar(100 + uid, person.name, parent=OFFICE, week=week, exceptions=leave)


def resource(uid: int, person: Person) -> Resource:
    """Make the resource of a person."""
    return Resource(
        uid=uid,
        name=person.name,
        code=str(uid),
        calendar=100 + uid,
        max_units=Decimal(str(person.units)),
        rates=rates_of(person),
        group=person.group,
        initials=person.initials,
        skills=tuple(Skill(*skill(text)) for text in person.skills.split(",")),
        team=person.group,
    )


def assignments_of(tasks: dict[int, Task]) -> list[Assignment]:
    """Read who works on what, `Mei Lindqvist, Lukas Adler 50%`, and which places are still to be filled."""
    found: list[Assignment] = []
    for step in STEPS:
        if step.place:
            name, level = skill(step.place)
            work = tasks[ROWS[step.wbs]].duration
            uid = len(found) + 1
            found.append(Assignment(uid, ROWS[step.wbs], None, work=work, remaining_work=work, skill=name, level=level))
        for text in filter(None, (part.strip() for part in step.who.split(","))):
            match = re.fullmatch(r"(.*?)(?: (\d+)%)?", text)
            assert match, text
            units = Decimal(match[2] or 100) / 100
            task = tasks[ROWS[step.wbs]]
            work = int(task.duration * units)
            uid = len(found) + 1
            found.append(Assignment(uid, task.uid, PERSON[match[1]][0], units, work=work, remaining_work=work))
    return found


def skill(text: str) -> tuple[str, int]:
    """Read a skill with its level: `Mobile development 3`."""
    name, _, level = text.strip().rpartition(" ")
    return name, int(level)


@dataclass(frozen=True)
class Progress:
    """What is known of a task at a status date."""

    started: Instant | None = None
    finished: Instant | None = None
    done: Minutes = 0
    left: Minutes | None = None


def progress(step: Step, task: Task, happened: Schedule, status: datetime) -> Progress:
    """Cut what happened at the status date."""
    now = instant(status)
    real = happened.by_uid[task.uid]
    if step.wbs in SUMMARIES or step.inactive or real.start > now or (real.start == now and step.days):
        return Progress()
    work = WorkTimes(happened.plan).of_task(task.uid)
    if real.finish <= now:
        return Progress(real.start, real.finish, work.working(real.start, real.finish), 0)
    done = work.working(real.start, now)
    if done <= 0:
        return Progress()
    left = step.left[0 if status == BEFORE else 1] * DAY if step.left else work.working(now, real.finish)
    return Progress(real.start, None, done, round(left))


def told_task(step: Step, task: Task, happened: Schedule, status: datetime) -> Task:
    """Write a task's progress into it."""
    known = progress(step, task, happened, status)
    task = replace(task, estimate=estimate(step, known))
    if known.started is None:
        return task
    left = known.left or 0
    whole = known.done + left
    share = Decimal(100) if known.finished is not None else Decimal(round(100 * known.done / whole))
    return replace(
        task,
        duration=whole,
        actual_start=known.started,
        actual_finish=known.finished,
        actual_duration=known.done,
        remaining_duration=left,
        percent_complete=share,
    )


def estimate(step: Step, known: Progress) -> Estimate | None:
    """Say how sure a task's owner is: of the whole task, or of what is left once it has begun."""
    if known.finished is not None:
        return None
    found = RANGES.get(step.wbs)
    if found is None:
        whole, kind = minutes(step.days), KINDS.get(step.wbs)
        return Estimate(whole, whole, whole, basis=kind) if kind else None
    left = found.likely * DAY if known.left is None else known.left
    points = (known.done + round(share * left / found.likely) for share in (found.best, found.likely, found.worst))
    return Estimate(*points, basis=found.basis, shape=Shape.PERT)


def told_assignment(assignment: Assignment, task: Task) -> Assignment:
    """Write an assignment's booked and remaining work into it; people may book less or more than the plan says."""
    remaining = int((task.duration if task.actual_start is None else task.remaining_duration or 0) * assignment.units)
    effort = Decimal(str(STEPS[assignment.task - 1].effort))
    actual = int((task.actual_duration or 0) * assignment.units * effort)
    return replace(
        assignment,
        work=actual + remaining,
        actual_work=actual,
        remaining_work=remaining,
        actual_start=task.actual_start,
        actual_finish=task.actual_finish,
    )


__all__ = ["BEFORE", "TODAY", "portal"]
