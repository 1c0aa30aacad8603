"""Recovery options on small plans, worked by hand, and the laws every priced option keeps."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.distributions import Distribution, Shape
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.plan_cost import task_costs
from milepost.engine.recovery import Case, Kind, Option, Priced, Recovery, RecoveryOptions, carry_out, options
from milepost.engine.recovery.crashing import crash_options
from milepost.engine.recovery.reach import Reach
from milepost.engine.resources import Assignment, Rate, Resource, Skill
from milepost.engine.risks import Exposure, Response, Risk, TaskEffect
from milepost.engine.schedule import schedule
from milepost.engine.simulation.options import SimulationOptions
from milepost.engine.tasks import Constraint, ConstraintKind, Link, Moscow, Task, TaskKind, TaskType
from tests.engine.drawn import D, at, days, link, plan

PLAIN = RecoveryOptions(levelled=False)


def crashable(uid: int, normal: float, crash: float, cost: int, **more: object) -> Task:
    """A task of some days that can be made shorter for money."""
    return days(uid, normal, crash_duration=round(crash * D), crash_cost=Decimal(cost), **more)


def only(kind: Kind, **more: object) -> RecoveryOptions:
    """Settings that try one kind of option, people not levelled."""
    return replace(PLAIN, kinds=frozenset({kind}), **more)


def of_kind(found: Recovery, kind: Kind) -> list[Priced]:
    """The single options of a kind that were kept."""
    return [row for row in found.front if len(row.options) == 1 and row.options[0].kind is kind]


def test_crashing_takes_the_cheapest_days_and_costs_what_they_cost() -> None:
    """A 5 d (to 3 for 400: 200 a day), then B 5 d (to 4 for 100): B gives a day for 100, A the second for 200."""
    whole = plan(crashable(1, 5, 3, 400), crashable(2, 5, 4, 100), link(1, 2))
    found = options(whole, target=at("10 17:00"), settings=only(Kind.CRASH))
    assert (found.need, found.exact_crash, found.exhaustive) == (2 * D, True, True)
    best = found.best[0]
    assert best.options[0].kind is Kind.CRASH
    assert (best.outcome.effect.recovered, best.outcome.effect.cost, best.outcome.effect.met) == (2 * D, 300, True)
    assert [task.duration for task in best.outcome.case.plan.tasks] == [4 * D, 4 * D]


def test_crashing_a_task_keeps_its_people_s_work_and_raises_their_units() -> None:
    people = (Resource(1, "Ada", rates=(Rate("A", None, Decimal(60)),)),)
    crew = (Assignment(1, 1, 1, work=4 * D, remaining_work=4 * D),)
    whole = plan(crashable(1, 4, 3, 500, work=4 * D), resources=people, assignments=crew)
    (best,) = of_kind(options(whole, target=at("03 17:00"), settings=PLAIN), Kind.CRASH)
    done = best.outcome.case.plan.assignments[0]
    assert (done.work, done.units) == (4 * D, Decimal(4) / Decimal(3))
    assert best.outcome.effect.cost == 500


def test_fast_tracking_overlaps_half_and_carries_a_risk() -> None:
    """Two tasks of 4 d: the second starts 2 d earlier; a quarter's chance of one more day: 120 expected minutes."""
    found = options(plan(days(1, 4), days(2, 4), link(1, 2)), target=at("08 17:00"), settings=only(Kind.FAST_TRACK))
    (row,) = of_kind(found, Kind.FAST_TRACK)
    effect = row.outcome.effect
    assert (effect.recovered, effect.cost, effect.risk) == (2 * D, 0, 0.25 * D)
    assert effect.changed == 1
    (risk,) = row.outcome.case.risks
    assert (risk.exposure.probability, risk.exposure.tasks[0].task) == (Decimal("0.2500"), 2)


def test_a_link_that_says_it_is_hard_is_not_overlapped() -> None:
    hard = plan(days(1, 4), days(2, 4), link(1, 2, note="Mandatory: the law asks for it."))
    assert not options(hard, target=at("08 17:00"), settings=only(Kind.FAST_TRACK)).options


