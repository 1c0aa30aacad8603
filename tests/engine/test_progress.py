"""Progress in every form it is reported (domain/schedule.md 10), and plans scheduled from their finish."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from milepost.engine.drivers import why
from milepost.engine.plan import OutOfSequence, Plan
from milepost.engine.results import DriverKind, TaskDates
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind, Segment
from tests.engine.test_drivers import ANALYSIS, BUILD, DAY, TEST, at, changed, plan, told

STATUS = "03-10 08:00"


def reported(uid: int = ANALYSIS, **facts: object) -> Plan:
    """Analysis 3d, Build 5d, Test 2d in a row; progress of one of them as of Tuesday 10 March."""
    return changed(told(plan(), status_date=at(STATUS)), uid, **facts)


def dates(whole: Plan, uid: int = ANALYSIS) -> TaskDates:
    return schedule(whole).by_uid[uid]


def assert_span(found: TaskDates, start: str, finish: str) -> None:
    assert (found.early_start, found.early_finish) == (at(start), at(finish))


def test_a_finish_alone_means_the_task_took_as_long_as_planned() -> None:
    found = dates(reported(actual_finish=at("03-06 17:00")))
    assert_span(found, "03-04 08:00", "03-06 17:00")
    assert (found.duration, found.remaining_duration, found.driver.kind) == (3 * DAY, 0, DriverKind.ACTUAL)


def test_a_start_alone_leaves_the_whole_duration() -> None:
    found = dates(reported(actual_start=at("03-03 08:00")))
    assert_span(found, "03-03 08:00", "03-12 17:00")
    assert found.remaining_start == at(STATUS)


@pytest.mark.parametrize(("begun", "start"), [("03-03 08:00", "03-03 08:00"), (None, STATUS)])
def test_a_percentage_leaves_its_share(begun: str | None, start: str) -> None:
    facts = {"percent_complete": Decimal(50), "actual_start": None if begun is None else at(begun)}
    found = dates(reported(**facts))
    assert_span(found, start, "03-11 12:00")
    assert found.remaining_duration == 3 * DAY // 2


def test_expected_finish_sets_what_is_left() -> None:
    begun = dates(reported(actual_start=at("03-03 08:00"), expected_finish=at("03-13 17:00")))
    assert (begun.early_finish, begun.remaining_duration) == (at("03-13 17:00"), 4 * DAY)
    ahead = dates(reported(BUILD, expected_finish=at("03-27 17:00")), BUILD)
    assert_span(ahead, "03-13 08:00", "03-27 17:00")


def test_suspended_work_goes_on_when_it_is_resumed() -> None:
    paused = reported(
        actual_start=at("03-03 08:00"), remaining_duration=DAY, suspend=at("03-04 08:00"), resume=at("03-16 08:00")
    )
    found = dates(paused)
    assert_span(found, "03-03 08:00", "03-16 17:00")
    assert found.duration == 3 * DAY


def test_progress_fills_segments_in_order() -> None:
    pieces = (Segment(2 * DAY, DAY), Segment(3 * DAY))
    begun = reported(BUILD, segments=pieces, actual_start=at("03-04 08:00"), remaining_duration=4 * DAY)
    alone = replace(begun, links=())
    # One day of the first piece, the gap, and the second piece are left.
    assert_span(dates(alone, BUILD), "03-04 08:00", "03-16 17:00")


def test_actual_dates_go_on_where_work_stopped() -> None:
    begun = reported(actual_start=at("03-03 08:00"), remaining_duration=2 * DAY)
    answer = schedule(told(begun, out_of_sequence=OutOfSequence.ACTUAL_DATES))
    assert_span(answer.by_uid[ANALYSIS], "03-03 08:00", "03-05 17:00")
    assert [n.tasks for n in answer.notices if n.code == "W-REMAINING-BEFORE-DD"] == [(ANALYSIS,)]


def test_a_started_task_keeps_no_constraint_on_its_start() -> None:
    for kind in (ConstraintKind.SNET, ConstraintKind.MSO, ConstraintKind.MFO):
        begun = reported(
            actual_start=at("03-03 08:00"), remaining_duration=DAY, constraints=(Constraint(kind, at("03-20 08:00")),)
        )
        assert_span(dates(begun), "03-03 08:00", "03-10 17:00")


def test_a_plan_without_tasks_has_dates() -> None:
    answer = schedule(plan(tasks=(), links=()))
    assert (answer.tasks, answer.finish) == ((), answer.plan.settings.start)


def test_from_the_finish_every_task_is_as_late_as_it_can_be() -> None:
    backwards = told(plan(), schedule_from_finish=True, finish=at("04-30 17:00"))
    answer = schedule(backwards)
    assert_span(answer.by_uid[ANALYSIS], "04-17 08:00", "04-21 17:00")
    assert_span(answer.by_uid[TEST], "04-29 08:00", "04-30 17:00")
    assert why(answer, BUILD).sentence == (
        "Build starts Wed 22 Apr 08:00 because it is as late as it can be for the project to finish Thu 30 Apr 17:00."
    )
    pushed = changed(backwards, BUILD, constraints=(Constraint(ConstraintKind.SNET, at("04-27 08:00")),))
    assert dates(pushed, BUILD).driver.kind is DriverKind.CONSTRAINT
    assert dates(pushed, TEST).driver.kind is DriverKind.LINK
    assert dates(pushed, TEST).total_float == -3 * DAY
