"""What progress leaves of a task, drawn (domain/schedule.md 10)."""

from __future__ import annotations

from decimal import Decimal

from milepost.engine.plan import OutOfSequence, SsLagFrom
from milepost.engine.results import DriverKind
from milepost.engine.schedule import schedule
from milepost.engine.tasks import PercentType, Segment
from tests.engine.drawn import D, at, dates, days, link, plan


def test_unstarted_work_waits_for_the_status_date() -> None:
    result = schedule(plan(days(1, 2), status_date=at("08 08:00")))
    assert dates(result, 1) == "08 08:00 | 09 17:00"
    assert result.by_uid[1].driver.kind is DriverKind.STATUS_DATE


def test_percent_of_duration_says_what_is_left() -> None:
    begun = days(1, 4, actual_start=at("01 08:00"), percent_complete=Decimal(25))
    result = schedule(plan(begun, status_date=at("03 08:00")))
    assert dates(result, 1, "start", "remaining_start", "finish") == "01 08:00 | 03 08:00 | 05 17:00"
    assert (result.by_uid[1].duration, result.by_uid[1].remaining_duration) == (4 * D, 3 * D)


def test_physical_percent_leaves_the_duration_alone() -> None:
    physical = {"percent_complete": Decimal(75), "percent_type": PercentType.PHYSICAL}
    begun = days(1, 4, actual_start=at("01 08:00"), **physical)
    assert dates(plan(begun, status_date=at("03 08:00")), 1, "finish") == "08 17:00"


def test_completed_tasks_keep_their_dates_and_have_no_float() -> None:
    done = days(1, 2, actual_start=at("01 08:00"), actual_finish=at("03 12:00"))
    result = schedule(plan(done, days(2, 1), link(1, 2), status_date=at("03 13:00")))
    assert dates(result, 1) == "01 08:00 | 03 12:00"
    assert dates(result, 2) == "03 13:00 | 04 12:00"
    assert (result.by_uid[1].total_float, result.by_uid[1].critical) == (0, False)


def test_remaining_work_resumes_when_it_may() -> None:
    begun = days(1, 4, actual_start=at("01 08:00"), remaining_duration=2 * D, resume=at("10 08:00"))
    assert dates(plan(begun, status_date=at("03 08:00")), 1, "remaining_start", "finish") == "10 08:00 | 11 17:00"


def test_expected_finish_sets_what_is_left_of_any_task() -> None:
    begun = days(1, 9, actual_start=at("01 08:00"), actual_duration=D, expected_finish=at("04 17:00"))
    result = schedule(plan(begun, days(2, 9, expected_finish=at("08 17:00")), link(1, 2), status_date=at("03 08:00")))
    assert dates(result, 1, "finish") == "04 17:00"
    assert result.by_uid[1].remaining_duration == 2 * D
    assert dates(result, 2) == "05 08:00 | 08 17:00"
    assert result.by_uid[2].duration == 2 * D


def test_actual_dates_keep_the_work_together() -> None:
    begun = days(1, 4, actual_start=at("01 08:00"), remaining_duration=3 * D)
    settings = {"status_date": at("10 08:00"), "out_of_sequence": OutOfSequence.ACTUAL_DATES}
    assert dates(plan(begun, **settings), 1, "remaining_start", "finish") == "02 08:00 | 04 17:00"


def test_a_start_lag_runs_from_the_actual_start_or_from_the_work_left() -> None:
    begun = days(1, 6, actual_start=at("01 08:00"), remaining_duration=5 * D)
    rows = (begun, days(2, 1), link(1, 2, "SS", lag=3))
    assert dates(plan(*rows, status_date=at("02 08:00")), 2, "start") == "04 08:00"
    later = plan(*rows, status_date=at("03 08:00"), ss_lag_from=SsLagFrom.EARLY_START)
    assert dates(later, 2, "start") == "05 08:00"


def test_splits_walk_their_segments_and_progress_fills_them_in_order() -> None:
    split = days(1, 4, segments=(Segment(2 * D, D), Segment(2 * D)))
    assert dates(plan(split), 1) == "01 08:00 | 05 17:00"
    begun = days(1, 4, segments=split.segments, actual_start=at("01 08:00"), remaining_duration=3 * D)
    assert dates(plan(begun), 1, "remaining_start", "finish") == "02 08:00 | 05 17:00"
    further = days(1, 4, segments=split.segments, actual_start=at("01 08:00"), remaining_duration=D)
    assert dates(plan(further), 1, "remaining_start", "finish") == "05 08:00 | 05 17:00"
