"""Commands on saved views: what somebody sees of a page, kept under a name and shared in a project."""

from __future__ import annotations

import json
import re
from typing import Any

from milepost.commands.command import command
from milepost.commands.site import SiteWork
from milepost.forecasting.rows import canonical
from milepost.queries.access import Permission, projects_of, standing
from milepost.queries.kinds import Object
from milepost.queries.refused import Refused
from milepost.records.models import Project, SavedView

#: A view says how a page is shown, not what is on it.
LONGEST, MOST = 50_000, 100
_PAGE = re.compile(r"^[a-z_]{1,40}$")


@command(permission=Permission.AMONG, site=True)
def save_view(work: SiteWork, *, page: str, name: str, state: Object, project: str = "") -> int:
    """Keep what you see of a page under a name; one of yours with this name is written anew.

    `page` is its word, such as plan or tasks, `state` what the page keeps: filters, columns, widths, zoom. Gives the
    view's number.
    """
    _refuse_readers(work)
    text, where = _state(state), _project(work, project)
    if not _PAGE.match(page):
        raise Refused(f"{page!r} is no page.", "page", "invalid")
    mine = SavedView.objects.filter(user_id=work.actor.user)
    row = mine.filter(project=where, page=page, name=_name(name)).first()
    if row is None:
        if mine.count() >= MOST:
            raise Refused(f"You have {MOST} views already; remove one first.", "name", "rule")
        row = SavedView(user_id=work.actor.user, project=where, page=page, name=_name(name))
    before = None if row.pk is None else _told(row)
    row.state, row.changed_at = text, work.at
    row.save()
    _note(work, row, before)
    return int(row.pk)


@command(permission=Permission.AMONG, site=True)
def rename_view(work: SiteWork, *, view: int, name: str) -> None:
    """Give one of your views another name."""
    row = _own(work, view)
    before, row.name = _told(row), _name(name)
    same = SavedView.objects.filter(user_id=row.user_id, project=row.project, page=row.page, name=row.name)
    if same.exclude(pk=row.pk).exists():
        raise Refused(f"You have a view {row.name} of this page already.", "name", "conflict")
    row.save(update_fields=["name"])
    _note(work, row, before)


@command(permission=Permission.AMONG, site=True)
def share_view(work: SiteWork, *, view: int, shared: bool = True) -> None:
    """Offer one of your views to everybody in its project, or no longer; for those who plan the project."""
    row = _own(work, view)
    if row.project is None:
        raise Refused("Views are shared in a project, and this page belongs to none.", "view", "rule")
    if shared and not standing(work.actor, row.project).may(Permission.PLAN):
        raise Refused("Only those who plan the project may share views in it.", code="forbidden")
    before, row.shared = _told(row), shared
    row.save(update_fields=["shared"])
    _note(work, row, before)


@command(permission=Permission.AMONG, site=True)
def remove_view(work: SiteWork, *, view: int) -> None:
    """Remove one of your views, or as one who plans the project one that is shared in it."""
    _refuse_readers(work)
    row = _seen(work, view)
    if row is None or not (row.user_id == work.actor.user or _manages(work, row)):
        raise Refused(f"You have no view {view}.", "view", "unknown")
    work.changed("views", row.pk, _told(row), None)
    row.delete()


def _refuse_readers(work: SiteWork) -> None:
    if not work.actor.writes:
        raise Refused("A token that may only read cannot keep views.", code="forbidden")


def _own(work: SiteWork, view: int) -> SavedView:
    _refuse_readers(work)
    row = _seen(work, view)
    if row is None or row.user_id != work.actor.user:
        raise Refused(f"You have no view {view}.", "view", "unknown")
    return row


def _seen(work: SiteWork, view: int) -> SavedView | None:
    """Find a view on the site or in a project the actor may know of."""
    row = SavedView.objects.select_related("project").filter(pk=view).first()
    if row is None or row.project is None:
        return row if row is not None and work.actor.only is None else None
    return row if projects_of(work.actor).filter(pk=row.project.pk).exists() else None


def _manages(work: SiteWork, row: SavedView) -> bool:
    return row.shared and row.project is not None and standing(work.actor, row.project).may(Permission.PLAN)


def _project(work: SiteWork, code: str) -> Project | None:
    if not code:
        if work.actor.only is not None:
            raise Refused("This token is for one project; name it.", "project", "forbidden")
        return None
    found = projects_of(work.actor).filter(code=code.upper()).first()
    if found is None:
        raise Refused(f"There is no project {code}.", "project", "unknown")
    return found


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > 60:
        raise Refused("A view needs a name of 1 to 60 letters.", "name", "invalid")
    return name


def _state(state: dict[str, Any]) -> str:
    text = canonical(state)
    if len(text) > LONGEST:
        raise Refused("This view says too much to be kept.", "state", "invalid")
    return text


def _told(row: SavedView) -> dict[str, Any]:
    project = row.project.code if row.project is not None else ""
    told = {"page": row.page, "name": row.name, "project": project, "shared": row.shared}
    return {**told, "state": json.loads(row.state)}


def _note(work: SiteWork, row: SavedView, before: dict[str, Any] | None) -> None:
    after = _told(row)
    if before is not None:
        names = [name for name in after if before[name] != after[name]]
        before, after = {name: before[name] for name in names}, {name: after[name] for name in names}
    work.changed("views", row.pk, before, after)
