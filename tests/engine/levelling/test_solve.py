"""The abstract solver: never infeasible, never below its bound, the same answer for the same seed."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.exact import Incumbent, prove
from milepost.engine.levelling.problem import After, Problem, ProblemError, Step
from milepost.engine.levelling.search import BEST, LATE, adopt
from milepost.engine.levelling.solve import Search, solve
from milepost.engine.levelling.warm import warm_search
from tests.engine.levelling.feasibility import violations
from tests.engine.levelling.serial_reference import serial_makespan

SOME = Budget(schedules=60)


@st.composite
def problems(draw: st.DrawFn, most: int = 8, plain: bool = False) -> Problem:
    """Small problems with links of every sign and, unless plain, releases, fixed starts, due dates and steps."""
    n = draw(st.integers(1, most))
    durations = tuple(draw(st.lists(st.integers(0, 5), min_size=n, max_size=n)))
    capacities = tuple(draw(st.lists(st.integers(1, 4), min_size=1, max_size=3)))
    needs = tuple(tuple((r, draw(st.integers(0, capacity))) for r, capacity in enumerate(capacities)) for _ in range(n))
    pairs = [(a, b) for a in range(n) for b in range(a + 1, n)]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=n, unique=True)) if pairs else []
    # Plain problems lag forward only: then some order of placing things one by one gives the best makespan of all.
    lags = [0, 3] if plain else [-2, 0, 3]
    links = tuple(After(a, b, draw(st.sampled_from([durations[a], durations[a], *lags]))) for a, b in chosen)
    if plain:
        return Problem(durations, needs, capacities, links)
    each = lambda of: tuple(draw(st.lists(of, min_size=n, max_size=n)))  # noqa: E731
    last = tuple(Step(r, 9, c) for r, c in enumerate(capacities))
    drop = tuple(Step(r, draw(st.integers(0, 8)), draw(st.integers(0, c))) for r, c in enumerate(capacities))
    return Problem(
        durations,
        needs,
        capacities,
        links,
        releases=draw(st.sampled_from([(), each(st.integers(0, 6))])),
        fixed=draw(st.sampled_from([(), each(st.none() | st.integers(0, 6))])),
        dues=draw(st.sampled_from([(), each(st.none() | st.integers(0, 9))])),
        steps=draw(st.sampled_from([(), drop + last])),
    )


@settings(max_examples=120, deadline=None)
@given(problems())
def test_no_answer_breaks_anything_or_beats_its_bound(problem: Problem) -> None:
    answer = solve(problem, SOME, seed=3)
    assert violations(problem, answer.starts) == []
    assert answer.makespan == max(s + d for s, d in zip(answer.starts, problem.durations, strict=True))
    assert answer.lower_bound <= answer.makespan
    assert answer.lateness == problem.lateness(answer.starts)


@settings(max_examples=40, deadline=None)
@given(problems(most=5, plain=True))
def test_bound_holds_and_search_finds_the_best_order_of_all(problem: Problem) -> None:
    best = min(
        serial_makespan(problem, order) for order in permutations(range(problem.size)) if _possible(problem, order)
    )
    answer = solve(problem, Budget(schedules=200))
    assert answer.lower_bound <= best == answer.makespan


@settings(max_examples=20, deadline=None)
@given(problems())
def test_compiled_and_plain_answers_are_the_same_to_the_bit(problem: Problem) -> None:
    warm_search()
    answers = []
    for fast in (False, True):
        search = Search.of(problem, SOME, seed=5)
        search.fast = fast
        search.run(None)
        answers.append(search.solution())
    assert answers[0] == answers[1]


def test_a_clock_ends_the_search_and_progress_may_stop_it() -> None:
    problem = Problem((3,) * 30, (((0, 1), (1, 2)),) * 30, (2, 5), tuple(After(i, i + 5, 3) for i in range(25)))
    told: list[tuple[int, int]] = []
    ticks = iter(range(1000))
    timed = solve(problem, Budget(seconds=3.5, clock=lambda: float(next(ticks))))
    assert violations(problem, timed.starts) == []
    stopped = solve(
        problem, Budget(schedules=100_000), progress=lambda best, bound: told.append((best, bound)) or False
    )
    assert len(told) <= 1
    assert violations(problem, stopped.starts) == []


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (((1,), (((0, 3),),), (2,)), "activity 0 asks for 3 units of resource 0, of which there are 2"),
        (((1, 1), ((), ()), (), (After(0, 1, 1), After(1, 0, 1))), "activities [0, 1] wait for each other"),
        (((1, -1), ((), ()), ()), "activity 1 has a negative duration"),
        (((1, 1), ((),), ()), "needs has 1 entries for 2 activities"),
    ],
)
def test_what_no_schedule_solves_is_refused_in_words(problem: tuple, words: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(ProblemError) as refused:
        Problem(*problem)
    assert words in str(refused.value)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_exact_step_answers_are_feasible_better_and_proven(problem: Problem) -> None:
    search = Search.of(problem, Budget(schedules=4), seed=1)
    search.run(None)
    if not search.network.order:
        return
    first, state = search.solution(), search.pool.state
    lateness, makespan = divmod(state[BEST], LATE)
    found = prove(search.network, Incumbent(search.pool.best, makespan, lateness, search.bound), 1, lambda: False)
    assert found.proven
    if found.starts is not None:
        adopt(search.network.ahead, search.pool, found.starts)
        better = search.solution()
        assert violations(problem, better.starts) == []
        assert (better.lateness, better.makespan) < (first.lateness, first.makespan)
    if not problem.fixed:
        longer = solve(problem, Budget(schedules=300))
        assert state[BEST] <= longer.lateness * LATE + longer.makespan


def test_lateness_beyond_all_measure_is_still_an_answer_and_nothing_proven() -> None:
    heavy = Problem((4,) * 6, (((0, 1),),) * 6, (1,), dues=(0,) * 6, weights=(1 << 40,) * 6)
    answer = solve(heavy, Budget(seconds=1.0, clock=iter(range(10_000)).__next__))
    assert violations(heavy, answer.starts) == []
    assert answer.lateness == sum(range(4, 25, 4)) << 40
    assert not answer.proven


def test_nothing_to_do_is_done_at_once() -> None:
    answer = solve(Problem((), (), ()), SOME)
    assert (answer.starts, answer.makespan, answer.proven) == ((), 0, True)


def _possible(problem: Problem, order: tuple[int, ...]) -> bool:
    return all(order.index(a) < order.index(b) for a, b, _ in problem.links)
