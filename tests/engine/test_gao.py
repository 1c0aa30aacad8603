"""The ten practices: what a plan can show scores, what it cannot hold has no score."""

from __future__ import annotations

from milepost.engine.gao import practices
from milepost.engine.health import assess
from milepost.engine.schedule import schedule
from tests.engine.test_health import at, chain, linked

CLEAN = schedule(chain(status_date=at("06-01T08:00")))


def test_a_clean_plan_scores_in_full_where_it_can() -> None:
    found = practices(CLEAN, assess(CLEAN))
    assert [each.number for each in found] == list(range(1, 11))
    assert {each.number: each.score for each in found if each.number in (2, 3, 6, 7, 9)} == dict.fromkeys(
        (2, 3, 6, 7, 9), 100
    )


def test_what_a_file_cannot_hold_has_no_score() -> None:
    risk = practices(CLEAN, assess(CLEAN))[7]
    assert risk.score is None
    assert {part.score for part in risk.parts} == {None}
    assert all(part.said for part in risk.parts)


def test_a_lead_costs_points_and_is_named() -> None:
    plan = schedule(linked(chain(status_date=at("06-01T08:00")), 5, lag=-480))
    sequence = practices(plan, assess(plan))[1]
    part = next(each for each in sequence.parts if each.name == "DCMA 2 Leads")
    assert (part.score, part.said) == (95, "1 of 19; at most 0 %")
    assert sequence.score is not None
    assert sequence.score < 100
