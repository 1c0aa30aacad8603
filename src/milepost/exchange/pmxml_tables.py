"""From the objects of a PMXML file to the tables of an XER."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from milepost.engine.calendars import CalendarException, DayPattern, Intervals
from milepost.exchange.p6_hours import intervals, minute
from milepost.exchange.p6_tables import YEARS, CalendarDays, P6Tables, Row, decimal
from milepost.exchange.pmxml_lists import SHARED_OBJECTS, UDF_VALUES
from milepost.exchange.pmxml_object import Object
from milepost.exchange.pmxml_schedule import OPTIONS, PROJECT, PROJECT_OBJECTS

_DAYS = {"Monday": 0, "Tuesday": 1, "Wednesday": 2, "Thursday": 3, "Friday": 4, "Saturday": 5, "Sunday": 6}
_PROJECTS = ("Project", "BaselineProject")
#: The record a user-defined value belongs to, by the kind of object it stands in.
_OWNERS = {"Activity": "task_id", "WBS": "wbs_id", "Resource": "rsrc_id", "ResourceAssignment": "taskrsrc_id"}
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


class _Collector:
    """Gathers rows table by table while walking the file."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {}
        self.days: dict[str, CalendarDays] = {}

    def add(self, row: Row) -> None:
        self.tables.setdefault(row.table, []).append(row)

    def take(self, element: etree._Element, project: str) -> None:
        """Turn one object into rows, if it is one of those Milepost reads."""
        name = _name(element)
        known = PROJECT_OBJECTS.get(name) or SHARED_OBJECTS.get(name)
        if known is None:
            return
        children = _children(element)
        row = _row(element, children, known)
        if project and name in PROJECT_OBJECTS and name != "Relationship":
            row = Row(row.table, row.place, {**row.cells, "proj_id": project})
        self.add(row)
        if name == "Calendar":
            self.days[row.text("clndr_id")] = _days(children, inherits=bool(row.text("base_clndr_id")))
        self._take_values(children, row, row.text(_OWNERS.get(name, "")), project)

    def take_project(self, element: etree._Element) -> None:
        """Turn a project and everything in it into rows."""
        children = _children(element)
        row = _row(element, children, PROJECT)
        key = row.text("proj_id")
        baseline = _name(element) == "BaselineProject"
        extra = {"export_flag": "N" if element.get("external") == "true" or baseline else "Y"}
        if baseline and not row.text("orig_proj_id"):
            extra["orig_proj_id"] = "unknown"
        self.add(Row("PROJECT", row.place, {**row.cells, **extra}))
        options = [*children.get("ScheduleOptions", ()), element]
        for holder in options:
            found = _row(holder, _children(holder), OPTIONS)
            if any(found.cells.values()):
                self.add(Row(found.table, found.place, {**found.cells, "proj_id": key}))
        for name, group in children.items():
            for child in group:
                if name == "ProjectNote":
                    self._take_project_note(child, key)
                else:
                    self.take(child, key)
        self._take_values(children, row, key, key)

    def _take_values(self, children: dict[str, list[etree._Element]], row: Row, owner: str, project: str) -> None:
        """Read the user-defined values and codes that stand inside their object."""
        for element in children.get("UDF", ()):
            inner = _children(element)
            cells = {"udf_type_id": _text(inner, "TypeObjectId"), "fk_id": owner, "proj_id": project}
            cells |= {column: text for name, column in UDF_VALUES.items() if (text := _text(inner, name))}
            self.add(Row("UDFVALUE", row.place, cells))
        if row.table == "TASK":
            for element in children.get("Code", ()):
                inner = _children(element)
                codes = {
                    "actv_code_type_id": _text(inner, "TypeObjectId"),
                    "actv_code_id": _text(inner, "ValueObjectId"),
                }
                self.add(Row("TASKACTV", row.place, {**codes, "task_id": owner, "proj_id": project}))

    def _take_project_note(self, element: etree._Element, project: str) -> None:
        inner = _children(element)
        element_id, text = _text(inner, "WBSObjectId"), _text(inner, "Note") or _text(inner, "RawTextNote")
        cells = {"proj_id": project, "memo_type_id": _text(inner, "NotebookTopicObjectId")}
        if element_id:
            self.add(Row("WBSMEMO", _place(element), {**cells, "wbs_id": element_id, "wbs_memo": text}))
        else:
            self.add(Row("PROJMEMO", _place(element), {**cells, "proj_memo": text}))


def tables(root: etree._Element) -> P6Tables:
    """Read the objects under the root of a PMXML file."""
    found = _Collector()
    for element in _elements(root):
        if _name(element) in _PROJECTS:
            found.take_project(element)
        else:
            found.take(element, "")
    currency = next((row.text("curr_short_name") for row in found.tables.get("CURRTYPE", ())), "")
    version = (etree.QName(root).namespace or "").split("/API/")[0].rsplit("/", 1)[-1]
    return P6Tables(
        tables={name: tuple(rows) for name, rows in found.tables.items()},
        days=found.days,
        application=f"Primavera P6 {version}".strip(),
        currency=currency,
    )


def _elements(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the child elements, without comments and processing instructions."""
    return (child for child in parent if isinstance(child.tag, str))


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _place(element: etree._Element) -> str:
    return f"<{_name(element)}> on line {element.sourceline}"


def _children(element: etree._Element) -> dict[str, list[etree._Element]]:
    groups: dict[str, list[etree._Element]] = {}
    for child in _elements(element):
        groups.setdefault(_name(child), []).append(child)
    return groups


def _text(children: dict[str, list[etree._Element]], name: str) -> str:
    for child in children.get(name, ()):
        if child.text and child.get(_NIL) != "true":
            return child.text.strip().replace("\ufeff", "")
    return ""


def _row(element: etree._Element, children: dict[str, list[etree._Element]], known: Object) -> Row:
    cells: dict[str, str] = {}
    for column, names in known.columns.items():
        text = next((text for name in names if (text := _text(children, name))), "")
        if column in known.words:
            text = known.words[column].get(text, text)
        if text and column in known.percents:
            share = decimal(text)
            text = text if share is None else str(share * 100)
        if text:
            cells[column] = text
    return Row(known.table, _place(element), cells)


def _days(children: dict[str, list[etree._Element]], *, inherits: bool) -> CalendarDays:
    week: list[DayPattern] = [None if inherits else ()] * 7
    for standard in children.get("StandardWorkWeek", ()):
        for hours in _elements(standard):
            inner = _children(hours)
            day = _DAYS.get(_text(inner, "DayOfWeek"))
            if day is not None:
                week[day] = _shifts(inner)
    exceptions = [
        exception
        for holder in children.get("HolidayOrExceptions", ())
        for entry in _elements(holder)
        if (exception := _exception(_children(entry))) is not None
    ]
    return CalendarDays((week[0], week[1], week[2], week[3], week[4], week[5], week[6]), tuple(exceptions))


def _exception(inner: dict[str, list[etree._Element]]) -> CalendarException | None:
    try:
        day = datetime.fromisoformat(_text(inner, "Date")).date()
    except ValueError:
        return None
    return CalendarException("", day, day, _shifts(inner)) if day.year in YEARS else None


def _shifts(inner: dict[str, list[etree._Element]]) -> Intervals:
    times = []
    for element in inner.get("WorkTime", ()):
        shift = _children(element)
        start, finish = minute(_text(shift, "Start")), minute(_text(shift, "Finish"))
        # P6 writes the last minute worked (15:59); other writers the end (16:00).
        if finish is not None and finish % 5 == 4:
            finish += 1
        times.append((start, finish))
    return intervals(times)
