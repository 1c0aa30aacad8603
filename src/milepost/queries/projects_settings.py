"""Questions about how a project is set up: every setting, its value in words, and who gave it that value."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models.functions import Length

from milepost.advisor.words import counted
from milepost.dossier.dossier import Dossier
from milepost.dossier.projects import Project as Facts
from milepost.engine.clock import moment
from milepost.engine.plan import CriticalDefinition, Settings
from milepost.forecasting.difference import read_changes
from milepost.forecasting.tables import FACT_TABLE
from milepost.forecasting.thresholds import KNOWN, usual, value_of
from milepost.queries.access import Permission
from milepost.queries.members import MemberLine, members
from milepost.queries.query import Question, query
from milepost.queries.schedule_calendars import CalendarLine, calendars
from milepost.records.models import JournalEntry, Project

#: Entries with more text than this made the project or brought it in.
_LARGEST = 100_000
#: So many of the newest changes of settings are read to tell who made them.
_MOST = 300


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: what it is called, its value, in words what it means, the command that changes it, and who did last.

    `query` is the address part that fills the command's form in. `entry` is the journal entry of the last change.
    """

    name: str
    label: str
    value: str | int | Decimal | date | None
    command: str
    query: str
    help: str = ""
    by: str = ""
    at: datetime | None = None
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class SettingGroup:
    """Settings that belong together."""

    name: str
    title: str
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """How a project is set up: its settings in groups, its calendars, who is in it, the file it came from."""

    code: str
    name: str
    archived: bool
    source: str
    groups: tuple[SettingGroup, ...]
    calendars: tuple[CalendarLine, ...]
    members: tuple[MemberLine, ...]


@dataclass(frozen=True, slots=True)
class _Last:
    """Who changed something last, when, and in which entry."""

    by: str
    at: datetime
    entry: int


@query(permission=Permission.SEE_RECORD)
def settings(question: Question) -> ProjectSettings:
    """Show how the project is set up, who changed each setting last, and who is in it."""
    dossier = question.held.dossier
    last = _changed_last(question.project)
    told = dossier.plan.settings
    calendar = next((each.name for each in dossier.plan.calendars if each.uid == told.calendar), "")
    groups = (
        SettingGroup("general", "General", tuple(_signed(_general(dossier.project), "project", last))),
        SettingGroup("dates", "Dates", tuple(_signed(_dates(told), "settings", last))),
        SettingGroup("time", "Working time", tuple(_signed(_time(told, calendar), "settings", last))),
        SettingGroup("thresholds", "Thresholds", tuple(_signed(_thresholds(dossier), "thresholds", last))),
        SettingGroup("conventions", "Conventions", tuple(_signed(_conventions(told), "settings", last))),
    )
    return ProjectSettings(
        question.project.code,
        dossier.project.name,
        dossier.project.archived,
        dossier.source.file if dossier.source is not None else "",
        groups,
        calendars(question),
        members(question),
    )


def _changed_last(project: Project) -> Mapping[tuple[str, str], _Last]:
    """Tell who changed each field of the settings last, by its fact and name; `*` is the project's first entry."""
    known = JournalEntry.objects.filter(project=project)
    touching = known.filter(changes__contains=f'["{FACT_TABLE}","')
    rows = touching.annotate(size=Length("changes")).filter(size__lt=_LARGEST).order_by("-number")[:_MOST]
    found: dict[tuple[str, str], _Last] = {}
    for number, by, at, text in rows.values_list("number", "actor_name", "at", "changes"):
        for change in read_changes(json.loads(text)):
            if change.table == FACT_TABLE and number > 1:
                for name in change.touched():
                    found.setdefault((str(change.key), name), _Last(by, at, number))
    first = known.filter(number=1).values_list("actor_name", "at").first()
    if first is not None:
        found["*", "*"] = _Last(first[0], first[1], 1)
    return found


def _signed(
    settings: Iterable[tuple[Setting, tuple[str, ...]]], fact: str, last: Mapping[tuple[str, str], _Last]
) -> Iterator[Setting]:
    for each, fields in settings:
        entries = [last[fact, name] for name in fields if (fact, name) in last]
        newest = max(entries, key=lambda one: one.entry, default=last.get(("*", "*")))
        if newest is None:
            yield each
        else:
            yield Setting(each.name, each.label, each.value, each.command, each.query, each.help, newest.by, newest.at,
                          newest.entry)  # fmt: skip


def _one(
    field: str,
    label: str,
    value: Any,
    command: str,
    filled: Mapping[str, Any],
    help_: str = "",
    fields: tuple[str, ...] = (),
) -> tuple[Setting, tuple[str, ...]]:
    """Make a setting whose form is filled in, and name the fields it stands for."""
    address = urlencode({name: str(each) for name, each in filled.items() if each not in (None, "")})
    return Setting(field, label, value, command, address, help_), fields or (field,)


def _general(facts: Facts) -> Iterator[tuple[Setting, tuple[str, ...]]]:
    said = {
        "manager": facts.manager,
        "sponsor": facts.sponsor,
        "organisation": facts.organisation,
        "description": facts.description,
    }
    yield _one("name", "Name", facts.name, "rename_project", {"name": facts.name})
    yield _one("phase", "Phase", str(facts.phase or ""), "change_phase", {"phase": facts.phase})
    for name, value in said.items():
        yield _one(name, name.capitalize(), value, "describe_project", said)
    money, fields = {"currency": facts.currency, "digits": facts.currency_digits}, ("currency", "currency_digits")
    yield _one("currency", "Currency", facts.currency, "set_currency", money, "", fields)


