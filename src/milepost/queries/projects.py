"""Questions about projects: which there are, and what state each is in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from milepost.engine.clock import moment
from milepost.exchange.archive_codec import decode
from milepost.forecasting.review import DISCREET, WHOLE, KeptReview
from milepost.forecasting.summary import summary
from milepost.queries.access import Permission, Standing, projects_of, standing
from milepost.queries.query import Question, query
from milepost.queries.schedule_sure import SureTasks, sure_of
from milepost.records.models import KeptForecast, Project


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project in the portfolio: its facts and dates, and what its newest review says, for those who may read it.

    `sure` is the finish kept in 80 % of all simulated outcomes (P80), `slip` the working days by which the project ends
    after its baseline. Money is for those who may see it, in the project's currency; `variance` is what the budget
    leaves, below zero what it lacks.
    """

    code: str
    name: str
    phase: str
    manager: str
    archived: bool
    revision: int
    tasks: int
    start: datetime
    finish: datetime
    sure: datetime | None = None
    light: str = ""
    headline: str = ""
    percent: int = 0
    baseline: datetime | None = None
    slip: Decimal | None = None
    milestone: str = ""
    milestone_at: datetime | None = None
    currency: str = ""
    budget: Decimal | None = None
    spent: Decimal | None = None
    at_completion: Decimal | None = None
    variance: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the newest review says of a project as a whole."""

    light: str = ""
    headline: str = ""


@query(site=True, permission=Permission.AMONG)
def portfolio(question: Question, *, archived: bool = False) -> tuple[ProjectLine, ...]:
    """List the projects you may see: health, dates against their baselines, next milestones and money."""
    records = list(projects_of(question.actor).filter(archived=archived))
    reviews, sure = _newest(records), sure_of(record.pk for record in records)
    return tuple(_line(question, record, reviews, sure.get(record.pk, SureTasks())) for record in records)


def _line(
    question: Question, record: Project, reviews: Mapping[tuple[int, str], tuple[int, datetime]], sure: SureTasks
) -> ProjectLine:
    found, role = summary(record), standing(question.actor, record)
    said = _said(role, record, reviews)
    zone, day = found.settings.zone, found.settings.minutes_per_day
    money = found.money if role.may(Permission.SEE_COSTS) else None
    # A vendor knows their own part of a plan, not where the whole of it stands.
    whole = role.may(Permission.SEE_RECORD)
    return ProjectLine(
        record.code,
        record.name,
        record.phase,
        record.manager,
        record.archived,
        record.revision,
        found.tasks,
        moment(found.start, zone),
        moment(found.finish, zone),
        moment(sure.finish[1], zone) if sure.finish is not None and whole else None,
        said.light,
        said.headline,
        found.percent if whole else 0,
        None if found.baseline is None or not whole else moment(found.baseline, zone),
        None if found.slip is None or not whole else (Decimal(found.slip) / day).quantize(Decimal("0.1")),
        found.milestone[0] if found.milestone is not None and whole else "",
        moment(found.milestone[1], zone) if found.milestone is not None and whole else None,
        found.currency if money is not None else "",
        None if money is None else money.budget,
        None if money is None else money.spent,
        None if money is None else money.at_completion,
        None if money is None else money.budget - money.at_completion,
    )


def _newest(records: Sequence[Project]) -> dict[tuple[int, str], tuple[int, datetime]]:
    """Find the newest kept review of each project and kind, without reading any."""
    rows = KeptForecast.objects.filter(project__in=records, kind__in=(WHOLE, DISCREET)).order_by("revision")
    return {(project, kind): (key, at) for project, kind, key, at in rows.values_list("project", "kind", "pk", "at")}


def _said(role: Standing, record: Project, reviews: Mapping[tuple[int, str], tuple[int, datetime]]) -> _Standing:
    found = reviews.get((record.pk, WHOLE if role.may(Permission.SEE_COSTS) else DISCREET))
    return _read(*found) if found is not None and role.may(Permission.SEE_RECORD) else _Standing()


@lru_cache(maxsize=1000)
def _read(key: int, at: datetime) -> _Standing:
    """Read a kept review once; one that is made anew has another time."""
    row = KeptForecast.objects.get(pk=key, at=at)
    review = decode(json.loads(bytes(row.data)), KeptReview, row.kind)
    return _Standing(str(review.light), review.headline)
