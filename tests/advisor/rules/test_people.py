"""Too much, too little, away, unnamed."""

from __future__ import annotations

from milepost.advisor.context import Context
from milepost.advisor.rules.load import burn_out, critical_hands, effort_over_progress, multitasking, under_used
from milepost.advisor.rules.people import leave_conflict, over_allocated, unassigned
from milepost.dossier.edits import apply
from milepost.engine.impact import impact
from milepost.engine.schedule import schedule
from milepost.engine.tasks import TaskType
from tests.advisor.drawn import DAY, chain, context, day, evening, found, leave_calendar, on, person, started, task

ANA, BEN = person(1, "Ana", "Dev"), person(2, "Ben", "Dev")


def double_booked() -> Context:
    """Ana builds and documents at the same time; documents can wait."""
    tasks = (task(1, "Build", 10), task(2, "Docs", 3), task(3, "Go-live", 0))
    work = (on(1, 1, 1, 10), on(2, 2, 1, 3))
    return context(tasks, (*chain(1, 3), *chain(2, 3)), people=(ANA, BEN), work=work)


def test_res_01_counts_the_hours_too_many_and_names_the_tasks() -> None:
    drawn = double_booked()
    assert found(over_allocated, drawn) == [
        (
            "RES-01:resource-1",
            "S1",
            "Ana is asked for 24 h more than available between Mon 1 Jun and Wed 3 Jun, by Build (1) and Docs (2).",
        )
    ]
    (finding,) = over_allocated(drawn)
    plans = [apply(drawn.schedule.plan, offered.edits) for offered in finding.proposals if offered.edits]
    relieved = [impact(drawn.schedule, schedule(plan)).overload_after for plan in plans]
    assert [offered.id for offered in finding.proposals] == ["hand-2", "later-2", "agree"]
    assert relieved == [0, 0]


def test_res_01_is_silent_when_everybody_has_time() -> None:
    tasks = (task(1, "Build", 10), task(2, "Docs", 3))
    calm = context(tasks, people=(ANA, BEN), work=(on(1, 1, 1, 10), on(2, 2, 2, 3)))
    assert not found(over_allocated, calm)
    assert not found(under_used, calm)


def test_res_02_names_the_leave_and_the_room_the_task_has() -> None:
    away = person(1, "Ana", "Dev", leave=((8, 10),))
    tasks = (task(1, "Build", 10), task(2, "Go-live", 0))
    drawn = context(
        tasks, chain(1, 2), people=(away, BEN), work=(on(1, 1, 1, 10),), calendars=(leave_calendar(1, 8, 10),)
    )
    assert found(leave_conflict, drawn) == [
        (
            "RES-02:resource-1-task-1",
            "S1",
            "Ana is away from Mon 8 Jun to Wed 10 Jun, 3 working days in the middle of Build (1), which cannot slip at "
            "all.",
        )
    ]
    (finding,) = leave_conflict(drawn)
    covered = schedule(apply(drawn.schedule.plan, finding.proposals[0].edits))
    assert (drawn.schedule.finish, covered.finish) == (evening(17), evening(12))
    assert not found(leave_conflict, context(tasks, chain(1, 2), people=(ANA,), work=(on(1, 1, 1, 10),)))


def test_res_03_offers_people_with_time_from_the_group_beside_it() -> None:
    tasks = (task(1, "Build", 5), task(2, "Docs", 3), task(3, "Later", 2))
    work = (on(1, 1, 1, 5), on(2, 3, 2, 2))
    drawn = context(tasks, chain(1, 2, 3), people=(ANA, person(2, "Cleo", "Legal")), work=work)
    assert found(unassigned, drawn) == [
        ("RES-03:task-2", "S1", "Nobody is named for Docs (2), which starts on Mon 8 Jun.")
    ]
    (finding,) = unassigned(drawn)
    assert finding.proposals[0].sentence == "Assign Ana to Docs (2)."
    assert [offered.id for offered in finding.proposals] == ["assign-1", "assign-2"]
    named = context(tasks, chain(1, 2, 3), people=(ANA,), work=(*work[:1], on(3, 2, 1, 3), on(4, 3, 1, 2)))
    assert not found(unassigned, named)


def test_res_06_finds_the_colleague_who_has_time() -> None:
    assert found(under_used, double_booked()) == [
        ("RES-06:resource-2", "S3", "Ben is planned at 0 % for the next 10 working days while Ana has too much.")
    ]


def test_res_07_names_the_fullest_day() -> None:
    tasks = tuple(task(n, f"Step {n}", 4) for n in range(1, 5))
    drawn = context(tasks, people=(ANA,), work=tuple(on(n, n, 1, 1, "0.25") for n in range(1, 5)))
    assert found(multitasking, drawn) == [
        (
            "RES-07:resource-1",
            "S3",
            "Ana works on 4 tasks at once on Mon 1 Jun: Step 1 (1), Step 2 (2), Step 3 (3) and Step 4 (4).",
        )
    ]
    three = context(tasks[:3], people=(ANA,), work=tuple(on(n, n, 1, 1, "0.25") for n in range(1, 4)))
    assert not found(multitasking, three)


def test_res_08_sees_two_weeks_without_a_break() -> None:
    tasks = (task(1, "Build", 12, type=TaskType.FIXED_DURATION),)
    drawn = context(tasks, people=(ANA,), work=(on(1, 1, 1, 18, "1.5"),))
    assert found(burn_out, drawn) == [
        (
            "RES-08:resource-1",
            "S2",
            "Ana is planned at 150 % for 12 working days without a break, from Mon 1 Jun to Tue 16 Jun.",
        )
    ]
    assert not found(burn_out, context(tasks, people=(ANA,), work=(on(1, 1, 1, 12),)))


def test_res_10_compares_effort_with_progress() -> None:
    tasks = (started(1, "Build", 10, 30, day(1)),)
    drawn = context(tasks, status=evening(5), people=(ANA,), work=(on(1, 1, 1, 10, done=5),))
    assert found(effort_over_progress, drawn) == [
        (
            "RES-10:task-1",
            "S1",
            "Build (1) has taken 40 h of 80 h planned and is 30 % complete; at this rate it takes 133 h.",
        )
    ]
    (finding,) = effort_over_progress(drawn)
    changed = apply(drawn.schedule.plan, finding.proposals[0].edits)
    assert changed.assignments[0].work == 133 * 60
    fair = context(tasks, status=evening(5), people=(ANA,), work=(on(1, 1, 1, 10, done=3),))
    assert not found(effort_over_progress, fair)


def test_x_02_meets_critical_work_overload_and_leave() -> None:
    away = person(1, "Ana", "Dev", leave=((10, 12),))
    tasks = (task(1, "Build", 10), task(2, "Docs", 2), task(3, "Go-live", 0))
    work = (on(1, 1, 1, 10), on(2, 2, 1, 2))
    links = (*chain(1, 3), *chain(2, 3))
    drawn = context(tasks, links, people=(away, BEN), work=work, calendars=(leave_calendar(1, 10, 12),))
    (finding,) = critical_hands(drawn)
    assert finding.headline == (
        "Build (1) is critical and rests on Ana, who has 16 h too much to do and is away from Wed 10 Jun."
    )
    assert finding.proposals[0].sentence == "Let Ben take Build (1) over from Ana."
    assert not found(critical_hands, double_booked())
    assert drawn.day == DAY
