"""Levelling a levelled plan again leaves it alone, or makes it better: never worse."""

from __future__ import annotations

from pathlib import Path

from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.level import level
from milepost.exchange.read import read

SAMPLE = Path(__file__).resolve().parents[3] / "src" / "milepost" / "sample" / "portal.milepost"


def test_a_levelled_plan_is_left_alone_where_nothing_better_is_found() -> None:
    plan = read(SAMPLE.read_bytes(), file="portal.milepost").dossier.plan
    once = level(plan, budget=Budget(schedules=60))
    assert once.moves
    again = level(once.plan, budget=Budget(schedules=60))
    assert again.finish <= once.finish
    assert again.residual == ()
    if again.finish == once.finish:
        assert again.plan == once.plan
        assert (again.moves, again.makespan) == ((), once.makespan)
        assert again.lower_bound <= again.makespan
    assert all(each.gained > 0 for each in again.one_more)
