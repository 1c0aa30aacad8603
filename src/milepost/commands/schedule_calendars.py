"""Commands on work calendars: the week in words, days that differ, public holidays by country."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from milepost.commands.cells import Hours
from milepost.commands.command import command
from milepost.commands.edits import offer
from milepost.commands.work import Work
from milepost.dossier.edits import Edit
from milepost.dossier.edits_calendars import CALENDAR_COMMANDS
from milepost.queries.access import Permission
from milepost.queries.kinds import CalendarRef
from milepost.queries.refused import Refused
from milepost.queries.schedule_calendars import checked_years, public_holidays

offer(
    "schedule",
    Permission.PLAN,
    {word: CALENDAR_COMMANDS[word] for word in ("add_calendar", "rename_calendar", "set_project_calendar",
                                                "remove_calendar")},
    kinds={"like": CalendarRef | None},
)  # fmt: skip


class Weekday(StrEnum):
    """The days of a week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@command(permission=Permission.PLAN)
def change_week(work: Work, *, calendar: CalendarRef, days: list[Weekday], hours: str = "") -> None:
    """Say in which hours a calendar works on some weekdays: `08:00-12:00, 13:00-17:00`; `off` makes them free."""
    told = {"calendar": calendar, "days": [str(day) for day in days], "hours": Hours(hours).intervals()}
    work.edit(Edit("change_week", told))


@command(permission=Permission.PLAN)
def add_calendar_exception(
    work: Work, *, calendar: CalendarRef, name: str, first: date, last: date | None = None, hours: str = ""
) -> None:
    """Let a calendar be free from one day to another, both included, or work other `hours` on them."""
    end = first if last is None else last
    told = {"calendar": calendar, "name": name, "first": first.isoformat(), "last": end.isoformat()}
    work.edit(Edit("add_calendar_exception", {**told, "hours": Hours(hours).intervals()}))


@command(permission=Permission.PLAN)
def remove_calendar_exception(work: Work, *, calendar: CalendarRef, first: date) -> None:
    """Let a calendar work as usual again on the days of an exception, which is named by its first day."""
    work.edit(Edit("remove_calendar_exception", {"calendar": calendar, "first": first.isoformat()}))


@command(permission=Permission.PLAN)
def add_holidays(
    work: Work, *, calendar: CalendarRef, country: str, first_year: int, last_year: int | None = None, region: str = ""
) -> int:
    """Let a calendar be free on the public holidays of a country, such as DE, and of a `region` of it, such as BY.

    Gives the number of days that were new.
    """
    years = checked_years(first_year, first_year if last_year is None else last_year)
    days = public_holidays(country, region, *years)
    if not days:
        raise Refused(f"No public holiday of {country.upper()} is known for these years.", "country", "unknown")
    before = _exceptions(work, calendar)
    work.edit(Edit("add_free_days", {"calendar": calendar, "days": days}))
    return _exceptions(work, calendar) - before


def _exceptions(work: Work, calendar: int) -> int:
    return next(len(each.exceptions) for each in work.dossier.plan.calendars if each.uid == calendar)
