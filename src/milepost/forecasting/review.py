"""The review of a project's record, kept by revision: what the advisor finds, and what is new since the last."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from milepost.advisor.finding import Effect, Evidence, Finding, Proposal, Severity, Trend
from milepost.advisor.review import review
from milepost.advisor.summary import Change, KeyDate, Light, Metric, Rating, Review, Upcoming
from milepost.dossier.dossier import Dossier
from milepost.dossier.edits import to_json
from milepost.engine.results import Schedule
from milepost.engine.schedule import schedule
from milepost.engine.units import Instant, Minutes, Uid
from milepost.forecasting.discretion import without_costs
from milepost.forecasting.held import Held
from milepost.forecasting.keep import Kept, basis, keep, kept
from milepost.forecasting.load import load
from milepost.forecasting.past import as_of
from milepost.forecasting.rows import canonical
from milepost.records.models import KeptForecast, Project

#: The kinds of kept reviews: with the project's money, and without it for those who may not see it.
WHOLE, DISCREET = "review", "review_discreet"


@dataclass(frozen=True, slots=True)
class KeptProposal:
    """A proposal as it was computed: `edits` are JSON, `finish_delta` working minutes of the project's finish."""

    id: str
    sentence: str
    rationale: str = ""
    edits: str = "[]"
    method: str = "N"
    effects: tuple[Effect, ...] = ()
    note: str = ""
    option: int = 1
    do_nothing: bool = False
    finish_delta: Minutes = 0


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding as it was computed."""

    id: str
    check: str
    severity: Severity
    headline: str
    evidence: tuple[Evidence, ...] = ()
    proposals: tuple[KeptProposal, ...] = ()
    trend: Trend = Trend.NONE
    tasks: tuple[Uid, ...] = ()
    resources: tuple[Uid, ...] = ()
    measure: Decimal = Decimal(0)
    due: Instant | None = None
    under: str = ""
    age_minutes: Minutes = 0


@dataclass(frozen=True, slots=True)
class KeptReview:
    """A review as it is kept. `highest` is the highest number a task had when it was made."""

    as_of: Instant
    light: Light
    headline: str
    briefing: str = ""
    ratings: tuple[Rating, ...] = ()
    key_dates: tuple[KeyDate, ...] = ()
    changes_since: Instant | None = None
    changes: tuple[Change, ...] = ()
    findings: tuple[KeptFinding, ...] = ()
    resolved: tuple[KeptFinding, ...] = ()
    look_ahead: tuple[Upcoming, ...] = ()
    gaps: tuple[str, ...] = ()
    metrics: tuple[Metric, ...] = ()
    highest: Uid = 0


def compute(project: int, at: datetime) -> Mapping[str, object]:
    """Review a project and keep what is found; nothing is done where the newest review still holds.

    Trends are told against the newest review of an earlier day, else against the last one of another state.
    """
    record = Project.objects.get(pk=project)
    held = load(record)
    digest = basis(held.dossier)
    newest = kept(project, WHOLE, KeptReview)
    if newest is not None and newest.digest == digest and newest.at.date() == at.date():
        return {"revision": newest.revision, "findings": len(newest.value.findings), "again": True}
    before = _previous(record, held, at)
    found = _reviewed(held.dossier, held.schedule, before, at)
    keep(project, WHOLE, held.revision, digest, at, found)
    discreet = without_costs(held.dossier)
    if discreet is not held.dossier:
        then = None if before is None else without_costs(before)
        found = _reviewed(discreet, schedule(discreet.plan), then, at)
    keep(project, DISCREET, held.revision, digest, at, found)
    return {"revision": held.revision, "findings": len(found.findings), "again": False}


def newest_review(project: int, *, costs: bool) -> Kept[KeptReview] | None:
    """Give the newest kept review of a project, with its money or without."""
    return kept(project, WHOLE if costs else DISCREET, KeptReview)


def _previous(record: Project, held: Held, at: datetime) -> Dossier | None:
    """Give the project as the last review saw it: one of an earlier day, else of an earlier revision."""
    rows = KeptForecast.objects.filter(project=record, kind=WHOLE, revision__lt=held.revision).order_by("-revision")
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    row = rows.filter(at__lt=midnight).first() or rows.first()
    return None if row is None else as_of(record, row.revision).dossier


def _reviewed(dossier: Dossier, dates: Schedule, before: Dossier | None, at: datetime) -> KeptReview:
    previous = None if before is None else (before, schedule(before.plan))
    found = review(dossier, dates, previous=previous, today=at.date())
    return _slim(found, max((task.uid for task in dossier.plan.tasks), default=0))


def _slim(found: Review, highest: Uid) -> KeptReview:
    return KeptReview(
        found.as_of,
        found.light,
        found.headline,
        found.briefing,
        found.ratings,
        found.key_dates,
        found.changes_since,
        found.changes,
        tuple(_finding(each) for each in found.findings),
        tuple(_finding(each) for each in found.resolved),
        found.look_ahead,
        found.gaps,
        found.metrics,
        highest,
    )


def _finding(one: Finding) -> KeptFinding:
    return KeptFinding(
        one.id,
        one.check,
        one.severity,
        one.headline,
        one.evidence,
        tuple(_proposal(each) for each in one.proposals),
        one.trend,
        one.tasks,
        one.resources,
        one.measure,
        one.due,
        one.under,
        one.age_minutes,
    )


def _proposal(one: Proposal) -> KeptProposal:
    edits = canonical(json.loads(json.dumps([to_json(each) for each in one.edits], default=str)))
    delta = 0 if one.impact is None else one.impact.finish_delta
    return KeptProposal(
        one.id,
        one.sentence,
        one.rationale,
        edits,
        one.method,
        one.effects,
        one.note,
        one.option,
        one.do_nothing,
        delta,
    )
