"""A project as it was: its outline with dates, key figures, risks and changes at any revision or day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from milepost.dossier.changes import ChangeState
from milepost.dossier.risks import RiskState
from milepost.engine.clock import moment
from milepost.engine.plan_cost import planned_cost
from milepost.forecasting.discretion import without_costs
from milepost.forecasting.held import Held
from milepost.forecasting.past import as_of
from milepost.forecasting.summary import percent_done
from milepost.queries.access import Permission
from milepost.queries.journal import action_title
from milepost.queries.query import Question, query
from milepost.queries.refused import Refused
from milepost.queries.schedule_rows import PlanRows, plan_rows
from milepost.queries.status import late_tasks
from milepost.records.models import JournalEntry


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision of a project: its number, when it came to be, by whom and by what action."""

    number: int
    at: datetime
    by: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class PastTask:
    """A row of the outline as it was."""

    ref: str
    wbs: str
    name: str
    depth: int
    summary: bool
    milestone: bool
    start: datetime
    finish: datetime
    percent: int
    state: str
    critical: bool


@dataclass(frozen=True, slots=True)
class PastRisk:
    """A risk as it was."""

    ref: str
    title: str
    state: RiskState
    owner: str
    probability: Decimal


@dataclass(frozen=True, slots=True)
class PastChange:
    """A change request as it was."""

    ref: str
    title: str
    state: ChangeState
    requester: str


@dataclass(frozen=True, slots=True)
class PastProject:
    """A project as it was at a revision, with that revision, the newest one, and what the plan said then.

    `cost` is the planned cost at completion, for those who may see costs and where anything has a cost.
    """

    revision: Revision
    newest: int
    name: str
    phase: str
    start: datetime
    finish: datetime
    status_date: datetime | None
    percent: int
    late: int
    cost: Decimal | None
    currency: str
    tasks: tuple[PastTask, ...]
    risks: tuple[PastRisk, ...]
    changes: tuple[PastChange, ...]


@query(permission=Permission.SEE_RECORD)
def project_as_of(question: Question, *, revision: int | None = None, on: date | None = None) -> PastProject:
    """Show the project as it was at a revision, or at the end of a day: outline, key figures, risks, changes."""
    number = revision_of(question, revision, on)
    held = past(question, number)
    facts, settings = held.dossier.project, held.dossier.plan.settings
    return PastProject(
        described(question, number),
        question.project.revision,
        facts.name,
        str(facts.phase or ""),
        moment(held.schedule.start, settings.zone),
        moment(held.schedule.finish, settings.zone),
        None if settings.status_date is None else moment(settings.status_date, settings.zone),
        percent_done(held),
        late_tasks(held),
        planned_cost(held.schedule) if question.may(Permission.SEE_COSTS) else None,
        facts.currency,
        _tasks(plan_rows(held)),
        tuple(
            PastRisk(each.risk.code, each.risk.title, each.state, each.owner, each.risk.exposure.probability)
            for each in held.dossier.risks
        ),
        tuple(PastChange(each.code, each.title, each.state, each.requester) for each in held.dossier.changes),
    )


def past(question: Question, number: int) -> Held:
    """Give a past state, as far as the person may see it."""
    held = question.held if number == question.held.revision else as_of(question.project, number)
    if question.may(Permission.SEE_COSTS):
        return held
    seen = without_costs(held.dossier)
    return held if seen is held.dossier else Held(held.project, held.code, held.revision, "", seen, held.ranks)


def revision_of(question: Question, revision: int | None, on: date | None, field: str = "revision") -> int:
    """Give the number of a revision, or of the last one of a day; the newest without either. Refuses unknown ones."""
    newest = question.project.revision
    if revision is not None:
        if not 1 <= revision <= newest:
            raise Refused(f"The project has revisions 1 to {newest}.", field, "unknown")
        return revision
    if on is None:
        return newest
    if on == date.max:
        return newest
    end = datetime.combine(on + timedelta(days=1), time(), UTC)
    known = JournalEntry.objects.filter(project=question.project, at__lt=end).order_by("-number")
    found = known.values_list("number", flat=True).first()
    if found is None:
        raise Refused(f"The project did not exist yet on {on.isoformat()}.", "on", "unknown")
    return int(found)


def described(question: Question, number: int) -> Revision:
    """Tell when a revision came to be, by whom and by what."""
    entry = JournalEntry.objects.defer("changes").get(project=question.project, number=number)
    return Revision(number, entry.at, entry.actor_name, action_title(entry), entry.reason)


def _tasks(rows: PlanRows) -> tuple[PastTask, ...]:
    names = ("ref", "wbs", "name", "depth", "summary", "milestone", "start", "finish", "percent", "state", "critical")
    found = []
    for ref, wbs, name, depth, summary, milestone, start, finish, percent, state, critical in zip(
        *(rows.columns[each] for each in names), strict=True
    ):
        dates = moment(start), moment(finish)
        found.append(PastTask(ref, wbs, name, depth, summary, milestone, *dates, round(percent), state, critical))
    return tuple(found)
