"""Who could do a task, as somebody who has to choose sees it (domain/schedule.md 14, governance.md 13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.calendars import Calendar, CalendarException
from milepost.engine.levelling import Budget, LevellingOptions, level
from milepost.engine.levelling.candidates import Candidate, rank_candidates
from milepost.engine.levelling.options import PlaceWeights
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.plan_cost import task_costs
from milepost.engine.resources import Assignment, Rate, Resource, Skill
from milepost.engine.tasks import Task, TaskKind
from tests.engine.drawn import STD, D, at, days, link, plan

JAVA = (Skill("Java", 3),)
AWAY = Calendar(9, "Away", parent=STD.uid, exceptions=(CalendarException("Leave", date(2026, 6, 1), date(2026, 6, 5)),))


def person(uid: int, name: str, rate: int = 60, **more: object) -> Resource:
    """Somebody who knows Java, unless said otherwise."""
    facts: dict[str, object] = {"skills": JAVA, **more}
    return Resource(uid, name, rates=(Rate("A", None, Decimal(rate)),), **facts)  # type: ignore[arg-type]


def place(uid: int, task: int, who: int | None = None, length: float = 4, **more: object) -> Assignment:
    """An assignment of some days, open unless somebody is named."""
    work = round(length * D)
    return Assignment(uid, task, who, work=work, remaining_work=work, **more)  # type: ignore[arg-type]


def asks(*people: Resource, others: tuple[Assignment, ...] = (), tasks: tuple[Task, ...] = (), **more: object) -> Plan:
    """A task of 4 days that asks for Java at level 3, with people and what else they do."""
    asked = place(1, 1, skill="java", level=3)
    made = plan(days(1, 4), *tasks, resources=people, assignments=(asked, *others))
    return replace(made, calendars=(*made.calendars, AWAY), **more)  # type: ignore[arg-type]


def names(found: tuple[Candidate, ...], *people: Resource) -> list[str]:
    """The candidates' names, best first."""
    known = {one.uid: one.name for one in people}
    return [known[each.resource] for each in found]


def test_who_finishes_earliest_comes_first_and_the_rest_is_said() -> None:
    ada, bo = person(1, "Ada"), person(2, "Bo", calendar=9)
    found = rank_candidates(asks(bo, ada), 1)
    assert names(found, ada, bo) == ["Ada", "Bo"]
    assert (found[0].finish, found[1].finish) == (at("04 17:00"), at("11 17:00"))
    assert "nobody finishes it earlier" in found[0].reasons
    assert "finishes 5 working days after the earliest" in found[1].reasons


def test_somebody_busy_takes_the_task_when_free_and_their_other_work_stays() -> None:
    ada, bo = person(1, "Ada"), person(2, "Bo")
    made = asks(ada, bo, others=(place(2, 2, 1, 3),), tasks=(days(2, 3),))
    first, second = rank_candidates(made, 1)
    assert (first.resource, first.start) == (2, at("01 08:00"))
    assert (second.resource, second.start, second.finish) == (1, at("04 08:00"), at("09 17:00"))


def test_of_two_who_finish_together_the_cheaper_comes_first() -> None:
    dear, fair = person(1, "Dear", rate=90), person(2, "Fair", rate=50)
    found = rank_candidates(asks(dear, fair), 1)
    assert names(found, dear, fair) == ["Fair", "Dear"]
    assert [each.cost for each in found] == [Decimal(1600), Decimal(2880)]


def test_money_matters_more_when_somebody_says_so() -> None:
    """Two days later but 30 an hour cheaper: worth it at 50 minutes for each unit of money."""
    soon, later = person(1, "Soon", rate=90), person(2, "Later", rate=60)
    made = asks(soon, later, others=(place(2, 2, 2, 2),), tasks=(days(2, 2),))
    assert names(rank_candidates(made, 1), soon, later) == ["Soon", "Later"]
    thrifty = LevellingOptions(weights=PlaceWeights(rate=Decimal(50)))
    assert names(rank_candidates(made, 1, options=thrifty), soon, later) == ["Later", "Soon"]


