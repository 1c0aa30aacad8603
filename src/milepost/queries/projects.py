"""Questions about projects: which there are, and what state each is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from milepost.engine.clock import moment
from milepost.forecasting.load import load
from milepost.queries.access import Permission, projects_of
from milepost.queries.query import Question, query


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project in the portfolio: its facts and dates."""

    code: str
    name: str
    phase: str
    manager: str
    archived: bool
    revision: int
    tasks: int
    start: datetime
    finish: datetime


@query(site=True, permission=Permission.SIGNED_IN)
def portfolio(question: Question, *, archived: bool = False) -> tuple[ProjectLine, ...]:
    """List the projects you may see, with their dates."""
    found = []
    for record in projects_of(question.actor).filter(archived=archived):
        held = load(record)
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
            )
        )
    return tuple(found)
