"""GanttProject files: every link, what is done, and starts that no link pins."""

from __future__ import annotations

from pathlib import Path

from milepost.engine.schedule import schedule
from milepost.engine.tasks import LinkType
from milepost.exchange.differences import date_differences
from milepost.exchange.imported import Imported
from milepost.exchange.read import read
from milepost.exchange.receipt import Fate

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SMALL = b"""<?xml version="1.0" encoding="UTF-8"?>
<project name="Small" company="" webLink="" view-date="2026-03-01" view-index="0" version="3.3.3309" locale="en">
  <calendars><day-types><default-week id="1" name="default" sun="1" mon="0" tue="0" wed="0" thu="0" fri="0" sat="1"/>
  </day-types></calendars>
  <tasks empty-milestones="true"><taskproperties/>
    <task id="0" name="Phase" start="2026-03-02" duration="9" complete="0">
      <task id="1" name="Dig" start="2026-03-02" duration="2" complete="50">
        <depend id="2" type="2" difference="1" hardness="Strong"/>
        <depend id="3" type="2" difference="0" hardness="Rubber"/>
        <depend id="99" type="2" difference="0" hardness="Strong"/>
      </task>
      <task id="2" name="Pour" start="2026-03-05" duration="1" complete="0"/>
      <task id="3" name="Paint" start="2026-03-10" duration="1" complete="0"/>
      <task id="4" name="Party" start="2026-03-12" duration="1" complete="0"/>
    </task>
  </tasks>
  <resources/><allocations/><vacations/><previous/><roles/>
</project>"""


def _read(data: bytes) -> Imported:
    return read(data, file="plan.gan")


def test_links_below_the_top_level_are_kept_and_every_date_is_the_stored_one() -> None:
    imported = _read((DATA / "other-tools/ganttproject/HouseBuildingSample.gan").read_bytes())
    plan = imported.dossier.plan
    assert len(plan.links) == 17
    assert not [one for one in date_differences(imported.dossier, schedule(plan)) if one.in_working_time]
    draft = next(task for task in plan.tasks if task.name == "Create draft of architecture")
    assert schedule(plan).by_uid[draft.uid].finish == draft.actual_finish != draft.actual_start


def test_lags_progress_and_unpinned_starts_count_and_dead_ends_are_listed() -> None:
    imported = _read(SMALL)
    plan = imported.dossier.plan
    assert [(link.predecessor, link.successor, link.type, link.lag) for link in plan.links] == [
        (2, 3, LinkType.FS, 480),
        (2, 4, LinkType.FS, 0),
    ]
    assert not [one for one in date_differences(imported.dossier, schedule(plan)) if one.in_working_time]
    (dropped,) = (line for line in imported.receipt.of(Fate.DROPPED) if line.field == "task.depend")
    assert "line 10" in dropped.examples[0]
    dig, pour = (next(task for task in plan.tasks if task.name == name) for name in ("Dig", "Pour"))
    assert dig.actual_start is not None
    assert dig.actual_finish is None
    assert pour.constraints == ()
