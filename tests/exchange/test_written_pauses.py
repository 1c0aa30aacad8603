"""A plan with pauses and delays has the same dates, and asks as much of its people, when it is read back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from milepost.dossier import Dossier
from milepost.engine.overload import overload
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Segment
from milepost.exchange.differences import date_differences
from milepost.exchange.read import read
from milepost.exchange.write import write

SAMPLE = Path(__file__).resolve().parents[2] / "src" / "milepost" / "sample" / "portal.milepost"
DAY = 480
#: Task 14 has 21 days done with less work than time, and 20 left; task 16 has not begun.
PAUSES = {
    "after the work done": {14: (Segment(21 * DAY, 17 * DAY), Segment(20 * DAY))},
    "later on": {14: (Segment(25 * DAY, 3 * DAY), Segment(16 * DAY))},
    "twice": {14: (Segment(21 * DAY, 2 * DAY), Segment(5 * DAY, 90), Segment(15 * DAY))},
    "of work to come": {16: (Segment(4 * DAY, 2 * DAY), Segment(6 * DAY))},
}


def paused(pieces: dict[int, tuple[Segment, ...]]) -> Dossier:
    """The sample with pauses, one delayed task, and no dates stored, as levelling proposes it."""
    dossier = read(SAMPLE.read_bytes(), file=SAMPLE.name).dossier
    tasks = tuple(
        replace(task, segments=pieces.get(task.uid, ()), levelling_delay=3 * DAY if task.uid == 54 else 0)
        for task in dossier.plan.tasks
    )
    return replace(dossier, plan=replace(dossier.plan, tasks=tasks), stored=())


@pytest.mark.parametrize("format_id", ["mspdi", "xlsx"])
@pytest.mark.parametrize("pauses", PAUSES)
def test_dates_and_loads_are_the_same_when_read_back(pauses: str, format_id: str) -> None:
    dossier = paused(PAUSES[pauses])
    again = read(write(dossier, format_id), file="plan").dossier
    before, after = schedule(dossier.plan), schedule(again.plan)
    assert [(one.uid, one.start, one.finish) for one in after.tasks] == [
        (one.uid, one.start, one.finish) for one in before.tasks
    ]
    assert overload(after) == overload(before)


def test_the_dates_microsoft_project_shows_are_the_computed_ones() -> None:
    again = read(write(paused(PAUSES["twice"]), "mspdi"), file="plan.xml").dossier
    computed = schedule(again.plan)
    assert {one.task for one in again.stored} == set(computed.by_uid)
    assert date_differences(again, computed) == ()
