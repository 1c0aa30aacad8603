"""Plans that an authoring tool saved, as neutral JSON beside the project's data: the plan and the dates stored in it.

The JSON says what the file holds and nothing more; everything derived (segments of splits, remaining durations,
effective calendars) is left to the engine.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from milepost.dossier import StoredTask
from milepost.engine.calendars import Calendar, CalendarException, DatedWeek, DayPattern, Intervals, Week
from milepost.engine.plan import AlapMode, Convention, LagCalendar, LateConstraintMode, Plan, Settings
from milepost.engine.resources import Assignment, Resource, ResourceKind
from milepost.engine.tasks import Constraint, ConstraintKind, LagKind, Link, LinkType, Task, TaskKind, TaskType

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CONSTRAINTS = {
    "as_soon_as_possible": ConstraintKind.ASAP,
    "as_late_as_possible": ConstraintKind.ALAP,
    "start_no_earlier_than": ConstraintKind.SNET,
    "start_no_later_than": ConstraintKind.SNLT,
    "finish_no_earlier_than": ConstraintKind.FNET,
    "finish_no_later_than": ConstraintKind.FNLT,
    "must_start_on": ConstraintKind.MSO,
    "must_finish_on": ConstraintKind.MFO,
}
KINDS = {
    "work": ResourceKind.WORK,
    "non_labor": ResourceKind.EQUIPMENT,
    "material": ResourceKind.MATERIAL,
    "cost": ResourceKind.COST,
}
TYPES = {
    "fixed_units": TaskType.FIXED_UNITS,
    "fixed_duration": TaskType.FIXED_DURATION,
    "fixed_duration_and_units": TaskType.FIXED_DURATION,
    "fixed_work": TaskType.FIXED_WORK,
}


@dataclass(frozen=True)
class StoredPlan:
    """A plan and what its authoring tool had computed; `dates_only` where the format keeps days without times."""

    name: str
    plan: Plan
    stored: dict[int, StoredTask]
    dates_only: bool = False


def files(*folders: str) -> list[Path]:
    """Every plan under these folders of the data; a missing folder is an error."""
    found = [path for folder in folders for path in sorted((DATA / folder).rglob("*.json.gz"))]
    assert found, f"no plans under {folders} of {DATA}"
    return found


@cache
def load(path: Path) -> StoredPlan:
    """Read one plan."""
    with gzip.open(path) as stream:
        document = json.load(stream)
    tasks = tuple(_task(row) for row in document["tasks"])
    assignments = tuple(_assignment(number, row) for number, row in enumerate(document["assignments"], 1))
    plan = Plan(
        settings=_settings(document),
        calendars=tuple(_calendar(row) for row in document["calendars"]),
        tasks=tasks,
        links=tuple(_link(row) for row in document["links"]),
        resources=tuple(_resource(row) for row in document["resources"]),
        assignments=assignments,
    )
    stored = {row["uid"]: _stored(row) for row in document["tasks"]}
    return StoredPlan(path.name.removesuffix(".json.gz"), plan, stored, document["format"] == "MPX")


def _settings(document: dict[str, Any]) -> Settings:
    project = document["project"]
    primavera = document["application"] == "Primavera"
    start = _instant(project["start"] or project["status"])
    assert start is not None
    return Settings(
        start=start,
        finish=_instant(project["finish"]),
        schedule_from_finish=project["schedule_from"] == "finish",
        status_date=_instant(project["status"]),
        calendar=project["default_calendar"],
        minutes_per_day=int(project["minutes_per_day"]),
        minutes_per_week=int(project["minutes_per_week"]),
        default_start=_clock(project["default_start"] or "08:00"),
        default_finish=_clock(project["default_finish"] or "17:00"),
        lag_calendar=LagCalendar.PREDECESSOR if primavera else LagCalendar.SUCCESSOR,
        late_constraints=LateConstraintMode.LOGIC if primavera else LateConstraintMode.HONOR,
        alap=AlapMode.FREE if primavera else AlapMode.TOTAL,
        critical_threshold=round(project["critical_slack_limit"] * 480),
        float_per_network=project["multiple_critical_paths"],
        convention=Convention.P6 if primavera else Convention.MSPROJECT,
    )


def _calendar(row: dict[str, Any]) -> Calendar:
    return Calendar(
        uid=row["uid"],
        name=row["name"] or "",
        parent=row["parent"],
        week=_week(row["week"]),
        dated_weeks=tuple(
            DatedWeek("", date.fromisoformat(w["from"]), date.fromisoformat(w["to"]), _week(w["week"]))
            for w in row["work_weeks"]
        ),
        exceptions=tuple(
            CalendarException("", date.fromisoformat(e["from"]), date.fromisoformat(e["to"]), _hours(e["hours"]))
            for e in row["exceptions"]
        ),
    )


def _week(row: dict[str, Any]) -> Week:
    mon, tue, wed, thu, fri, sat, sun = (_day(row[name]) for name in DAYS)
    return (mon, tue, wed, thu, fri, sat, sun)


def _day(row: dict[str, Any]) -> DayPattern:
    return None if row["type"] == "default" else _hours(row["hours"])


def _hours(rows: list[list[str]]) -> Intervals:
    return tuple(sorted((_clock(start), _clock(end) or 1440) for start, end in rows))


def _task(row: dict[str, Any]) -> Task:
    duration = row.get("duration")
    manual, external = row.get("manual", False), row.get("external", False)
    stored = row["stored"]
    kept = manual or external
    delay = row.get("leveling_delay")
    return Task(
        uid=row["uid"],
        name=row.get("name") or "",
        code=str(row["id"]),
        parent=row.get("parent"),
        kind=TaskKind.EXTERNAL if external else TaskKind.TASK,
        summary=row.get("summary", False),
        milestone=row.get("milestone", False),
        manual=manual,
        manual_start=_instant(stored.get("start")) if kept else None,
        manual_finish=_instant(stored.get("finish")) if kept else None,
        duration=_minutes(duration) or 0,
        elapsed=isinstance(duration, dict),
        type=TYPES[row["type"]],
        effort_driven=row.get("effort_driven", False),
        work=_minutes(row.get("work")),
        constraints=_constraints(row),
        deadline=_instant(row.get("deadline")),
        calendar=row.get("calendar"),
        ignore_resource_calendars=row.get("ignore_resource_calendar", False),
        priority=row.get("priority", 500),
        levelling_delay=_minutes(delay) or 0,
        levelling_delay_elapsed=isinstance(delay, dict),
        stored_pieces=tuple(_piece(piece) for piece in row.get("splits", ())),
        percent_complete=Decimal(str(row.get("percent") or 0)),
        actual_start=_instant(row.get("actual_start")),
        actual_finish=_instant(row.get("actual_finish")),
        actual_duration=_minutes(row.get("actual_duration")),
        remaining_duration=_minutes(row.get("remaining_duration")),
        suspend=_instant(row.get("stop")),
        resume=_instant(row.get("resume")),
        cost=_money(row.get("cost")),
        actual_cost=_money(row.get("actual_cost")),
    )


def _constraints(row: dict[str, Any]) -> tuple[Constraint, ...]:
    kind = CONSTRAINTS[row.get("constraint") or "as_soon_as_possible"]
    if kind is ConstraintKind.ASAP:
        return ()
    return (Constraint(kind, _instant(row.get("constraint_date"))),)


def _link(row: list[Any]) -> Link:
    predecessor, successor, kind, lag = row
    if isinstance(lag, dict) and "percent" in lag:
        return Link(predecessor, successor, LinkType(kind), round(lag["percent"] * 100), LagKind.PERCENT)
    lag_kind = LagKind.ELAPSED if isinstance(lag, dict) else LagKind.WORKING
    return Link(predecessor, successor, LinkType(kind), _minutes(lag) or 0, lag_kind)


def _resource(row: dict[str, Any]) -> Resource:
    return Resource(
        uid=row["uid"],
        name=row["name"] or "",
        kind=KINDS[row["type"]],
        calendar=row["calendar"],
        max_units=_units(row["max_units"]),
    )


def _assignment(number: int, row: dict[str, Any]) -> Assignment:
    return Assignment(
        uid=number,
        task=row["task"],
        resource=row.get("resource"),
        units=_units(row.get("units")),
        work=_minutes(row.get("work")) or 0,
        actual_work=_minutes(row.get("actual_work")) or 0,
        remaining_work=_minutes(row.get("remaining_work")) or 0,
        delay=_minutes(row.get("delay")) or 0,
        stored_start=_instant(row.get("start")),
        stored_finish=_instant(row.get("finish")),
    )


def _stored(row: dict[str, Any]) -> StoredTask:
    stored = row["stored"]
    return StoredTask(
        task=row["uid"],
        start=_instant(stored.get("start")),
        finish=_instant(stored.get("finish")),
        early_start=_instant(stored.get("es")),
        early_finish=_instant(stored.get("ef")),
        late_start=_instant(stored.get("ls")),
        late_finish=_instant(stored.get("lf")),
        total_float=_minutes(stored.get("total_slack")),
        free_float=_minutes(stored.get("free_slack")),
        critical=stored.get("critical"),
    )


def _piece(piece: list[str]) -> tuple[int, int]:
    start, end = (_instant(text) for text in piece)
    assert start is not None
    assert end is not None
    return start, end


def _instant(text: str | None) -> int | None:
    return None if text is None else int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() // 60)


def _units(percent: float | None) -> Decimal:
    return Decimal(1) if percent is None else Decimal(str(percent)) / 100


def _clock(text: str) -> int:
    hour, minute = text.split(":")[:2]
    return int(hour) * 60 + int(minute)


def _minutes(value: float | dict[str, float] | None) -> int | None:
    if value is None:
        return None
    amount = value["elapsed"] if isinstance(value, dict) else value
    return int(Decimal(str(amount)).to_integral_value(ROUND_HALF_UP))


def _money(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