def test_joining_costs_learning_and_is_never_linear() -> None:
    """16 d of work for one; a second at 80 % for 10 days and full after: 9 days together, not 8.

    Together t: t + 0.8 t = 16 gives t = 8.89 < 10, so learning loses 0.2 x 8.89 = 1.78 days of work.
    """
    group = {"group": "Build", "rates": (Rate("A", None, Decimal(60)),)}
    people = (Resource(1, "Ada", **group), Resource(2, "Bo", **group))  # type: ignore[arg-type]
    crew = (Assignment(1, 1, 1, work=16 * D, remaining_work=16 * D),)
    whole = plan(days(1, 16, work=16 * D), resources=people, assignments=crew)
    found = options(whole, target=at("15 17:00"), settings=only(Kind.ADD_PEOPLE))
    (row,) = of_kind(found, Kind.ADD_PEOPLE)
    loss = int(Decimal(2) / 10 * 16 * D * 10 / 18)
    assert row.options[0].ramp_up == loss
    assert row.outcome.case.plan.tasks[0].duration == (16 * D + loss + 1) // 2
    assert row.outcome.effect.cost == pytest.approx(loss, abs=1)


def test_nobody_without_the_skill_and_nobody_busy_joins() -> None:
    people = (
        Resource(1, "Ada", skills=(Skill("java"),)),
        Resource(2, "Bo", skills=(Skill("design"),)),
        Resource(3, "Cy", skills=(Skill("java"),)),
    )
    crew = (
        Assignment(1, 1, 1, work=10 * D, remaining_work=10 * D),
        Assignment(2, 2, 3, work=10 * D, remaining_work=10 * D),
    )
    whole = plan(days(1, 10, work=10 * D), days(2, 10, work=10 * D), resources=people, assignments=crew)
    assert not options(whole, target=at("08 17:00"), settings=only(Kind.ADD_PEOPLE)).options


def test_somebody_is_borrowed_from_work_that_can_wait() -> None:
    """Cy's own 2 days can wait for a long time: the project takes 20 days, whoever does them."""
    people = (Resource(1, "Ada", group="Build"), Resource(2, "Cy", group="Build"))
    crew = (
        Assignment(1, 1, 1, work=20 * D, remaining_work=20 * D),
        Assignment(2, 2, 2, work=2 * D, remaining_work=2 * D),
    )
    whole = plan(days(1, 8, work=8 * D), days(2, 2, work=2 * D), days(3, 12), link(1, 3))
    crew = (replace(crew[0], work=8 * D, remaining_work=8 * D), crew[1])
    whole = replace(whole, resources=people, assignments=crew)
    found = options(whole, target=at("24 17:00"), settings=only(Kind.BORROW))
    (row,) = of_kind(found, Kind.BORROW)
    assert "from T2" in row.options[0].title
    assert row.outcome.schedule.by_uid[2].start >= at("10 17:00")
    assert row.outcome.effect.recovered > 3 * D


def test_a_saturday_gives_less_than_a_day_and_costs_its_premium() -> None:
    """Nine tenths of a day: 432 minutes earlier, at 30 an hour more than usual: 216."""
    people = (Resource(1, "Ada", rates=(Rate("A", None, Decimal(60), overtime=Decimal(90)),)),)
    crew = (Assignment(1, 1, 1, work=12 * D, remaining_work=12 * D),)
    whole = plan(days(1, 12, work=12 * D), resources=people, assignments=crew)
    found = options(whole, target=at("12 17:00"), settings=only(Kind.OVERTIME))
    (row,) = of_kind(found, Kind.OVERTIME)
    assert (row.outcome.effect.recovered, row.outcome.effect.cost) == (432, 216)


def test_overtime_is_offered_for_ten_working_days_only() -> None:
    """From a Thursday on ten working days hold two Saturdays, from a Monday on one."""
    later = options(plan(days(1, 30), start=at("04 08:00")), target=at("20 17:00"), settings=only(Kind.OVERTIME))
    (option,) = later.options
    assert option.changes[0].named["days"] == ("2026-06-06", "2026-06-13")
    (sooner,) = options(plan(days(1, 30)), target=at("20 17:00"), settings=only(Kind.OVERTIME)).options
    assert sooner.changes[0].named["days"] == ("2026-06-06",)


