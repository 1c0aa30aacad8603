"""The dates that matter: milestones, deadlines, the path that decides them."""

from __future__ import annotations

from milepost.advisor.rules.dates import broken_path, deadline_breach, milestone_slip
from milepost.dossier.edits import apply
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind
from tests.advisor.drawn import chain, context, day, evening, found, on, person, promised, started, task

TASKS = (task(1, "Design", 5), task(2, "Build", 10), task(3, "Go-live", 0))
BASE = promised((1, day(1), evening(5), 0), (2, day(8), evening(12), 0), (3, evening(12), evening(12), 0))


def test_sch_05_says_how_much_later_a_milestone_is_than_its_baseline() -> None:
    late = context(TASKS, chain(1, 2, 3), baseline=BASE)
    assert found(milestone_slip, late) == [
        ("SCH-05:task-3", "S1", "Go-live (3) is forecast for Fri 19 Jun, 5 working days after its baseline.")
    ]
    (finding,) = milestone_slip(late)
    assert finding.evidence[-1].value == "Design (1) -> Build (2) -> Go-live (3)"
    assert finding.root == "task-1"
    on_time = promised((3, evening(19), evening(19), 0))
    assert not found(milestone_slip, context(TASKS, chain(1, 2, 3), baseline=on_time))


def test_sch_05_says_what_moved_since_the_last_review() -> None:
    before = context((task(1, "Design", 3), *TASKS[1:]), chain(1, 2, 3))
    (finding,) = milestone_slip(context(TASKS, chain(1, 2, 3), previous=before))
    assert finding.headline == "Go-live (3) is forecast for Fri 19 Jun, 2 working days later than in the last review."


def test_sch_06_names_the_deadline_and_the_days_to_recover() -> None:
    tasks = (*TASKS[:2], task(3, "Go-live", 0, deadline=evening(15)))
    late = context(tasks, chain(1, 2, 3))
    assert found(deadline_breach, late) == [
        (
            "SCH-06:task-3",
            "S1",
            "Go-live (3) will finish on Fri 19 Jun, 4 working days after its deadline, Mon 15 Jun.",
        )
    ]
    assert not found(deadline_breach, context(TASKS, chain(1, 2, 3)))


def test_sch_06_sees_the_date_the_project_must_finish_by() -> None:
    late = context(TASKS, chain(1, 2, 3), must_finish_by=evening(18))
    assert found(deadline_breach, late) == [
        (
            "SCH-06:must-finish",
            "S1",
            "The project will finish on Fri 19 Jun, 1 working day after the date it must finish by, Thu 18 Jun.",
        )
    ]


def test_sch_06_sees_a_fixed_date_its_predecessors_cannot_meet() -> None:
    fixed = (Constraint(ConstraintKind.MSO, day(17)),)
    tasks = (*TASKS[:2], task(3, "Audit", 2, constraints=fixed))
    assert found(deadline_breach, context(tasks, chain(1, 2, 3))) == [
        (
            "SCH-06:task-3",
            "S1",
            "Audit (3) is fixed for Wed 17 Jun, but Build (2) is not ready until Fri 19 Jun: 3 working days must be "
            "recovered.",
        )
    ]


def test_recovery_options_win_the_days_they_are_priced_at() -> None:
    tasks = (*TASKS[:2], task(3, "Go-live", 0, deadline=evening(15)))
    team = (person(1, "Ana", "Dev"), person(2, "Ben", "Dev"))
    late = context(tasks, chain(1, 2, 3), people=team, work=(on(1, 1, 1, 5), on(2, 2, 1, 10)))
    (finding,) = deadline_breach(late)
    ends = {
        offered.id: schedule(apply(late.schedule.plan, offered.edits)).finish
        for offered in finding.proposals
        if offered.edits
    }
    assert ends["overlap-1-2"] == evening(17)
    assert ends["overtime-2"] == day(19, hour=8) + 48
    assert ends["add-2-2"] < evening(16)
    assert ends["renegotiate-3"] == evening(19)
    assert [offered.id for offered in finding.proposals if offered.do_nothing] == ["nothing"]


def test_sch_14_names_the_constraint_that_breaks_the_critical_path() -> None:
    later = (Constraint(ConstraintKind.SNET, day(10)),)
    tasks = (task(1, "Design", 5), task(2, "Build", 10, constraints=later), task(3, "Go-live", 0))
    broken = context(tasks, chain(1, 2, 3))
    (first, *_) = broken_path(broken)
    assert first.headline.startswith(
        "Build (2) is on the critical path, yet starts on Wed 10 Jun because its constraint"
    )
    freed = schedule(apply(broken.schedule.plan, first.proposals[0].edits))
    assert freed.finish == evening(19)
    assert not found(broken_path, context(TASKS, chain(1, 2, 3)))


def test_a_started_task_is_the_source_of_what_follows() -> None:
    tasks = (started(1, "Design", 5, 40, day(1)), *TASKS[1:])
    drawn = context(tasks, chain(1, 2, 3), status=evening(5))
    assert drawn.chain(3) == (1, 2, 3)
    assert drawn.source(3) == 1
