"""The plan as it is printed: every row in words, with its bar as a drawing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from milepost.engine.clock import moment
from milepost.press.facts import PlanFacts
from milepost.press.gantt import gantt
from milepost.press.report import Gantt
from milepost.queries.access import Permission
from milepost.queries.query import Question, query


@dataclass(frozen=True, slots=True)
class PrintedPlan:
    """A plan on paper: what it is called, as of when, from when to when, and its chart (the 400 most telling rows)."""

    name: str
    code: str
    revision: int
    manager: str
    status_date: datetime | None
    start: datetime
    finish: datetime
    gantt: Gantt


@query(permission=Permission.SEE_RECORD)
def printed_plan(question: Question) -> PrintedPlan:
    """Lay the plan out for paper: outline, dates, lateness against the baseline, and the bars as drawings."""
    held = question.held
    settings, project = held.dossier.plan.settings, held.dossier.project
    status = settings.status_date
    return PrintedPlan(
        name=project.name,
        code=held.code,
        revision=held.revision,
        manager=project.manager,
        status_date=None if status is None else moment(status, settings.zone),
        start=moment(held.schedule.start, settings.zone),
        finish=moment(held.schedule.finish, settings.zone),
        gantt=gantt(PlanFacts.of(held.dossier, held.schedule)),
    )
