"""Questions about people: who is in the plan, how loaded they are week by week, and who could do a task."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from milepost.engine.clock import instant, moment
from milepost.engine.levelling.candidates import rank_candidates
from milepost.engine.notices import PlanRefusedError
from milepost.engine.resources import Resource
from milepost.engine.units import Instant, Minutes
from milepost.engine.workload import Load
from milepost.engine.workload import workload as loads_of
from milepost.forecasting.held import Held
from milepost.forecasting.load import load
from milepost.queries.access import Permission, projects_of, standing
from milepost.queries.kinds import TaskRef
from milepost.queries.query import Question, query
from milepost.queries.refused import Refused

#: The most weeks a workload looks ahead.
MOST_WEEKS = 53


@dataclass(frozen=True, slots=True)
class TeamLine:
    """Somebody or something of the plan: what they can do, how much of them there is, what they still have to do."""

    ref: str
    name: str
    kind: str
    team: str
    skills: tuple[str, ...]
    percent: Decimal
    open_tasks: int
    remaining_hours: Decimal
    overloaded_weeks: int
    inactive: bool
    rate: Decimal | None


@query(permission=Permission.SEE_RECORD)
def team(question: Question) -> tuple[TeamLine, ...]:
    """List who and what the plan can use; rates only to those who see costs."""
    held = question.held
    edges = _edges(held, None, 4)
    over = _overloaded(loads_of(held.schedule, edges))
    done = {task.uid for task in held.dossier.plan.tasks if task.actual_finish is not None}
    found = []
    for row in held.dossier.plan.resources:
        mine = [each for each in held.dossier.plan.assignments if each.resource == row.uid and each.task not in done]
        found.append(
            TeamLine(
                f"P-{row.uid}",
                row.name,
                str(row.kind),
                row.team or row.group,
                tuple(f"{skill.name} {skill.level}" for skill in row.skills),
                row.max_units * 100,
                len({each.task for each in mine}),
                _hours(sum(each.remaining_work for each in mine)),
                over.get(row.uid, 0),
                row.inactive,
                _rate(row) if question.may(Permission.SEE_COSTS) else None,
            )
        )
    return tuple(found)


def _rate(row: Resource) -> Decimal | None:
    rates = [rate for rate in row.rates if rate.table == "A"]
    return rates[-1].standard if rates else None


def _overloaded(loads: Iterable[Load]) -> dict[int, int]:
    found: dict[int, int] = {}
    for each in loads:
        if each.demand > each.capacity:
            found[each.resource] = found.get(each.resource, 0) + 1
    return found


def _hours(minutes: Minutes) -> Decimal:
    return (Decimal(minutes) / 60).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True)
class LoadTask:
    """A task that asks for somebody: the code of its project, its reference, its name."""

    project: str
    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class LoadCell:
    """A week of somebody: hours asked for and there, in percent, the tasks that ask, and a class from free to more."""

    asked: Decimal
    there: Decimal
    percent: int | None
    level: str
    tasks: tuple[LoadTask, ...]


@dataclass(frozen=True, slots=True)
class LoadRow:
    """Somebody's weeks; `projects` names where the work is."""

    ref: str
    name: str
    projects: tuple[str, ...]
    cells: tuple[LoadCell, ...]


@dataclass(frozen=True, slots=True)
class Workload:
    """People by weeks; `weeks` are the Mondays."""

    weeks: tuple[date, ...]
    rows: tuple[LoadRow, ...]


@query(permission=Permission.SEE_RECORD)
def workload(question: Question, *, start: date | None = None, weeks: int = 12) -> Workload:
    """Show how loaded everybody is, week by week from the status date or a day on."""
    held = question.held
    edges = _edges(held, start, _checked(weeks))
    names = {task.uid: task.name for task in held.dossier.plan.tasks}
    people = {row.uid: row.name for row in held.dossier.plan.resources}
    code = question.project.code
    rows: dict[int, list[LoadCell]] = {}
    for each in loads_of(held.schedule, edges):
        tasks = tuple(LoadTask(code, f"T-{uid}", names[uid]) for uid in each.tasks)
        rows.setdefault(each.resource, []).append(_cell(each.demand, each.capacity, tasks))
    found = tuple(LoadRow(f"P-{uid}", people[uid], (code,), tuple(cells)) for uid, cells in rows.items())
    return Workload(_mondays(held, edges), found)


