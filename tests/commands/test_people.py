"""Who and what a plan can use."""

from __future__ import annotations

import pytest

from milepost.queries.refused import Refused
from tests.worlds import do, small, user

pytestmark = pytest.mark.django_db


def test_people_come_get_work_and_a_rate_and_go() -> None:
    ana = user()
    small(ana)
    assert do(ana, "SMALL", "add_resource", name="Mei", team="Identity").results == ("P-1",)
    do(ana, "SMALL", "assign", task="T-1", resource="P-1", units="0.5")
    with pytest.raises(Refused, match="Mei is on 1 task"):
        do(ana, "SMALL", "remove_resource", resource="P-1")
    do(ana, "SMALL", "set_rate", resource="P-1", standard="90", start="2026-04-01")
    do(ana, "SMALL", "set_rate", resource="P-1", standard="80")
    do(ana, "SMALL", "unassign", task="T-1", resource="P-1")
    outcome = do(ana, "SMALL", "change_resource", resource="P-1", name="Mei L.", inactive=True)
    assert outcome.after is not None
    (mei,) = outcome.after.dossier.plan.resources
    assert (mei.name, mei.inactive, [str(rate.standard) for rate in mei.rates]) == ("Mei L.", True, ["80", "90"])
    do(ana, "SMALL", "remove_resource", resource="P-1")
    assert do(ana, "SMALL", "add_resource", name="Jo").results == ("P-2",)


def test_two_people_are_not_called_the_same() -> None:
    ana = user()
    small(ana)
    do(ana, "SMALL", "add_resource", name="Mei")
    with pytest.raises(Refused, match="called mei already"):
        do(ana, "SMALL", "add_resource", name="mei")


def test_rates_are_for_those_who_see_costs_and_plan() -> None:
    ana, ben = user(), user("ben")
    small(ana)
    do(ana, "SMALL", "add_resource", name="Mei")
    do(ana, "SMALL", "set_member", user="ben", role="viewer", sees_costs=True)
    with pytest.raises(Refused, match="does not allow"):
        do(ben, "SMALL", "set_rate", resource="P-1", standard="80")