def test_the_window_is_the_task_s_and_nobody_works_two_of_them() -> None:
    """The second task runs from Mon 8 June to Fri 19 June: its Saturday is the 13th, the first one's the 6th."""
    people = (Resource(1, "Ada"), Resource(2, "Bo"))
    crew = tuple(Assignment(n, n, who, work=6 * D, remaining_work=6 * D) for n, who in ((1, 1), (2, 1), (3, 2)))
    tasks = [days(n, 6, work=6 * D) for n in (1, 2, 3)]
    whole = plan(*tasks, link(1, 2), link(2, 3), resources=people, assignments=crew)
    found = options(whole, target=at("22 17:00"), settings=only(Kind.OVERTIME))
    assert [option.changes[0].named["days"] for option in found.options] == [
        ("2026-06-06",),
        ("2026-06-13",),
        ("2026-06-20",),
    ]
    first, second, third = found.options
    assert not first.touches.isdisjoint(second.touches)
    assert first.touches.isdisjoint(third.touches)


def test_what_is_worth_least_goes_first_and_what_was_around_it_keeps_its_order() -> None:
    rows = (
        days(1, 3),
        days(2, 2, moscow=Moscow.COULD, value=Decimal(100)),
        days(3, 2, moscow=Moscow.SHOULD, value=Decimal(50)),
        days(4, 2, moscow=Moscow.MUST, value=Decimal(1)),
    )
    whole = plan(*rows, link(1, 2), link(2, 3), link(3, 4))
    found = options(whole, target=at("09 17:00"), settings=only(Kind.DESCOPE))
    assert [option.key for option in found.options] == ["descope-3", "descope-2"]
    first = found.best[0]
    assert (first.options[0].key, first.outcome.effect.recovered) in {("descope-2", 2 * D), ("descope-3", 2 * D)}
    assert first.outcome.schedule.by_uid[4].start > first.outcome.schedule.by_uid[1].finish


def test_responding_to_the_top_risk_costs_money_and_takes_expected_delay_away() -> None:
    delay = Distribution(Shape.FIXED, likely=Decimal(2 * D))
    before, after = (Exposure(Decimal(p), (TaskEffect(1, delay),)) for p in ("0.5", "0.1"))
    risk = Risk("R-1", "Vendor is late", before, response=Response(after, Decimal(900)))
    found = options(plan(days(1, 5)), target=at("04 17:00"), risks=(risk,), settings=only(Kind.MITIGATE))
    (row,) = of_kind(found, Kind.MITIGATE)
    assert (row.outcome.effect.cost, row.outcome.effect.recovered) == (900, 0)
    assert row.outcome.effect.risk == pytest.approx(0.2 * D)
    assert found.nothing.outcome.effect.risk == pytest.approx(1.0 * D)


def test_waiting_is_halved() -> None:
    found = options(plan(days(1, 2), days(2, 2), link(1, 2, lag=6)), target=at("08 17:00"), settings=PLAIN)
    (row,) = of_kind(found, Kind.WAIT_LESS)
    assert row.outcome.effect.recovered == 3 * D


def test_a_date_that_is_kept_needs_nothing() -> None:
    found = options(plan(days(1, 2)), target=at("05 17:00"), settings=PLAIN)
    assert (found.need, found.options, found.best) == (0, (), ())
    assert found.nothing.outcome.effect.met


def test_another_date_is_always_offered() -> None:
    whole = plan(days(1, 5, deadline=at("03 17:00")))
    found = options(whole, target=at("03 17:00"), task=1, settings=PLAIN)
    assert found.offer == at("05 17:00")
    assert found.renegotiate.outcome.case.plan.tasks[0].deadline == at("05 17:00")


def test_an_unknown_task_is_refused_in_words() -> None:
    with pytest.raises(PlanRefusedError, match=r"E-RECOVERY.*Task 9 is inactive or not in the plan"):
        options(plan(days(1, 5)), target=at("03 17:00"), task=9)


def test_what_is_finished_is_refused_in_words() -> None:
    """Its summary, too, as long as nothing else is below; an open task beside it changes nothing."""
    done = {"parent": 1, "actual_start": at("01 08:00"), "actual_finish": at("02 17:00")}
    whole = plan(Task(1, "Phase", summary=True), days(2, 2, **done), days(3, 2))
    for target, name in ((1, "Phase"), (2, "T2")):
        with pytest.raises(
            PlanRefusedError, match=rf"E-RECOVERY: {name} finished Tue 2 Jun 17:00: there is nothing left"
        ):
            options(whole, target=at("01 17:00"), task=target, settings=PLAIN)
    assert options(whole, target=at("01 17:00"), task=3, settings=PLAIN).need == D


