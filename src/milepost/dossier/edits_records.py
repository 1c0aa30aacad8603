"""How commands find the records they change, read their arguments, and refuse what cannot be."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, Resource
from milepost.engine.tasks import Task
from milepost.engine.units import Uid

Command: TypeAlias = Callable[..., Plan]
K = TypeVar("K", bound=StrEnum)


class EditRefusedError(Exception):
    """An edit that cannot be carried out; the message says what is wrong and what would be right."""


def checked(word: str, command: Callable[..., Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Check an edit's arguments against its command: none missing, none unknown, whole numbers where due."""
    wanted = list(inspect.signature(command).parameters.values())[1:]
    names = [parameter.name for parameter in wanted]
    unknown = [name for name in arguments if name not in names]
    missing = [p.name for p in wanted if p.default is inspect.Parameter.empty and p.name not in arguments]
    if unknown or missing:
        wrong = f"does not know {', '.join(unknown)}" if unknown else f"needs {', '.join(missing)}"
        raise EditRefusedError(f"{word} {wrong}; its arguments are {', '.join(names)}.")
    for parameter in wanted:
        value = arguments.get(parameter.name)
        whole = str(parameter.annotation).split(" | ")[0] in {"Uid", "Minutes", "Instant", "int"}
        if whole and value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise EditRefusedError(f"{word}: {parameter.name} is a whole number, not {value!r}.")
    return dict(arguments)


def task_of(plan: Plan, uid: Uid, *, leaf: bool = True) -> Task:
    """Find a task; `leaf` refuses summaries, which follow from what lies below them."""
    for task in plan.tasks:
        if task.uid == uid:
            if leaf and (task.summary or any(other.parent == uid for other in plan.tasks)):
                raise EditRefusedError(f"{task.name!r} is a summary; change the tasks below it.")
            return task
    raise EditRefusedError(f"The plan has no task with number {uid}.")


def open_task(plan: Plan, uid: Uid) -> Task:
    """Find a leaf task that is not complete."""
    task = task_of(plan, uid)
    if task.actual_finish is not None:
        raise EditRefusedError(f"{task.name!r} is complete; what is done does not change.")
    return task


def resource_of(plan: Plan, uid: Uid) -> Resource:
    """Find a resource."""
    for resource in plan.resources:
        if resource.uid == uid:
            return resource
    raise EditRefusedError(f"The plan has no resource with number {uid}.")


def assignment_of(plan: Plan, task: Task, resource: Uid) -> Assignment:
    """Find the assignment of a resource on a task."""
    for assignment in plan.assignments:
        if assignment.task == task.uid and assignment.resource == resource:
            return assignment
    raise EditRefusedError(f"{resource_of(plan, resource).name} is not assigned to {task.name!r}.")


def kind_of(kinds: type[K], word: str) -> K:
    """Read a word of the trade."""
    try:
        return kinds(word)
    except ValueError:
        raise EditRefusedError(f"There is no {word!r}; it is one of {', '.join(kinds)}.") from None


def number(value: Any, name: str) -> Decimal:
    """Read a decimal number given as text or as a whole number."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise EditRefusedError(f"{name} is a number such as 0.5, not {value!r}.") from None
    if not found.is_finite() or found < 0:
        raise EditRefusedError(f"{name} is a number from 0 up, not {value}.")
    return found


def free_uid(taken: tuple[Any, ...]) -> Uid:
    """A number no record has."""
    return max((record.uid for record in taken), default=0) + 1
