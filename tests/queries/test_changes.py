"""Change requests as they are seen: what waits for whom, impacts in words, and no money for who may not see it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from milepost.dossier.people import Role
from milepost.queries.access import Actor
from milepost.queries.catalogue import ask
from milepost.queries.changes import ChangeDetail, ChangeRegister
from milepost.queries.refused import Refused
from milepost.records.models import Project
from tests.worlds import AT, do, join, late_parts, small, user

pytestmark = pytest.mark.django_db


def register(actor: Actor) -> ChangeRegister:
    """The register as somebody sees it."""
    found = ask("changes", actor=actor, at=AT, project="SMALL")
    assert isinstance(found, ChangeRegister)
    return found


def detail(actor: Actor, code: str = "C-1") -> ChangeDetail:
    """A change request as somebody sees it."""
    found = ask("change", {"change": code}, actor=actor, at=AT, project="SMALL")
    assert isinstance(found, ChangeDetail)
    return found


@pytest.fixture
def project() -> Project:
    """A project in which a member asked for a longer design, with a risk."""
    ana, ben = user(), user("ben")
    found = small(ana)
    join(found, ben, Role.MEMBER)
    do(ana, "SMALL", "set_baseline")
    late_parts(ana)
    calls = [{"command": "change_duration", "arguments": {"task": "T-1", "duration": "7d"}}]
    do(ben, "SMALL", "request_change", title="Longer design", calls=calls, reason="technical")
    return found


@pytest.mark.parametrize("name", ["changes", "change"])
def test_vendors_see_no_change_requests(project: Project, name: str) -> None:
    vendor = user("vic")
    join(project, vendor, Role.VENDOR)
    with pytest.raises(Refused) as refused:
        ask(name, {} if name == "changes" else {"change": "C-1"}, actor=vendor, at=AT, project="SMALL")
    assert refused.value.code == "forbidden"


def test_a_request_waits_for_who_decides_on_it(project: Project) -> None:
    sponsor = user("sue")
    join(project, sponsor, Role.SPONSOR)
    assert (register(user()).mine, register(user()).waiting) == (0, 1)
    assert register(sponsor).mine == 1
    assert detail(user()).hindered == "A sponsor decides on a major change."
    assert detail(user("ben")).hindered != ""
    assert detail(sponsor).hindered == ""


def test_the_register_adds_up_what_was_asked_and_decided(project: Project) -> None:
    sponsor = user("sue")
    join(project, sponsor, Role.SPONSOR)
    assert register(sponsor).days == Decimal("2.0")
    do(sponsor, "SMALL", "reject_change", change="C-1", decision="No")
    found = register(sponsor)
    assert (found.accepted, found.lead_days, found.days) == (Decimal(0), Decimal("0.0"), Decimal(0))


def test_an_impact_is_told_before_and_after(project: Project) -> None:
    rows = {each.name: each for each in detail(user()).measures}
    assert (rows["Project finish"].before, rows["Project finish"].after) == ("Wed 25 Mar 2026", "Fri 27 Mar 2026")
    assert (rows["Project finish"].change, rows["Project finish"].tone) == ("+2 d", "bad")
    assert rows["Finish, 80 % sure (P80)"].change == "+2 d"
    assert rows["Tasks moved"].after == "3"
    assert detail(user()).why == ("The project ends 2 working days later.",)
    assert detail(user()).calls[0].title == "Change duration"
    assert detail(user()).calls[0].arguments == (("duration", "7d"), ("task", "T-1"))


def test_it_says_when_the_plan_has_moved_since(project: Project) -> None:
    assert not detail(user()).moved_since
    do(user("ben"), "SMALL", "request_change", title="Another",
       calls=[{"command": "change_duration", "arguments": {"task": "T-2", "duration": "4d"}}])  # fmt: skip
    assert not detail(user()).moved_since
    do(user(), "SMALL", "change_duration", task="T-3", duration="4d")
    assert detail(user()).moved_since


def test_money_is_shown_to_who_may_see_costs_only(project: Project) -> None:
    ana = user()
    calls = [{"command": "release_funds", "arguments": {"amount": "7000", "at": "2026-03-10"}}]
    do(ana, "SMALL", "request_change", title="Funds", calls=calls)
    assert ("amount", "7000") in detail(ana, "C-2").calls[0].arguments
    hidden = detail(user("ben"), "C-2")
    assert ("amount", "not shown") in hidden.calls[0].arguments
    assert hidden.line.cost is None
    assert not [each for each in hidden.measures if "ost" in each.name]
