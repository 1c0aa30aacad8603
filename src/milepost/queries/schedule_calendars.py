"""Questions about work calendars: which there are, who follows them, and what public holidays would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from importlib import import_module
from typing import Any

from milepost.dossier.edits import Edit, EditRefusedError, apply
from milepost.engine.calendars import Calendar, Intervals
from milepost.engine.clock import moment
from milepost.engine.plan import Plan
from milepost.engine.units import Uid
from milepost.forecasting.held import Held
from milepost.queries.effects import effect
from milepost.queries.kinds import CalendarRef
from milepost.queries.query import Question, query
from milepost.queries.refused import Refused
from milepost.queries.schedule import own_tasks

#: Holidays are entered for at most so many years at once.
MOST_YEARS = 30
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class CalendarException:
    """Days on which a calendar differs: the first, the last, what they are called, the hours worked."""

    name: str
    first: date
    last: date
    hours: str


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A work calendar: its week in words, days that differ from today on, and how much of the plan follows it."""

    ref: str
    name: str
    like: str
    week: tuple[str, ...]
    exceptions: int
    ahead: tuple[CalendarException, ...]
    of_project: bool
    tasks: int
    people: int


@query()
def calendars(question: Question) -> tuple[CalendarLine, ...]:
    """List the work calendars of the plan with their weeks and the days that differ; vendors see those they follow."""
    plan = question.held.dossier.plan
    today = question.at.date()
    seen = _seen(question)
    return tuple(_line(plan, each, today) for each in plan.calendars if each.uid in seen)


def _seen(question: Question) -> frozenset[Uid]:
    """Give the calendars somebody sees: all, or the project's and those a vendor's tasks and own work follow."""
    plan = question.held.dossier.plan
    if not question.standing.own_only:
        return frozenset(each.uid for each in plan.calendars)
    tasks, mine = own_tasks(question, question.held), question.standing.resource
    found = {plan.settings.calendar}
    found |= {each.calendar for each in plan.tasks if each.uid in tasks}
    found |= {each.calendar for each in plan.resources if each.uid == mine}
    above = {each.uid: each.parent for each in plan.calendars}
    for uid in list(found):
        while uid is not None and (uid := above.get(uid)) is not None:
            found.add(uid)
    return frozenset(each for each in found if each is not None)


def _line(plan: Plan, row: Calendar, today: date) -> CalendarLine:
    ahead = sorted((each for each in row.exceptions if each.end >= today), key=lambda each: each.start)
    parent = next((each.name for each in plan.calendars if each.uid == row.parent), "")
    return CalendarLine(
        f"CAL-{row.uid}",
        row.name,
        parent,
        tuple(_week(row)),
        len(row.exceptions),
        tuple(CalendarException(each.name, each.start, each.end, _hours(each.intervals)) for each in ahead[:10]),
        plan.settings.calendar == row.uid,
        sum(task.calendar == row.uid for task in plan.tasks),
        sum(person.calendar == row.uid for person in plan.resources),
    )


def _week(row: Calendar) -> Iterator[str]:
    """Say each stretch of weekdays with the same hours: `Mon to Fri 08:00-12:00, 13:00-17:00`."""
    first = 0
    for day in range(1, 8):
        if day == 7 or row.week[day] != row.week[first]:
            hours = row.week[first]
            span = _WEEKDAYS[first] if day - first == 1 else f"{_WEEKDAYS[first]} to {_WEEKDAYS[day - 1]}"
            yield f"{span} {'as the calendar it follows' if hours is None else _hours(hours)}"
            first = day


def _hours(intervals: Intervals) -> str:
    return ", ".join(f"{_clock(first)}-{_clock(last)}" for first, last in intervals) or "free"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@dataclass(frozen=True, slots=True)
