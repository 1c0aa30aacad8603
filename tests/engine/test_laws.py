"""Laws of the schedule over random plans: the reference agrees, and the properties of domain/schedule.md 15 hold."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from milepost.engine.plan import AlapMode, LateConstraintMode, Plan
from milepost.engine.results import Schedule
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind, LinkType
from tests.engine.networks import START, on_weeks, plans
from tests.engine.reference import Reference

few = bounded(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def assert_same(plan: Plan) -> None:
    """Compare every date and float of every leaf with the reference, dates up to time off work."""
    told, reference = schedule(plan), Reference(plan)
    answers = reference.all()
    if plan.settings.alap is AlapMode.TOTAL:
        for uid, expected in Reference(reference.late_plan()).all().items():
            line, mine = reference.line(reference.tasks[uid]), told.by_uid[uid]
            assert (line.working(mine.start, expected.es), line.working(mine.finish, expected.ef)) == (0, 0), uid
    for uid, expected in answers.items():
        mine, line = told.by_uid[uid], reference.line(reference.tasks[uid])
        dates = {
            "early start": (mine.early_start, expected.es),
            "early finish": (mine.early_finish, expected.ef),
            "late start": (mine.late_start, expected.ls),
            "late finish": (mine.late_finish, expected.lf),
            "remaining start": (mine.remaining_start, expected.rest),
        }
        apart = {name: (a, b) for name, (a, b) in dates.items() if line.working(a, b) != 0}
        assert not apart, (uid, apart)
        assert (uid, mine.total_float, mine.free_float) == (uid, expected.total, expected.free)


@few
@given(plans())
def test_dates_and_floats_are_those_of_the_reference(plan: Plan) -> None:
    assert_same(plan)


@few
@given(plans(late=True))
def test_as_late_as_possible_is_where_the_reference_puts_it(plan: Plan) -> None:
    assert_same(plan)


@few
@given(plans(progress=True))
def test_progress_is_scheduled_as_the_reference_does(plan: Plan) -> None:
    assert_same(plan)


def early(answer: Schedule) -> dict[int, tuple[int, int]]:
    return {dates.uid: (dates.early_start, dates.early_finish) for dates in answer.tasks}


def changed(plan: Plan, uid: int, **facts: object) -> Plan:
    return replace(plan, tasks=tuple(replace(t, **facts) if t.uid == uid else t for t in plan.tasks))


@few
@given(plans(progress=True))
def test_links_hold_and_dates_lie_in_working_time(plan: Plan) -> None:
    """Property 1."""
    free = replace(plan, tasks=tuple(replace(task, constraints=()) for task in plan.tasks))
    told, reference = schedule(free), Reference(free)
    for i, j, link in reference.links:
        before, after = told.by_uid[i.uid], told.by_uid[j.uid]
        if not reference.binds(i, j, link) or reference.waits_for_rest(i, link):
            continue
        held = before.early_finish if link.type in (LinkType.FS, LinkType.FF) else before.early_start
        bound = reference.forward_lag(i, j, link, held)
        mine = after.remaining_start if link.type in (LinkType.FS, LinkType.SS) else after.early_finish
        assert reference.line(j).working(bound, mine) >= 0, (i.uid, link.type, j.uid)
    for task in reference.leaves:
        mine, line = told.by_uid[task.uid], reference.line(task)
        if reference.left(task) and not reference.complete(task):
            assert (line.next(mine.remaining_start), line.prev(mine.early_finish)) == (
                mine.remaining_start,
                mine.early_finish,
            )


@few
@given(plans(progress=True), st.randoms(use_true_random=False))
def test_order_of_input_does_not_matter(plan: Plan, dice: Random) -> None:
    """Property 2."""
    tasks, links = list(plan.tasks), list(plan.links)
    dice.shuffle(tasks)
    dice.shuffle(links)
    first, second = schedule(plan), schedule(replace(plan, tasks=tuple(tasks), links=tuple(links)))
    for uid, dates in first.by_uid.items():
        assert replace(second.by_uid[uid], driver=dates.driver) == dates
    assert schedule(plan).tasks == first.tasks


@few
@given(plans(rich=False))
def test_the_longest_path_is_critical(plan: Plan) -> None:
    """Property 3: one calendar, working lags, no constraints."""
    told = schedule(plan)
    assert min(dates.total_float for dates in told.tasks) == 0
    line = Reference(plan).line(plan.tasks[0])
    ends = [dates.uid for dates in told.tasks if line.working(dates.early_finish, told.finish) == 0]
    reached: set[int] = set()
    while ends:
        uid = ends.pop()
        if uid not in reached and told.by_uid[uid].total_float == 0:
            reached.add(uid)
            ends += [plan.links[n].predecessor for n in told.by_uid[uid].driver.links]
    assert {dates.uid for dates in told.tasks if dates.on_longest_path} == reached


@few
@given(plans(rich=False, types=False), st.data())
def test_longer_tasks_finish_nothing_earlier(plan: Plan, data: st.DataObject) -> None:
    """Property 4: finish-to-start links only."""
    task = data.draw(st.sampled_from(plan.tasks))
    longer = changed(plan, task.uid, duration=task.duration + data.draw(st.integers(1, 2000)))
    before, after = early(schedule(plan)), early(schedule(longer))
    assert all(after[uid][1] >= finish for uid, (_, finish) in before.items())


@few
@given(plans(rich=False), st.integers(-20, 60))
def test_whole_weeks_shift_everything(plan: Plan, weeks: int) -> None:
    """Property 5."""
    before, after, shift = schedule(plan), schedule(on_weeks(plan, weeks)), weeks * 7 * 1440
    names = ("early_start", "early_finish", "late_start", "late_finish")
    for uid, dates in before.by_uid.items():
        moved = after.by_uid[uid]
        assert all(getattr(moved, name) == getattr(dates, name) + shift for name in names)
        assert (moved.total_float, moved.free_float) == (dates.total_float, dates.free_float)


@few
@given(plans(progress=True))
def test_deadlines_move_no_early_date(plan: Plan) -> None:
    """Property 7, first half."""
    free = replace(plan, tasks=tuple(replace(task, deadline=None) for task in plan.tasks))
    assert early(schedule(plan)) == early(schedule(free))


@few
@given(plans())
def test_late_constraints_that_do_not_bind_change_nothing(plan: Plan) -> None:
    """Property 7, second half: what lies far ahead of everything binds in neither mode."""
    far = START + 700 * 1440
    kinds = (ConstraintKind.SNLT, ConstraintKind.FNLT)
    late = tuple(
        replace(t, constraints=tuple(replace(row, at=far) if row.kind in kinds else row for row in t.constraints))
        for t in plan.tasks
    )
    by_mode = [
        schedule(replace(plan, tasks=late, settings=replace(plan.settings, late_constraints=mode)))
        for mode in LateConstraintMode
    ]
    assert by_mode[0].tasks == by_mode[1].tasks


@few
@given(plans(rich=False), st.data())
def test_free_float_is_free(plan: Plan, data: st.DataObject) -> None:
    """Property 8: a delay within free float moves nobody else, one within total float not the finish."""
    told, line = schedule(plan), Reference(plan).line(plan.tasks[0])
    dates = data.draw(st.sampled_from(told.tasks))
    delayed = schedule(changed(plan, dates.uid, levelling_delay=dates.free_float))
    for uid, other in told.by_uid.items():
        if uid != dates.uid:
            assert line.working(other.early_start, delayed.by_uid[uid].early_start) == 0
            assert line.working(other.early_finish, delayed.by_uid[uid].early_finish) == 0
    latest = schedule(changed(plan, dates.uid, levelling_delay=max(dates.total_float, 0)))
    assert line.working(told.finish, latest.finish) == 0


@few
@given(plans(progress=True))
def test_as_late_as_possible_moves_nobody_else(plan: Plan) -> None:
    """An ALAP task uses its free float; every other task keeps its dates."""
    plan = replace(plan, settings=replace(plan.settings, alap=AlapMode.FREE))
    rows = [task for task in plan.tasks if not task.constraints and not task.levelling_delay and task.uid < 100]
    for task in rows[:2]:
        moved = schedule(changed(plan, task.uid, constraints=(Constraint(ConstraintKind.ALAP),)))
        told, line = schedule(plan), Reference(plan).line(task)
        for dates in told.tasks:
            mine = moved.by_uid[dates.uid]
            if dates.uid != task.uid and not dates.summary and dates.uid < 100:
                assert (mine.start, mine.finish) == (dates.start, dates.finish)
        if task.uid in told.by_uid and task.actual_start is None:
            free = told.by_uid[task.uid].free_float
            assert line.working(told.by_uid[task.uid].start, moved.by_uid[task.uid].start) == free
