"""The portfolio says how each project stands to those who may read its review."""

from __future__ import annotations

import pytest

from milepost.dossier.people import Role
from milepost.forecasting.review import compute
from milepost.forecasting.simulation import compute as simulate
from milepost.queries.catalogue import ask
from tests.worlds import AT, do, join, sample, user

pytestmark = pytest.mark.django_db


def test_the_portfolio_says_what_the_newest_review_says_and_vendors_see_dates_only() -> None:
    ana, vendor = user(), user("vendor")
    project = sample(ana)
    join(project, vendor, Role.VENDOR)
    assert ask("portfolio", actor=ana, at=AT)[0].light == ""
    compute(project.pk, AT)
    simulate(project.pk, AT)
    line = ask("portfolio", actor=ana, at=AT)[0]
    assert line.light == "red"
    assert line.headline
    assert line.sure is not None
    assert line.sure >= line.finish
    hidden = ask("portfolio", actor=vendor, at=AT)[0]
    assert (hidden.light, hidden.headline, hidden.sure) == ("", "", None)
    assert hidden.finish == line.finish


def test_the_dates_of_the_status_are_those_of_the_plan_as_it_is_with_what_the_review_and_the_simulation_say() -> None:
    ana = user()
    project = sample(ana)
    compute(project.pk, AT)
    simulate(project.pk, AT)
    before = ask("status", actor=ana, at=AT, project="PORTAL")
    assert before.finish.now <= before.finish.likely <= before.finish.sure
    assert (before.finish.before, before.fresh, before.simulated) == (before.finish.now, True, True)
    assert any(line.likely is not None and line.ref for line in before.dates)
    do(ana, "PORTAL", "change_duration", task="T-16", duration="20d")
    after = ask("status", actor=ana, at=AT, project="PORTAL")
    assert after.finish.now > before.finish.now
    assert (after.finish.before, after.finish.sure) == (before.finish.now, before.finish.sure)
    assert (after.fresh, after.simulated) == (False, False)
