"""Questions about saved views: one's own, and those shared in a project."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from milepost.queries.access import NOBODY, Permission, projects_of, standing
from milepost.queries.query import Question, query
from milepost.queries.refused import Refused
from milepost.records.models import SavedView


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A saved view: its page, name and state, whose it is, whether it is shared, and what you may do with it."""

    view: int
    page: str
    name: str
    project: str
    shared: bool
    mine: bool
    owner: str
    may_share: bool
    may_remove: bool
    changed_at: datetime
    state: Any


@query(site=True, permission=Permission.AMONG)
def views(question: Question, *, page: str = "", project: str = "") -> tuple[ViewLine, ...]:
    """List your saved views, of one page or all: those on the site, or those in a project with what is shared there."""
    found = SavedView.objects.select_related("user", "project").order_by("name", "pk")
    mine, where = Q(user_id=question.actor.user), NOBODY
    if project:
        record = projects_of(question.actor).filter(code=project.upper()).first()
        if record is None:
            raise Refused(f"There is no project {project}.", "project", "unknown")
        where = standing(question.actor, record)
        # What others filter by may name what vendors do not see.
        known = Q(shared=True) if where.may(Permission.SEE) and not where.own_only else Q(pk=None)
        found = found.filter(mine | known, project=record)
    else:
        found = found.filter(mine, project=None) if question.actor.only is None else found.none()
    if page:
        found = found.filter(page=page)
    plans = where.may(Permission.PLAN)
    return tuple(_line(row, question.actor.user, plans) for row in found)


def _line(row: SavedView, user: int, plans: bool) -> ViewLine:
    mine = row.user_id == user
    return ViewLine(
        row.pk,
        row.page,
        row.name,
        row.project.code if row.project is not None else "",
        row.shared,
        mine,
        str(row.user),
        mine and row.project is not None and (plans or row.shared),
        mine or (row.shared and plans),
        row.changed_at,
        json.loads(row.state),
    )
