"""The state of a project on one page, and the portfolio of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from milepost.advisor.finding import Severity
from milepost.advisor.summary import KeyDate, Light, Rating
from milepost.dossier.changes import ChangeState
from milepost.engine.clock import moment
from milepost.engine.plan import Settings
from milepost.engine.units import Instant
from milepost.forecasting.held import Held
from milepost.forecasting.keep import Kept, moved_since
from milepost.forecasting.review import KeptReview, newest_review
from milepost.forecasting.summary import dates_of, percent_done
from milepost.queries.access import Permission
from milepost.queries.changes import ChangeLine, changes
from milepost.queries.journal import HistoryLine, latest
from milepost.queries.query import Question, query
from milepost.queries.risks import RiskLine, risks
from milepost.queries.schedule_sure import SureTasks, sure_tasks

#: So many risks, dates and entries stand on the page.
_FEW = 5


@dataclass(frozen=True, slots=True)
class DateLine:
    """A milestone or the finish: baseline, last review, now, deadline, working `days` later than the baseline.

    `likely` is the date kept in half of all simulated outcomes (P50), `sure` in four of five (P80).
    """

    ref: str
    name: str
    baseline: datetime | None
    before: datetime | None
    now: datetime
    likely: datetime | None
    sure: datetime | None
    deadline: datetime | None
    days: Decimal | None
    missed: bool
    done: bool


@dataclass(frozen=True, slots=True)
class ProjectStatus:
    """Where a project stands: health by rule, dates, risks, decisions that are needed, and what happened last.

    `at` is when it was reviewed, None before the first time; `fresh` tells that nothing has moved since, `simulated`
    that the dates' certainty is that of the plan as it is. Dates are those of the plan as it is.
    """

    code: str
    name: str
    phase: str
    manager: str
    sponsor: str
    description: str
    at: datetime | None
    as_of: datetime | None
    fresh: bool
    simulated: bool
    light: Light
    headline: str
    briefing: str
    ratings: tuple[Rating, ...]
    finish: DateLine
    dates: tuple[DateLine, ...]
    percent: int
    tasks: int
    late: int
    findings: int
    urgent: tuple[str, ...]
    risks: tuple[RiskLine, ...]
    decisions: tuple[ChangeLine, ...]
    changed: tuple[str, ...]
    last: tuple[HistoryLine, ...]


@query(permission=Permission.SEE_RECORD)
def status(question: Question) -> ProjectStatus:
    """Show where the project stands on one page: health with its values, dates, risks, decisions, what changed."""
    held, facts = question.held, question.held.dossier.project
    kept = newest_review(question.project.pk, costs=question.may(Permission.SEE_COSTS))
    sure = sure_tasks(question.project.pk)
    dates = _dates(question, kept, sure)
    leaves = [task for task in held.dossier.plan.tasks if not task.summary and not task.inactive]
    found = kept.value if kept is not None else None
    serious = [each for each in found.findings if each.severity in (Severity.CRITICAL, Severity.HIGH)] if found else []
    return ProjectStatus(
        question.project.code,
        facts.name,
        str(facts.phase or ""),
        facts.manager,
        facts.sponsor,
        facts.description,
        None if kept is None else kept.at,
        None if found is None else moment(found.as_of, held.dossier.plan.settings.zone),
        kept is not None and not moved_since(question.project.pk, kept.revision),
        sure.revision > 0 and not moved_since(question.project.pk, sure.revision),
        Light.GREY if found is None else found.light,
        "" if found is None else found.headline,
        "" if found is None else found.briefing,
        () if found is None else found.ratings,
        next(line for line in dates if not line.ref),
        tuple(line for line in dates if line.ref)[: 2 * _FEW],
        percent_done(held),
        len(leaves),
        late_tasks(held),
        0 if found is None else len(found.findings),
        tuple(each.headline for each in serious[:_FEW]),
        risks(question).rows[:_FEW] if held.dossier.risks else (),
        tuple(line for line in changes(question).rows if line.state is ChangeState.SUBMITTED),
        () if found is None else tuple(each.sentence for each in found.changes[: 2 * _FEW]),
        latest(question, _FEW),
    )


def _dates(question: Question, kept: Kept[KeptReview] | None, sure: SureTasks) -> list[DateLine]:
    before = {} if kept is None else {each.task: each.now for each in kept.value.key_dates}
    settings = question.held.dossier.plan.settings
    return [_line(each, before.get(each.task), sure, settings) for each in dates_of(question.project)]


def _line(one: KeyDate, before: Instant | None, sure: SureTasks, settings: Settings) -> DateLine:
    def at(value: int | None) -> datetime | None:
        return None if value is None else moment(value, settings.zone)

    likely = None if one.task is None else sure.p50.get(one.task)
    surely = None if one.task is None else sure.p80.get(one.task)
    if one.task is None and sure.finish is not None:
        likely, surely = sure.finish
    if one.done:
        likely = surely = None
    return DateLine(
        "" if one.task is None else f"T-{one.task}",
        one.name,
        at(one.baseline),
        at(before),
        moment(one.now, settings.zone),
        at(likely),
        at(surely),
        at(one.deadline),
        None if one.later is None else (Decimal(one.later) / settings.minutes_per_day).quantize(Decimal("0.1")),
        one.deadline is not None and one.now > one.deadline,
        one.done,
    )


def late_tasks(held: Held) -> int:
    """Count the open tasks that should have ended by the status date, or end after their deadline."""
    plan, dates = held.dossier.plan, held.schedule.by_uid
    now = plan.settings.status_date
    return sum(
        (now is not None and dates[task.uid].finish <= now)
        or (task.deadline is not None and dates[task.uid].finish > task.deadline)
        for task in plan.tasks
        if not task.summary and task.actual_finish is None and task.uid in dates
    )
