"""The exact step: a constraint solver looks for anything better than the incumbent, or proves that there is nothing.

The only importer of OR-Tools, when the step begins. One worker, a fixed seed: the same work each time, cut off by
the clock through a watcher that asks the solver to stop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from milepost.engine.levelling.limits import heads
from milepost.engine.levelling.network import Network, stretches
from milepost.engine.levelling.rules import tails

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Seconds between two looks of the watcher at the clock.
GLANCE = 0.01


@dataclass(frozen=True, slots=True)
class Exact:
    """What the exact step found: better starts by position or None, a makespan bound, and whether all is proven."""

    starts: tuple[int, ...] | None
    bound: int
    proven: bool


@dataclass(frozen=True, slots=True)
class Incumbent:
    """The best schedule so far by position, its makespan and weighted lateness, and the bound of the makespan."""

    starts: Sequence[int]
    makespan: int
    lateness: int
    bound: int


def prove(network: Network, incumbent: Incumbent, seed: int, over: Callable[[], bool]) -> Exact:
    """Look for a schedule better than the incumbent until `over` says stop.

    Finding that there is none proves the incumbent the best; without a schedule or a proof the bound may still rise.
    """
    solver_of = import_module("ortools.sat.python.cp_model")
    model, starts = _model(solver_of.CpModel(), network, incumbent)
    solver = solver_of.CpSolver()
    parameters = solver.parameters
    parameters.num_workers, parameters.random_seed = 1, seed
    with watched(solver.stop_search, over):
        status = solver.solve(model)
    bound, free = incumbent.bound, not any(due is not None for due in network.problem.dues)
    if status == solver_of.INFEASIBLE:
        return Exact(None, incumbent.makespan if free else bound, True)
    if free:
        # Bounds with due dates to keep do not hold for those who would break them.
        bound = max(bound, min(round(solver.best_objective_bound), incumbent.makespan))
    if status not in (solver_of.OPTIMAL, solver_of.FEASIBLE):
        return Exact(None, bound, False)
    return Exact(tuple(solver.value(s) for s in starts), bound, status == solver_of.OPTIMAL)


def _model(model: Any, network: Network, incumbent: Incumbent) -> tuple[Any, list[Any]]:
    """Write the problem down: starts within heads and tails, links, capacities, better than the incumbent."""
    net, count = network.ahead, len(network.order)
    latest = incumbent.makespan - (0 if incumbent.lateness else 1)
    if incumbent.lateness:
        latest = network.space.size[1]
    head, tail = heads(network), tails(net)
    starts = [model.new_int_var(head[p], max(head[p], latest - tail[p]), "") for p in range(count)]
    if any(head[p] + tail[p] > latest for p in range(count)) or latest < incumbent.bound:
        model.add_bool_or([])
    span = model.new_int_var(incumbent.bound, max(incumbent.bound, latest), "")
    for p in range(count):
        model.add(starts[p] + net.duration[p] <= span)
        for e in range(net.first[p], net.first[p + 1]):
            model.add(starts[p] >= starts[net.pred[e]] + net.lag[e])
        model.add_hint(starts[p], incumbent.starts[p])
    _add_capacities(model, network, starts)
    _add_aim(model, network, starts, span, incumbent)
    return model, starts


def _add_capacities(model: Any, network: Network, starts: list[Any]) -> None:
    problem = network.problem
    intervals = [
        model.new_fixed_size_interval_var(start, network.ahead.duration[p], "") for p, start in enumerate(starts)
    ]
    for r in network.scarce:
        levels = list(stretches(problem, r, network.space.size[1]))
        most = max(units for _, _, units in levels)
        rows = [
            (intervals[p], units)
            for p, i in enumerate(network.order)
            for at, units in problem.needs[i]
            if at == r and units and problem.durations[i]
        ]
        rows += [(model.new_fixed_size_interval_var(a, b - a, ""), most - max(0, u)) for a, b, u in levels if u < most]
        model.add_cumulative([row[0] for row in rows], [row[1] for row in rows], most)


def _add_aim(model: Any, network: Network, starts: list[Any], span: Any, incumbent: Incumbent) -> None:
    """Ask for less lateness, or the same and a shorter makespan."""
    if not incumbent.lateness:
        for p, start in enumerate(starts):
            if network.ahead.due[p] < network.space.size[1]:
                model.add(start + network.ahead.duration[p] <= network.ahead.due[p])
        model.minimize(span)
        return
    terms, horizon = list[Any](), network.space.size[1]
    for p, start in enumerate(starts):
        due = network.ahead.due[p]
        if due < horizon and network.ahead.weight[p]:
            late = model.new_int_var(0, horizon, "")
            model.add(late >= start + network.ahead.duration[p] - due)
            terms.append(late * network.ahead.weight[p])
    cost = sum(terms) * (horizon + 1) + span
    model.add(cost <= incumbent.lateness * (horizon + 1) + incumbent.makespan - 1)
    model.minimize(cost)


@contextmanager
def watched(stop: Callable[[], None], over: Callable[[], bool]) -> Iterator[None]:
    """Ask the solver to stop as soon as the budget is used up."""
    done = Event()

    def watch() -> None:
        while not done.wait(GLANCE):
            if over():
                stop()

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
