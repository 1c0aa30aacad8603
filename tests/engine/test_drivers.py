"""Why this date: each kind of cause, the sentence, the chain, and the law that without the cause the date moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded

from milepost.engine.calendars import Calendar
from milepost.engine.clock import instant
from milepost.engine.counterfactual import without
from milepost.engine.drivers import binding, pushed, reach, why
from milepost.engine.plan import AlapMode, Plan, Settings
from milepost.engine.resources import Assignment, Resource
from milepost.engine.results import Driver, DriverKind, Schedule
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind, LagKind, Link, LinkType, Task
from milepost.engine.worktime import WorkTimes
from tests.engine.networks import CALENDARS, plans

DAY = 480
ANALYSIS, BUILD, TEST = 1, 2, 3


def at(text: str) -> int:
    return instant(datetime.fromisoformat(f"2026-{text.replace(' ', 'T')}"))


def plan(**facts: object) -> Plan:
    """Analysis 3d, then Build 5d, then Test 2d; `facts` replace fields of the plan."""
    whole = Plan(
        Settings(at("03-02 08:00"), calendar=1),
        CALENDARS,
        (
            Task(ANALYSIS, "Analysis", duration=3 * DAY),
            Task(BUILD, "Build", duration=5 * DAY),
            Task(TEST, "Test", duration=2 * DAY),
        ),
        (Link(ANALYSIS, BUILD), Link(BUILD, TEST)),
    )
    return replace(whole, **facts)


def changed(whole: Plan, uid: int, **facts: object) -> Plan:
    return replace(whole, tasks=tuple(replace(t, **facts) if t.uid == uid else t for t in whole.tasks))


def told(whole: Plan, **facts: object) -> Plan:
    return replace(whole, settings=replace(whole.settings, **facts))


def said(whole: Plan, uid: int = BUILD) -> str:
    return why(schedule(whole), uid).sentence


def test_a_link_is_said_as_a_project_manager_would() -> None:
    answer = why(schedule(plan()), BUILD)
    assert answer.sentence == "Build starts Thu 5 Mar 08:00 because Analysis finishes Wed 4 Mar 17:00 (FS)."
    assert answer.driver.kind is DriverKind.LINK
    assert [step.uid for step in answer.chain] == [BUILD, ANALYSIS]
    assert answer.chain[1].sentence == "Analysis starts Mon 2 Mar 08:00 because the project starts Mon 2 Mar 08:00."
    assert [(push.uid, push.link) for push in answer.pushes] == [(TEST, 1)]
    assert answer.reach == 1
    assert answer.lateness == ""


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (Link(ANALYSIS, BUILD, lag=2 * DAY), "Analysis finishes Wed 4 Mar 17:00 (FS+2d)"),
        (Link(ANALYSIS, BUILD, LinkType.SS, DAY), "Analysis starts Mon 2 Mar 08:00 (SS+1d)"),
        (Link(ANALYSIS, BUILD, LinkType.FF, 3 * DAY), "it cannot finish before Analysis does, Wed 4 Mar 17:00 (FF+3d)"),
        (
            Link(ANALYSIS, BUILD, LinkType.SF, 9 * DAY),
            "it cannot finish before Analysis starts, Mon 2 Mar 08:00 (SF+9d)",
        ),
        (Link(ANALYSIS, BUILD, lag=5000, lag_kind=LagKind.PERCENT), "Analysis finishes Wed 4 Mar 17:00 (FS+50%)"),
    ],
)
def test_every_link_type_with_its_lag(link: Link, words: str) -> None:
    assert said(plan(links=(link,))).endswith(f"because {words}.")


def test_links_that_drive_together_are_all_named() -> None:
    whole = plan(links=(Link(ANALYSIS, TEST), Link(BUILD, TEST)))
    whole = changed(whole, BUILD, duration=3 * DAY)
    assert said(whole, TEST) == (
        "Test starts Thu 5 Mar 08:00 because Analysis finishes Wed 4 Mar 17:00 (FS) "
        "and Build finishes Wed 4 Mar 17:00 (FS)."
    )


def test_a_link_and_a_constraint_that_hold_the_same_day_are_both_named() -> None:
    whole = changed(plan(), BUILD, constraints=(Constraint(ConstraintKind.SNET, at("03-05 08:00")),))
    answer = why(schedule(whole), BUILD)
    assert {cause.kind for cause in answer.causes} == {DriverKind.LINK, DriverKind.CONSTRAINT}
    assert "and because it must not start before Thu 5 Mar 08:00 (SNET)" in answer.sentence


def test_constraints_of_the_task_and_of_its_summary() -> None:
    held = (Constraint(ConstraintKind.SNET, at("03-09 08:00")),)
    assert said(changed(plan(), BUILD, constraints=held)) == (
        "Build starts Mon 9 Mar 08:00 because it must not start before Mon 9 Mar 08:00 (SNET)."
    )
    whole = changed(plan(), BUILD, parent=9)
    whole = replace(whole, tasks=(*whole.tasks, Task(9, "Phase", constraints=held)))
    assert said(whole) == (
        "Build starts Mon 9 Mar 08:00 because it must not start before Mon 9 Mar 08:00 (SNET, set on Phase)."
    )
    assert said(whole, 9) == "Phase starts Mon 9 Mar 08:00 because Build starts then."


FRIDAYS = Calendar(8, "Fridays", week=((),) * 4 + (((480, 1020),),) + ((),) * 2)


def test_calendars_people_and_levelling() -> None:
    fridays = plan(calendars=(*CALENDARS, FRIDAYS))
    assert said(changed(fridays, BUILD, calendar=8)) == (
        "Build starts Fri 6 Mar 08:00 because Analysis finishes Wed 4 Mar 17:00 (FS) "
        "and its calendar Fridays has no working time before."
    )
    work = {"work": DAY, "remaining_work": DAY}
    people = (Resource(7, "Dora", calendar=8),)
    staffed = replace(fridays, resources=people, assignments=(Assignment(1, BUILD, 7, **work),))
    assert said(staffed).endswith("(FS) and Dora has no working time before.")
    first = replace(staffed, assignments=(Assignment(1, ANALYSIS, 7, **work),))
    (cause,) = binding(schedule(first), ANALYSIS)
    assert (cause.kind, cause.resource) == (DriverKind.RESOURCE, 7)
    assert said(changed(plan(), BUILD, levelling_delay=2 * DAY)).endswith("(FS) and levelling delays it by 2d.")


def test_holidays_before_the_start_are_named_and_removing_them_moves_it() -> None:
    """Friday 13 March is off on calendar 2: Test waits over it and the weekend."""
    whole = told(changed(plan(), BUILD, duration=6 * DAY), calendar=2)
    answer = why(schedule(whole), TEST)
    assert answer.sentence == (
        "Test starts Mon 16 Mar 08:00 because Build finishes Thu 12 Mar 17:00 (FS); Fri 13 Mar is off (Holiday)."
    )
    (off,) = answer.days_off
    calendars = tuple(
        replace(c, exceptions=tuple(e for e in c.exceptions if c.uid != off.calendar or e.name != off.name))
        for c in whole.calendars
    )
    assert schedule(replace(whole, calendars=calendars)).by_uid[TEST].start == at("03-13 08:00")
    assert why(schedule(told(plan(), calendar=2)), BUILD).days_off == ()


def test_status_date_actuals_and_what_is_left() -> None:
    late = told(plan(), status_date=at("03-10 08:00"))
    assert said(late, ANALYSIS) == (
        "Analysis starts Tue 10 Mar 08:00 because "
        "what is not done cannot start before the status date Tue 10 Mar 08:00."
    )
    begun = changed(late, ANALYSIS, actual_start=at("03-03 08:00"), remaining_duration=DAY)
    assert said(begun, ANALYSIS) == "Analysis started Tue 3 Mar 08:00 (actual); what is left starts Tue 10 Mar 08:00."
    waiting = changed(begun, BUILD, actual_start=at("03-04 08:00"), remaining_duration=DAY)
    assert said(waiting).endswith(
        "what is left starts Wed 11 Mar 08:00 because Analysis finishes Tue 10 Mar 17:00 (FS)."
    )
    assert [step.uid for step in why(schedule(waiting), TEST).chain] == [TEST, BUILD, ANALYSIS]


def test_dates_by_hand_and_as_late_as_possible() -> None:
    by_hand = changed(plan(), BUILD, manual=True, manual_start=at("03-03 08:00"), manual_finish=at("03-05 17:00"))
    assert said(by_hand) == "Build starts Tue 3 Mar 08:00 because its dates are set by hand."
    spare = replace(told(plan(), alap=AlapMode.FREE), links=(Link(ANALYSIS, TEST), Link(BUILD, TEST)))
    spare = changed(spare, ANALYSIS, constraints=(Constraint(ConstraintKind.ALAP),))
    assert said(spare, ANALYSIS) == "Analysis starts Wed 4 Mar 08:00 because it is to be done as late as possible."


def test_negative_float_says_what_to_recover() -> None:
    late = changed(plan(), TEST, deadline=at("03-11 17:00"))
    assert "2 working days must be recovered" in why(schedule(late), BUILD).lateness


def test_chains_go_through_summaries_to_the_child_that_decides() -> None:
    whole = plan(links=(Link(9, TEST), Link(ANALYSIS, BUILD)))
    whole = changed(changed(whole, ANALYSIS, parent=9), BUILD, parent=9)
    whole = replace(whole, tasks=(*whole.tasks, Task(9, "Phase")))
    answer = schedule(whole)
    assert [step.uid for step in why(answer, TEST).chain] == [TEST, 9, BUILD, ANALYSIS]
    assert [push.uid for push in pushed(answer, BUILD)] == [TEST]
    assert [push.uid for push in pushed(answer, ANALYSIS)] == [BUILD]
    assert reach(answer, ANALYSIS) == (BUILD, TEST)


def test_an_inactive_task_has_no_date_to_explain() -> None:
    with pytest.raises(LookupError, match="Task 2 is inactive"):
        why(schedule(changed(plan(), BUILD, inactive=True)), BUILD)


def moves(before: Schedule, uid: int, causes: tuple[Driver, ...]) -> bool:
    """Whether a task starts on another day without these causes, as its calendar before or after sees it."""
    after = schedule(without(before.plan, uid, causes))
    lines = [WorkTimes(each.plan).of_task(uid) for each in (before, after)]
    return any(not line.same(before.by_uid[uid].start, after.by_uid[uid].start) for line in lines)


@bounded(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans(progress=True))
def test_without_its_causes_a_task_starts_on_another_day(whole: Plan) -> None:
    told = schedule(whole)
    for dates in told.tasks:
        if not dates.summary:
            causes = binding(told, dates.uid)
            assert moves(told, dates.uid, causes), (dates.uid, causes)
            # Nothing is named that does not matter.
            for n in range(len(causes) if len(causes) > 1 else 0):
                assert not moves(told, dates.uid, (*causes[:n], *causes[n + 1 :])), (dates.uid, causes, n)
