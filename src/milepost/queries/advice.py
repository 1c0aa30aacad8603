"""What the review advises, and what people said to it (domain/review.md 1)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from milepost.advisor.finding import Effect, Evidence, Severity, Trend
from milepost.advisor.summary import Light, Rating
from milepost.dossier.advice import AdviceRecord, AdviceState
from milepost.engine.clock import instant, moment
from milepost.engine.plan import Settings
from milepost.engine.units import Instant
from milepost.forecasting.keep import Kept, moved_since
from milepost.forecasting.review import KeptFinding, KeptProposal, KeptReview, newest_review
from milepost.queries.access import Permission
from milepost.queries.query import Question, query
from milepost.records.models import Job


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """Something that can be done about a finding; `executable` ones can be accepted."""

    id: str
    sentence: str
    rationale: str
    effects: tuple[Effect, ...]
    note: str
    executable: bool
    do_nothing: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said to a finding; `change` is the request an accepted proposal became."""

    state: AdviceState
    by: str
    at: datetime
    reason: str
    until: datetime | None
    change: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding with what can be done about it; `hidden` ones were put off or rejected, and did not get worse."""

    id: str
    check: str
    severity: Severity
    when: str
    headline: str
    trend: Trend
    age_days: Decimal
    evidence: tuple[Evidence, ...]
    proposals: tuple[ProposalLine, ...]
    under: str
    tasks: tuple[str, ...]
    due: datetime | None
    answer: Answer | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The newest review of a project.

    `at` is when it was made, None before the first one. `fresh` tells that the project has not moved since,
    `waiting` that a new one is under way. `hidden` counts the findings that are not shown.
    """

    at: datetime | None
    as_of: datetime | None
    revision: int
    fresh: bool
    waiting: bool
    light: Light
    headline: str
    briefing: str
    ratings: tuple[Rating, ...]
    changes: tuple[str, ...]
    findings: tuple[FindingLine, ...]
    resolved: tuple[str, ...]
    gaps: tuple[str, ...]
    hidden: int


@query(permission=Permission.SEE_RECORD)
def review(question: Question, *, everything: bool = False) -> ReviewPage:
    """Show the newest review: health, what changed, findings with proposals and their computed effect.

    Findings that were put off or rejected come back when their day has come or they got worse; `everything` shows them.
    """
    waiting = Job.objects.filter(project=question.project, kind="review", state__in=("waiting", "running")).exists()
    kept = newest_review(question.project.pk, costs=question.may(Permission.SEE_COSTS))
    if kept is None:
        return ReviewPage(None, None, 0, False, waiting, Light.GREY, "", "", (), (), (), (), (), 0)
    found, settings = kept.value, question.held.dossier.plan.settings
    lines = [_line(question, kept, each) for each in found.findings]
    return ReviewPage(
        kept.at,
        moment(found.as_of, settings.zone),
        kept.revision,
        not moved_since(question.project.pk, kept.revision),
        waiting,
        found.light,
        found.headline,
        found.briefing,
        found.ratings,
        tuple(each.sentence for each in found.changes),
        tuple(each for each in lines if everything or not each.hidden),
        tuple(each.headline for each in found.resolved),
        found.gaps,
        sum(each.hidden for each in lines),
    )


def _line(question: Question, kept: Kept[KeptReview], one: KeptFinding) -> FindingLine:
    settings = question.held.dossier.plan.settings
    said = next((each for each in question.held.dossier.advice if each.finding == one.id), None)
    return FindingLine(
        one.id,
        one.check,
        one.severity,
        one.severity.when,
        one.headline,
        one.trend,
        (Decimal(one.age_minutes) / settings.minutes_per_day).quantize(Decimal("0.1")),
        one.evidence,
        tuple(_proposal(each) for each in one.proposals),
        one.under,
        tuple(f"T-{uid}" for uid in one.tasks),
        None if one.due is None else moment(one.due, settings.zone),
        None if said is None else _answer(said, settings),
        said is not None and _hides(said, one, instant(kept.at.replace(tzinfo=None)), _now(question)),
    )


def _proposal(one: KeptProposal) -> ProposalLine:
    executable = bool(json.loads(one.edits))
    return ProposalLine(one.id, one.sentence, one.rationale, one.effects, one.note, executable, one.do_nothing)


def _answer(said: AdviceRecord, settings: Settings) -> Answer:
    until = None if said.until is None else moment(said.until, settings.zone)
    return Answer(said.state, said.by, moment(said.at), said.reason, until, said.change)


def _now(question: Question) -> Instant:
    return instant(question.at.replace(tzinfo=None))


def _hides(said: AdviceRecord, one: KeptFinding, reviewed: Instant, now: Instant) -> bool:
    """Whether an answer keeps a finding from being shown: until its day, and while no later review finds it worse.

    What was accepted is out of sight until a later review still finds it.
    """
    if said.state is AdviceState.ACCEPTED:
        return reviewed <= said.at
    worse = one.trend is Trend.WORSE and reviewed > said.at
    return not worse and (said.until is None or now < said.until)
