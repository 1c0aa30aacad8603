"""An edit followed through the network equals a new schedule (domain/schedule.md 15.9)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.incremental import Recalculation
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.results import Schedule
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind, Task
from tests.engine import networks
from tests.engine.drawn import D, at, dates, days, held, link, plan


def assert_same(one: Schedule, other: Schedule) -> None:
    """Both give the same dates, floats, reasons and warnings."""
    assert one.tasks == other.tasks
    assert (one.start, one.finish, one.notices) == (other.start, other.finish, other.notices)


def _edited(task: Task, minutes: int, deadline: int | None, kind: ConstraintKind | None, moment: int) -> Task:
    held = () if kind is None else (Constraint(kind, None if kind is ConstraintKind.ALAP else moment),)
    return replace(task, duration=minutes, remaining_duration=None, deadline=deadline, constraints=held)


@settings(max_examples=60, deadline=None)
@given(networks.plans(), st.data())
def test_edits_equal_a_new_schedule(source: Plan, data: st.DataObject) -> None:
    recalculation = Recalculation(source)
    for _ in range(2):
        task = data.draw(st.sampled_from(recalculation.schedule.plan.tasks))
        moment = st.integers(-5, 40).map(lambda n: networks.START + n * 1440)
        kinds = st.sampled_from(
            [None, ConstraintKind.SNET, ConstraintKind.FNLT, ConstraintKind.MSO, ConstraintKind.ALAP]
        )
        edit = st.tuples(st.integers(0, 4000), st.none() | moment, kinds, moment)
        edited = recalculation.change(_edited(task, *data.draw(edit)))
        assert_same(edited, schedule(edited.plan))


def test_only_what_the_edit_reaches_moves() -> None:
    rows = (days(1, 2), days(2, 3), days(3, 4), link(1, 2))
    recalculation = Recalculation(plan(*rows))
    first = recalculation.schedule
    second = recalculation.change(days(1, 4))
    assert dates(second, 2) == "05 08:00 | 09 17:00"
    assert dates(first, 2) == "03 08:00 | 05 17:00"
    assert second.finish == at("09 17:00")


def test_names_and_links_may_change_too() -> None:
    source = plan(days(1, 2), days(2, 3), link(1, 2))
    recalculation = Recalculation(source)
    renamed = recalculation.change(replace(source.tasks[0], name="New"))
    assert renamed.tasks == schedule(source).tasks
    assert dates(recalculation.apply(replace(source, links=())), 2, "start") == "01 08:00"


def test_a_share_of_the_duration_as_lag_follows_it() -> None:
    half = replace(link(1, 2), lag=5000, lag_kind="percent")
    recalculation = Recalculation(plan(days(1, 2), days(2, 1), half))
    assert dates(recalculation.change(days(1, 4)), 2, "start") == "09 08:00"


def test_impossible_values_are_refused_and_nothing_changes() -> None:
    recalculation = Recalculation(plan(days(1, 2)))
    with pytest.raises(PlanRefusedError, match="E-NEGATIVE-DURATION"):
        recalculation.change(days(1, -1))
    assert dates(recalculation.schedule, 1) == "01 08:00 | 02 17:00"


def test_deadlines_and_constraints_of_summaries_stay() -> None:
    source = plan(days(1, 0, constraints=held(ConstraintKind.SNET, "03 08:00")), days(2, 1, parent=1))
    edited = Recalculation(source).change(days(2, 2, parent=1, deadline=at("03 17:00")))
    assert dates(edited, 2) == "03 08:00 | 04 17:00"
    assert edited.by_uid[2].total_float == -D
