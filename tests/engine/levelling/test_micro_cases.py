"""The micro-cases of domain/schedule.md 16.7: one person R, Monday to Friday 8 to 17, from Monday 2026-06-01."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from milepost.engine import levelling
from milepost.engine.clock import instant, moment
from milepost.engine.levelling import Budget, Levelled, LevellingOptions
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Assignment, AvailabilityStep, Resource
from milepost.engine.tasks import Constraint, ConstraintKind, Task
from milepost.engine.worktime import STANDARD

DAY = 480


def level(made: Plan, **said: Any) -> Levelled:
    """Level with few schedules."""
    return levelling.level(made, **({"budget": Budget(schedules=30)} | said))


def at(text: str) -> int:
    """An instant of 2026: `06-01 08:00`."""
    return instant(datetime.fromisoformat(f"2026-{text}"))


def plan(*tasks: Task, resource: Resource | None = None) -> Plan:
    """Tasks that R does alone, each full time."""
    person = resource or Resource(1, "R", calendar=0)
    work = tuple(Assignment(n, t.uid, 1, work=t.duration) for n, t in enumerate(tasks, 1))
    return Plan(Settings(at("06-01 08:00"), calendar=0), (STANDARD,), tasks, (), (person,), work)


def three() -> tuple[Task, ...]:
    """T1 to T3 of five days with priorities 500, 700 and 300."""
    return tuple(Task(n, f"T{n}", duration=5 * DAY, priority=p) for n, p in enumerate((500, 700, 300), 1))


def dates(found: Levelled) -> dict[str, str]:
    """Start and finish by name, checked to be those of the levelled plan's schedule."""
    shown = {}
    for task in found.plan.tasks:
        scheduled = found.schedule.by_uid[task.uid]
        assert (scheduled.start, scheduled.finish) == found.announced[task.uid]
        shown[task.name] = f"{moment(scheduled.start):%m-%d} {moment(scheduled.finish):%m-%d %H:%M}"
    return shown


def test_priority_decides_who_goes_first() -> None:
    found = level(plan(*three()))
    assert dates(found) == {"T2": "06-01 06-05 17:00", "T1": "06-08 06-12 17:00", "T3": "06-15 06-19 17:00"}
    assert [move.reason for move in found.moves] == [
        "waits for R held by T2 until Fri 5 Jun 17:00 (priority 500 vs 700)",
        "waits for R held by T1 until Fri 12 Jun 17:00 (priority 300 vs 500)",
    ]
    assert [move.delay for move in found.moves] == [5 * DAY, 10 * DAY]


def test_a_task_with_a_fixed_date_lets_another_pause() -> None:
    fixed = Task(1, "T1", duration=2 * DAY, constraints=(Constraint(ConstraintKind.MSO, at("06-03 08:00")),))
    found = level(plan(fixed, Task(2, "T2", duration=5 * DAY, can_split=True)))
    assert dates(found) == {"T1": "06-03 06-04 17:00", "T2": "06-01 06-09 17:00"}
    pieces = [(piece.work // DAY, piece.gap // DAY) for move in found.moves for piece in move.pieces]
    assert pieces == [(2, 2), (3, 0)]
    whole = level(plan(fixed, Task(2, "T2", duration=5 * DAY, can_split=False)))
    assert dates(whole) == {"T1": "06-03 06-04 17:00", "T2": "06-05 06-11 17:00"}


def test_within_slack_nothing_moves_and_the_delays_needed_are_told() -> None:
    found = level(plan(*three()), options=LevellingOptions(within_slack=True))
    assert not found.moves
    assert set(dates(found).values()) == {"06-01 06-05 17:00"}
    (left,) = found.residual
    assert (left.start, left.end) == (at("06-01 08:00"), at("06-05 17:00"))
    assert (left.demand, left.capacity, left.code) == (30_000, 10_000, "W-OVERALLOC-SLACK")
    assert dict(left.delays) == {1: 5 * DAY, 3: 10 * DAY}


def half_from_monday() -> Resource:
    """R full time until Sunday 7 June, half time from then on."""
    steps = (
        AvailabilityStep(None, at("06-08 00:00"), Decimal(1)),
        AvailabilityStep(at("06-08 00:00"), None, Decimal("0.5")),
    )
    return Resource(1, "R", calendar=0, availability=steps)


def test_full_time_work_finds_no_room_where_somebody_is_there_half_time() -> None:
    full = plan(*three()[:2], resource=half_from_monday())
    found = level(full)
    assert dates(found)["T2"] == "06-01 06-05 17:00"
    (left,) = found.residual
    assert (left.code, left.tasks) == ("W-OVERALLOC-SELF", (1, 2))
    half = (
        replace(full.assignments[0], units=Decimal("0.5")),
        full.assignments[1],
    )
    longer = replace(full, assignments=half, tasks=(replace(full.tasks[0], duration=10 * DAY), full.tasks[1]))
    assert dates(level(longer)) == {"T2": "06-01 06-05 17:00", "T1": "06-08 06-19 17:00"}
