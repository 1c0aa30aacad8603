"""Each date that differs from the stored one is named with both dates and the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from milepost.dossier import Dossier, StoredTask
from milepost.engine.clock import instant, moment
from milepost.engine.schedule import schedule
from milepost.exchange.differences import DateDifference, date_differences
from milepost.exchange.read import read
from milepost.exchange.write import write
from tests.exchange.plan_files import small


def stored(*dates: tuple[int, str, str]) -> Dossier:
    dossier = read(write(read(small(), file="small.xml").dossier, "mspdi"), file="small.xml").dossier
    kept = {one.task: one for one in dossier.stored}
    for uid, start, finish in dates:
        kept[uid] = replace(kept[uid], start=at(start), finish=at(finish))
    return replace(dossier, stored=tuple(kept.values()))


def at(text: str) -> int:
    return instant(datetime.fromisoformat(text))


def found(dossier: Dossier) -> list[DateDifference]:
    return list(date_differences(dossier, schedule(dossier.plan)))


def test_nothing_is_said_where_all_agree() -> None:
    assert found(stored()) == []


def test_both_dates_and_the_reason_are_given() -> None:
    (difference,) = found(stored((2, "2026-03-09T08:00", "2026-03-09T17:00")))
    assert difference.task == 2
    assert moment(difference.stored_start).isoformat() == "2026-03-09T08:00:00"
    assert moment(difference.start).isoformat() == "2026-03-05T08:00:00"
    assert difference.in_working_time
    assert "Build" in difference.why


def test_the_other_side_of_a_pause_is_no_difference_in_working_time() -> None:
    (difference,) = found(stored((1, "2026-03-02T08:00", "2026-03-04T08:00")))
    assert not difference.in_working_time


def test_days_are_compared_with_days() -> None:
    assert found(stored((1, "2026-03-02", "2026-03-03"), (2, "2026-03-05", "2026-03-05"))) == []


def test_a_task_without_stored_dates_is_not_compared() -> None:
    dossier = stored()
    assert found(replace(dossier, stored=(StoredTask(1),))) == []
