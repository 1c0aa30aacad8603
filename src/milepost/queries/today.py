"""What needs me today, over all projects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from milepost.advisor.finding import Severity
from milepost.advisor.summary import Light
from milepost.engine.clock import instant
from milepost.forecasting.load import load
from milepost.forecasting.review import newest_review
from milepost.queries.access import Permission, projects_of, standing
from milepost.queries.changes import changes
from milepost.queries.entries import WorkLine, my_work
from milepost.queries.query import Question, query
from milepost.records.models import Message, Project

#: A risk that nobody looked at for so long wants to be looked at.
_STALE = timedelta(days=30)
_SOON = 7


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for me: what kind, in which project, in words, and where to do it."""

    kind: str
    project: str
    title: str
    detail: str
    path: str


@dataclass(frozen=True, slots=True)
class ProjectGlance:
    """A project I am in, at a glance."""

    code: str
    name: str
    light: Light
    headline: str
    role: str


@dataclass(frozen=True, slots=True)
class News:
    """Something I was told."""

    number: int
    at: datetime
    subject: str
    text: str
    path: str
    seen: bool


@dataclass(frozen=True, slots=True)
class Today:
    """What needs me: decisions, findings of projects I run, my work of the week, and news."""

    needs: tuple[Need, ...]
    work: tuple[WorkLine, ...]
    projects: tuple[ProjectGlance, ...]
    news: tuple[News, ...]


@query(site=True, permission=Permission.AMONG)
def today(question: Question) -> Today:
    """Show what needs you today, over all your projects."""
    needs: list[Need] = []
    glances = []
    for record in projects_of(question.actor).filter(archived=False):
        here = Question(question.actor, question.at, record, standing(question.actor, record))
        if here.standing.role is None or not here.may(Permission.SEE_RECORD):
            continue
        needs += [*_decisions(here), *_findings(here), *_risks(here)]
        glances.append(_glance(here))
    work = tuple(line for line in my_work(question, days=_SOON) if line.state != "waiting")
    told = Message.objects.filter(user_id=question.actor.user).order_by("-id")
    if question.actor.only is not None:
        told = told.filter(project_id=question.actor.only)
    rows = told[:10]
    news = tuple(News(row.pk, row.created_at, row.subject, row.text, row.path, row.seen_at is not None) for row in rows)
    return Today(tuple(needs), work, tuple(glances), news)


def _decisions(here: Question) -> Iterator[Need]:
    for line in changes(here).rows:
        if line.mine:
            said = (
                f"asked for by {line.requester}; {line.days:+f} days" if line.days else f"asked for by {line.requester}"
            )
            yield Need(
                "decision",
                here.project.code,
                f"Decide {line.ref}: {line.title}",
                said,
                _path(here, f"changes/{line.ref}"),
            )


def _findings(here: Question) -> Iterator[Need]:
    if not here.may(Permission.PLAN):
        return
    kept = newest_review(here.project.pk, costs=here.may(Permission.SEE_COSTS))
    answered = {each.finding for each in here.held.dossier.advice}
    serious = [] if kept is None else [each for each in kept.value.findings if each.severity is Severity.CRITICAL]
    for each in [one for one in serious if one.id not in answered][:3]:
        yield Need("finding", here.project.code, each.headline, each.severity.when, _path(here, "review"))


def _risks(here: Question) -> Iterator[Need]:
    since = instant((here.at - _STALE).replace(tzinfo=None))
    mine = [
        each
        for each in here.held.dossier.risks
        if each.owner == here.actor.name and each.state in ("open", "analysed", "responding", "monitored")
    ]
    for each in mine:
        if (each.reviewed_at or each.raised_at or 0) < since:
            title = f"Look at {each.risk.code} again: {each.risk.title}"
            yield Need(
                "risk", here.project.code, title, "not looked at for 30 days", _path(here, f"risks/{each.risk.code}")
            )


def _path(here: Question, rest: str) -> str:
    return f"/p/{here.project.code}/{rest}"


def _glance(here: Question) -> ProjectGlance:
    record: Project = here.project
    kept = newest_review(record.pk, costs=here.may(Permission.SEE_COSTS))
    light, said = (Light.GREY, "") if kept is None else (kept.value.light, kept.value.headline)
    if not said:
        said = f"{len(load(record).dossier.plan.tasks)} tasks"
    return ProjectGlance(record.code, record.name, light, said, str(here.standing.role))
