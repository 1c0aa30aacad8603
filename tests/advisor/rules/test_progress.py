"""What should have happened by now: one drawn plan per rule, and the same plan without the defect."""

from __future__ import annotations

from milepost.advisor.rules.progress import not_finished, not_started, stale_status
from milepost.dossier.edits import apply
from milepost.engine.plan import Convention
from milepost.engine.schedule import schedule
from tests.advisor.drawn import (
    chain,
    context,
    day,
    evening,
    finished,
    found,
    on,
    person,
    promised,
    started,
    task,
)

DESIGN = finished(1, "Design", 5, day(1), evening(5))


def test_sch_01_says_how_old_the_plan_is_and_who_to_ask() -> None:
    tasks = (DESIGN, task(2, "Build", 3))
    old = context(
        tasks, chain(1, 2), status=evening(5), today=day(12), people=(person(1, "Ana"),), work=(on(1, 2, 1, 3),)
    )
    assert found(stale_status, old) == [
        (
            "SCH-01:status-date",
            "S2",
            "The plan speaks for Fri 5 Jun, 4 working days ago; 1 open task was due to start or finish since.",
        )
    ]
    (finding,) = stale_status(old)
    assert finding.proposals[0].sentence == "Ask Ana for progress, then set the status date to Fri 12 Jun."
    assert not found(stale_status, context(tasks, chain(1, 2), status=evening(5), today=evening(9)))


def test_sch_02_names_the_task_its_owner_and_its_planned_start() -> None:
    tasks = (DESIGN, task(2, "Build", 5), task(3, "Docs", 1))
    base = promised((1, day(1), evening(5), 0), (2, day(8), evening(12), 0), (3, day(15), evening(15), 0))
    late = context(
        tasks,
        (*chain(1, 2), *chain(1, 3)),
        status=evening(10),
        baseline=base,
        people=(person(1, "Ana"),),
        work=(on(1, 2, 1, 5),),
    )
    assert found(not_started, late) == [
        (
            "SCH-02:task-2",
            "S1",
            "Build (2), planned for Ana, should have started on Mon 8 Jun, 3 working days ago, and has not.",
        )
    ]
    on_time = context(tasks, chain(1, 2), status=evening(5), baseline=base)
    assert not found(not_started, on_time)


def test_sch_02_points_at_what_an_unstarted_task_waits_for() -> None:
    tasks = (started(1, "Design", 5, 40, day(1)), task(2, "Build", 5))
    base = promised((1, day(1), evening(3), 0), (2, day(4), evening(10), 0))
    late = context(tasks, chain(1, 2), status=evening(4), baseline=base)
    (finding,) = not_started(late)
    assert finding.severity.value == "S2"
    assert finding.headline.endswith("and has not; it waits for Design (1).")
    assert finding.root == "task-1"


def test_sch_03_counts_the_days_since_the_finish_was_due() -> None:
    tasks = (started(1, "Design", 5, 60, day(1)), task(2, "Build", 2))
    base = promised((1, day(1), evening(5), 0))
    late = context(tasks, chain(1, 2), status=evening(9), baseline=base)
    assert found(not_finished, late) == [
        ("SCH-03:task-1", "S1", "Design (1) was due on Fri 5 Jun, 2 working days ago, with 2 working days still to do.")
    ]
    assert not found(not_finished, context(tasks, chain(1, 2), status=evening(4), baseline=base))


def test_sch_03_is_less_urgent_where_float_is_left() -> None:
    tasks = (started(1, "Design", 5, 60, day(1)), task(2, "Long", 20))
    late = context(tasks, status=evening(9), baseline=promised((1, day(1), evening(5), 0)))
    (finding,) = not_finished(late)
    assert finding.severity.value == "S2"


def test_proposals_of_overdue_work_can_be_carried_out() -> None:
    tasks = (started(1, "Design", 5, 60, day(1)), task(2, "Build", 2))
    late = context(tasks, chain(1, 2), status=evening(9), baseline=promised((1, day(1), evening(5), 0)))
    (finding,) = not_finished(late)
    ends = [schedule(apply(late.schedule.plan, offered.edits)).finish for offered in finding.proposals]
    assert ends == [evening(11), evening(15)]


def test_work_planned_in_the_past_is_moved_to_the_status_date() -> None:
    tasks = (started(1, "Design", 5, 60, day(1)), task(2, "Build", 2))
    past = context(tasks, chain(1, 2), status=evening(9), convention=Convention.MSPROJECT)
    finding = next(not_finished(past))
    assert [offered.id for offered in finding.proposals] == ["move", "ask"]
    assert schedule(apply(past.schedule.plan, finding.proposals[0].edits)).finish == evening(15)