class Country:
    """A country whose public holidays are known, and its regions that have holidays of their own."""

    code: str
    name: str
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday, and whether the calendar has an exception on that day already."""

    day: date
    name: str
    known: bool


@dataclass(frozen=True, slots=True)
class Holidays:
    """The public holidays that could be entered in a calendar, and what that would do to the finish.

    Without a country there are only the countries to choose from. `fresh` counts the days that are new.
    """

    calendar: str
    calendar_name: str
    country: str
    region: str
    first_year: int
    last_year: int
    countries: tuple[Country, ...]
    regions: tuple[str, ...]
    days: tuple[Holiday, ...]
    fresh: int
    finish: datetime
    new_finish: datetime
    sentence: str


@query()
def holidays(
    question: Question,
    *,
    country: str = "",
    region: str = "",
    first_year: int | None = None,
    last_year: int | None = None,
    calendar: CalendarRef | None = None,
) -> Holidays:
    """Show which public holidays a country has while the project runs, and how the plan moves if they are free.

    `calendar` is the project's own without another, the years those from the project's start to its finish.
    """
    held = question.held
    if calendar is not None and calendar not in _seen(question):
        raise Refused(f"There is no calendar CAL-{calendar} in this project.", "calendar", "unknown")
    row = _calendar(held.dossier.plan, calendar)
    years = _years(held, first_year, last_year)
    named = public_holidays(country, region, *years) if country else []
    found = [(date.fromisoformat(day), name) for day, name in named]
    taken = {each.start for each in row.exceptions if each.start == each.end}
    days = tuple(Holiday(day, name, day in taken) for day, name in found)
    after = _with(held, row.uid, days)
    zone = held.dossier.plan.settings.zone
    code = country.strip().upper()
    return Holidays(
        f"CAL-{row.uid}",
        row.name,
        code,
        region.strip().upper(),
        *years,
        countries(),
        next((each.regions for each in countries() if each.code == code), ()),
        days,
        sum(not each.known for each in days),
        moment(held.schedule.finish, zone),
        moment(after.schedule.finish, zone),
        effect(held, after, question.standing).sentence if after is not held else "",
    )


def _with(held: Held, calendar: Uid, days: tuple[Holiday, ...]) -> Held:
    told = {"calendar": calendar, "days": [[each.day.isoformat(), each.name] for each in days if not each.known]}
    if not told["days"]:
        return held
    dossier = held.dossier
    try:
        changed = replace(dossier, plan=apply(dossier.plan, [Edit("add_free_days", told)]))
    except EditRefusedError as error:
        raise Refused(str(error), "country", "rule") from error
    return Held(held.project, held.code, held.revision + 1, "", changed, held.ranks)


def _calendar(plan: Plan, wanted: Uid | None) -> Calendar:
    uid = plan.settings.calendar if wanted is None else wanted
    row = next((each for each in plan.calendars if each.uid == uid), None)
    if row is None:
        raise Refused("The project has no work calendar yet; add one first.", "calendar", "rule")
    return row


def _years(held: Held, first: int | None, last: int | None) -> tuple[int, int]:
    zone = held.dossier.plan.settings.zone
    begin = moment(held.schedule.start, zone).year if first is None else first
    end = max(begin, moment(held.schedule.finish, zone).year if last is None else last)
    return checked_years(begin, end)


def checked_years(first: int, last: int) -> tuple[int, int]:
    """Give the years back. Refuses ones no calendar has, and too many."""
    if not 1970 <= first <= last <= first + MOST_YEARS - 1 or last > 2100:
        raise Refused(f"Name years from 1970 to 2100, at most {MOST_YEARS} of them.", "first_year", "invalid")
    return first, last


@cache
def countries() -> tuple[Country, ...]:
    """List the countries whose public holidays are known, by name."""
    codes = _holidays().list_supported_countries()
    registry = import_module("holidays.registry")
    names = {entry[1]: module.replace("_", " ").title() for module, entry in registry.COUNTRIES.items()}
    found = [Country(code, names.get(code, code), tuple(sorted(parts))) for code, parts in codes.items()]
    return tuple(sorted(found, key=lambda each: each.name))


def public_holidays(country: str, region: str, first_year: int, last_year: int) -> list[list[str]]:
    """List the public holidays of a country: ISO date and name. Refuses countries and regions that are not known."""
    library = _holidays()
    code, part = country.strip().upper(), region.strip().upper()
    known = library.list_supported_countries()
    if code not in known:
        raise Refused(f"{country!r} is no country whose holidays are known; write its two letters, such as DE.",
                      "country", "unknown")  # fmt: skip
    parts = {each.upper(): each for each in known[code]}
    if part and part not in parts:
        choice = ", ".join(sorted(parts.values())) or "none"
        raise Refused(f"{region!r} is no region of {code}; there are {choice}.", "region", "unknown")
    found = library.country_holidays(code, subdiv=parts[part] if part else None, years=range(first_year, last_year + 1))
    return [[day.isoformat(), name] for day, name in sorted(found.items())]


def _holidays() -> Any:
    # Loading the holidays of the world takes longer than most questions.
    return import_module("holidays")
