"""The habits of Microsoft Project that `Settings.convention` selects, one drawn example each (docs/fidelity.md)."""

from __future__ import annotations

import pytest

from milepost.engine.plan import AlapMode, LateConstraintMode
from milepost.engine.resources import Assignment, Resource
from milepost.engine.schedule import schedule
from milepost.engine.tasks import ConstraintKind, Task, TaskKind
from tests.engine.drawn import D, at, dates, days, held, link, plan


def test_milestone_stands_at_the_raw_start_and_at_the_finish_that_drives_it() -> None:
    saturday = plan(days(1, 0), days(2, 1), days(3, 0), link(2, 3), msp=True, start=at("06 10:00"))
    assert dates(saturday, 1, "start") == "06 10:00"
    assert dates(saturday, 2) == "08 08:00 | 08 17:00"
    assert dates(saturday, 3, "early_start") == "08 17:00"


def test_started_task_goes_on_at_its_resume_date_whatever_precedes_it() -> None:
    begun = days(2, 4, actual_start=at("02 08:00"), actual_duration=D, remaining_duration=3 * D, resume=at("08 08:00"))
    result = schedule(plan(days(1, 10), begun, link(1, 2), msp=True, status_date=at("15 08:00")))
    assert dates(result, 2, "start", "remaining_start", "finish") == "02 08:00 | 08 08:00 | 10 17:00"


def test_predecessor_of_a_started_task_may_last_until_work_resumes() -> None:
    begun = days(2, 10, actual_start=at("02 08:00"), actual_duration=4 * D, remaining_duration=6 * D)
    result = schedule(plan(days(1, 1), begun, days(3, 20), link(1, 2), msp=True))
    assert dates(result, 1, "late_finish") == "05 17:00"
    assert result.by_uid[1].free_float == 0


def test_slack_counts_in_the_tasks_own_calendar() -> None:
    result = schedule(
        plan(
            days(1, 1),
            days(2, 5),
            msp=True,
            resources=(Resource(1, "Robot", calendar=2),),
            assignments=(Assignment(1, 1, 1, work=D),),
        )
    )
    assert dates(result, 1) == "01 08:00 | 01 16:00"
    assert result.by_uid[1].total_float == 4 * D + 60


@pytest.mark.parametrize(("msp", "free"), [(True, 3 * D), (False, 0)])
def test_free_slack_ignores_the_links_of_the_summary(msp: bool, free: int) -> None:
    rows = (days(1, 0, summary=True), days(2, 2, parent=1), days(3, 1), days(4, 6), link(1, 3))
    assert schedule(plan(*rows, msp=msp)).by_uid[2].free_float == free


def test_finish_driven_by_a_start_shows_after_the_night() -> None:
    result = schedule(
        plan(days(1, 1, constraints=held(ConstraintKind.SNET, "03 08:00")), days(2, 1), link(1, 2, "SF"), msp=True)
    )
    assert dates(result, 2) == "02 08:00 | 03 08:00"


def test_start_constraints_may_lie_before_the_project() -> None:
    early = days(1, 1, constraints=held(ConstraintKind.SNET, "05-20 08:00"))
    assert dates(plan(early, msp=True), 1) == "05-20 08:00 | 05-20 17:00"
    assert dates(plan(early), 1) == "01 08:00 | 01 17:00"


def test_slack_of_a_held_task_counts_from_where_logic_wants_it() -> None:
    rows = (days(1, 5), days(2, 0, constraints=held(ConstraintKind.MFO, "04 17:00")), days(3, 8), link(1, 2))
    result = schedule(plan(*rows, msp=True, late_constraints=LateConstraintMode.HONOR))
    assert dates(result, 2, "early_finish", "late_finish") == "04 17:00 | 04 17:00"
    assert (result.by_uid[2].total_float, result.by_uid[2].free_float) == (-D, 0)


def test_nothing_below_a_manual_summary_starts_before_it() -> None:
    above = days(1, 2, summary=True, manual=True, manual_start=at("10 08:00"), manual_finish=at("11 12:00"))
    result = schedule(plan(above, days(2, 1, parent=1), days(3, 0, parent=1), days(4, 20), link(2, 3), msp=True))
    assert dates(result, 2) == "10 08:00 | 10 17:00"
    assert dates(result, 3, "late_finish") == "11 12:00"


def test_manual_task_keeps_its_dates_and_its_duration_counts_back() -> None:
    manual = days(1, 5, manual=True, manual_start=at("01 07:00"), manual_finish=at("05 16:00"))
    result = schedule(plan(manual, days(2, 10), msp=True))
    assert dates(result, 1) == "01 07:00 | 05 16:00"
    assert dates(result, 1, "late_start", "late_finish") == "08 08:00 | 12 17:00"
    assert result.by_uid[1].total_float == 5 * D + 60


def test_undated_manual_task_is_never_critical() -> None:
    undated = days(1, 1, manual=True, manual_start=at("01 08:00"), manual_finish=at("01 17:00"))
    linked = days(2, 1, manual=True, manual_start=at("01 08:00"), manual_finish=at("01 17:00"))
    result = schedule(plan(undated, linked, days(3, 0), link(2, 3), msp=True))
    assert [result.by_uid[uid].critical for uid in (1, 2)] == [False, True]


def test_external_tasks_do_not_count_for_the_finish() -> None:
    foreign = _foreign()
    result = schedule(plan(foreign, days(2, 1), link(1, 2), msp=True))
    assert dates(result, 2) == "03 08:00 | 03 17:00"
    assert result.by_uid[1].total_float == 0
    alone = schedule(plan(foreign, days(2, 0.5), msp=True))
    assert alone.finish == at("01 12:00")


def _foreign() -> Task:
    return days(1, 2, kind=TaskKind.EXTERNAL, manual_start=at("01 08:00"), manual_finish=at("02 17:00"))


def test_lags_run_on_the_successors_own_calendar() -> None:
    robot = {"resources": (Resource(1, "Robot", calendar=2),), "assignments": (Assignment(1, 2, 1, work=D),)}
    assert dates(plan(days(1, 5), days(2, 1), link(1, 2, lag=1), msp=True, **robot), 2, "start") == "08 17:00"


def test_split_task_ends_where_its_stored_pieces_end() -> None:
    pieces = ((at("01 08:00"), at("02 17:00")), (at("05 08:00"), at("08 17:00")))
    split = days(1, 4, stored_pieces=pieces)
    assert dates(plan(split, msp=True), 1, "finish") == "08 17:00"
    begun = days(1, 4, stored_pieces=pieces, actual_start=at("01 08:00"), actual_duration=D, resume=at("02 08:00"))
    assert dates(plan(begun, msp=True), 1, "remaining_start", "finish") == "02 08:00 | 08 17:00"


def test_late_tasks_stand_on_their_late_dates_and_push_their_successors() -> None:
    rows = (days(1, 2, constraints=held(ConstraintKind.ALAP)), days(2, 1), days(3, 10), link(1, 2))
    result = schedule(plan(*rows, msp=True, alap=AlapMode.TOTAL))
    assert dates(result, 1) == "10 08:00 | 11 17:00"
    assert dates(result, 1, "early_start") == "01 08:00"
    assert dates(result, 2) == "12 08:00 | 12 17:00"
