"""Levelling carried out on a copy: many tasks at once come to the same as one after the other."""

from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.changes import set_levelling, set_levellings
from milepost.engine.notices import PlanRefusedError
from milepost.engine.recovery import Case, carry_out
from milepost.engine.recovery.case import change
from milepost.engine.tasks import Task
from tests.engine.drawn import at, days, plan

WAITS = st.tuples(st.integers(1, 4), st.integers(0, 960), st.sampled_from([(), ((480, 240), (480, 0))]))


@settings(max_examples=30, deadline=None)
@given(st.lists(WAITS, max_size=6))
def test_at_once_is_the_same_as_one_after_the_other(waits: list[tuple[int, int, tuple[tuple[int, int], ...]]]) -> None:
    whole = plan(*(days(n, 2) for n in range(1, 5)))
    singly = reduce(lambda made, wait: set_levelling(made, *wait), waits, whole)
    assert set_levellings(whole, waits) == singly
    changes = [change("set_levelling", task=uid, delay=delay, pieces=pieces) for uid, delay, pieces in waits]
    assert carry_out(Case(whole), changes).plan == singly


def test_changes_are_carried_out_in_their_order() -> None:
    """A deadline between two waits: neither is lost, and the later wait holds."""
    first = change("set_levelling", task=1, delay=60, pieces=())
    between = change("set_deadline", task=1, at=at("05 17:00"))
    last = change("set_levelling", task=1, delay=120, pieces=())
    (row,) = carry_out(Case(plan(days(1, 2))), (first, between, last)).plan.tasks
    assert (row.levelling_delay, row.deadline) == (120, at("05 17:00"))


@pytest.mark.parametrize("uid", [1, 3, 9])
def test_what_is_no_open_leaf_cannot_wait(uid: int) -> None:
    done = days(3, 1, actual_start=at("01 08:00"), actual_finish=at("01 17:00"))
    whole = plan(Task(1, "Phase", summary=True), days(2, 2, parent=1), done)
    with pytest.raises(PlanRefusedError, match=rf"E-CHANGE: Task {uid} is no open leaf of the plan"):
        set_levellings(whole, ((2, 60, ()), (uid, 60, ())))
