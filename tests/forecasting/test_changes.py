"""What a change would do: dates, certainty and money move together."""

from __future__ import annotations

import pytest

from milepost.commands.preview import preview
from milepost.commands.run import Call
from milepost.forecasting.changes import ChangeLimits, weigh
from tests.worlds import AT, sample, user

pytestmark = pytest.mark.django_db


def test_what_is_left_out_is_not_paid_for_even_where_somebody_typed_the_forecast() -> None:
    ana = user()
    sample(ana)
    tried = preview([Call("deactivate", {"task": "T-16"})], actor=ana, door="test", at=AT, project="PORTAL")
    found = weigh(tried.before, tried.after, tried.results, limits=ChangeLimits())
    assert found.cost_before is not None
    assert found.cost_after is not None
    assert found.p80_cost_before is not None
    assert found.p80_cost_after is not None
    assert found.finish_after < found.finish_before
    assert found.cost_after < found.cost_before
    assert found.p80_cost_after < found.p80_cost_before
