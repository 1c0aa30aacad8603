"""The table of duration, work and units, cell by cell, and its laws."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from milepost.engine import effort
from milepost.engine.contours import mean_fraction
from milepost.engine.effort import Effort
from milepost.engine.notices import PlanRefusedError
from milepost.engine.resources import Assignment, Contour, Resource, ResourceKind, WorkPiece
from milepost.engine.tasks import PercentType, Segment, Task, TaskType

DAY = 480
UNITS, DURATION, WORK = TaskType.FIXED_UNITS, TaskType.FIXED_DURATION, TaskType.FIXED_WORK
ONE, HALF = Decimal(1), Decimal("0.5")


def task(kind: TaskType, days: int = 10, **facts: object) -> Task:
    return Task(1, "Build", duration=days * DAY, type=kind, **facts)  # type: ignore[arg-type]


def hand(uid: int, units: Decimal = ONE, days: int = 10, contour: Contour = Contour.FLAT) -> Assignment:
    work = int(days * DAY * units)
    return Assignment(uid, 1, uid, units, work=work, remaining_work=work, contour=contour)


def told(result: Effort) -> tuple[float, list[tuple[float, float]]]:
    """Days of duration, then (days of work, units) of each assignment."""
    return result.task.duration / DAY, [(a.work / DAY, float(a.units)) for a in result.team]


@pytest.mark.parametrize(
    ("kind", "result"),
    [(UNITS, (5, [(5, 1.0)])), (DURATION, (5, [(5, 1.0)])), (WORK, (5, [(10, 2.0)]))],
)
def test_another_duration(kind: TaskType, result: object) -> None:
    assert told(effort.change_duration(task(kind), (hand(1),), 5 * DAY)) == result


@pytest.mark.parametrize(
    ("kind", "result"),
    [(UNITS, (20, [(20, 1.0)])), (DURATION, (10, [(20, 2.0)])), (WORK, (20, [(20, 1.0)]))],
)
def test_another_amount_of_work(kind: TaskType, result: object) -> None:
    assert told(effort.change_work(task(kind), (hand(1),), 20 * DAY)) == result
    assert told(effort.change_assignment_work(task(kind), (hand(1),), 1, 20 * DAY)) == result


@pytest.mark.parametrize(
    ("kind", "result"),
    [(UNITS, (20, [(10, 0.5)])), (DURATION, (10, [(5, 0.5)])), (WORK, (20, [(10, 0.5)]))],
)
def test_other_units(kind: TaskType, result: object) -> None:
    assert told(effort.change_units(task(kind), (hand(1),), 1, HALF)) == result


@pytest.mark.parametrize(
    ("kind", "driven", "result"),
    [
        (UNITS, True, (5, [(5, 1.0), (5, 1.0)])),
        (DURATION, True, (10, [(5, 0.5), (5, 0.5)])),
        (WORK, True, (5, [(5, 1.0), (5, 1.0)])),
        (WORK, False, (5, [(5, 1.0), (5, 1.0)])),
        (UNITS, False, (10, [(10, 1.0), (10, 1.0)])),
        (DURATION, False, (10, [(10, 1.0), (10, 1.0)])),
    ],
)
def test_one_more_resource(kind: TaskType, driven: bool, result: object) -> None:
    added = effort.assign(task(kind, effort_driven=driven), (hand(1),), hand(2))
    assert told(added) == result
    assert added.task.work == sum(a.work for a in added.team)


@pytest.mark.parametrize(
    ("kind", "driven", "result"),
    [
        (UNITS, True, (20, [(20, 1.0)])),
        (DURATION, True, (10, [(20, 2.0)])),
        (WORK, True, (20, [(20, 1.0)])),
        (UNITS, False, (10, [(10, 1.0)])),
        (DURATION, False, (10, [(10, 1.0)])),
    ],
)
def test_one_resource_less(kind: TaskType, driven: bool, result: object) -> None:
    assert told(effort.unassign(task(kind, effort_driven=driven), (hand(1), hand(2)), 2)) == result


@pytest.mark.parametrize("kind", list(TaskType))
def test_the_first_resources_bring_their_work(kind: TaskType) -> None:
    first = effort.assign(task(kind, effort_driven=True), (), hand(1), hand(2, HALF))
    assert told(first) == (10, [(10, 1.0), (5, 0.5)])


@pytest.mark.parametrize(("kind", "result"), [(UNITS, (5, [(5, 1.0)])), (DURATION, (10, [(5, 0.5)]))])
def test_the_first_resource_takes_over_work_typed_before(kind: TaskType, result: object) -> None:
    assert told(effort.assign(task(kind, work=5 * DAY), (), hand(1))) == result


@pytest.mark.parametrize("kind", list(TaskType))
def test_changing_the_type_changes_nothing_else(kind: TaskType) -> None:
    before = task(UNITS)
    after = effort.change_type(before, (hand(1),), kind)
    assert after.team == (hand(1),)
    assert replace(after.task, type=UNITS, effort_driven=False) == before
    assert after.task.effort_driven is (kind is WORK)


def test_units_share_the_work_of_an_effort_driven_task() -> None:
    three = effort.assign(task(UNITS, effort_driven=True), (hand(1), hand(2)), hand(3, HALF))
    assert told(three) == (8, [(8, 1.0), (8, 1.0), (4, 0.5)])


def test_shared_minutes_add_up() -> None:
    odd = effort.assign(task(WORK, days=1), (hand(1, days=1),), hand(2), hand(3, Decimal("1.3")))
    assert [a.work for a in odd.team] == [146, 145, 189]
    assert odd.task.duration == 145


def test_the_longest_assignment_gives_the_duration() -> None:
    team = (hand(1), hand(2))
    assert told(effort.change_units(task(UNITS), team, 1, HALF)) == (20, [(10, 0.5), (10, 1.0)])
    assert told(effort.change_assignment_work(task(UNITS), team, 2, 3 * DAY)) == (10, [(10, 1.0), (3, 1.0)])
    both = effort.change_assignment_work(task(UNITS), (hand(1), hand(2, days=3)), 1, 2 * DAY)
    assert told(both) == (3, [(2, 1.0), (3, 1.0)])


def test_an_assignment_that_ends_early_keeps_its_share() -> None:
    team = (hand(1), hand(2, days=5))
    assert told(effort.change_duration(task(UNITS), team, 20 * DAY)) == (20, [(20, 1.0), (10, 1.0)])
    assert told(effort.change_duration(task(WORK), team, 20 * DAY)) == (20, [(10, 0.5), (5, 0.5)])
    assert told(effort.change_work(task(DURATION), team, 30 * DAY)) == (10, [(20, 2.0), (10, 2.0)])


def test_a_delayed_assignment_ends_later() -> None:
    late = replace(hand(1), delay=2 * DAY)
    assert told(effort.change_work(task(UNITS), (late,), 10 * DAY))[0] == 12


@pytest.mark.parametrize("contour", [Contour.BELL, Contour.TURTLE, Contour.BACK_LOADED])
def test_contours_stretch_the_duration_or_raise_the_peak(contour: Contour) -> None:
    mean = Fraction(7, 10) if contour is Contour.TURTLE else Fraction(6, 10) if contour is not Contour.BELL else HALF
    shaped = hand(1, contour=contour)
    longer = effort.change_work(task(UNITS), (shaped,), 7 * DAY)
    assert longer.task.duration == round(7 * DAY / Fraction(mean))
    higher = effort.change_work(task(DURATION), (shaped,), 7 * DAY)
    assert Fraction(higher.team[0].units) - Fraction(7, 10) / Fraction(mean) < Fraction(1, 10**20)


def test_a_manual_contour_becomes_flat_when_its_work_changes() -> None:
    piece = WorkPiece(0, 480, 10 * DAY)
    manual = replace(hand(1, contour=Contour.MANUAL), planned=(piece,))
    for changed in (
        effort.change_duration(task(UNITS), (manual,), 5 * DAY),
        effort.change_duration(task(WORK), (manual,), 5 * DAY),
    ):
        assert changed.team[0].contour is Contour.FLAT
        assert changed.team[0].planned == ()
    kept = effort.change_units(task(UNITS), (manual,), 1, HALF)
    assert kept.team[0].planned == (piece,)


# --- started tasks ---------------------------------------------------------------------------------------------------

STARTED = {
    "actual_start": 0,
    "actual_duration": 4 * DAY,
    "remaining_duration": 6 * DAY,
    "percent_complete": Decimal(40),
}


def begun(uid: int, units: Decimal = ONE) -> Assignment:
    return replace(hand(uid, units), actual_work=int(4 * DAY * units), remaining_work=int(6 * DAY * units))


@pytest.mark.parametrize(
    ("kind", "duration", "work", "units"), [(UNITS, 7, 7, 1.0), (DURATION, 7, 7, 1.0), (WORK, 7, 10, 2.0)]
)
def test_on_a_started_task_only_the_remainder_moves(kind: TaskType, duration: int, work: int, units: float) -> None:
    changed = effort.change_duration(task(kind, **STARTED), (begun(1),), 7 * DAY)
    assert told(changed) == (duration, [(work, units)])
    assert (changed.task.actual_duration, changed.task.remaining_duration) == (4 * DAY, 3 * DAY)
    assert changed.team[0].actual_work == 4 * DAY
    assert changed.team[0].remaining_work == changed.team[0].work - 4 * DAY
    assert changed.task.percent_complete == Decimal("57.1429")


def test_remaining_work_is_shared_and_actual_work_stays() -> None:
    joined = effort.assign(task(UNITS, effort_driven=True, **STARTED), (begun(1),), hand(2))
    assert told(joined) == (7, [(7, 1.0), (3, 1.0)])
    left = effort.unassign(joined.task, joined.team, 1)
    assert told(left) == (10, [(4, 1.0), (6, 1.0)])
    assert left.team[0].remaining_work == 0


def test_the_remainder_is_found_in_what_the_source_knows() -> None:
    assert effort.remaining_duration(task(UNITS, percent_complete=Decimal("33.3"))) == 3202
    assert effort.remaining_duration(task(UNITS, actual_duration=DAY)) == 9 * DAY
    assert effort.remaining_duration(task(UNITS, actual_finish=1)) == 0
    physical = task(UNITS, percent_complete=Decimal(50), percent_type=PercentType.PHYSICAL)
    assert effort.remaining_duration(physical) == 10 * DAY


def test_percent_of_work_follows() -> None:
    counted = task(UNITS, percent_work_complete=Decimal(40), **STARTED)
    assert effort.change_work(counted, (begun(1),), 20 * DAY).task.percent_work_complete == Decimal(20)


# --- what stays alone and what is refused ----------------------------------------------------------------------------


def test_without_a_team_duration_and_work_are_strangers() -> None:
    alone = task(UNITS, work=5 * DAY)
    assert effort.change_duration(alone, (), DAY).task.work == 5 * DAY
    assert effort.change_work(alone, (), DAY).task.duration == 10 * DAY
    assert effort.change_work(alone, (), DAY).task.remaining_work == DAY


def test_taking_the_last_one_off_keeps_the_duration() -> None:
    empty = effort.unassign(task(UNITS, effort_driven=True), (hand(1),), 1)
    assert told(empty) == (10, [])
    assert empty.task.work == 0


def test_split_tasks_stay_as_long_as_their_duration() -> None:
    split = task(UNITS, segments=(Segment(4 * DAY, DAY), Segment(6 * DAY)))
    assert effort.change_duration(split, (), 12 * DAY).task.segments == (Segment(4 * DAY, DAY), Segment(8 * DAY))
    assert effort.change_duration(split, (), 5 * DAY).task.segments == (Segment(4 * DAY, DAY), Segment(DAY))
    assert effort.change_duration(split, (), 4 * DAY).task.segments == ()


def test_units_of_someone_without_work_move_nothing() -> None:
    idle = replace(hand(1), work=0, remaining_work=0)
    assert told(effort.change_units(task(UNITS), (idle,), 1, HALF)) == (10, [(0, 0.5)])


def test_the_team_is_who_has_working_time() -> None:
    resources = {n: Resource(n, f"R{n}", kind=kind) for n, kind in enumerate(ResourceKind)}
    assignments = [*(Assignment(n, 1, n) for n in resources), Assignment(8, 1, None), Assignment(9, 2, 0)]
    assert [a.uid for a in effort.team_of(1, assignments, resources)] == [0, 1, 8]


@pytest.mark.parametrize(
    ("code", "ask"),
    [
        ("E-NEGATIVE-DURATION", lambda: effort.change_duration(task(UNITS), (), -1)),
        ("E-NEGATIVE-DURATION", lambda: effort.change_duration(task(UNITS, **STARTED), (begun(1),), 3 * DAY)),
        ("E-NEGATIVE-DURATION", lambda: effort.change_work(task(UNITS, **STARTED), (begun(1),), 3 * DAY)),
        ("E-NEGATIVE-DURATION", lambda: effort.change_assignment_work(task(UNITS, **STARTED), (begun(1),), 1, DAY)),
        ("E-EFFORT", lambda: effort.change_units(task(UNITS), (hand(1),), 1, Decimal(-1))),
        ("E-EFFORT", lambda: effort.change_units(task(UNITS), (hand(1),), 1, Decimal(0))),
        ("E-EFFORT", lambda: effort.change_units(task(UNITS), (hand(1),), 7, ONE)),
        ("E-EFFORT", lambda: effort.change_duration(task(WORK), (hand(1),), 0)),
        ("E-EFFORT", lambda: effort.change_duration(task(UNITS, actual_finish=1), (hand(1),), 20 * DAY)),
        ("E-EFFORT", lambda: effort.unassign(task(WORK), (hand(1), replace(hand(2), units=Decimal(0))), 1)),
    ],
)
def test_refusals_name_the_task(code: str, ask: object) -> None:
    with pytest.raises(PlanRefusedError) as refused:
        ask()  # type: ignore[operator]
    notice = refused.value.notices[0]
    assert (notice.code, notice.tasks) == (code, (1,))
    assert "'Build'" in notice.message


# --- laws ------------------------------------------------------------------------------------------------------------

UNIT_VALUES = st.sampled_from([Decimal(n) / 100 for n in (10, 25, 33, 50, 100, 130, 200)])


@st.composite
def efforts(draw: st.DrawFn) -> Effort:
    """A task and a team that spans it, not started or at some percentage."""
    duration, done = draw(st.integers(1, 20_000)), draw(st.integers(0, 3_000))
    kind = draw(st.sampled_from(list(TaskType)))
    facts = {"actual_start": 0, "actual_duration": done, "remaining_duration": duration} if done else {}
    subject = Task(
        1, "T", duration=duration + done, type=kind, effort_driven=draw(st.booleans()) or kind is WORK, **facts
    )
    contours = st.sampled_from([c for c in Contour if c is not Contour.MANUAL])
    team = [Assignment(n, 1, n, draw(UNIT_VALUES), contour=draw(contours)) for n in range(draw(st.integers(1, 3)))]
    fresh = effort.assign(replace(subject, effort_driven=False, type=UNITS), (), *team)
    booked = tuple(replace(a, actual_work=done, work=a.work + done) for a in fresh.team)
    total = sum(a.work for a in booked)
    return Effort(replace(fresh.task, type=kind, effort_driven=subject.effort_driven, work=total), booked)


def check(result: Effort, before: Effort) -> None:
    """Actuals untouched, the identity holds for every assignment of the team, totals are sums."""
    left = effort.remaining_duration(result.task)
    assert result.task.duration - left == before.task.duration - effort.remaining_duration(before.task)
    assert result.task.work == sum(a.work for a in result.team)
    actual = {a.uid: a.actual_work for a in before.team}
    for a in result.team:
        assert a.actual_work == actual.get(a.uid, 0)
        assert a.work == a.actual_work + a.remaining_work
        strength = Fraction(a.units) * mean_fraction(a.contour)
        assert a.remaining_work <= left * strength + strength + 2


@settings(max_examples=200, deadline=None)
@given(efforts(), st.integers(0, 20_000), UNIT_VALUES)
def test_the_identity_survives_every_change(before: Effort, minutes: int, units: Decimal) -> None:
    subject, team = before.task, before.team
    done = subject.duration - effort.remaining_duration(subject)
    worked = sum(a.actual_work for a in team)
    check(effort.change_units(subject, team, 0, units), before)
    check(effort.change_work(subject, team, worked + minutes), before)
    check(effort.change_assignment_work(subject, team, 0, team[0].actual_work + minutes), before)
    check(effort.change_duration(subject, team, done + minutes + 1), before)
    longer = effort.change_duration(subject, team, done + minutes + 1)
    if subject.type is WORK:
        assert [a.work for a in longer.team] == [a.work for a in team]
    else:
        assert [a.units for a in longer.team] == [a.units for a in team]


@settings(max_examples=150, deadline=None)
@given(efforts(), UNIT_VALUES)
def test_effort_driven_tasks_keep_their_work_when_people_come_and_go(before: Effort, units: Decimal) -> None:
    assume(before.task.effort_driven and sum(a.remaining_work for a in before.team))
    joined = effort.assign(before.task, before.team, Assignment(9, 1, 9, units))
    check(joined, before)
    assert joined.task.work == before.task.work
    gone = effort.unassign(joined.task, joined.team, 9)
    check(gone, before)
    assert gone.task.work == before.task.work
    if before.task.type is DURATION:
        assert joined.task.duration == gone.task.duration == before.task.duration
    else:
        # Work is whole minutes: half a minute each is that many minutes of duration at these units.
        strength = sum(Fraction(a.units) * mean_fraction(a.contour) for a in before.team)
        assert abs(gone.task.duration - before.task.duration) <= 1 + len(before.team) / strength
