"""Which task somebody means."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from milepost.cli.outcome import StoppedError

if TYPE_CHECKING:
    from milepost.engine.plan import Plan
    from milepost.engine.tasks import Task

#: How many tasks a question back names.
NAMED = 6


def find_task(plan: Plan, wanted: str) -> Task:
    """Find a task by its id, WBS number, `uid:` number, or name, whole or in part.

    The first of these ways that fits any task decides; StoppedError if none does, or if several
    tasks are meant.
    """
    text = wanted.strip().casefold()
    ways: tuple[Callable[[Task], bool], ...] = (
        lambda task: text == f"uid:{task.uid}",
        lambda task: text == task.code.casefold(),
        lambda task: text == task.wbs.casefold(),
        lambda task: text == task.name.strip().casefold(),
        lambda task: text == str(task.uid) and not task.code,
        lambda task: bool(text) and text in task.name.casefold(),
    )
    for way in ways:
        found = [task for task in plan.tasks if way(task)]
        if len(found) == 1:
            return found[0]
        if found:
            names = "; ".join(f"uid:{task.uid} {task.name}" for task in found[:NAMED])
            more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
            raise StoppedError(f"{wanted!r} can mean {len(found)} tasks: {names}{more}. Name one by its uid:NUMBER.")
    raise StoppedError(f"No task is called {wanted!r}; give its id, WBS number, uid:NUMBER or a part of its name.")