def test_an_expert_is_kept_for_what_needs_one() -> None:
    fit, expert = person(1, "Fit"), person(2, "Expert", skills=(Skill("Java", 5),))
    found = rank_candidates(asks(expert, fit), 1)
    assert names(found, fit, expert) == ["Fit", "Expert"]
    assert any("2 above what is asked for" in reason for reason in found[1].reasons)


def test_who_works_beside_the_task_comes_before_a_stranger() -> None:
    stranger, near = person(1, "Stranger"), person(2, "Near")
    others = (place(2, 2, 2, 2),)
    made = asks(stranger, near, others=others, tasks=(days(2, 2),))
    made = replace(made, links=(link(1, 2),))
    found = rank_candidates(made, 1)
    assert names(found, stranger, near) == ["Near", "Stranger"]
    assert found[0].continuity == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"skills": (Skill("Java", 2),)},
        {"skills": (Skill("design", 5),)},
        {"skills": ()},
        {"inactive": True},
        {"generic": True},
    ],
)
def test_who_is_not_able_or_not_there_is_no_candidate(wrong: dict[str, object]) -> None:
    ada, other = person(1, "Ada"), person(2, "Other", **wrong)
    assert names(rank_candidates(asks(ada, other), 1), ada, other) == ["Ada"]


def test_nobody_takes_two_places_of_one_task() -> None:
    ada, bo = person(1, "Ada"), person(2, "Bo")
    made = asks(ada, bo, others=(place(2, 1, 1),))
    assert names(rank_candidates(made, 1, assignment=1), ada, bo) == ["Bo"]


def test_a_named_person_is_compared_with_the_others() -> None:
    ada, bo = person(1, "Ada", rate=80), person(2, "Bo", rate=50)
    made = plan(days(1, 4), resources=(ada, bo), assignments=(place(1, 1, 1),))
    found = rank_candidates(made, 1)
    assert {each.resource: "does it today" in each.reasons for each in found} == {1: True, 2: False}


def test_the_place_itself_is_no_neighbour_and_who_leaves_it_no_team() -> None:
    ada, bo = person(1, "Ada"), person(2, "Bo", calendar=9)
    made = replace(plan(days(1, 4), resources=(ada, bo), assignments=(place(1, 1, 1),)), calendars=(STD, AWAY))
    found = {each.resource: each for each in rank_candidates(made, 1)}
    assert [(found[uid].continuity, found[uid].overlap_percent) for uid in (1, 2)] == [(0, None), (0, None)]
    assert found[1].score < found[2].score


def test_a_skill_nobody_has_is_refused_with_the_best_there_is() -> None:
    with pytest.raises(PlanRefusedError, match=r"E-CANDIDATE-NONE.*java at level 3: the highest there is 2"):
        rank_candidates(asks(person(1, "Ada", skills=(Skill("Java", 2),))), 1)
    with pytest.raises(PlanRefusedError, match=r"E-CANDIDATE-NONE.*nobody has that skill"):
        rank_candidates(asks(person(1, "Ada", skills=())), 1)


def test_a_task_without_a_place_is_refused() -> None:
    with pytest.raises(PlanRefusedError, match=r"E-CANDIDATE-PLACE.*assign somebody, or a skill"):
        rank_candidates(plan(days(1, 4), resources=(person(1, "Ada"),)), 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"actual_start": at("01 08:00"), "actual_finish": at("02 17:00")}, "1 T1 is finished: nothing of it is left"),
        ({"inactive": True}, "1 T1 is inactive, or under an inactive summary"),
        ({"kind": TaskKind.EXTERNAL}, "1 T1 belongs to another project"),
    ],
)
def test_nobody_is_sought_for_what_nobody_can_do(change: dict[str, object], said: str) -> None:
    made = asks(person(1, "Ada"))
    made = replace(made, tasks=(replace(made.tasks[0], **change),))  # type: ignore[arg-type]
    with pytest.raises(PlanRefusedError, match=f"E-CANDIDATE-PLACE: {said}"):
        rank_candidates(made, 1)


