"""Activities with modes: stocks are never overdrawn, the answer is the best of all on small problems."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.exact_modes import prove_modes
from milepost.engine.levelling.modes import Mode, ModesProblem
from milepost.engine.levelling.problem import ProblemError
from milepost.engine.levelling.solve_modes import ModesSearch, solve_modes
from milepost.engine.levelling.warm import warm_modes
from tests.engine.levelling.feasibility import violations
from tests.engine.levelling.serial_reference import serial_makespan


@st.composite
def mode_problems(draw: st.DrawFn) -> ModesProblem:
    """Up to four activities with one to three modes on two resources and a stock that may be short."""
    n = draw(st.integers(1, 4))
    unit = st.integers(0, 2)
    mode = st.builds(lambda d, a, b, u: Mode(d, ((0, a), (1, b)), ((0, u),)), st.integers(0, 4), unit, unit, unit)
    modes = tuple(tuple(draw(st.lists(mode, min_size=1, max_size=3))) for _ in range(n))
    pairs = [(a, b) for a in range(n) for b in range(a + 1, n)]
    links = tuple(draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True))) if pairs else ()
    stock = sum(min(dict(m.uses)[0] for m in row) for row in modes) + draw(st.integers(-1, 2))
    short = all(any(dict(m.uses)[0] <= stock for m in row) for row in modes)
    return ModesProblem(modes, (2, 3), (stock if short else 8,), links)


@settings(max_examples=60, deadline=None)
@given(mode_problems())
def test_modes_and_schedule_are_the_best_of_all(problem: ModesProblem) -> None:
    choices = [each for each in product(*(range(len(row)) for row in problem.modes)) if problem.within(each)]
    if not choices:
        with pytest.raises(ProblemError, match="no choice of modes"):
            solve_modes(problem, Budget(schedules=200))
        return
    best = min(serial_makespan(problem.settled(c), order) for c in choices for order in _orders(problem))
    answer = solve_modes(problem, Budget(schedules=800))
    assert problem.within(answer.modes)
    assert violations(problem.settled(answer.modes), answer.solution.starts) == []
    assert answer.solution.lower_bound <= best <= answer.solution.makespan
    found, bound = answer.solution.makespan, answer.solution.lower_bound
    if found > bound:
        found = prove_modes(problem, answer.solution.starts, answer.modes, bound, 1, lambda: False).bound
    assert found == best


@settings(max_examples=20, deadline=None)
@given(mode_problems())
def test_compiled_and_plain_answers_over_modes_are_the_same(problem: ModesProblem) -> None:
    warm_modes()
    answers = []
    for fast in (False, True):
        search = ModesSearch.of(problem, Budget(schedules=60), seed=2)
        search.fast = fast
        try:
            search.run(None)
        except ProblemError as refused:
            answers.append(str(refused))
        else:
            answers.append(repr(search.solution()))
    assert answers[0] == answers[1]


def test_an_activity_without_a_possible_mode_is_refused() -> None:
    with pytest.raises(ProblemError, match="activity 1 has no mode that the resources allow"):
        ModesProblem(((Mode(1),), (Mode(2, ((0, 3),)),)), (2,), (), ())


def _orders(problem: ModesProblem) -> list[tuple[int, ...]]:
    every = permutations(range(len(problem.modes)))
    return [order for order in every if all(order.index(a) < order.index(b) for a, b in problem.links)]
