"""Every error and static warning of the catalogue: one broken plan each, and what the notice says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from milepost.engine.calendars import Calendar
from milepost.engine.checks import check, errors, stale_status
from milepost.engine.clock import instant
from milepost.engine.notices import Notice
from milepost.engine.plan import Convention, Plan, Settings
from milepost.engine.resources import Assignment, Resource
from milepost.engine.tasks import (
    Baseline,
    BaselineTask,
    Constraint,
    ConstraintKind,
    LagKind,
    Link,
    LinkType,
    Task,
    TaskType,
)

START = instant(datetime.fromisoformat("2026-03-02T08:00"))
DAY = 480
ROOT = Path(__file__).resolve().parents[2]


def task(uid: int, name: str = "", *, parent: int | None = None, **facts: object) -> Task:
    return replace(Task(uid, name or f"Task{uid}", code=f"T{uid}", parent=parent, duration=5 * DAY), **facts)


def link(text: str) -> Link:
    """Read `1 FS 2`, `1 SS+2d 2`, `1 FF-50% 2`, `1 FS+3ed 2`."""
    before, middle, after = text.split()
    kind, size, unit = re.fullmatch(r"(FS|SS|FF|SF)([+-][0-9]+)?(d|ed|%)?", middle).groups()
    lag_kind = {"ed": LagKind.ELAPSED, "%": LagKind.PERCENT}.get(unit, LagKind.WORKING)
    per = {"d": DAY, "ed": 1440, "%": 100, None: 1}[unit]
    return Link(int(before), int(after), LinkType(kind), int(size or 0) * per, lag_kind)


def plan(*tasks: Task, links: tuple[str, ...] = (), **settings: object) -> Plan:
    return Plan(replace(Settings(START), **settings), tasks=tasks, links=tuple(map(link, links)))


def coded(plan: Plan, code: str) -> list[Notice]:
    return [notice for notice in check(plan) if notice.code == code]


def only(plan: Plan, code: str) -> Notice:
    (found,) = coded(plan, code)
    return found


def test_a_loop_is_printed_as_its_path() -> None:
    looped = plan(
        task(9, "Deploy"),
        task(7, "Test"),
        task(4, "Build"),
        task(1, "Analysis"),
        links=("1 FS 4", "4 FS 7", "7 SS+2d 9", "9 FS 4"),
    )
    notice = only(looped, "E-CYCLE")
    assert "T4 Build -FS-> T7 Test -SS+2d-> T9 Deploy -FS-> T4 Build." in notice.message
    assert notice.tasks == (4, 7, 9)


def test_of_each_knot_the_shortest_loop_is_printed() -> None:
    tasks = [task(n) for n in range(1, 9)]
    links = ("1 FS 2", "2 FS 3", "3 FS 4", "4 FS 1", "3 FF-1d 2", "6 FS+50% 7", "7 FS+3ed 6", "4 FS 6", "7 FS 8")
    found = coded(plan(*tasks, links=links), "E-CYCLE")
    assert [notice.tasks for notice in found] == [(2, 3), (6, 7)]
    assert "T2 Task2 -FS-> T3 Task3 -FF-1d-> T2 Task2." in found[0].message
    assert "T6 Task6 -FS+50%-> T7 Task7 -FS+3ed-> T6 Task6." in found[1].message


def test_loops_through_summaries_are_found_and_named() -> None:
    looped = plan(
        task(1, "Phase"),
        task(2, "Build", parent=1),
        task(3, "Other", parent=1),
        task(4, "Accept"),
        links=("1 FS 4", "4 SS 2"),
    )
    notice = only(looped, "E-CYCLE")
    assert "T2 Build (in T1 Phase) -FS-> T4 Accept -SS-> T2 Build" in notice.message
    assert notice.tasks == (2, 4)


@pytest.mark.parametrize("links", [("1 FS 4", "4 FS 1"), ("4 FS 1", "1 FS 4"), ("5 FS 4", "4 FS 1")])
def test_loops_between_nested_summaries_name_every_link(links: tuple[str, ...]) -> None:
    nested = (task(1), task(2, parent=1), task(3, parent=2), task(5, parent=2), task(4))
    notice = only(plan(*nested, links=links), "E-CYCLE")
    assert notice.tasks == ((3, 4) if "1 FS 4" in links else (4, 5))
    assert "(in T1 Task1) -FS->" in notice.message


def test_links_of_summaries_are_not_multiplied() -> None:
    phases = [task(uid) for uid in range(1, 21)]
    leaves = [task(100 * phase + n, parent=phase) for phase in range(1, 21) for n in range(90)]
    chain = [f"{n} FS {n + 1}" for n in range(1, 20)] * 1
    assert not coded(plan(*phases, *leaves, links=tuple(chain)), "E-CYCLE")
    assert only(plan(*phases, *leaves, links=(*chain, "20 FS 1")), "E-CYCLE").tasks[0] == 100


def test_a_long_ring_is_one_loop() -> None:
    ring = plan(*(task(n) for n in range(3000)), links=tuple(f"{n} FS {(n + 1) % 3000}" for n in range(3000)))
    assert only(ring, "E-CYCLE").tasks == tuple(range(3000))


@pytest.mark.parametrize(
    ("links", "rule", "tasks", "words"),
    [
        (("3 FS 3",), "SELF-LINK", (3,), "T3 Task3 -FS-> T3 Task3"),
        (("1 FS 2",), "LINK-ANCESTOR", (1, 2), "T1 Task1 -FS-> T2 Task2"),
        (("2 SS 1",), "LINK-ANCESTOR", (2, 1), "T2 Task2 -SS-> T1 Task1"),
        (("3 FF 1",), "LINK-SUMMARY-FINISH", (3, 1), "T3 Task3 -FF-> T1 Task1"),
        (("3 SF 1",), "LINK-SUMMARY-FINISH", (3, 1), "T3 Task3 -SF-> T1 Task1"),
        (("3 FS 4", "3 SS 4", "3 FS+1d 4"), "DUP-LINK", (3, 4), "T3 Task3 -FS+1d-> T4 Task4"),
    ],
)
def test_forbidden_links(links: tuple[str, ...], rule: str, tasks: tuple[int, ...], words: str) -> None:
    outlined = plan(task(1), task(2, parent=1), task(3), task(4), links=links)
    notice = only(outlined, f"E-{rule}")
    assert notice.tasks == tasks
    assert words in notice.message
    foreign = replace(outlined, settings=replace(outlined.settings, convention=Convention.MSPROJECT))
    assert not [other for other in check(foreign) if other.code.startswith("E-")]
    assert only(foreign, f"W-{rule}").tasks == tasks


def test_ss_and_ff_between_the_same_tasks_are_allowed() -> None:
    assert not errors(plan(task(1), task(2), links=("1 SS 2", "1 FF 2")))


@pytest.mark.parametrize(
    ("broken", "code", "words"),
    [
        (plan(task(1), task(1, "Twin")), "E-DUP-UID", "2 tasks share the number 1: 'Task1', 'Twin'"),
        (plan(task(1, parent=7)), "E-PARENT-UNKNOWN", "T1 Task1 belongs to summary 7"),
        (plan(task(1, parent=2), task(2, parent=1)), "E-PARENT-LOOP", "T1 Task1 in T2 Task2 in T1 Task1"),
        (plan(task(1), links=("1 FS 9",)), "E-LINK-UNKNOWN", "T1 Task1 -FS-> task 9 leads nowhere"),
        (plan(task(1, calendar=5)), "E-CAL-UNKNOWN", "Task T1 Task1 names calendar 5"),
        (plan(task(1), calendar=5), "E-CAL-UNKNOWN", "The project names calendar 5"),
        (plan(task(1, duration=-DAY)), "E-NEGATIVE-DURATION", "T1 Task1: duration is -1d"),
        (plan(task(1, remaining_duration=-60)), "E-NEGATIVE-DURATION", "remaining duration is -0.13d"),
        (plan(task(1, percent_complete=Decimal(120))), "E-PERCENT-RANGE", "percent complete is 120"),
        (
            plan(task(1, constraints=(Constraint(ConstraintKind.SNET),))),
            "E-CONSTRAINT-DATE",
            "constraint SNET has no date",
        ),
        (plan(task(1), schedule_from_finish=True), "E-PROJECT-FINISH", "has no finish date"),
        (plan(task(1), zone="Mars/Base"), "E-ZONE", "Mars/Base"),
    ],
)
def test_errors_name_the_record_and_the_remedy(broken: Plan, code: str, words: str) -> None:
    notice = only(broken, code)
    assert words in notice.message
    assert notice.message.endswith(".")


def test_assignments_of_nobody_and_of_nothing() -> None:
    lost = (Assignment(1, task=1, resource=8), Assignment(2, task=9, resource=3))
    broken = replace(plan(task(1)), resources=(Resource(3, "Ada"),), assignments=lost)
    first, second = coded(broken, "E-ASSIGNMENT-UNKNOWN")
    assert "T1 Task1 is assigned to resource 8" in first.message
    assert "Assignment 2 puts Ada on task 9" in second.message


def test_calendars_in_a_circle_and_without_work() -> None:
    circle = (Calendar(1, "Site", parent=2), Calendar(2, "Firm", parent=1))
    notice = only(replace(plan(task(1)), calendars=circle), "E-CAL-CYCLE")
    assert "'Site' <- 'Firm' <- 'Site'" in notice.message
    idle = replace(plan(task(1, calendar=1)), calendars=(Calendar(1, "Nights"),))
    assert "'Nights'" in only(idle, "E-CAL-EMPTY").message
    # Who is assigned to a fixed duration does not move its dates, whatever the calendar.
    fixed = replace(plan(task(1, type=TaskType.FIXED_DURATION)), calendars=(Calendar(1, "Nights"),))
    staffed = replace(fixed, resources=(Resource(1, "Ada", calendar=1),), assignments=(Assignment(1, 1, 1),))
    assert not errors(staffed)
    assert not coded(staffed, "E-CAL-EMPTY")


def test_actuals_in_the_future_and_out_of_order() -> None:
    status = START + 2 * 1440
    late = plan(task(1, actual_start=status + 60, actual_finish=status + 30), status_date=status)
    future = coded(late, "E-ACTUAL-FUTURE")
    assert [notice.tasks for notice in future] == [(1,), (1,)]
    assert "T1 Task1: actual start Wed 4 Mar 09:00 is after the status date Wed 4 Mar 08:00" in future[0].message
    assert "is before actual start" in only(late, "E-ACTUAL-ORDER").message
    foreign = replace(late, settings=replace(late.settings, convention=Convention.P6))
    assert {n.code for n in check(foreign)} >= {"W-ACTUAL-FUTURE", "W-ACTUAL-ORDER"}
    assert not errors(foreign)


def test_a_finished_task_has_nothing_left() -> None:
    done = plan(task(1, actual_start=START, actual_finish=START + 540, remaining_duration=DAY))
    assert "remaining duration is 1d" in only(done, "E-ACTUAL-ORDER").message
    paused = plan(task(1, actual_start=START, suspend=START + 600, resume=START + 60))
    assert "is before suspend" in only(paused, "E-ACTUAL-ORDER").message


def test_open_ends_count_the_links_of_summaries() -> None:
    tasks = (task(1), task(2), task(3, parent=2), task(4, parent=2), task(5), task(6))
    loose = plan(*tasks, links=("1 FS 2", "2 FS 6"))
    assert only(loose, "W-OPEN-START").tasks == (5,)
    assert only(loose, "W-OPEN-FINISH").tasks == (5,)


def test_dangling_ends_say_which_side() -> None:
    dangling = plan(task(1), task(2), task(3), links=("1 FF 2", "2 SS 3", "1 FS 3"))
    first, second = coded(dangling, "W-DANGLING")
    assert first.tasks == second.tasks == (2,)
    assert "its start is not driven" in first.message
    assert "its finish drives nothing" in second.message


def test_leads_and_long_lags() -> None:
    tasks = (task(1), replace(task(2), duration=DAY), task(3), task(4), task(5))
    lagged = plan(*tasks, links=("1 FS+6d 2", "2 FS+2d 3", "3 FS-1d 4", "4 FS+5d 5", "1 FS+9ed 5", "2 SS+150% 4"))
    assert [notice.tasks for notice in coded(lagged, "W-LAG-LONG")] == [(1, 2), (2, 3), (2, 4)]
    assert only(lagged, "W-LEAD").tasks == (3, 4)


def test_baselines_are_missed_whole_or_task_by_task() -> None:
    bare = plan(task(1), task(2), links=("1 FS 2",))
    assert only(bare, "W-NO-BASELINE").tasks == ()
    saved = replace(bare, baselines=(Baseline(0, tasks=(BaselineTask(1, START, START + 540, DAY),)),))
    assert only(saved, "W-NO-BASELINE").tasks == (2,)


def test_more_units_than_the_person_has() -> None:
    people = (Resource(1, "Ada", max_units=Decimal("0.5")),)
    busy = replace(plan(task(1)), resources=people, assignments=(Assignment(1, 1, 1, units=Decimal(1)),))
    assert "asks for 100% of Ada, who has 50% at most" in only(busy, "W-OVERALLOC-SELF").message


def test_summaries_take_only_two_constraints() -> None:
    constrained = task(1, constraints=(Constraint(ConstraintKind.MSO, START),))
    assert only(plan(constrained, task(2, parent=1)), "W-CONSTRAINT-SUMMARY").tasks == (1,)


def test_a_stale_status_date() -> None:
    reported = plan(task(1), status_date=START)
    assert not stale_status(reported, today=START + 7 * 1440, cadence=7 * 1440)
    (notice,) = stale_status(reported, today=START + 8 * 1440, cadence=7 * 1440)
    assert "8 days old" in notice.message


def test_every_code_of_the_engine_is_in_the_catalogue() -> None:
    """The page of notices lists exactly the codes the engine can give."""
    sources = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "src/milepost/engine").rglob("*.py"))
    given = set(re.findall(r"\"([EW]-[A-Z]+(?:-[A-Z]+)*)\"", sources))
    given |= {
        f"{letter}-{rule}"
        for letter in "EW"
        for rule in ("SELF-LINK", "LINK-ANCESTOR", "LINK-SUMMARY-FINISH", "DUP-LINK", "ACTUAL-FUTURE", "ACTUAL-ORDER")
    }
    page = (ROOT / "docs/notices.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([EW]-[A-Z-]+)`", page, re.MULTILINE)) == given