def test_a_summary_and_an_unknown_task_are_refused() -> None:
    made = asks(person(1, "Ada"))
    below = replace(days(2, 1), parent=1)
    made = replace(made, tasks=(replace(made.tasks[0], summary=True), below))
    with pytest.raises(PlanRefusedError, match=r"1 T1 is a summary: seek people for a task below it, such as 2 T2\."):
        rank_candidates(made, 1)
    with pytest.raises(PlanRefusedError, match=r"E-CANDIDATE-PLACE: The plan has no task 999\."):
        rank_candidates(made, 999)


@pytest.mark.parametrize(("units", "over"), [("0", 100), ("0.5", 50)])
def test_who_has_too_little_time_comes_last_and_the_overload_is_said(units: str, over: int) -> None:
    cheap, ada = person(1, "Cheap", rate=10, max_units=Decimal(units)), person(2, "Ada")
    found = rank_candidates(asks(cheap, ada), 1)
    assert [each.overload_percent for each in found] == [0, over]
    assert names(found, cheap, ada) == ["Ada", "Cheap"]
    assert f"would be overloaded by {over} % of full time" in found[1].reasons


def test_a_task_that_must_not_move_overloads_whoever_is_busy_then() -> None:
    busy, free = person(1, "Busy", rate=10), person(2, "Free")
    made = asks(busy, free, others=(place(2, 2, 1, 3),), tasks=(days(2, 3),))
    made = replace(made, tasks=(replace(made.tasks[0], priority=1000), *made.tasks[1:]))
    first, second = rank_candidates(made, 1)
    assert (first.resource, first.overload_percent) == (2, 0)
    assert (second.resource, second.overload_percent) == (1, 100)


def test_what_a_task_expected_on_a_day_and_level_of_effort_promise_is_what_is_scheduled() -> None:
    """Their dates and costs follow from those of other tasks."""
    expected = replace(days(1, 4), expected_finish=at("10 17:00"))
    made = replace(asks(person(1, "Ada")), tasks=(expected,))
    found = rank_candidates(made, 1)[0]
    assert found.finish == at("10 17:00")
    effort = replace(days(1, 4), kind=TaskKind.LEVEL_OF_EFFORT)
    span = (link(2, 1, "SS"), link(2, 1, "FF"))
    made = replace(asks(person(1, "Ada"), tasks=(days(2, 7),)), links=span)
    made = replace(made, tasks=(effort, *made.tasks[1:]))
    found = rank_candidates(made, 1)[0]
    assert (found.start, found.finish) == (at("01 08:00"), at("09 17:00"))


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.integers(40, 99), st.integers(3, 5), st.integers(0, 4)), min_size=1, max_size=4),
)
def test_what_is_promised_for_each_candidate_comes_true(rows: list[tuple[int, int, int]]) -> None:
    people, tasks, others = list[Resource](), list[Task](), list[Assignment]()
    for n, (rate, skill, busy) in enumerate(rows, start=1):
        people.append(person(n, f"P{n}", rate=rate, skills=(Skill("Java", skill),)))
        if busy:
            tasks.append(days(n + 1, busy))
            others.append(place(n + 1, n + 1, n, busy))
    made = asks(*people, others=tuple(others), tasks=tuple(tasks))
    found = rank_candidates(made, 1)
    assert sorted(each.resource for each in found) == [one.uid for one in people]
    assert [each.score for each in found] == sorted(each.score for each in found)
    for each in found:
        crew = tuple(replace(one, resource=each.resource) if one.uid == 1 else one for one in made.assignments)
        only = LevellingOptions(tasks=frozenset({1}), fill_places=False, one_more=False, splits=False)
        after = level(replace(made, assignments=crew), options=only, budget=Budget(schedules=1)).schedule
        assert (after.by_uid[1].start, after.by_uid[1].finish) == (each.start, each.finish)
        assert task_costs(after)[1] == each.cost
        assert after.finish == each.project_finish
        own = [after.by_uid[one.task] for one in others if one.resource == each.resource]
        assert all(other.finish <= each.start or each.finish <= other.start for other in own)
