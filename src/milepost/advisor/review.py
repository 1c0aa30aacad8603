"""The daily review: look at everything, notice what changed, say what matters, bring a worked proposal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from milepost.advisor.briefing import briefing, certainty, headline
from milepost.advisor.changes import changes
from milepost.advisor.context import Context
from milepost.advisor.finding import Finding, Trend
from milepost.advisor.gaps import gaps
from milepost.advisor.key_dates import key_dates
from milepost.advisor.lights import overall, ratings
from milepost.advisor.look_ahead import look_ahead
from milepost.advisor.metrics import metrics
from milepost.advisor.pricing import priced
from milepost.advisor.rank import compared, folded, ranked
from milepost.advisor.rules import RULES
from milepost.advisor.summary import Review
from milepost.advisor.thresholds import inside, of_project
from milepost.advisor.value import value_per_day
from milepost.dossier import Dossier
from milepost.engine.clock import instant
from milepost.engine.gao import practices
from milepost.engine.results import Schedule
from milepost.engine.units import MINUTES_PER_DAY, Instant

__all__ = ["Review", "review"]

#: A plan without a status date whose last recorded progress is four weeks old is judged as of then.
_FORGOTTEN = 28 * MINUTES_PER_DAY


def review(
    dossier: Dossier,
    schedule: Schedule,
    *,
    previous: tuple[Dossier, Schedule] | None = None,
    today: date | None = None,
) -> Review:
    """Review a scheduled dossier; the same input gives the same review, order and ids included.

    Progress is judged as of the plan's status date; without one as of `today`, of the last recorded
    progress where that is long ago, and of the plan's start where nothing has happened.
    `previous` is an earlier state of the same plan with its schedule.
    """
    before = None if previous is None else _context(*previous, today, None)
    context = _context(dossier, schedule, today, before)
    known = {} if before is None else {finding.id: finding for finding in found(before)}
    findings = found(context)
    if before is not None:
        findings = [*findings, *_lingering(context, known, findings)]
        findings = list(compared(findings, known, context.working(before.as_of, context.as_of)))
    shown = _in_order(context, priced(context, _in_order(context, findings)))
    gone = {finding.id for finding in shown}
    resolved = tuple(replace(old, trend=Trend.RESOLVED, proposals=()) for old in known.values() if old.id not in gone)
    return _told(context, shown, resolved)


def _in_order(context: Context, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    per_day = value_per_day(context)
    return ranked(findings) if per_day is None else ranked(findings, per_day / context.day)


def found(context: Context) -> list[Finding]:
    """Run every rule and fold what one check says of many tasks."""
    return folded(finding for rule in RULES for finding in rule(context))


def _told(context: Context, findings: Sequence[Finding], resolved: tuple[Finding, ...]) -> Review:
    dates, rows = key_dates(context), ratings(context)
    light = overall(rows)
    said = headline(context, light, dates, rows)
    news, ahead, missing = changes(context, findings, resolved), look_ahead(context), gaps(context)
    project = context.dossier.project
    return Review(
        project=project.name or project.title or "The project",
        as_of=context.as_of,
        light=light,
        headline=said,
        ratings=rows,
        key_dates=dates,
        changes_since=context.previous.as_of if context.previous else None,
        changes=news,
        findings=tuple(findings),
        resolved=resolved,
        look_ahead=ahead,
        gaps=missing,
        metrics=metrics(context, findings),
        quality=context.health,
        practices=practices(context.schedule, context.health),
        briefing=briefing(said, light, news, findings, ahead, missing, certainty(context)),
    )


def _lingering(context: Context, known: dict[str, Finding], findings: Sequence[Finding]) -> list[Finding]:
    """Findings of the last review that are gone by a hair: an alert clears only 10 % inside its threshold."""
    missing = set(known) - {finding.id for finding in findings}
    if not missing:
        return []
    strict = context.judged_by(inside(context.limits))
    return [finding for finding in found(strict) if finding.id in missing]


def _context(dossier: Dossier, schedule: Schedule, today: date | None, before: Context | None) -> Context:
    zone = schedule.plan.settings.zone
    now = None if today is None else instant(datetime.combine(today, time()), zone)
    return Context(dossier, schedule, _as_of(schedule, today), now, before, of_project(dossier.thresholds))


def _as_of(schedule: Schedule, today: date | None) -> Instant:
    """The instant progress is judged at."""
    settings = schedule.plan.settings
    if settings.status_date is not None:
        return settings.status_date
    actuals = [at for task in schedule.plan.tasks for at in (task.actual_start, task.actual_finish) if at is not None]
    if not actuals:
        return schedule.start
    last = max(actuals)
    if today is None:
        return last
    now = instant(datetime.combine(today, time()), settings.zone)
    return now if last <= now <= last + _FORGOTTEN else last
