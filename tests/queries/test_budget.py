"""Money is for those who may see costs."""

from __future__ import annotations

import pytest

from milepost.queries.catalogue import ask
from milepost.queries.refused import Refused
from tests.worlds import AT, do, sample, small, user

pytestmark = pytest.mark.django_db


def test_money_is_added_up_for_those_who_see_costs_only() -> None:
    ana = user()
    sample(ana)
    found = ask("money", actor=ana, at=AT, project="PORTAL")
    assert found.known
    assert found.chapter.figures
    user("ben")
    do(ana, "PORTAL", "set_member", user="ben", role="member")
    with pytest.raises(Refused, match="does not show"):
        ask("money", actor=user("ben"), at=AT, project="PORTAL")
    do(ana, "PORTAL", "set_member", user="ben", role="member", sees_costs=True)
    assert ask("money", actor=user("ben"), at=AT, project="PORTAL").known


def test_a_plan_without_money_says_so() -> None:
    ana = user()
    small(ana)
    assert not ask("money", actor=ana, at=AT, project="SMALL").known