def test_level_of_effort_is_recovered_by_what_it_goes_along_with() -> None:
    effort = Task(1, "Support", kind=TaskKind.LEVEL_OF_EFFORT)
    whole = plan(effort, days(2, 3), link(2, 1, "SS"), link(2, 1, "FF"))
    with pytest.raises(PlanRefusedError, match=r"E-RECOVERY: Support ends with the work it goes along with"):
        options(whole, target=at("02 17:00"), task=1, settings=PLAIN)


def test_a_split_task_releases_its_first_half_and_is_waited_for_at_the_end() -> None:
    """6 d, then 4 d: after 3 d the second begins; it ends no earlier than the first, on day 7 instead of 10."""
    whole = plan(days(1, 6, fixed_cost=Decimal(70)), days(2, 4), days(3, 1), link(1, 2), link(1, 3), link(2, 3))
    found = options(whole, target=at("10 17:00"), settings=only(Kind.SPLIT))
    row = of_kind(found, Kind.SPLIT)[0]
    dates = row.outcome.schedule.by_uid
    assert (dates[1].finish, dates[4].start, dates[4].finish) == (at("03 17:00"), at("04 08:00"), at("08 17:00"))
    assert (dates[2].start, dates[2].finish) == (at("04 08:00"), at("09 17:00"))
    assert dates[3].start == at("10 08:00")
    assert row.outcome.effect.cost == 0


def test_only_the_way_to_the_target_is_touched() -> None:
    whole = plan(crashable(1, 5, 4, 10), crashable(2, 5, 4, 1), days(3, 20), link(2, 3))
    found = options(whole, target=at("04 17:00"), task=1, settings=PLAIN)
    assert {uid for option in found.options for uid in option.tasks} == {1}


def test_levelled_options_keep_people_in_one_place() -> None:
    """Ada has two tasks of 5 d at once: the date is 10 days away, not 5; the urgent one first saves it."""
    people = (Resource(1, "Ada"),)
    crew = tuple(Assignment(n, n, 1, work=5 * D, remaining_work=5 * D) for n in (1, 2))
    whole = plan(days(1, 5, work=5 * D), days(2, 5, work=5 * D), resources=people, assignments=crew)
    late = options(whole, target=at("05 17:00"), task=2)
    assert late.levelled
    assert max(late.nothing.outcome.schedule.by_uid[n].finish for n in (1, 2)) == at("12 17:00")
    for row in late.front:
        dates = row.outcome.schedule.by_uid
        assert dates[1].finish <= dates[2].start or dates[2].finish <= dates[1].start


def test_simulated_options_are_judged_by_the_chance_to_miss_the_date() -> None:
    """A risk of one half that costs 2 days: half the iterations miss a tight date, with a response a tenth."""
    delay = Distribution(Shape.FIXED, likely=Decimal(2 * D))
    before, after = (Exposure(Decimal(p), (TaskEffect(1, delay),)) for p in ("0.5", "0.1"))
    risk = Risk("R-1", "Vendor is late", before, response=Response(after, Decimal(900)))
    whole = plan(crashable(1, 6, 5, 400), days(2, 1), link(1, 2))
    found = options(
        whole,
        target=at("08 17:00"),
        task=2,
        risks=(risk,),
        settings=replace(PLAIN, kinds=frozenset({Kind.CRASH, Kind.MITIGATE})),
        simulation=SimulationOptions(runs=1000, threads=1),
    )
    assert found.nothing.outcome.effect.risk == 1.0
    assert found.offer == at("11 17:00")
    seen = {tuple(o.kind for o in row.options): row.outcome.effect for row in found.front}
    assert seen[(Kind.CRASH,)].risk == pytest.approx(0.5, abs=0.002)
    assert seen[(Kind.CRASH, Kind.MITIGATE)].risk == pytest.approx(0.1, abs=0.002)
    assert seen[(Kind.CRASH, Kind.MITIGATE)].cost == 1300


