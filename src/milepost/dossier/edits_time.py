"""Booking work: what somebody did on a task, and what is left of it by their word."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.dossier.edits_records import Command, EditRefusedError, assignment_of, open_task
from milepost.engine.changes import movable, team, with_effort
from milepost.engine.effort import Effort
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment
from milepost.engine.tasks import Task
from milepost.engine.units import Instant, Minutes, Uid

#: A task on which nothing is left is as good as finished; that it is, and since when, somebody says.
_NEARLY = Decimal(99)


def book_work(
    plan: Plan, task: Uid, resource: Uid, minutes: Minutes, at: Instant, remaining: Minutes | None = None
) -> Plan:
    """Book work of somebody on a task (negative: take it back); `remaining` is what is left, else as much less.

    A task that had not begun begins `at`. Its duration follows what is left; percent complete follows the work.
    """
    row = movable(plan, open_task(plan, task))
    one = assignment_of(plan, row, resource)
    if one.actual_work + minutes < 0:
        raise EditRefusedError(f"Only {one.actual_work} minutes are booked on {row.name!r}.")
    if remaining is not None and remaining < 0:
        raise EditRefusedError("What is left is zero or more.")
    expected = max(one.remaining_work - minutes, 0)
    left = expected if remaining is None else remaining
    done = one.actual_work + minutes
    booked = replace(one, actual_work=done, remaining_work=left, work=done + left, actual=())
    crew = tuple(booked if each.uid == one.uid else each for each in team(plan, row))
    return with_effort(plan, team(plan, row), Effort(_after(row, crew, booked, left - expected, at), crew))


def _after(row: Task, crew: tuple[Assignment, ...], booked: Assignment, extra: Minutes, at: Instant) -> Task:
    """Give the task after booking: it lasts longer or shorter by what is left beyond expectation."""
    longer = int(extra / booked.units) if booked.units else 0
    total = sum(each.work for each in crew)
    worked = sum(each.actual_work for each in crew)
    share = min(Decimal(100 * worked) / total, _NEARLY) if total else Decimal(0)
    spent = int(row.duration * share / 100)
    duration = max(row.duration + longer, spent + 1 if share else 0)
    percent = min(Decimal(100 * spent) / duration, _NEARLY) if duration else Decimal(0)
    return replace(
        row,
        duration=duration,
        percent_complete=percent.quantize(Decimal("0.01")),
        actual_duration=spent,
        remaining_duration=duration - spent,
        actual_start=row.actual_start if row.actual_start is not None else at,
        actual_work=worked,
        remaining_work=total - worked,
        work=total,
        stored_pieces=(),
    )


TIME_COMMANDS: dict[str, Command] = {"book_work": book_work}
