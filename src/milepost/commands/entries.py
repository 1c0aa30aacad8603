"""Commands on what people enter day by day: the time they worked, and what they have to say."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from milepost.commands.command import command
from milepost.commands.schedule_progress import own
from milepost.commands.work import Work
from milepost.dossier.edits import Edit
from milepost.dossier.entries import Comment, TimeEntry
from milepost.engine.clock import instant
from milepost.engine.units import Instant, Minutes
from milepost.forecasting.tables import BY_PREFIX
from milepost.queries.access import Permission
from milepost.queries.kinds import Duration, PersonRef, TaskRef
from milepost.queries.refused import Refused
from milepost.records.models import Membership

#: Nobody works longer on a day.
_DAY = 24 * 60
_NAMED = re.compile(r"(?:^|[\s(])@([a-z0-9._-]{1,60})")


@command(permission=Permission.PROGRESS, creates=True)
def log_time(
    work: Work,
    *,
    task: TaskRef,
    hours: Decimal,
    day: date,
    note: str = "",
    remaining: Duration | None = None,
    person: PersonRef | None = None,
) -> str:
    """Book hours on a task for a day; `remaining` says how much work is left, else it shrinks by as much.

    You book your own time; who plans the project may book for somebody else (`person`).
    """
    minutes = _minutes(hours)
    if day > work.at.date():
        raise Refused(f"{day} has not come yet; book what was done.", "day")
    resource = _whose(work, person)
    own(work, task)
    work.edit(Edit("book_work", _booking(work, task, resource, minutes, day, remaining)))
    number = work.number("entries")
    entry = TimeEntry(number, task, resource, day, minutes, note, work.actor.name)
    work.put("entries", number, entry)
    return f"E-{number}"


@command(permission=Permission.PROGRESS)
def change_time(work: Work, *, entry: int, hours: Decimal, note: str | None = None) -> None:
    """Correct the hours of a booking, or its note."""
    known = _entry(work, entry)
    minutes = _minutes(hours)
    if minutes != known.minutes:
        more = minutes - known.minutes
        work.edit(Edit("book_work", _booking(work, known.task, known.resource, more, known.day, None)))
    said = known.note if note is None else note
    changed = TimeEntry(known.uid, known.task, known.resource, known.day, minutes, said, known.by)
    work.put("entries", entry, changed)


@command(permission=Permission.PROGRESS)
def remove_time(work: Work, *, entry: int) -> None:
    """Take a booking back; the work counts as still to do."""
    known = _entry(work, entry)
    work.edit(Edit("book_work", _booking(work, known.task, known.resource, -known.minutes, known.day, None)))
    work.put("entries", entry, None)


def _minutes(hours: Decimal) -> Minutes:
    minutes = int((hours * 60).to_integral_value())
    if not 0 < minutes <= _DAY:
        raise Refused("Book more than nothing and at most 24 hours a day.", "hours", "invalid")
    return minutes


def _booking(
    work: Work, task: int, resource: int, minutes: Minutes, day: date, remaining: Minutes | None
) -> dict[str, object]:
    return {"task": task, "resource": resource, "minutes": minutes, "at": _morning(work, day), "remaining": remaining}


def _morning(work: Work, day: date) -> Instant:
    settings = work.dossier.plan.settings
    at = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall clock of the project
    return instant(at, settings.zone) + settings.default_start


def _whose(work: Work, person: int | None) -> int:
    mine = work.standing.resource
    if person is None and mine is None:
        raise Refused("Say whose time it is: you are nobody of this plan.", "person")
    if person is not None and person != mine:
        work.need(Permission.PLAN, "You book your own time.")
        return person
    assert mine is not None
    return mine


def _entry(work: Work, number: int) -> TimeEntry:
    known: TimeEntry | None = work.find("entries", number)
    if known is None:
        raise Refused(f"There is no booking E-{number}.", "entry", "unknown")
    if known.resource != work.standing.resource:
        work.need(Permission.PLAN, "You correct your own time.")
    return known


@command(permission=Permission.COMMENT, creates=True)
def comment(work: Work, *, about: str, text: str) -> str:
    """Say something about a record, such as T-4 or R-12; naming somebody with @ lets them know."""
    if not text:
        raise Refused("A comment says something.", "text", "invalid")
    reference = _about(work, about.strip())
    number = work.number("comments")
    work.put("comments", number, Comment(number, reference, work.actor.name, work.now, text))
    named = set(_NAMED.findall(text))
    members = Membership.objects.filter(project=work.project, user__username__in=named)
    for user in members.values_list("user_id", flat=True):
        subject = f"{work.actor.name} named you at {reference} in {work.dossier.project.name}"
        work.tell(user, "mention", subject, text, f"/p/{work.project.code}/find/{reference}")
    work.about.append(reference)
    return f"N-{number}"


def _about(work: Work, text: str) -> str:
    prefix, _, number = text.partition("-")
    table = BY_PREFIX.get(prefix.upper())
    if table is not None and table.place:
        for key in table.keyed(table.rows(work.dossier)):
            if str(key).casefold() in (number.casefold(), text.casefold()):
                if work.standing.own_only:
                    _refuse_others(work, table.name, key)
                return text.upper()
    raise Refused(f"There is no record {text} in this project.", "about", "unknown")


def _refuse_others(work: Work, table: str, key: int | str) -> None:
    if table != "tasks" or not isinstance(key, int):
        raise Refused("You comment on your own tasks.", "about", "forbidden")
    own(work, key)


@command(permission=Permission.COMMENT)
def remove_comment(work: Work, *, comment: int) -> None:
    """Take back what you said."""
    known: Comment | None = work.find("comments", comment)
    if known is None:
        raise Refused(f"There is no comment N-{comment}.", "comment", "unknown")
    if known.by != work.actor.name:
        work.need(Permission.OWN, "Only the project's owner takes back what others said.")
    work.put("comments", comment, None)