def test_who_holds_the_people_of_a_late_task_stands_in_the_way_too() -> None:
    """Ada does T1, then T2, which nothing links: once levelled both decide when T2 ends, and both can be helped."""
    people = (Resource(1, "Ada", group="Build"), Resource(2, "Bo", group="Build"))
    crew = tuple(Assignment(n, n, 1, work=5 * D, remaining_work=5 * D) for n in (1, 2))
    tasks = (days(1, 5, work=5 * D, priority=900), days(2, 5, work=5 * D))
    whole = plan(*tasks, resources=people, assignments=crew)
    found = options(whole, target=at("09 17:00"), task=2)
    assert found.nothing.outcome.effect.finish == at("12 17:00")
    assert {option.tasks[0] for option in found.options if option.kind is Kind.ADD_PEOPLE} == {1, 2}
    assert found.best[0].outcome.effect.met


# The laws: independent of how the product searches.


def total_of(made: Plan) -> Decimal:
    """The cost of a plan."""
    return sum(task_costs(schedule(made)).values(), Decimal(0))


def effect_of(case: Case, chosen: tuple[Option, ...], before: Plan) -> tuple[int, Decimal, float, int]:
    """What options come to, worked out anew: minutes not recovered, cost, expected delay, tasks disturbed."""
    after = carry_out(case, [each for option in chosen for each in option.changes])
    old, new = schedule(before), schedule(after.plan)
    moved = {
        d.uid for d in old.tasks if (n := new.by_uid.get(d.uid)) is None or (n.start, n.finish) != (d.start, d.finish)
    }
    changed = {d.uid for d in new.tasks if d.uid not in old.by_uid}
    for option in chosen:
        for each in option.changes:
            changed |= {value for name, value in each.arguments if name in ("task", "successor")}
            changed |= {uid for name, value in each.arguments if name == "tasks" for uid in value}
    expected = sum(float(r.exposure.probability) * float(r.exposure.tasks[0].delay.likely) for r in after.risks)
    late = worked(new.finish) - worked(old.finish)
    return late, total_of(after.plan) - total_of(before), expected, len(moved | changed)


