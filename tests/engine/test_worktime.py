"""Whose working time counts: the effective calendars of a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from milepost.engine.calendars import Calendar
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, Resource, ResourceKind
from milepost.engine.tasks import Task, TaskType
from milepost.engine.worktime import WorkTimes
from tests.engine.calendar_drawings import FREE_WEEK, at, calendar, drawn, holiday, plan, shown

MORNING = ((480, 720),)
AFTERNOON = ((780, 1020),)
PROJECT = calendar(1)
MORNINGS = calendar(2, week=(MORNING,) * 7)
ANNAS = calendar(3, parent=1, week=(None,) * 7, exceptions=(holiday("2026-03-03"),))
BENS = calendar(4, week=(AFTERNOON,) * 7)
CALENDARS = (PROJECT, MORNINGS, ANNAS, BENS)
ANNA = Resource(1, "Anna", calendar=3)
BEN = Resource(2, "Ben", calendar=4)
POOL = Resource(3, "Pool")
CEMENT = Resource(4, "Cement", kind=ResourceKind.MATERIAL, calendar=4)
RESOURCES = (ANNA, BEN, POOL, CEMENT)


def times(task: Task, *resources: Resource) -> WorkTimes:
    assignments = tuple(Assignment(n, task.uid, r.uid) for n, r in enumerate(resources))
    return WorkTimes(plan(*CALENDARS, tasks=(task,), resources=RESOURCES, assignments=assignments))


def test_a_plan_without_calendars_works_monday_to_friday() -> None:
    worktime = WorkTimes(plan()).of_calendar(None)
    assert worktime.working(at("2026-03-02 00:00"), at("2026-03-09 00:00")) == 5 * 480
    assert shown(worktime.add(at("2026-03-02 08:00"), 3 * 480)) == "2026-03-04 17:00"


def test_without_work_resources_the_task_calendar_counts_else_the_projects() -> None:
    for resources in ((), (CEMENT,)):
        plain = times(Task(7, "T"), *resources)
        assert plain.of_task(7) is plain.of_calendar(1)
        own = times(Task(7, "T", calendar=2), *resources)
        assert own.of_task(7) is own.of_calendar(2)


def test_an_assignment_works_in_its_resources_time() -> None:
    known = times(Task(7, "T"), ANNA, POOL)
    anna, pool = known.plan.assignments
    assert known.of_assignment(anna) is known.of_calendar(3)
    assert known.of_assignment(pool) is known.of_calendar(1)
    assert drawn(known.of_assignment(anna), "2026-03-02", "2026-03-04") == [
        "Mon 02 08:00-12:00",
        "Mon 02 13:00-17:00",
        "Wed 04 08:00-12:00",
        "Wed 04 13:00-17:00",
    ]


def test_a_task_of_one_person_follows_that_person_and_of_several_whoever_can_work() -> None:
    one = times(Task(7, "T"), ANNA)
    assert one.of_task(7) is one.of_calendar(3)
    both = times(Task(7, "T"), ANNA, BEN)
    assert drawn(both.of_task(7), "2026-03-02", "2026-03-03") == [
        "Mon 02 08:00-12:00",
        "Mon 02 13:00-17:00",
        "Tue 03 13:00-17:00",
    ]
    assert both.of_task(7) is both.of_task(7)


def test_task_and_resource_calendar_count_where_both_work() -> None:
    known = times(Task(7, "T", calendar=2), ANNA)
    assert drawn(known.of_assignment(known.plan.assignments[0]), "2026-03-02", "2026-03-04") == [
        "Mon 02 08:00-12:00",
        "Wed 04 08:00-12:00",
    ]
    ignoring = times(Task(7, "T", calendar=2, ignore_resource_calendars=True), ANNA)
    assert ignoring.of_task(7) is ignoring.of_calendar(2)
    alone = times(Task(7, "T", ignore_resource_calendars=True), ANNA)
    assert alone.of_task(7) is alone.of_calendar(3), "without a task calendar there is nothing to follow instead"


def test_a_fixed_duration_task_keeps_its_own_calendar_while_its_people_keep_theirs() -> None:
    known = times(Task(7, "T", type=TaskType.FIXED_DURATION), ANNA)
    assert known.of_task(7) is known.of_calendar(1)
    assert known.of_assignment(known.plan.assignments[0]) is known.of_calendar(3)


def test_an_elapsed_task_runs_around_the_clock() -> None:
    known = times(Task(7, "T", elapsed=True, calendar=2), ANNA)
    assert known.of_task(7) is known.elapsed
    assert known.of_assignment(known.plan.assignments[0]) is known.elapsed


def refusal(broken: Plan, uid: int | None = None) -> tuple[str, str]:
    with pytest.raises(PlanRefusedError) as refused:
        WorkTimes(broken).of_calendar(uid)
    notice = refused.value.notices[0]
    return notice.code, notice.message


def test_a_calendar_without_working_time_is_refused_with_its_chain() -> None:
    code, message = refusal(plan(calendar(1, parent=2, week=(None,) * 7), calendar(2, week=FREE_WEEK)))
    assert code == "E-CAL-EMPTY"
    assert "'C1'" in message
    assert "'C2'" in message


def test_work_only_before_the_base_or_after_ten_years_is_none() -> None:
    for day in ("2025-03-03", "2036-03-10"):
        assert refusal(plan(calendar(1, week=FREE_WEEK, exceptions=(holiday(day, (480, 720)),))))[0] == "E-CAL-EMPTY"
    late = plan(calendar(1, week=FREE_WEEK, exceptions=(holiday("2036-01-10", (480, 720)),)))
    assert shown(WorkTimes(late).of_calendar(1).next(late.settings.start)) == "2036-01-10 08:00"


def test_task_and_resource_that_never_meet_are_refused() -> None:
    known = times(Task(7, "T", calendar=2), BEN)
    with pytest.raises(PlanRefusedError) as refused:
        known.of_task(7)
    assert refused.value.notices[0].code == "E-CAL-EMPTY"
    assert "'C2' together with calendar 'C4'" in refused.value.notices[0].message


def test_circles_and_strangers_are_refused_by_name() -> None:
    code, message = refusal(plan(calendar(1, parent=2), calendar(2, parent=1)))
    assert code == "E-CAL-CYCLE"
    assert "'C1' <- 'C2' <- 'C1'" in message
    assert refusal(plan(calendar(1, parent=1)))[0] == "E-CAL-CYCLE"
    assert refusal(plan(calendar(1, parent=9)))[0] == "E-CAL-UNKNOWN"
    assert refusal(plan(), 5)[0] == "E-CAL-UNKNOWN"
    assert refusal(plan(calendar(1, zone="Nowhere")))[0] == "E-ZONE"


def test_a_calendar_keeps_its_own_zone_and_else_the_plans() -> None:
    berlin, local = calendar(1, zone="Europe/Berlin"), calendar(2)
    known = WorkTimes(plan(berlin, local, zone="America/New_York"))
    assert drawn(known.of_calendar(1), "2026-03-02", "2026-03-02")[0] == "Mon 02 07:00-11:00"
    assert drawn(known.of_calendar(2), "2026-03-02", "2026-03-02")[0] == "Mon 02 13:00-17:00"


def test_an_edited_plan_shares_what_is_expanded_unless_calendars_changed() -> None:
    first = WorkTimes(plan(*CALENDARS, tasks=(Task(7, "T"),)))
    kept = first.of_calendar(3)
    edited = replace(first.plan, tasks=(Task(7, "T", duration=480),))
    assert WorkTimes(edited, like=first).of_calendar(3) is kept
    changed = replace(first.plan, calendars=(*CALENDARS[:2], replace(ANNAS, exceptions=()), BENS))
    assert WorkTimes(changed, like=first).of_calendar(3) is not kept
    moved = replace(first.plan, settings=replace(first.plan.settings, start=at("2027-03-01 08:00")))
    assert WorkTimes(moved, like=first).of_calendar(3) is not kept


def test_scheduling_from_the_finish_looks_around_the_finish() -> None:
    backward = plan(Calendar(1, "C", week=PROJECT.week))
    finish = at("2046-06-01 17:00")
    settings = replace(backward.settings, schedule_from_finish=True, finish=finish)
    assert WorkTimes(replace(backward, settings=settings)).base == finish
    status = replace(settings, status_date=finish + 1440)
    assert WorkTimes(replace(backward, settings=status)).base == finish + 1440
