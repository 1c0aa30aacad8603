"""Level of effort: from its first start to its last finish (domain/schedule.md 9)."""

from __future__ import annotations

from milepost.engine.schedule import schedule
from milepost.engine.tasks import ConstraintKind, TaskKind
from tests.engine.drawn import D, at, dates, days, held, link, plan

EFFORT = days(9, 0, kind=TaskKind.LEVEL_OF_EFFORT)


def test_spans_from_its_starts_to_its_finishes() -> None:
    rows = (days(1, 2), days(2, 3), link(1, 2), EFFORT, link(1, 9, "SS"), link(2, 9, "FF", lag=1))
    result = schedule(plan(*rows))
    assert dates(result, 9) == "01 08:00 | 08 17:00"
    assert result.by_uid[9].duration == 6 * D


def test_a_successor_defines_its_finish_read_backwards() -> None:
    rows = (days(1, 2), days(2, 3), link(1, 2), EFFORT, link(1, 9), link(9, 2, "FF"))
    assert dates(plan(*rows), 9) == "03 08:00 | 05 17:00"


def test_never_drives_counts_or_is_critical() -> None:
    rows = (days(1, 2), EFFORT, link(1, 9, "SS"), link(1, 9, "FF", lag=5), days(2, 1), link(9, 2))
    result = schedule(plan(*rows))
    assert dates(result, 2, "start") == "01 08:00"
    assert result.finish == result.by_uid[1].finish
    assert not result.by_uid[9].critical


def test_recurring_tasks_that_stand_alone_do_not_end_the_project() -> None:
    weekly = days(1, 0, kind=TaskKind.RECURRING)
    meetings = [
        days(uid, 1, parent=1, constraints=held(ConstraintKind.SNET, f"{day} 08:00"))
        for uid, day in ((2, "08"), (3, "22"))
    ]
    result = schedule(plan(weekly, *meetings, days(4, 2)))
    assert result.finish == at("02 17:00")
    assert [result.by_uid[uid].critical for uid in (2, 3, 4)] == [False, False, True]