def worked(until: int) -> int:
    """Working minutes of the standard calendar from the start of June, day by day."""
    found, day = 0, at("01 00:00")
    while day < until:
        if ((day - at("01 00:00")) // 1440) % 7 < 5:
            for first, last in ((480, 720), (780, 1020)):
                found += max(min(until - day, last) - first, 0)
        day += 1440
    return found


def beats(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether one is nowhere worse and somewhere better."""
    return one != other and all(a <= b for a, b in zip(one, other, strict=True))  # type: ignore[operator]


@st.composite
def small_plans(draw: st.DrawFn) -> Plan:
    """Two to four tasks with links, some crashable, some dispensable."""
    tasks, links = [], list[Link]()
    for n in range(1, draw(st.integers(2, 4)) + 1):
        length = draw(st.integers(2, 6))
        more: dict[str, object] = {}
        if draw(st.booleans()):
            more = {"crash_duration": (length - 1) * D, "crash_cost": Decimal(draw(st.integers(0, 5)) * 100)}
        if draw(st.integers(0, 3)) == 0:
            more |= {"moscow": Moscow.COULD, "value": Decimal(draw(st.integers(0, 3)))}
        tasks.append(days(n, length, **more))
        links += [link(i, n, lag=draw(st.sampled_from([0, 0, 2]))) for i in range(1, n) if draw(st.integers(0, 2))]
    return plan(*tasks, *links)


@settings(max_examples=15, deadline=None)
@given(small_plans(), st.integers(1, 4))
def test_the_front_is_that_of_every_combination(whole: Plan, early: int) -> None:
    target = schedule(whole).finish - early * 1440
    found = options(whole, target=target, settings=replace(PLAIN, of_a_kind=2, evaluations=512))
    assert found.exhaustive
    case, known = Case(whole), dict[frozenset[str], tuple[int, Decimal, float, int]]()
    for size in range(len(found.options) + 1):
        for chosen in combinations(found.options, size):
            apart = all(a.touches.isdisjoint(b.touches) for a, b in combinations(chosen, 2))
            if apart:
                known[frozenset(o.key for o in chosen)] = effect_of(case, chosen, whole)
    best = {keys for keys, mine in known.items() if not any(beats(other, mine) for other in known.values())}
    best = {keys for keys in best if not any(less < keys and known[less] == known[keys] for less in best)}
    assert {frozenset(o.key for o in row.options) for row in found.front} == best


@settings(max_examples=15, deadline=None)
@given(small_plans(), st.integers(1, 4), st.booleans())
def test_what_was_predicted_comes_true(whole: Plan, early: int, bounded: bool) -> None:
    target = schedule(whole).finish - early * 1440
    found = options(whole, target=target, settings=replace(PLAIN, evaluations=8 if bounded else 128))
    for row in (*found.front, found.renegotiate):
        after = carry_out(Case(whole), row.outcome.changes)
        dates = schedule(after.plan)
        assert after == row.outcome.case
        assert dates.finish == row.outcome.effect.finish
        assert worked(found.nothing.outcome.effect.finish) - worked(dates.finish) == row.outcome.effect.recovered
        assert total_of(after.plan) - total_of(whole) == row.outcome.effect.cost
        assert row.outcome.effect.met == (dates.finish <= target)


@settings(max_examples=10, deadline=None)
@given(small_plans(), st.integers(1, 3))
def test_levelled_predictions_come_true_too(whole: Plan, early: int) -> None:
    people = (Resource(1, "Ada", group="Build"), Resource(2, "Bo", group="Build"))
    crew = tuple(
        Assignment(task.uid, task.uid, 1 + task.uid % 2, work=task.duration, remaining_work=task.duration)
        for task in whole.tasks
    )
    tasks = tuple(replace(task, work=task.duration) for task in whole.tasks)
    whole = replace(whole, tasks=tasks, resources=people, assignments=crew)
    target = schedule(whole).finish - early * 1440
    found = options(whole, target=target, settings=RecoveryOptions(evaluations=12, schedules=4))
    assert found.levelled
    for row in found.front:
        after = carry_out(Case(whole), row.outcome.changes)
        assert after == row.outcome.case
        assert schedule(after.plan).finish == row.outcome.effect.finish


def test_constraints_links_to_finishes_and_progress_are_counted_as_scheduled() -> None:
    """An FF link, a bound and a started task: crashing still reaches exactly the date asked for."""
    rows = (
        crashable(
            1, 6, 3, 300, actual_start=at("01 08:00"), remaining_duration=4 * D, percent_complete=Decimal("33.3333")
        ),
        crashable(2, 4, 2, 100),
        crashable(3, 5, 4, 50, constraints=(Constraint(ConstraintKind.SNET, at("05 08:00")),)),
    )
    whole = plan(*rows, link(1, 2), link(2, 3, "FF", lag=1), status_date=at("02 17:00"))
    assert schedule(whole).finish == at("15 17:00")
    found = options(whole, target=at("11 10:00"), settings=only(Kind.CRASH))
    assert found.exact_crash
    assert found.best[0].outcome.effect.finish == at("11 10:00")


@settings(max_examples=15, deadline=None)
@given(small_plans(), st.integers(1, 3))
def test_leaving_out_what_cannot_matter_changes_no_price(whole: Plan, early: int) -> None:
    """Large plans are crashed on the tasks near the target only: with finish-to-start links at the same cost."""
    reach = Reach(schedule(whole), None, schedule(whole).finish - early * 1440)
    every = [(option.key, option.changes) for option in crash_options(reach)]
    assert [(option.key, option.changes) for option in crash_options(reach, most=0)] == every


def test_a_chain_through_starts_only_is_not_lost_when_large_plans_are_cut() -> None:
    """T1's finish has room, its start has none: T2 starts with it, and T3 after that decides the date."""
    whole = plan(days(1, 1), crashable(2, 5, 3, 200), crashable(3, 5, 4, 50), link(1, 2, "SS", lag=2), link(2, 3))
    reach = Reach(schedule(whole), None, at("15 17:00"))
    (option,) = [each for each in crash_options(reach, most=0) if each.key.endswith(str(11 * D))]
    assert [each.named["task"] for each in option.changes] == [3]


def test_two_calendars_are_still_met_if_not_at_the_least_cost() -> None:
    second = crashable(2, 5, 4, 100, type=TaskType.FIXED_DURATION)
    whole = plan(crashable(1, 5, 3, 400, calendar=3), second, link(1, 2))
    found = options(whole, target=at("11 17:00"), settings=PLAIN)
    assert not found.exact_crash
    assert found.best[0].outcome.effect.met
