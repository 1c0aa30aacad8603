"""Questions about the plan: all of it for the plan page, what changed since, why a task is where it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from milepost.engine.drivers import why as explained
from milepost.engine.drivers_words import Voice
from milepost.engine.plan import Plan
from milepost.engine.units import Uid
from milepost.engine.words import when
from milepost.forecasting.held import Held
from milepost.forecasting.past import as_of
from milepost.queries.access import Permission
from milepost.queries.encoding import Encoded
from milepost.queries.kinds import TaskRef
from milepost.queries.query import Question, query
from milepost.queries.schedule_answer import patch
from milepost.queries.schedule_rows import (
    PlanRows,
    Walls,
    chosen,
    closed_days,
    is_worker,
    plan_rows,
    predecessor_cells,
)
from milepost.queries.schedule_sure import sure_tasks

#: Beyond this many revisions the whole plan is told again.
MOST_BEHIND = 60
#: In larger plans a reason is not tested by taking it away, which schedules anew.
MOST_TESTED = 1500


@dataclass(frozen=True, slots=True)
class PlanProject:
    """What the plan page says of the project itself; instants are minutes of its wall clock."""

    code: str
    name: str
    revision: int
    start: int
    finish: int
    status_date: int | None
    minutes_per_day: int
    minutes_per_week: int
    days_per_month: int
    currency: str
    zone: str
    read_only: bool


@dataclass(frozen=True, slots=True)
class PlanPerson:
    """Somebody who can work on tasks."""

    ref: str
    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The whole plan: the project, its free days, its people, the columns of its rows, and its links."""

    project: PlanProject
    closed: Encoded
    people: tuple[PlanPerson, ...]
    rows: Encoded
    links: Encoded


@dataclass(frozen=True, slots=True)
class PlanNews:
    """What changed since a revision, or the whole plan where that cannot be told in parts."""

    revision: int
    patch: Encoded | None = None
    plan: PlanPage | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a task starts when it does: a sentence, the tasks that hold it, and the links that do."""

    sentence: str
    driver_refs: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    chain: tuple[str, ...] = ()


@query(permission=Permission.SEE)
def plan(question: Question) -> PlanPage:
    """Give the whole plan by columns, as the plan page draws it.

    Instants are minutes since 1970 on the project's wall clock, durations and floats working minutes.
    """
    held, rows = question.held, shown_rows(question, question.held)
    schedule = held.schedule
    closed = closed_days(held.dossier.plan, schedule.start, schedule.finish)
    people = people_of(held.dossier.plan, question)
    columns = {**rows.columns, **_sure(question, rows)}
    return PlanPage(project_of(question), Encoded(closed), people, Encoded(columns), Encoded(rows.links))


def _sure(question: Question, rows: PlanRows) -> dict[str, list[Any]]:
    """Give the columns that a simulation fills: they change when one is through, not with the plan."""
    known, wall = sure_tasks(question.project.pk), Walls(question.held.dossier.plan.settings)
    done = rows.columns["actual_finish"]
    p80 = [None if done[n] is not None else wall.one(known.p80.get(uid)) for n, uid in enumerate(rows.uids)]
    return {"p80": p80, "criticality": [known.criticality.get(uid) for uid in rows.uids]} if known.p80 else {}


@query(permission=Permission.SEE)
def plan_since(question: Question, *, revision: int) -> PlanNews:
    """Give what changed in the plan since a revision: rows, order, links; all of it where too much has happened."""
    held = question.held
    behind = held.revision - revision
    if behind == 0:
        return PlanNews(held.revision, Encoded({}))
    if not 0 < behind <= MOST_BEHIND or revision < 1:
        return PlanNews(held.revision, plan=plan(question))
    before = as_of(question.project, revision)
    found: dict[str, Any] = patch(
        before.dossier.plan, held.dossier.plan, shown_rows(question, before), shown_rows(question, held)
    )
    now = project_of(question)
    found["project"] = {name: getattr(now, name) for name in PlanProject.__slots__}
    if before.dossier.plan.resources != held.dossier.plan.resources:
        found["people"] = [
            {"ref": each.ref, "name": each.name, "initials": each.initials}
            for each in people_of(held.dossier.plan, question)
        ]
    return PlanNews(held.revision, Encoded(found))


@query(permission=Permission.SEE)
def why(question: Question, *, task: TaskRef) -> Reason:
    """Say why a task starts when it does, and which tasks hold it there."""
    held = question.held
    schedule, plan_ = held.schedule, held.dossier.plan
    if not may_see_task(question, held, task):
        return Reason("You see this task's dates, not what they hang on.")
    if task not in schedule.by_uid:
        name = next(row.name for row in plan_.tasks if row.uid == task)
        return Reason(f"{name} is not active; it has no dates.")
    if question.standing.own_only:
        return _own_reason(question, held, task)
    if len(plan_.tasks) <= MOST_TESTED:
        found = explained(schedule, task)
        chain = tuple(step.sentence for step in found.chain[1:])
        holding = [n for cause in found.causes for n in cause.links]
        return _reason(plan_, f"{found.sentence} {found.lateness}".strip(), holding, chain)
    driver = schedule.by_uid[task].driver
    return _reason(plan_, Voice(schedule).sentence(task, (driver,)), driver.links)


def _reason(plan_: Plan, sentence: str, holding: Sequence[int], chain: tuple[str, ...] = ()) -> Reason:
    ends = [(plan_.links[n].predecessor, plan_.links[n].successor) for n in dict.fromkeys(holding)]
    refs = tuple(dict.fromkeys(f"T-{first}" for first, _ in ends))
    return Reason(sentence, refs, tuple((f"T-{first}", f"T-{last}") for first, last in ends), chain)


def _own_reason(question: Question, held: Held, task: Uid) -> Reason:
    """Say why a vendor's task starts when it does without naming tasks and people of others."""
    plan_, dates, seen = held.dossier.plan, held.schedule.by_uid[task], own_tasks(question, held)
    others = any(plan_.links[n].predecessor not in seen for n in dates.driver.links)
    if dates.summary or others or dates.driver.resource not in (None, question.standing.resource):
        name = next(row.name for row in plan_.tasks if row.uid == task)
        return Reason(f"{name} starts {when(dates.start, plan_.settings)} because of work that is not yours.")
    return _reason(plan_, Voice(held.schedule).sentence(task, (dates.driver,)), dates.driver.links)


