"""The exact step for activities with modes: optional intervals, one of them present for each activity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from milepost.engine.levelling.exact import watched
from milepost.engine.levelling.modes import ModesProblem
from milepost.engine.levelling.problem import ProblemError


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the exact step found: starts and modes by activity or None, a makespan bound, and whether all is proven."""

    starts: tuple[int, ...] | None
    modes: tuple[int, ...]
    bound: int
    proven: bool


def affordable(problem: ModesProblem, seed: int) -> tuple[int, ...]:
    """Choose modes that keep all stocks, short ones if there is a choice; raises ProblemError when none do."""
    sat = import_module("ortools.sat.python.cp_model")
    model = sat.CpModel()
    present = _choices(model, problem)
    solver = sat.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, seed
    if solver.solve(model) not in (sat.OPTIMAL, sat.FEASIBLE):
        raise ProblemError("no choice of modes keeps within all stocks")
    return tuple(next(m for m, var in row.items() if solver.value(var)) for row in present)


def prove_modes(
    problem: ModesProblem, starts: Sequence[int], modes: Sequence[int], bound: int, seed: int, over: Callable[[], bool]
) -> Chosen:
    """Look for a schedule shorter than the one given until `over` says stop, or prove that there is none."""
    sat = import_module("ortools.sat.python.cp_model")
    model = sat.CpModel()
    makespan = problem.settled(modes).makespan(starts)
    present = _choices(model, problem)
    begin = [model.new_int_var(0, makespan, "") for _ in starts]
    span = model.new_int_var(bound, makespan - 1, "")
    _add_schedule(model, problem, present, begin, span)
    model.minimize(span)
    for i, row in enumerate(present):
        model.add_hint(begin[i], starts[i])
        for m, var in row.items():
            model.add_hint(var, int(m == modes[i]))
    solver = sat.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, seed
    with watched(solver.stop_search, over):
        status = solver.solve(model)
    if status == sat.INFEASIBLE:
        return Chosen(None, (), makespan, True)
    bound = max(bound, min(round(solver.best_objective_bound), makespan))
    if status not in (sat.OPTIMAL, sat.FEASIBLE):
        return Chosen(None, (), bound, False)
    picked = tuple(next(m for m, var in row.items() if solver.value(var)) for row in present)
    return Chosen(tuple(solver.value(var) for var in begin), picked, bound, status == sat.OPTIMAL)


def _choices(model: Any, problem: ModesProblem) -> list[dict[int, Any]]:
    """Let each activity have one of its possible modes, all of them within the stocks."""
    present = [
        {m: model.new_bool_var("") for m, mode in enumerate(modes) if problem.possible(mode)} for modes in problem.modes
    ]
    for row in present:
        model.add_exactly_one(row.values())
    for k, stock in enumerate(problem.stocks):
        terms = [
            units * var
            for modes, row in zip(problem.modes, present, strict=True)
            for m, var in row.items()
            for at, units in modes[m].uses
            if at == k
        ]
        model.add(sum(terms) <= stock)
    return present


def _add_schedule(
    model: Any, problem: ModesProblem, present: list[dict[int, Any]], begin: list[Any], span: Any
) -> None:
    ends: list[Any] = []
    rows: dict[int, list[tuple[Any, int]]] = {r: [] for r in range(len(problem.capacities))}
    for modes, row, start in zip(problem.modes, present, begin, strict=True):
        end = start + sum(modes[m].duration * var for m, var in row.items())
        ends.append(end)
        model.add(end <= span)
        for m, var in row.items():
            mode = modes[m]
            if mode.duration and mode.needs:
                piece = model.new_optional_fixed_size_interval_var(start, mode.duration, var, "")
                for r, units in mode.needs:
                    rows[r].append((piece, units))
    for a, b in problem.links:
        model.add(begin[b] >= ends[a])
    for r, held in rows.items():
        model.add_cumulative([each for each, _ in held], [units for _, units in held], problem.capacities[r])
