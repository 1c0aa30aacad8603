"""The peer of the levelling benchmark: CP-SAT alone, intervals and cumulative constraints, nothing handed to it."""

from __future__ import annotations

import time
from threading import Event, Thread

from ortools.sat.python import cp_model

from milepost.engine.levelling.problem import Problem


def solve_plain(problem: Problem, seconds: float) -> tuple[int, bool]:
    """Solve with one worker for so many seconds of CPU; gives the makespan and whether it is proven."""
    horizon = sum(problem.durations)
    model = cp_model.CpModel()
    starts = [model.new_int_var(0, horizon, "") for _ in problem.durations]
    spans = [
        model.new_fixed_size_interval_var(start, d, "") for start, d in zip(starts, problem.durations, strict=True)
    ]
    end = model.new_int_var(0, horizon, "")
    for a, b, lag in problem.links:
        model.add(starts[b] >= starts[a] + lag)
    for start, d in zip(starts, problem.durations, strict=True):
        model.add(end >= start + d)
    for r, capacity in enumerate(problem.capacities):
        rows = [(spans[i], units) for i, needs in enumerate(problem.needs) for at, units in needs if at == r]
        model.add_cumulative([row[0] for row in rows], [row[1] for row in rows], capacity)
    model.minimize(end)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = _solve(solver, model, seconds)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return horizon, False
    return round(solver.objective_value), status == cp_model.OPTIMAL


def _solve(solver: cp_model.CpSolver, model: cp_model.CpModel, seconds: float) -> int:
    """Solve until the process has spent its CPU seconds, however busy the machine is."""
    begun, done = time.process_time(), Event()

    def watch() -> None:
        while not done.wait(0.01):
            if time.process_time() - begun > seconds:
                solver.stop_search()

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        return solver.solve(model)
    finally:
        done.set()
        watcher.join()