@query(site=True, permission=Permission.AMONG)
def people(question: Question, *, start: date | None = None, weeks: int = 8) -> Workload:
    """Show how loaded people are over all projects you may see into; the same name or address is the same person."""
    _checked(weeks)
    first = start or question.at.date()
    monday = first - timedelta(days=first.weekday())
    asked: dict[str, list[Minutes]] = {}
    there: dict[str, list[Minutes]] = {}
    told: dict[str, tuple[str, set[str], list[list[LoadTask]]]] = {}
    for record in projects_of(question.actor).filter(archived=False):
        if not standing(question.actor, record).may(Permission.SEE_RECORD):
            continue
        held = load(record)
        edges = _edges_from(held, monday, weeks)
        people_of = {row.uid: row for row in held.dossier.plan.resources}
        names = {task.uid: task.name for task in held.dossier.plan.tasks}
        for number, each in enumerate(loads_of(held.schedule, edges)):
            row, week = people_of[each.resource], number % weeks
            key = (row.pool or row.email or row.name).casefold()
            _, projects, tasks = told.setdefault(key, (row.name, set(), [[] for _ in range(weeks)]))
            projects.add(record.code)
            tasks[week] += [LoadTask(record.code, f"T-{uid}", names[uid]) for uid in each.tasks]
            asked.setdefault(key, [0] * weeks)[week] += each.demand
            room = there.setdefault(key, [0] * weeks)
            room[week] = max(room[week], each.capacity)
    rows = tuple(
        LoadRow("", name, tuple(sorted(projects)),
                tuple(_cell(a, b, tuple(t)) for a, b, t in zip(asked[key], there[key], tasks, strict=True)))
        for key, (name, projects, tasks) in sorted(told.items())
    )  # fmt: skip
    return Workload(tuple(monday + timedelta(weeks=week) for week in range(weeks)), rows)


def _checked(weeks: int) -> int:
    if not 1 <= weeks <= MOST_WEEKS:
        raise Refused(f"Look at 1 to {MOST_WEEKS} weeks.", "weeks", "invalid")
    return weeks


def _edges(held: Held, start: date | None, weeks: int) -> list[Instant]:
    settings = held.dossier.plan.settings
    if start is None:
        start = moment(settings.status_date or held.schedule.start, settings.zone).date()
    return _edges_from(held, start - timedelta(days=start.weekday()), weeks)


def _edges_from(held: Held, monday: date, weeks: int) -> list[Instant]:
    zone = held.dossier.plan.settings.zone
    days = [monday + timedelta(weeks=week) for week in range(weeks + 1)]
    return [instant(_midnight(day), zone) for day in days]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall clock of the project


def _mondays(held: Held, edges: Sequence[Instant]) -> tuple[date, ...]:
    return tuple(moment(edge, held.dossier.plan.settings.zone).date() for edge in edges[:-1])


def _cell(asked: Minutes, there: Minutes, tasks: tuple[LoadTask, ...]) -> LoadCell:
    percent = round(100 * asked / there) if there else None
    return LoadCell(_hours(asked), _hours(there), percent, _level(asked, percent), tasks)


def _level(asked: Minutes, percent: int | None) -> str:
    """Class a load as the chart of it does: away, free, light, full, over, far over."""
    if percent is None:
        return "over" if asked else "away"
    bounds = ((0, "free"), (60, "light"), (100, "full"), (120, "over"))
    return next((word for most, word in bounds if percent <= most), "far")


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """Somebody who could do a task: when task and project would end then, at what cost, and what speaks for them."""

    ref: str
    name: str
    finish: datetime
    project_finish: datetime
    cost: Decimal | None
    reasons: tuple[str, ...]


@query(permission=Permission.SEE_RECORD)
def candidates(question: Question, *, task: TaskRef) -> tuple[CandidateLine, ...]:
    """Rank who could do a task, by the dates and cost that follow from each choice."""
    held = question.held
    try:
        found = rank_candidates(held.dossier.plan, task)
    except PlanRefusedError as error:
        raise Refused(" ".join(notice.message for notice in error.notices[:3]), "task") from error
    zone, costly = held.dossier.plan.settings.zone, question.may(Permission.SEE_COSTS)
    names = {row.uid: row.name for row in held.dossier.plan.resources}
    return tuple(
        CandidateLine(
            f"P-{each.resource}",
            names[each.resource],
            moment(each.finish, zone),
            moment(each.project_finish, zone),
            each.cost if costly else None,
            tuple(str(reason) for reason in each.reasons),
        )
        for each in found
    )
