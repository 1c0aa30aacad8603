"""Plans as workbooks: foreign sheets, our own round trip, and workbooks that would fill the memory."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from milepost.dossier import Dossier, Project
from milepost.engine import clock
from milepost.engine.calendars import INHERIT_WEEK, Calendar, CalendarException, DatedWeek, Frequency, Recurrence
from milepost.engine.plan import Plan, Settings
from milepost.engine.tasks import Task
from milepost.exchange import xer, xlsx
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.imported import ReadOptions
from milepost.exchange.read import read as read_any

DATA = Path(__file__).parent / "data"


def read(data: bytes, **options: str) -> Dossier:
    return xlsx.read(data, file="plan.xlsx", options=ReadOptions(**options)).dossier  # type: ignore[arg-type]


def workbook(*rows: list[object], title: str = "Sheet1") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def at(text: str) -> int:
    return clock.instant(datetime.fromisoformat(text))


def test_typed_cells_are_read_as_what_they_are() -> None:
    data = workbook(
        ["The plan"],
        ["ID", "Task Name", "Duration", "Start", "% Complete", "Deadline", "Cost", "Milestone"],
        [1, "Dig", 3, datetime(2026, 3, 2, 9, 30), 0.25, date(2026, 3, 20), 1200.5, False],  # noqa: DTZ001
        [2, "Done", "0d", None, 0, None, None, True],
        title="Plan",
    )
    dossier = read(data)
    dig, done = dossier.plan.tasks
    assert (dig.code, dig.duration, dig.percent_complete, float(dig.cost or 0)) == ("1", 1440, 25, 1200.5)
    assert (dig.actual_start, dig.deadline) == (at("2026-03-02T09:30"), at("2026-03-20T17:00"))
    assert (dig.milestone, done.milestone) == (False, True)
    assert dossier.project.name == "Plan"


def test_the_sheet_with_most_known_headings_is_read_or_the_one_named() -> None:
    book = Workbook()
    book.active.append(["Name", "Phone"])
    plan = book.create_sheet("Work")
    plan.append(["Task Name", "Start"])
    plan.append(["A", datetime(2026, 3, 2)])  # noqa: DTZ001
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue()).plan.tasks[0].name == "A"
    assert read(out.getvalue(), sheet="work").plan.tasks[0].name == "A"
    with pytest.raises(FileRefusedError, match=r"no sheet 'x'\. The sheets are: Sheet, Work"):
        read(out.getvalue(), sheet="x")


def test_errors_name_sheet_row_and_column() -> None:
    with pytest.raises(FileRefusedError, match=r"sheet 'Sheet1', row 2, column 'Duration': 'soon' is not a duration"):
        read(workbook(["Task", "Duration", "Start"], ["A", "soon", datetime(2026, 3, 2)]))  # noqa: DTZ001


def test_a_workbook_written_is_the_plan_read() -> None:
    original = xer.read((DATA / "migration.xer").read_bytes(), file="plan.xer", options=ReadOptions()).dossier
    back = read_any(xlsx.write(original), file="plan.xlsx").dossier
    plan, again = original.plan, back.plan
    assert back.project == replace(original.project, currency_digits=2)
    assert again.settings == plan.settings
    assert again.calendars == plan.calendars
    assert again.resources == plan.resources
    assert again.assignments == tuple(replace(one, stored_start=None, stored_finish=None) for one in plan.assignments)
    assert again.tasks == tuple(replace(task, external_uid=None) for task in plan.tasks)
    assert {(one.predecessor, one.successor, one.type, one.lag) for one in again.links} == {
        (one.predecessor, one.successor, one.type, one.lag) for one in plan.links
    }
    assert again.baselines[0].tasks == plan.baselines[0].tasks


def test_recurrences_dated_weeks_and_inherited_days_come_back() -> None:
    every = Recurrence(Frequency.MONTHLY, interval=2, weekdays=(4,), nth=5, count=6)
    summer = DatedWeek("Summer", date(2026, 7, 1), date(2026, 8, 31), (((420, 840),), *INHERIT_WEEK[1:5], (), ()))
    week = ((((480, 720), (780, 1020)),) * 5) + ((), ((0, 1440),))
    calendars = (
        Calendar(
            1, "Base", week=week, exceptions=(CalendarException("Day", date(2026, 5, 1), date(2027, 5, 1), (), every),)
        ),
        Calendar(2, "Child", parent=1, zone="Europe/Berlin", dated_weeks=(summer,)),
    )
    plan = Plan(Settings(start=at("2026-03-02T08:00"), calendar=1), calendars, (Task(1, "A", code="1", duration=480),))
    assert read(xlsx.write(Dossier(Project("P"), plan))).plan.calendars == calendars


def test_text_that_looks_like_a_formula_stays_text() -> None:
    plan = Plan(Settings(start=0), tasks=(Task(1, '=HYPERLINK("http://x")', code="1", duration=480),))
    data = xlsx.write(Dossier(Project("=cmd"), plan))
    sheet = load_workbook(io.BytesIO(data))["Tasks"]
    assert sheet["E2"].data_type == "s"
    assert sheet.freeze_panes == "A2"
    assert read(data).plan.tasks[0].name == '=HYPERLINK("http://x")'


def test_control_characters_and_long_notes_do_not_stop_the_writer() -> None:
    plan = Plan(Settings(start=0), tasks=(Task(1, "A\x00\x0bB" + "x" * 40_000, code="1", duration=480),))
    name = read(xlsx.write(Dossier(Project("P"), plan))).plan.tasks[0].name
    assert (name[:2], len(name)) == ("AB", 32_767)


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    return packed({**parts, name: content})


GOOD = workbook(["Task", "Start"], ["A", datetime(2026, 3, 2)])  # noqa: DTZ001


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (GOOD[:2000], "the workbook is damaged or protected"),
        (packed({"xl/a": b"0" * 20_000_000, "[Content_Types].xml": b""}), "unpacks from .* to 20000000 bytes"),
        (packed({f"xl/{n}": b"" for n in range(6000)}), "in 6000 parts"),
        (
            repacked(GOOD, "xl/worksheets/sheet1.xml", b'<worksheet><c r="A1"/><c r="XFD1048576"/></worksheet>'),
            "spans 1048576 rows and 16384 columns",
        ),
        (workbook(["Task", "Start"], ["A", -1e19]), "the number -1E\\+19 is larger than any date|-1e"),
        (repacked(GOOD, "xl/worksheets/sheet1.xml", b'<worksheet><c r="NoneW8"/></worksheet>'), "'NoneW8' is no cell"),
        (packed({"xl/workbook.xml": b"<a", "[Content_Types].xml": b"<b"}), "cannot be read"),
        (repacked(GOOD, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"), "cannot be read|no sheet has"),
        (workbook(), "no sheet has headings"),
    ],
)
def test_harmful_and_broken_workbooks_are_refused_in_words(data: bytes, message: str) -> None:
    with pytest.raises(FileRefusedError, match=f"plan.xlsx.*{message}"):
        read(data)
