"""People and calendars of a plan after a newer file: those it has, as it has them, and all others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from milepost.engine.calendars import Calendar
from milepost.engine.plan import Plan
from milepost.engine.resources import Resource
from milepost.engine.units import Uid

#: What only the record knows of people where a file says nothing.
_OURS = ("skills", "team", "zone", "pool", "email", "rates", "group", "initials")


def _word(text: str) -> str:
    return " ".join(text.split()).casefold()


def _by_name(was: Mapping[Uid, str], now: Mapping[Uid, str]) -> dict[Uid, Uid]:
    """Pair records of one number and name, then those of one name that is there once."""
    found = {uid: uid for uid, name in now.items() if uid in was and _word(was[uid]) == _word(name)}
    names: dict[str, list[Uid]] = {}
    for uid, name in was.items():
        if uid not in found:
            names.setdefault(_word(name), []).append(uid)
    for uid, name in now.items():
        alike = names.get(_word(name), [])
        if uid not in found and name and len(alike) == 1:
            found[uid] = alike.pop()
    return found


def _numbered(was: Mapping[Uid, str], now: Mapping[Uid, str], highest: Uid) -> dict[Uid, Uid]:
    found = _by_name(was, now)
    top = max([highest, *was, *now])
    for uid in now:
        if uid not in found and (uid in was or uid <= highest):
            top += 1
            found[uid] = top
        else:
            found.setdefault(uid, uid)
    return found


def resource_numbers(was: tuple[Resource, ...], now: tuple[Resource, ...], highest: Uid) -> dict[Uid, Uid]:
    """Give the number in the plan of each person of a file: that of the one with the name, else a new one."""
    return _numbered({row.uid: row.name for row in was}, {row.uid: row.name for row in now}, highest)


def calendar_numbers(was: Plan, now: Plan, *, sheet: bool) -> dict[Uid, Uid]:
    """Give the number in the plan of each calendar of a file; a sheet's own calendar is the plan's."""
    numbers = _numbered({row.uid: row.name for row in was.calendars}, {row.uid: row.name for row in now.calendars}, 0)
    if sheet and now.settings.calendar is not None and was.settings.calendar is not None:
        numbers[now.settings.calendar] = was.settings.calendar
    return numbers


def merged_resources(was: tuple[Resource, ...], now: tuple[Resource, ...], *, sheet: bool) -> tuple[Resource, ...]:
    """Take the people of a file over; a sheet has names only, so those who are known stay as they are."""
    known = {row.uid: row for row in was}
    rows = {row.uid: row for row in was}
    for row in now:
        if row.uid not in known:
            rows[row.uid] = row
        elif not sheet:
            kept = {name: getattr(known[row.uid], name) for name in _OURS if not getattr(row, name)}
            rows[row.uid] = replace(row, **kept)
    return tuple(rows.values())


def merged_calendars(was: tuple[Calendar, ...], now: tuple[Calendar, ...], *, sheet: bool) -> tuple[Calendar, ...]:
    """Take the calendars of a file over; of a sheet only those the plan does not have."""
    rows = {row.uid: row for row in was}
    for row in now:
        if not sheet or row.uid not in rows:
            rows[row.uid] = row
    return tuple(rows.values())
