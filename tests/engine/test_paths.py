"""Multiple float paths: published networks, ends of any kind, and what holds for random plans."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded

from milepost.engine.paths import float_paths
from milepost.engine.plan import Plan, Settings
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind, Link, LinkType, Task
from tests.engine.networks import CALENDARS, DAY, START, plans

NAMES = "ABCDEFGH"


def foundry() -> Plan:
    """The network of domain/schedule.md 16.6, days for weeks."""
    days = dict(zip(NAMES, (2, 3, 2, 4, 4, 3, 5, 2), strict=True))
    pairs = ("AC", "BD", "CE", "CF", "DG", "EG", "FH", "GH")
    number = {name: n for n, name in enumerate(NAMES, 1)}
    return Plan(
        Settings(START, calendar=1),
        CALENDARS,
        tuple(Task(number[name], name, duration=days[name] * DAY) for name in NAMES),
        tuple(Link(number[a], number[b]) for a, b in pairs),
    )


def letters(plan: Plan, end: int | None = None, **facts: int) -> list[tuple[str, float, str]]:
    names = {task.uid: task.name for task in plan.tasks}
    return [
        ("".join(names[uid] for uid in path.tasks), path.float / DAY, "" if path.joins is None else names[path.joins])
        for path in float_paths(schedule(plan), end, **facts)
    ]


def changed(plan: Plan, uid: int, **facts: object) -> Plan:
    return replace(plan, tasks=tuple(replace(t, **facts) if t.uid == uid else t for t in plan.tasks))


def test_paths_to_the_finish_tightest_first() -> None:
    assert letters(foundry()) == [("ACEGH", 0, ""), ("BD", 1, "G"), ("F", 6, "H")]
    assert letters(foundry(), count=2) == [("ACEGH", 0, ""), ("BD", 1, "G")]


def test_links_between_the_tasks_of_a_path() -> None:
    first, second, third = float_paths(schedule(foundry()))
    assert first.links == (0, 2, 5, 7)
    assert second.links == (1, 4)
    assert third.links == (6,)


def test_paths_to_a_task_that_is_not_the_last() -> None:
    assert letters(foundry(), 6) == [("ACF", 0, "")]
    assert letters(foundry(), 7) == [("ACEG", 0, ""), ("BD", 1, "G")]


def test_deadlines_and_late_constraints_count_for_nothing() -> None:
    late = changed(foundry(), 8, deadline=START)
    late = changed(late, 4, constraints=(Constraint(ConstraintKind.FNLT, START),))
    assert letters(late) == letters(foundry())


def test_open_ends_lead_to_the_finish_by_themselves() -> None:
    spare = replace(foundry(), links=tuple(link for link in foundry().links if link.predecessor != 6))
    assert letters(spare) == [("ACEGH", 0, ""), ("BD", 1, "G"), ("F", 8, "")]


def test_a_summary_as_the_end() -> None:
    phased = replace(foundry(), tasks=(*foundry().tasks, Task(9, "P")))
    for uid in (3, 5, 6):
        phased = changed(phased, uid, parent=9)
    assert letters(phased, 9) == [("ACE", 0, ""), ("F", 1, "")]


def test_finished_work_is_on_no_path() -> None:
    done = changed(foundry(), 1, actual_start=START, actual_finish=START + 1440 + 540)
    done = replace(done, settings=replace(done.settings, status_date=START + 2 * 1440))
    assert [path for path, *_ in letters(done)] == ["BDGH", "CE", "F"]


def test_an_end_without_dates_is_refused() -> None:
    with pytest.raises(LookupError, match="no path leads to it"):
        float_paths(schedule(foundry()), 77)


@bounded(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans(progress=True))
def test_each_task_is_on_one_path_and_links_join_them(plan: Plan) -> None:
    told = schedule(plan)
    paths = float_paths(told, count=99)
    tasks = [uid for path in paths for uid in path.tasks]
    assert len(tasks) == len(set(tasks))
    assert len(tasks) <= len([dates for dates in told.tasks if not dates.summary])
    for path in paths:
        assert len(path.links) == len(path.tasks) - (path.joins is None)


@bounded(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans(rich=False))
def test_on_one_calendar_the_first_path_has_no_float(plan: Plan) -> None:
    links = tuple(link for link in plan.links if link.type in (LinkType.FS, LinkType.FF))
    told = schedule(replace(plan, links=links))
    first, *others = float_paths(told, count=99)
    assert first.float == 0
    assert [path.number for path in (first, *others)] == list(range(1, len(others) + 2))
    for path in others:
        assert path.float == told.by_uid[path.tasks[-1]].total_float
