"""Compiling the kernels of the simulation ahead, so that nobody waits for them."""

from __future__ import annotations

from milepost.engine.answers import Computed
from milepost.engine.plan import Plan, Settings
from milepost.engine.schedule import schedule
from milepost.engine.simulation.inputs import Inputs, Law, Variable
from milepost.engine.simulation.machine import machine, simulated
from milepost.engine.tasks import Link, Task


def warm() -> None:
    """Compile every kernel of the simulation, or load it from the cache."""
    tasks = (Task(1, "one", duration=480), Task(2, "two", duration=480))
    told = schedule(Plan(Settings(start=0), tasks=tasks, links=(Link(1, 2),)))
    assert isinstance(told.answers, Computed)
    variables = (Variable("task:1", Law.TRIANGULAR, 400, 480, 600), Variable("task:2", Law.PERT, 400, 480, 600))
    inputs = Inputs(variables, durations={1: 0, 2: 1})
    simulated(machine(told.answers, inputs, runs=4, seed=1, fast=True))


if __name__ == "__main__":
    warm()
