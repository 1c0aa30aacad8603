"""Who is in a project, and what follows from it."""

from __future__ import annotations

import pytest

from milepost.queries.refused import Refused
from tests.worlds import do, small, user

pytestmark = pytest.mark.django_db


def test_a_member_may_do_what_the_role_allows_until_taken_out() -> None:
    ana, ben = user(), user("ben")
    small(ana)
    do(ana, "SMALL", "set_member", user="ben", role="manager")
    do(ben, "SMALL", "rename_project", name="Ours")
    do(ana, "SMALL", "set_member", user="ben", role="viewer")
    with pytest.raises(Refused, match="does not allow you to rename project"):
        do(ben, "SMALL", "rename_project", name="Mine")
    do(ana, "SMALL", "remove_member", user="ben")
    with pytest.raises(Refused, match="There is no project SMALL"):
        do(ben, "SMALL", "rename_project", name="Mine")


def test_a_project_keeps_an_owner() -> None:
    ana = user()
    small(ana)
    for command, more in (("remove_member", {}), ("set_member", {"role": "viewer"})):
        with pytest.raises(Refused, match="needs an owner"):
            do(ana, "SMALL", command, user="ana", **more)


def test_only_owners_let_people_in_and_only_those_with_an_account() -> None:
    ana, ben = user(), user("ben")
    small(ana)
    do(ana, "SMALL", "set_member", user="ben", role="manager")
    with pytest.raises(Refused, match="does not allow"):
        do(ben, "SMALL", "set_member", user="ana", role="viewer")
    with pytest.raises(Refused, match="Nobody signs in as eve"):
        do(ana, "SMALL", "set_member", user="eve", role="viewer")


def test_letting_somebody_in_is_undone_like_anything_else() -> None:
    ana, ben = user(), user("ben")
    small(ana)
    do(ana, "SMALL", "set_member", user="ben", role="manager")
    do(ana, "SMALL", "undo")
    with pytest.raises(Refused, match="There is no project"):
        do(ben, "SMALL", "rename_project", name="Mine")
