"""What a levelling states besides dates: bound, reasons, what binds, what one more would buy, what cannot be met."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.engine.levelling import Budget, LevellingOptions
from milepost.engine.tasks import Link
from tests.engine.levelling.test_micro_cases import DAY, at, dates, level, plan, three
from tests.engine.levelling.test_places import chosen, person, staffed


def test_a_finish_at_the_bound_is_called_optimal() -> None:
    found = level(plan(*three()))
    assert (found.makespan, found.lower_bound, found.gap_percent, found.proven) == (15 * DAY, 15 * DAY, 0.0, True)


def test_a_finished_plan_has_nothing_left_to_level() -> None:
    (task, *_) = three()
    done = plan(replace(task, actual_start=at("06-01 08:00"), actual_finish=at("06-05 17:00")))
    late = replace(done, settings=replace(done.settings, status_date=at("06-30 08:00")))
    found = level(late)
    assert (found.makespan, found.lower_bound, found.gap_percent, found.proven) == (0, 0, 0.0, True)
    assert not found.moves


def test_the_chain_goes_through_the_person_all_wait_for() -> None:
    found = level(plan(*three()))
    assert [(step.task, step.after, step.resource, step.slack) for step in found.chain] == [
        (2, None, None, 0),
        (1, 2, 1, 0),
        (3, 1, 1, 0),
    ]


def test_each_week_names_who_is_waited_for() -> None:
    found = level(plan(*three()))
    assert [(week.resource, week.waiting // DAY, week.busy_percent) for week in found.binding] == [
        (1, 10, 100),
        (1, 5, 100),
    ]


def test_one_more_person_is_tried_by_solving_again() -> None:
    (more,) = level(plan(*three())).one_more
    assert (more.resource, more.gained // DAY, more.finish) == (1, 5, at("06-12 17:00"))


def test_one_more_of_a_skill_is_tried_too() -> None:
    people = (person(1, "Ada", java=3), person(2, "Bo", sql=3))
    found = level(staffed(people, *((n, "java", 1) for n in (1, 2, 3)), (3, "sql", 1)))
    gains = {more.skill: more.gained // DAY for more in found.one_more if more.skill}
    assert gains == {"java at level 1": 2, "sql at level 1": 0}


def test_the_frontier_trades_moves_for_days() -> None:
    linked = replace(plan(*three()), links=(Link(1, 3),))
    found = level(linked)
    assert found.frontier[0].gained == 0
    assert [option.moved for option in found.frontier] == sorted({option.moved for option in found.frontier})


def test_a_deadline_that_cannot_be_met_names_its_causes() -> None:
    tasks = tuple(replace(task, deadline=at("06-05 17:00")) if task.uid == 1 else task for task in three())
    tasks = (tasks[0], replace(tasks[1], deadline=at("06-05 17:00")), tasks[2])
    late = level(plan(*tasks))
    (notice,) = late.notices
    assert notice.code == "W-LEVEL-DEADLINE"
    assert notice.message == (
        "T1 misses its deadline Fri 5 Jun 17:00 by 5 working days. "
        "On the way it waits for R (5 working days, held by T2)."
    )


def test_deadlines_come_before_priorities() -> None:
    tasks = (replace(three()[0], deadline=at("06-05 17:00")), *three()[1:])
    found = level(plan(*tasks))
    assert dates(found)["T1"] == "06-01 06-05 17:00"
    assert not found.notices


def test_nobody_has_no_time_without_being_told() -> None:
    idle = replace(plan(*three()[:1]).resources[0], max_units=Decimal(0))
    found = level(plan(*three()[:1], resource=idle))
    assert [notice.code for notice in found.notices] == ["W-CAPACITY-ZERO"]
    assert [left.code for left in found.residual] == ["W-OVERALLOC-SELF"]


def test_where_nobody_at_all_has_time_one_sentence_names_them() -> None:
    """Also where nothing may be moved."""
    people = tuple(replace(person(n, name, java=3), max_units=Decimal(0)) for n, name in ((1, "Ada"), (2, "Bo")))
    made = staffed(people, (1, "java", 1), (2, "java", 1))
    crew = tuple(replace(each, resource=n) for n, each in enumerate(made.assignments, start=1))
    made = replace(made, assignments=crew, tasks=tuple(replace(task, priority=1000) for task in made.tasks))
    (notice,) = level(made).notices
    assert notice.message.startswith("Nobody who is asked for has any capacity (max units 0 %): Ada, Bo.")
    assert (notice.code, notice.tasks) == ("W-CAPACITY-ZERO", (1, 2))


def test_the_same_seed_gives_the_same_answer() -> None:
    people = (person(1, "Ada", java=3), person(2, "Bo", java=3, sql=2))
    made = staffed(people, *((n, "java", 1) for n in range(1, 8)), (3, "sql", 1))
    one, other = (level(made, options=LevellingOptions(seed=7), budget=Budget(schedules=60)) for _ in range(2))
    assert (one.plan, one.frontier, one.one_more) == (other.plan, other.frontier, other.one_more)
    assert chosen(one.plan) == chosen(other.plan)


def test_progress_is_told_and_can_stop() -> None:
    told = list[float]()

    def stop(share: float, doing: str) -> bool:
        told.append(share)
        return len(told) < 3

    found = level(plan(*three()), budget=Budget(schedules=500), progress=stop)
    assert told == sorted(told)
    assert dates(found)["T2"] == "06-01 06-05 17:00"
