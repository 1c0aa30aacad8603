"""Microsoft Project XML: the same facts as another reader, the dates Microsoft Project stored, and back again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from milepost.dossier import Dossier, RecordKind
from milepost.engine.calendars import Frequency
from milepost.engine.clock import moment
from milepost.engine.schedule import schedule
from milepost.engine.tasks import LagKind, LinkType
from milepost.engine.worktime import WorkTimes
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.read import Imported, read
from milepost.exchange.receipt import Fate
from milepost.exchange.write import write
from tests.engine.fidelity import compare
from tests.engine.stored_plans import StoredPlan
from tests.exchange.plan_files import as_stored, mspdi_files, small

FACTS = (
    "name parent duration elapsed type constraints deadline calendar percent_complete actual_start actual_finish "
    "actual_duration remaining_duration suspend resume manual manual_start manual_finish priority levelling_delay "
    "milestone cost actual_cost work effort_driven code ignore_resource_calendars"
).split()
STORED = "start finish early_start early_finish late_start late_finish total_float free_float critical".split()
FILES = pytest.mark.parametrize("path", mspdi_files(), ids=lambda path: path.name)


def opened(data: bytes) -> Imported:
    return read(data, file="plan.xml")


def without_source(dossier: Dossier) -> Dossier:
    return replace(dossier, source=None)


@FILES
def test_reads_the_same_facts_as_another_reader(path: Path) -> None:
    ours, theirs = opened(path.read_bytes()).dossier.plan, as_stored(path).plan
    by_uid = {task.uid: task for task in theirs.tasks}
    assert {task.uid for task in ours.tasks} == set(by_uid)
    for task in ours.tasks:
        other = by_uid[task.uid]
        assert {name: getattr(task, name) for name in FACTS} == {name: getattr(other, name) for name in FACTS}
    facts = [
        Counter((one.predecessor, one.successor, one.type, one.lag, one.lag_kind) for one in plan.links)
        for plan in (ours, theirs)
    ]
    assert facts[0] == facts[1]
    work = [Counter((one.task, one.units, one.work, one.delay) for one in plan.assignments) for plan in (ours, theirs)]
    assert work[0] == work[1]


@FILES
def test_calendars_work_the_same_hours(path: Path) -> None:
    ours, theirs = opened(path.read_bytes()).dossier.plan, as_stored(path).plan
    first = ours.settings.start - ours.settings.start % 1440
    days = range(first, first + 800 * 1440, 1440)
    # The other reader leaves a calendar without days and without base calendar empty; here it is as Standard.
    whole = {one.uid for one in theirs.calendars if one.parent is not None or any(one.week)}
    for calendar in whole & {one.uid for one in ours.calendars}:
        lines = [WorkTimes(plan).of_calendar(calendar) for plan in (ours, theirs)]
        hours = [[line.working(day, day + 1440) for day in days] for line in lines]
        assert hours[0] == hours[1], calendar


@FILES
def test_stored_dates_are_those_of_the_file(path: Path) -> None:
    ours = {one.task: one for one in opened(path.read_bytes()).dossier.stored}
    for uid, other in as_stored(path).stored.items():
        for name in STORED:
            # The other reader computes what the file leaves out.
            assert getattr(ours[uid], name) in (None, getattr(other, name)), (uid, name)


@FILES
def test_computes_the_dates_microsoft_project_stored(path: Path) -> None:
    dossier = opened(path.read_bytes()).dossier
    source = StoredPlan(path.name, dossier.plan, {one.task: one for one in dossier.stored})
    result = compare(source, schedule(dossier.plan))
    assert result.on_clock == result.leaves, result.misses[:3]


@FILES
def test_survives_being_written_and_read_again(path: Path) -> None:
    first = without_source(opened(path.read_bytes()).dossier)
    assert without_source(opened(write(first, "mspdi")).dossier) == first


def test_links_keep_type_and_lag() -> None:
    link = opened(small()).dossier.plan.links[0]
    assert (link.type, link.lag, link.lag_kind, link.lag_unit) == (LinkType.FS, 480, LagKind.WORKING, "d")


def test_recurring_exceptions_are_kept_as_recurrences() -> None:
    exception = (
        "<Exceptions><Exception><EnteredByOccurrences>1</EnteredByOccurrences><TimePeriod>"
        "<FromDate>2026-03-06T00:00:00</FromDate><ToDate>2026-12-31T23:59:00</ToDate></TimePeriod>"
        "<Occurrences>4</Occurrences><Name>Release day</Name><Type>5</Type><Period>2</Period><MonthItem>8</MonthItem>"
        "<MonthPosition>4</MonthPosition><DayWorking>0</DayWorking></Exception></Exceptions>"
    )
    dossier = opened(small(calendar=exception)).dossier
    recurrence = dossier.plan.calendars[0].exceptions[0].recurrence
    assert recurrence is not None
    assert (recurrence.frequency, recurrence.interval, recurrence.weekdays) == (Frequency.MONTHLY, 2, (4,))
    assert (recurrence.nth, recurrence.count) == (5, 4)
    assert opened(write(dossier, "mspdi")).dossier.plan == dossier.plan


def test_money_is_exact() -> None:
    task = opened(small(task="<Cost>123456</Cost><FixedCost>1</FixedCost>")).dossier.plan.tasks[0]
    assert (task.cost, task.fixed_cost) == (Decimal("1234.56"), Decimal("0.01"))


def test_baselines_keep_amounts_as_the_plan_does() -> None:
    saved = "<Baseline><Number>0</Number><Cost>123456</Cost><FixedCost>1</FixedCost></Baseline>"
    dossier = opened(small(task=saved)).dossier
    (baseline,) = dossier.plan.baselines
    assert (baseline.tasks[0].cost, baseline.tasks[0].fixed_cost) == (Decimal("1234.56"), Decimal("0.01"))
    assert opened(write(dossier, "mspdi")).dossier.plan.baselines == dossier.plan.baselines


def worked(*days: tuple[int, int, int]) -> bytes:
    """Give the small plan with an assignment of task 1, whose work goes by 24 hours: first day, days, hours a day."""
    pieces = "".join(
        "<TimephasedData><Type>1</Type>"
        f"<Start>2026-03-{day:02d}T08:00:00</Start><Finish>2026-03-{day + length:02d}T08:00:00</Finish>"
        f"<Unit>2</Unit><Value>PT{hours}H0M0S</Value></TimephasedData>"
        for day, length, hours in days
    )
    assignment = f"<UID>1</UID><TaskUID>1</TaskUID><ResourceUID>-65535</ResourceUID><Units>1</Units>{pieces}"
    return small().replace(
        b"<Assignments/>", f"<Assignments><Assignment>{assignment}</Assignment></Assignments>".encode()
    )


def test_a_weekend_without_work_is_no_split() -> None:
    dossier = opened(worked((5, 1, 8), (6, 1, 8), (7, 2, 0), (9, 1, 8))).dossier
    assert dossier.plan.tasks[0].stored_pieces == ()


def test_working_days_without_work_split_the_task() -> None:
    pieces = opened(worked((2, 1, 8), (3, 1, 4), (4, 2, 0), (6, 1, 8))).dossier.plan.tasks[0].stored_pieces
    assert [(moment(start).isoformat(), moment(end).isoformat()) for start, end in pieces] == [
        ("2026-03-02T08:00:00", "2026-03-03T12:00:00"),
        ("2026-03-06T08:00:00", "2026-03-07T08:00:00"),
    ]


def test_a_link_to_nowhere_is_left_out_and_said() -> None:
    imported = opened(small(predecessor="99"))
    assert imported.dossier.plan.links == ()
    assert any("99" in line.examples[0] for line in imported.receipt.of(Fate.DROPPED) if line.field == "link")


def test_tasks_without_stored_dates_are_written_with_computed_ones() -> None:
    written = opened(write(opened(small()).dossier, "mspdi")).dossier
    assert [moment(one.start or 0).isoformat() for one in written.stored] == [
        "2026-03-02T08:00:00",
        "2026-03-05T08:00:00",
    ]


def test_long_notes_are_cut_and_said() -> None:
    imported = opened(small(task=f"<Notes>{'x' * 10_000_000}</Notes>"))
    note = next(one for one in imported.dossier.notes if one.kind is RecordKind.TASK)
    assert len(note.text) == 1_000_000
    assert imported.receipt.of(Fate.APPROXIMATED)


@pytest.mark.parametrize(
    ("task", "field"),
    [
        ("<Deadline>1066-10-14T08:00:00</Deadline>", "Task.Deadline"),
        ("<Deadline>2199-01-01T08:00:00</Deadline>", "Task.Deadline"),
        ("<Deadline>tomorrow</Deadline>", "Task.Deadline"),
        ("<Work>forty hours</Work>", "Task.Work"),
        ("<Cost>NaN</Cost>", "Task.Cost"),
        ("<Cost>1e999999</Cost>", "Task.Cost"),
        ("<Milestone>perhaps</Milestone>", "Task.Milestone"),
    ],
)
def test_a_value_that_cannot_be_is_left_out_and_said(task: str, field: str) -> None:
    imported = opened(small(task=task))
    said = [line for line in imported.receipt.of(Fate.DROPPED) if line.field == field]
    assert said
    assert "line " in said[0].examples[0]


BOMB = b"""<?xml version="1.0"?><!DOCTYPE Project [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<Project xmlns="http://schemas.microsoft.com/project"><Name>&b;</Name><Tasks><Task><UID>1</UID></Task></Tasks></Project>"""


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (small()[:-60], "broken or cut off"),
        (small().replace(b"</Task>", b"</Tsk>", 1), "broken or cut off"),
        (small(task="<UID/>").replace(b"<UID>1</UID><ID>", b"<UID>one</UID><ID>"), "has the UID 'one'"),
        (BOMB, "document type"),
        (BOMB.replace(b"<Tasks><Task><UID>1</UID></Task></Tasks>", b""), "document type"),
        (BOMB.replace(b"<Project ", b'<Project x="&b;" '), "document type"),
        (small().replace(b"Build", b"\xff\xfe\xfa"), "broken"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(FileRefusedError, match=words) as caught:
        opened(data)
    assert "plan.xml" in str(caught.value)


def test_the_receipt_counts_what_is_lost_and_not_what_says_nothing() -> None:
    says = "<HideBar>1</HideBar><Rollup>0</Rollup><OvertimeWork>PT0H0M0S</OvertimeWork>"
    says += "<Deadline>2026-04-01T17:00:00</Deadline>"
    receipt = opened(small(task=says)).receipt
    assert [(line.field, line.count) for line in receipt.of(Fate.DROPPED)] == [("Task.HideBar", 1)]
    kept = {line.field: line.count for line in receipt.of(Fate.KEPT)}
    assert (kept["Task.Name"], kept["Task.Deadline"]) == (2, 1)


def test_a_repeated_number_keeps_the_first() -> None:
    imported = opened(small().replace(b"<UID>2</UID>", b"<UID>1</UID>"))
    assert [task.name for task in imported.dossier.plan.tasks] == ["Build"]
    assert any(line.field == "task" for line in imported.receipt.of(Fate.DROPPED))
