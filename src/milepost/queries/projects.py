"""Questions about projects: which there are, and what state each is in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from milepost.engine.clock import moment
from milepost.engine.units import Instant
from milepost.exchange.archive_codec import decode
from milepost.forecasting.load import load
from milepost.forecasting.review import DISCREET, WHOLE, KeptReview
from milepost.queries.access import Permission, projects_of, standing
from milepost.queries.query import Question, query
from milepost.records.models import KeptForecast, Project


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project in the portfolio: its facts and dates, and what its newest review says, for those who may read it.

    `sure` is the finish kept in 80 % of all simulated outcomes (P80).
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


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the newest review says of a project as a whole."""

    light: str = ""
    headline: str = ""
    sure: Instant | None = None


@query(site=True, permission=Permission.SIGNED_IN)
def portfolio(question: Question, *, archived: bool = False) -> tuple[ProjectLine, ...]:
    """List the projects you may see, with their dates."""
    found = []
    records = list(projects_of(question.actor).filter(archived=archived))
    reviews = _newest(records)
    for record in records:
        held = load(record)
        said = _said(question, record, reviews)
        zone = held.dossier.plan.settings.zone
        found.append(
            ProjectLine(
                record.code,
                record.name,
                record.phase,
                record.manager,
                record.archived,
                record.revision,
                len(held.dossier.plan.tasks),
                moment(held.schedule.start, zone),
                moment(held.schedule.finish, zone),
                None if said.sure is None else moment(said.sure, zone),
                said.light,
                said.headline,
            )
        )
    return tuple(found)


def _newest(records: Sequence[Project]) -> dict[tuple[int, str], tuple[int, datetime]]:
    """Find the newest kept review of each project and kind, without reading any."""
    rows = KeptForecast.objects.filter(project__in=records, kind__in=(WHOLE, DISCREET)).order_by("revision")
    return {(project, kind): (key, at) for project, kind, key, at in rows.values_list("project", "kind", "pk", "at")}


def _said(question: Question, record: Project, reviews: Mapping[tuple[int, str], tuple[int, datetime]]) -> _Standing:
    role = standing(question.actor, record)
    found = reviews.get((record.pk, WHOLE if role.may(Permission.SEE_COSTS) else DISCREET))
    return _read(*found) if found is not None and role.may(Permission.SEE_RECORD) else _Standing()


@lru_cache(maxsize=1000)
def _read(key: int, at: datetime) -> _Standing:
    """Read a kept review once; one that is made anew has another time."""
    row = KeptForecast.objects.get(pk=key, at=at)
    review = decode(json.loads(bytes(row.data)), KeptReview, row.kind)
    finish = next((each for each in review.key_dates if each.task is None), None)
    return _Standing(str(review.light), review.headline, None if finish is None else finish.sure)
