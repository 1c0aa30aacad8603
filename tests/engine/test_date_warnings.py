"""Warnings that only computed dates give reason for (domain/schedule.md 12)."""

from __future__ import annotations

from milepost.engine.notices import Notice
from milepost.engine.plan import LateConstraintMode, OutOfSequence, Plan
from milepost.engine.schedule import schedule
from milepost.engine.tasks import ConstraintKind
from tests.engine.drawn import D, at, codes, days, held, link, plan


def _only(source: Plan, code: str) -> Notice:
    (found,) = (notice for notice in schedule(source).notices if notice.code == code)
    return found


def test_a_fixed_start_names_the_links_it_breaks_and_the_minutes() -> None:
    rows = (days(1, 3), days(2, 1, constraints=held(ConstraintKind.MSO, "03 08:00")), link(1, 2))
    notice = _only(plan(*rows), "W-CONSTRAINT-CONFLICT")
    assert notice.tasks == (2, 1)
    assert "480 minutes" in notice.message
    assert "1 T1 -FS->" in notice.message


def test_a_fixed_start_that_waits_breaks_nothing() -> None:
    rows = (days(1, 3), days(2, 1, constraints=held(ConstraintKind.MSO, "09 08:00")), link(1, 2))
    assert "W-CONSTRAINT-CONFLICT" not in codes(schedule(plan(*rows)))


def test_an_honoured_late_constraint_warns_and_by_logic_does_not() -> None:
    rows = (days(1, 3), days(2, 1, constraints=held(ConstraintKind.SNLT, "03 08:00")), link(1, 2))
    assert "W-CONSTRAINT-CONFLICT" in codes(schedule(plan(*rows, late_constraints=LateConstraintMode.HONOR)))
    assert codes(schedule(plan(*rows))) == ["W-NEG-SLACK"]


def test_negative_float_names_chain_cause_and_days() -> None:
    rows = (days(1, 3), days(2, 2, deadline=at("04 12:00")), days(3, 1), link(1, 2))
    notice = _only(plan(*rows), "W-NEG-SLACK")
    assert notice.tasks == (1, 2)
    assert notice.message.startswith(
        "1.5 working days must be recovered: 1 T1 -> 2 T2 cannot meet its deadline of 2 T2"
    )


def test_must_finish_by_is_the_cause_of_last_resort() -> None:
    notice = _only(plan(days(1, 3), must_finish_by=at("02 17:00")), "W-NEG-SLACK")
    assert "the project's must-finish-by date" in notice.message


def test_a_lead_before_the_start_is_clamped_and_said() -> None:
    rows = (days(1, 1), days(2, 1), link(1, 2, lag=-3))
    result = schedule(plan(*rows))
    assert codes(result) == ["W-LEAD-BEFORE-START"]
    assert result.by_uid[2].start == at("01 08:00")


def test_out_of_sequence_work_is_listed_with_both_dates() -> None:
    rows = (days(1, 5), days(2, 3, actual_start=at("02 08:00"), remaining_duration=D), link(1, 2))
    notice = _only(plan(*rows, status_date=at("03 08:00")), "W-OUT-OF-SEQUENCE")
    assert notice.tasks == (1, 2)
    assert "Tue 2 Jun 08:00" in notice.message
    assert "Tue 9 Jun 17:00" in notice.message


def test_work_left_before_the_status_date() -> None:
    begun = days(1, 5, actual_start=at("01 08:00"), remaining_duration=4 * D)
    settings = {"status_date": at("10 08:00"), "out_of_sequence": OutOfSequence.ACTUAL_DATES}
    assert codes(schedule(plan(begun, days(2, 10), **settings))) == ["W-REMAINING-BEFORE-DD"]
    assert codes(schedule(plan(begun, days(2, 10), status_date=at("10 08:00")))) == []


def test_two_meanings_of_critical_are_both_shown() -> None:
    notice = _only(plan(days(1, 2, deadline=at("02 17:00")), days(2, 5)), "W-CRITICAL-AMBIGUOUS")
    assert notice.tasks == (1,)
