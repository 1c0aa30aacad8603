"""How short Milepost levels published instances: `levelling.py --instances DIR --best CSV --seconds S`.

Reads PSPLIB `.sm` and `.mm`, Patterson `.rcp` and MPLIB `.txt` files in DIR and below. `--schedules N` limits the
schedules generated, alone or beside the seconds. Prints Markdown: for each family and for all, the mean deviation
from the best known makespans and from the critical path, the share proven, CPU seconds an instance, and how
often bound <= best known <= ours was broken or a schedule was infeasible (checked here, slot by slot). `--peer`
adds CP-SAT alone with the plain model, one worker and the same CPU seconds. `--workers 2` solves two instances at
once, each in a process of its own. `--every 3` takes each third instance. Kernels and libraries are loaded before
anything is timed.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import mean

from instances import Instance, Known, instances
from peer_cpsat import solve_plain

from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.modes import ModesProblem
from milepost.engine.levelling.problem import Problem, ProblemError
from milepost.engine.levelling.solve import solve
from milepost.engine.levelling.solve_modes import solve_modes
from milepost.engine.levelling.warm import warm_modes, warm_search

HEAD = (
    "| family | instances | over best known | over critical path | proven | CPU mean | CPU max | schedules | broken |"
)


@dataclass(frozen=True)
class Row:
    """What one instance came to; deviations in percent, None where nothing is known."""

    family: str
    name: str
    makespan: int
    over_best: float | None
    over_path: float
    proven: bool
    seconds: float
    schedules: int
    broken: tuple[str, ...]


def main() -> None:
    """Solve and print."""
    options = _options()
    found = instances(options.instances, options.best)[:: options.every]
    _print("Milepost", _solve_all(found, partial(ours, seconds=options.seconds, schedules=options.schedules), options))
    if options.peer:
        plain = [each for each in found if isinstance(each.problem, Problem)]
        _print("CP-SAT alone", _solve_all(plain, partial(peer, seconds=options.seconds or 1.0), options))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--instances", type=Path, required=True)
    parser.add_argument("--best", type=Path)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--schedules", type=int)
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    if options.seconds is None and options.schedules is None:
        options.seconds = 1.0
    return options


def _solve_all(found: list[Instance], run: partial[Row | str], options: argparse.Namespace) -> list[Row | str]:
    if options.workers == 1:
        _load()
        return [run(each) for each in found]
    with ProcessPoolExecutor(options.workers, initializer=_load) as pool:
        return list(pool.map(run, found))


def _load() -> None:
    """Compile or load whatever the first instance would otherwise wait for."""
    warm_search()
    warm_modes()
    solve_plain(Problem((1,), ((),), ()), 1.0)


def ours(instance: Instance, seconds: float | None, schedules: int | None) -> Row | str:
    """Solve one instance within a budget; gives the reason where it is refused."""
    try:
        return _solved(instance, seconds, schedules)
    except ProblemError as refused:
        return f"{instance.family} {instance.name}: {refused}"


def _solved(instance: Instance, seconds: float | None, schedules: int | None) -> Row:
    begun = time.process_time()
    budget = Budget(seconds, schedules, time.process_time) if seconds else Budget(schedules=schedules)
    if isinstance(instance.problem, ModesProblem):
        answer = solve_modes(instance.problem, budget)
        settled, faults = instance.problem.settled(answer.modes), _overdrawn(instance.problem, answer.modes)
        solution = answer.solution
    else:
        solution, settled, faults = solve(instance.problem, budget), instance.problem, []
    spent = time.process_time() - begun
    faults += infeasible(settled, solution.starts) + _order(instance.known, solution.lower_bound, solution.makespan)
    return _row(instance, solution.makespan, solution.proven, spent, solution.schedules, faults)


def peer(instance: Instance, seconds: float) -> Row:
    """Solve one instance with CP-SAT alone; where it finds nothing, all activities one after the other count."""
    assert isinstance(instance.problem, Problem)
    begun = time.process_time()
    makespan, proven = solve_plain(instance.problem, seconds)
    return _row(instance, makespan, proven, time.process_time() - begun, 0, [])


def _row(instance: Instance, makespan: int, proven: bool, spent: float, schedules: int, faults: list[str]) -> Row:
    known = instance.known
    path = known.path if known and known.path else critical_path(instance.problem)
    over = 100 * (makespan / known.upper - 1) if known and known.upper else None
    over_path = 100 * (makespan / path - 1) if path else 0.0
    return Row(instance.family, instance.name, makespan, over, over_path, proven, spent, schedules, tuple(faults))


def _order(known: Known | None, bound: int, makespan: int) -> list[str]:
    if known is None:
        return []
    faults = [f"bound {bound} above best known {known.upper}"] if bound > known.upper else []
    return faults + ([f"makespan {makespan} below the known bound {known.lower}"] if makespan < known.lower else [])


def critical_path(problem: Problem | ModesProblem) -> int:
    """Give the longest path of the shortest durations."""
    if isinstance(problem, ModesProblem):
        problem = problem.shortest()
    starts = [0] * problem.size
    for _ in range(problem.size):
        before = list(starts)
        for a, b, lag in problem.links:
            starts[b] = max(starts[b], starts[a] + lag)
        if before == starts:
            break
    return max(s + d for s, d in zip(starts, problem.durations, strict=True))


def infeasible(problem: Problem, starts: tuple[int, ...]) -> list[str]:
    """List what a schedule breaks: links, and capacities slot by slot."""
    faults = [f"link {a} to {b}" for a, b, lag in problem.links if starts[b] < starts[a] + lag]
    faults += [f"activity {i} before the start" for i, start in enumerate(starts) if start < 0]
    load: dict[tuple[int, int], int] = {}
    for i, start in enumerate(starts):
        for r, units in problem.needs[i]:
            for t in range(start, start + problem.durations[i]):
                load[r, t] = load.get((r, t), 0) + units
    return faults + [f"resource {r} in slot {t}" for (r, t), used in load.items() if used > problem.capacities[r]]


def _overdrawn(problem: ModesProblem, modes: tuple[int, ...]) -> list[str]:
    used = problem.used(modes)
    return [f"stock {k}" for k, stock in enumerate(problem.stocks) if used[k] > stock]


def _print(who: str, answers: list[Row | str]) -> None:
    rows = [answer for answer in answers if isinstance(answer, Row)]
    print(f"\n{who}:\n\n{HEAD}\n|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    families = sorted({row.family for row in rows})
    for family in families:
        _line(family, [row for row in rows if row.family == family])
    if len(families) > 1:
        _line("all", rows)
    for row in rows:
        for fault in row.broken[:3]:
            print(f"\nBROKEN {row.family} {row.name}: {fault}")
    for answer in answers:
        if isinstance(answer, str):
            print(f"\nRefused: {answer}")


def _line(family: str, rows: list[Row]) -> None:
    known = [row.over_best for row in rows if row.over_best is not None]
    cells = (
        family,
        f"{len(rows)}",
        f"{mean(known):.3f} %" if known else "none known",
        f"{_mean(row.over_path for row in rows):.2f} %",
        f"{100 * _mean(row.proven for row in rows):.0f} %",
        f"{_mean(row.seconds for row in rows):.2f} s",
        f"{max(row.seconds for row in rows):.2f} s",
        f"{_mean(row.schedules for row in rows):,.0f}",
        f"{sum(len(row.broken) > 0 for row in rows)}",
    )
    print("| " + " | ".join(cells) + " |", flush=True)


def _mean(values: Iterable[float]) -> float:
    return mean([float(value) for value in values])


if __name__ == "__main__":
    main()
