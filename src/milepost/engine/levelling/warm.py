"""Compiling the kernels of levelling ahead, so that nobody waits for them."""

from __future__ import annotations

from milepost.engine.levelling.board import lay_out
from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.modes import Mode, ModesProblem
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.levelling.problem import After, Problem
from milepost.engine.levelling.ranks import by_option
from milepost.engine.levelling.solve import Search
from milepost.engine.levelling.solve_modes import ModesSearch
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Assignment, Resource
from milepost.engine.tasks import Link, Task


def warm_search() -> None:
    """Compile the genetic search, or load it from the cache."""
    problem = Problem((2, 3, 1), (((0, 1),), ((0, 1),), ()), (1,), (After(0, 2, 2),))
    search = Search.of(problem, Budget(schedules=4), 1)
    search.fast = True
    search.run(None)


def warm_placing() -> None:
    """Compile the generation of plans to the minute, or load it from the cache."""
    tasks = (Task(1, "one", duration=480), Task(2, "two", duration=480))
    person = Resource(1, "R")
    work = tuple(Assignment(task.uid, task.uid, 1, work=480) for task in tasks)
    plan = Plan(Settings(start=0), tasks=tasks, links=(Link(1, 2),), resources=(person,), assignments=work)
    board = lay_out(plan, LevellingOptions())
    board.fast = True
    board.generate(by_option(board, board.options.order))


def warm_modes() -> None:
    """Compile the genetic search over modes, or load it from the cache."""
    fast, slow = Mode(1, ((0, 2),), ((0, 2),)), Mode(2, ((0, 1),), ((0, 1),))
    search = ModesSearch.of(ModesProblem(((fast, slow),) * 3, (2,), (4,), ((0, 1),)), Budget(schedules=4), 1)
    search.fast = True
    search.run(None)


def warm() -> None:
    """Compile every kernel of levelling."""
    warm_search()
    warm_placing()
    warm_modes()


if __name__ == "__main__":
    warm()