def project_of(question: Question) -> PlanProject:
    """Give the project's part of the plan page."""
    held = question.held
    settings, wall = held.dossier.plan.settings, Walls(held.dossier.plan.settings)
    start, finish = wall.one(held.schedule.start), wall.one(held.schedule.finish)
    assert start is not None
    assert finish is not None
    return PlanProject(
        code=held.code,
        name=held.dossier.project.name,
        revision=held.revision,
        start=start,
        finish=finish,
        status_date=wall.one(settings.status_date),
        minutes_per_day=settings.minutes_per_day,
        minutes_per_week=settings.minutes_per_week,
        days_per_month=settings.days_per_month,
        currency=held.dossier.project.currency,
        zone=settings.zone,
        read_only=held.dossier.project.archived or not question.may(Permission.PLAN),
    )


def people_of(plan_: Plan, question: Question) -> tuple[PlanPerson, ...]:
    """List who can work on tasks; vendors know only themselves."""
    mine = question.standing.resource if question.standing.own_only else None
    return tuple(
        PlanPerson(f"P-{row.uid}", row.name, row.initials or initials(row.name))
        for row in plan_.resources
        if is_worker(row) and not row.inactive and (not question.standing.own_only or row.uid == mine)
    )


def initials(name: str) -> str:
    """Give the first letters of a name's first and last word."""
    words = name.split()
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else list(name[:2])
    return "".join(letters).upper()


def own_tasks(question: Question, held: Held) -> frozenset[Uid]:
    """Give the tasks somebody works on, with the summaries above them: all that a vendor sees of a plan."""
    plan_, mine = held.dossier.plan, question.standing.resource
    above = {task.uid: task.parent for task in plan_.tasks}
    found: set[Uid] = set()
    for row in plan_.assignments:
        uid: Uid | None = row.task if mine is not None and row.resource == mine else None
        while uid is not None and uid not in found:
            found.add(uid)
            uid = above[uid]
    return frozenset(found)


def may_see_task(question: Question, held: Held, task: Uid) -> bool:
    """Tell whether somebody sees a task."""
    return not question.standing.own_only or task in own_tasks(question, held)


def shown_rows(question: Question, held: Held) -> PlanRows:
    """Give the rows somebody sees: all, or a vendor's own with what they lie in."""
    rows = plan_rows(held)
    if not question.standing.own_only:
        return rows
    seen = own_tasks(question, held)
    places = [place for place, uid in enumerate(rows.uids) if uid in seen]
    columns = chosen(rows, places)
    refs = {ref: row for row, ref in enumerate(columns["ref"], 1)}
    links = [link for link in rows.links if link[0] in refs and link[1] in refs]
    columns["predecessors"] = predecessor_cells(columns["ref"], links, refs)
    mine = f"P-{question.standing.resource}"
    columns["people"] = [[each for each in row if each[0] == mine] for row in columns["people"]]
    uids = tuple(rows.uids[place] for place in places)
    return PlanRows(columns, uids, links, rows.span, {uid: n for n, uid in enumerate(uids)})