def _dates(told: Settings) -> Iterator[tuple[Setting, tuple[str, ...]]]:
    def at(value: int | None) -> datetime | None:
        return None if value is None else moment(value, told.zone)

    start, status, by = at(told.start), at(told.status_date), at(told.must_finish_by)
    judged, measured = "Progress is judged as of this date.", "A date the whole project is measured against."
    ends = "From the start tasks lie as early as possible, from the finish as late as possible."
    end = "finish" if told.schedule_from_finish else "start"
    yield _one("start", "Project start", start, "set_project_start", {"at": _iso(start)})
    yield _one("status_date", "Status date", status, "set_status_date", {"at": _iso(status)}, judged)
    yield _one("must_finish_by", "Must finish by", by, "set_must_finish", {"at": _iso(by)}, measured)
    fields = ("schedule_from_finish", "finish")
    yield _one("schedule_from_finish", "Scheduled from", end, "schedule_from", {"end": end}, ends, fields)


def _iso(at: datetime | None) -> str:
    return "" if at is None else f"{at:%Y-%m-%dT%H:%M}"


def _time(told: Settings, calendar: str) -> Iterator[tuple[Setting, tuple[str, ...]]]:
    day, week = (_plain(Decimal(minutes) / 60) for minutes in (told.minutes_per_day, told.minutes_per_week))
    month = told.days_per_month
    lengths = {"hours_a_day": day, "hours_a_week": week, "days_a_month": month}
    own = "Tasks and people without a calendar of their own follow it."
    stands = "What durations in days stand for; when is worked the calendar says."
    reference = "" if told.calendar is None else f"CAL-{told.calendar}"
    yield _one("calendar", "Work calendar", calendar, "set_project_calendar", {"calendar": reference}, own)
    yield _one("minutes_per_day", "A day (1d)", f"{day} h", "set_work_lengths", lengths, stands)
    yield _one("minutes_per_week", "A week (1w)", f"{week} h", "set_work_lengths", lengths)
    yield _one("days_per_month", "A month (1mo)", f"{month} days", "set_work_lengths", lengths)
    begins, ends = _clock(told.default_start), _clock(told.default_finish)
    clock, fields = {"begins": begins, "ends": ends}, ("default_start", "default_finish")
    said = f"starts {begins}, finishes {ends}"
    yield _one("default_start", "Dates without a time", said, "set_day_ends", clock, "", fields)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _plain(value: Decimal) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


#: What each convention is called and means; its words are those of the command.
_CONVENTIONS = (
    ("convention", "Habits of", "Whose habits decide what the rules leave open."),
    ("lag_calendar", "Lags run in the time of", "Whose working time a lag on a link runs in."),
    ("late_constraints", "No-later-than dates", "Logic: links win, and float goes negative. Honor: the date wins."),
    ("alap", "As late as possible", "Free: within their free float. Total: onto their late dates."),
    ("out_of_sequence", "Work out of sequence", "Where remaining work goes that began before its predecessor ended."),
    ("elapsed_start", "Elapsed tasks start", "At once after their predecessor, or with the next working time."),
    ("ss_lag_from", "Lag of a start-to-start link", "From which start of a begun task it is counted."),
    ("total_float", "Total float", "The smallest of both floats, that of the start, or that of the finish."),
)


def _conventions(told: Settings) -> Iterator[tuple[Setting, tuple[str, ...]]]:
    limit = _days(told.critical_threshold, told)
    near = None if told.near_threshold is None else _days(told.near_threshold, told)
    filled = {"by": told.critical, "within": limit, "near": near}
    longest = told.critical is CriticalDefinition.LONGEST_PATH
    said = "on the longest path" if longest else f"total float of at most {limit}"
    by, fields = "What makes a task critical.", ("critical", "critical_threshold")
    yield _one("critical", "Critical", said, "set_critical", filled, by, fields)
    room = "by the length of the project" if near is None else f"{near} more"
    yield _one("near_threshold", "Near critical", room, "set_critical", filled, "How much float is little.")
    paths = "one for each network" if told.float_per_network else "one"
    many = "Whether tasks that lead to no common end have a critical path of their own."
    habits = {name: getattr(told, name) for name, _, _ in _CONVENTIONS}
    habits["float_per_network"] = "true" if told.float_per_network else ""
    yield _one("float_per_network", "Critical paths", paths, "set_conventions", habits, many)
    for name, label, help_ in _CONVENTIONS:
        value = str(getattr(told, name))
        yield _one(name, label, value.replace("_", " "), "set_conventions", habits, help_)


def _thresholds(dossier: Dossier) -> Iterator[tuple[Setting, tuple[str, ...]]]:
    for name, known in KNOWN.items():
        value, otherwise = value_of(dossier, name), usual(name)
        said = _shown(value, known.kind)
        help_ = known.help if value == otherwise else f"{known.help} Usually {_shown(otherwise, known.kind)}."
        filled = {"name": name, "value": _plain(value), "_fixed": "name"}
        yield _one(name, known.label, said, "set_threshold", filled, help_, () if value == otherwise else ("items",))


def _shown(value: Decimal, kind: str) -> str:
    if kind == "share":
        return f"{_plain(value * 100)} %"
    return counted(int(value), kind.removesuffix("s")) if kind in ("days", "hours") else f"{value:,.0f}"


def _days(minutes: int, told: Settings) -> str:
    return f"{_plain(Decimal(minutes) / told.minutes_per_day)}d"
