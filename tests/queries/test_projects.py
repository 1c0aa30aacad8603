"""The portfolio says how each project stands to those who may read its review."""

from __future__ import annotations

import pytest

from milepost.dossier.people import Role
from milepost.forecasting.review import compute
from milepost.queries.catalogue import ask
from tests.worlds import AT, join, sample, user

pytestmark = pytest.mark.django_db


def test_the_portfolio_says_what_the_newest_review_says_and_vendors_see_dates_only() -> None:
    ana, vendor = user(), user("vendor")
    project = sample(ana)
    join(project, vendor, Role.VENDOR)
    assert ask("portfolio", actor=ana, at=AT)[0].light == ""
    compute(project.pk, AT)
    line = ask("portfolio", actor=ana, at=AT)[0]
    assert line.light == "red"
    assert line.headline
    assert line.sure is not None
    assert line.sure >= line.finish
    hidden = ask("portfolio", actor=vendor, at=AT)[0]
    assert (hidden.light, hidden.headline, hidden.sure) == ("", "", None)
    assert hidden.finish == line.finish
