"""Views that people keep: each their own, shared by those who plan the project, never across projects."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from milepost.commands.journal import verify
from milepost.commands.run import Call, run
from milepost.dossier.people import Role
from milepost.queries.access import Actor
from milepost.queries.catalogue import ask
from milepost.queries.refused import Refused
from milepost.queries.views import ViewLine
from milepost.records.models import Project, SavedView
from tests.worlds import AT, do, join, small, user

pytestmark = pytest.mark.django_db
SEARCH = {"search": "?q=late"}


def keep(actor: Actor, name: str = "Late", **more: Any) -> int:
    """A view of the tasks of the small project."""
    told = {"page": "tasks", "name": name, "state": SEARCH, "project": "SMALL", **more}
    return int(run([Call("save_view", told)], actor=actor, door="test", at=AT).results[0])


def seen(actor: Actor, **told: Any) -> list[ViewLine]:
    """The views somebody is offered."""
    return list(ask("views", {"page": "tasks", "project": "SMALL", **told}, actor=actor, at=AT))


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"page": "No page"}, "page"),
        ({"name": ""}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"state": {"search": "x" * 50_001}}, "state"),
        ({"state": "?q=x"}, "state"),
        ({"project": "OTHER"}, "project"),
    ],
)
def test_what_is_no_view_is_refused(told: dict[str, Any], field: str) -> None:
    small(user())
    with pytest.raises(Refused) as refused:
        keep(user(), **told)
    assert refused.value.field == field
    assert not SavedView.objects.exists()


def test_a_view_is_kept_written_anew_renamed_and_removed_and_the_project_stays_as_it_is() -> None:
    ana = user()
    revision = small(ana).revision
    view = keep(ana)
    assert keep(ana, state={"search": "?q=later"}) == view
    other = keep(ana, "Mine")
    with pytest.raises(Refused, match="a view Mine of this page already"):
        do(ana, None, "rename_view", view=view, name="Mine")
    do(ana, None, "rename_view", view=view, name="Overdue")
    assert [(each.view, each.name, each.state) for each in seen(ana)] == [
        (other, "Mine", SEARCH),
        (view, "Overdue", {"search": "?q=later"}),
    ]
    do(ana, None, "remove_view", view=view)
    assert [each.view for each in seen(ana)] == [other]
    assert seen(ana, page="risks") == []
    assert Project.objects.get().revision == revision
    assert list(verify()) == []


def test_views_of_others_are_theirs_until_they_share_them() -> None:
    ana, ben, vera, eve = user(), user("ben"), user("vera"), user("eve")
    project = small(ana)
    join(project, ben, Role.MEMBER)
    join(project, vera, Role.VENDOR)
    view = keep(ana)
    assert seen(ben) == []
    for word, more in (("rename_view", {"name": "x"}), ("share_view", {}), ("remove_view", {})):
        with pytest.raises(Refused, match=f"You have no view {view}"):
            do(ben, None, word, view=view, **more)
    do(ana, None, "share_view", view=view)
    (line,) = seen(ben)
    assert (line.name, line.mine, line.owner, line.may_share, line.may_remove) == ("Late", False, "ana", False, False)
    assert seen(vera) == []
    with pytest.raises(Refused, match="There is no project SMALL"):
        seen(eve)
    with pytest.raises(Refused, match="Only those who plan"):
        do(ben, None, "share_view", view=keep(ben, "His"))


def test_who_plans_the_project_removes_what_is_shared_in_it_and_nothing_else() -> None:
    ana, ben = user(), user("ben")
    project = small(ana)
    join(project, ben, Role.MANAGER)
    shared, own = keep(ben, "Shared"), keep(ben, "Own")
    do(ben, None, "share_view", view=shared)
    do(ana, None, "remove_view", view=shared)
    with pytest.raises(Refused, match=f"You have no view {own}"):
        do(ana, None, "remove_view", view=own)
    assert [each.view for each in seen(ben)] == [own]


def test_a_view_of_the_site_is_nobody_elses() -> None:
    ana = user()
    view = keep(ana, page="portfolio", project="")
    assert [each.view for each in seen(ana, page="portfolio", project="")] == [view]
    assert seen(user("ben"), page="portfolio", project="") == []
    with pytest.raises(Refused, match="belongs to none"):
        do(ana, None, "share_view", view=view)


def test_tokens_keep_views_as_far_as_they_reach() -> None:
    ana = user()
    project = small(ana)
    do(ana, None, "create_project", code="NEXT", name="Next", start="2026-03-02")
    view = keep(ana, project="NEXT")
    reader, one = replace(ana, scope="read"), replace(ana, scope="write", only=project.pk)
    with pytest.raises(Refused, match="only as far as read"):
        keep(reader)
    with pytest.raises(Refused, match=f"You have no view {view}"):
        do(one, None, "remove_view", view=view)
    with pytest.raises(Refused, match="for one project"):
        keep(one, project="")
    assert seen(one, project="") == []
    keep(one)
