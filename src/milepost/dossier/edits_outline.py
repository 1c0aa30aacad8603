"""Commands on the outline: writing, moving, indenting and removing tasks (schedule.md 9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from milepost.dossier.dossier import Dossier
from milepost.dossier.edits_records import Command, EditRefusedError, free_uid, task_of
from milepost.dossier.edits_risks import RecordCommand
from milepost.dossier.fields import RecordKind
from milepost.dossier.mentions import mentions
from milepost.dossier.outline import Outline
from milepost.engine.plan import Plan
from milepost.engine.tasks import Task
from milepost.engine.units import Minutes, Uid

#: Longer names do not fit where tasks are shown and stored.
LONGEST_NAME = 1000


def insert_task(
    plan: Plan,
    name: str,
    duration: Minutes | None = None,
    after: Uid | None = None,
    before: Uid | None = None,
    under: Uid | None = None,
    unit: str = "d",
    elapsed: bool = False,
) -> Plan:
    """Write a task into the outline: below or above another at its level, or as the last below a summary.

    Without a duration it lasts a day, marked as a guess; nothing links it yet.
    """
    tree, parent, place = Outline(plan), under, None
    if (after, before, under).count(None) < 2:
        raise EditRefusedError("Say one place: after a task, before a task, or under a summary.")
    beside = after if after is not None else before
    if beside is not None:
        parent, place = tree.row(beside).parent, tree.siblings(beside).index(beside) + (after is not None)
    elif under is not None:
        tree.row(under)
    fresh = _new(plan, free_uid(plan.tasks), {"name": name, "duration": duration, "unit": unit, "elapsed": elapsed})
    tree.rows[fresh.uid] = fresh
    tree.put(fresh.uid, parent, place)
    return tree.plan()


def insert_tasks(plan: Plan, rows: Sequence[Mapping[str, Any]], after: Uid | None = None) -> Plan:
    """Write many tasks into the outline below another, or at its end.

    A row has a `name` and may have a `duration` in minutes (with `unit` and `elapsed`), a `level` from 0 counted from
    the first row's, `milestone` and `code`; a row deeper than the one above it lies in that one.
    """
    tree, free = Outline(plan), free_uid(plan.tasks)
    parent, place = None, len(tree.below[None])
    if after is not None:
        parent, place = tree.row(after).parent, tree.siblings(after).index(after) + 1
    open_rows: list[tuple[int, Uid]] = []
    for number, row in enumerate(rows):
        fresh, level = _new(plan, free + number, row), int(row.get("level") or 0)
        while open_rows and open_rows[-1][0] >= level:
            open_rows.pop()
        tree.rows[fresh.uid] = fresh
        if open_rows:
            tree.put(fresh.uid, open_rows[-1][1])
        else:
            tree.put(fresh.uid, parent, place)
            place += 1
        open_rows.append((level, fresh.uid))
    return tree.plan()


def _new(plan: Plan, uid: Uid, row: Mapping[str, Any]) -> Task:
    duration, milestone = row.get("duration"), bool(row.get("milestone"))
    guessed = duration is None
    if duration is None:
        duration = 0 if milestone else plan.settings.minutes_per_day
    if duration < 0:
        raise EditRefusedError(f"{row['name']!r} cannot last less than nothing.")
    return Task(
        uid,
        _name(str(row["name"])),
        code=str(row.get("code") or ""),
        duration=duration,
        milestone=milestone or not duration,
        estimated=guessed and not milestone,
        elapsed=bool(row.get("elapsed")),
        duration_unit=str(row.get("unit") or "d"),
    )


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise EditRefusedError(f"A task needs a name of 1 to {LONGEST_NAME:,} letters.")
    return name


def rename_task(plan: Plan, task: Uid, name: str) -> Plan:
    """Give a task another name."""
    return _replaced(plan, replace(task_of(plan, task, leaf=False), name=_name(name)))


def set_task_code(plan: Plan, task: Uid, code: str = "") -> Plan:
    """Give a task the code people know it by; no two tasks have the same."""
    row, words = task_of(plan, task, leaf=False), code.strip()
    if len(words) > 100:
        raise EditRefusedError("A code has at most 100 letters.")
    other = next((each for each in plan.tasks if words and each.code == words and each.uid != task), None)
    if other is not None:
        raise EditRefusedError(f"{other.name!r} has the code {words} already.")
    return _replaced(plan, replace(row, code=words))


def set_task_owner(plan: Plan, task: Uid, owner: str = "") -> Plan:
    """Say who answers for a task, whoever works on it."""
    return _replaced(plan, replace(task_of(plan, task, leaf=False), owner=owner.strip()[:200]))


def _replaced(plan: Plan, task: Task) -> Plan:
    return replace(plan, tasks=tuple(task if row.uid == task.uid else row for row in plan.tasks))


def indent_tasks(plan: Plan, tasks: Sequence[Uid]) -> Plan:
    """Put tasks one level down: below the task above them, which becomes their summary."""
    tree = Outline(plan)
    for uid in tree.tops(tasks):
        level = tree.siblings(uid)
        place = level.index(uid)
        if not place:
            raise EditRefusedError(f"{tree.row(uid).name!r} is the first of its level; nothing above can hold it.")
        above = level[place - 1]
        tree.take(uid)
        tree.put(uid, above)
    return tree.plan()


def outdent_tasks(plan: Plan, tasks: Sequence[Uid]) -> Plan:
    """Put tasks one level up, at the same row; tasks of their old level that stand below them now belong to them."""
    tree = Outline(plan)
    tops = tree.tops(tasks)
    for uid in tops:
        parent = tree.row(uid).parent
        if parent is None:
            raise EditRefusedError(f"{tree.row(uid).name!r} is at the top of the outline already.")
    chosen = set(tops)
    for uid in reversed(tops):
        parent = tree.row(uid).parent
        assert parent is not None
        level = tree.siblings(uid)
        later = [each for each in level[level.index(uid) + 1 :] if each not in chosen]
        tree.take(uid)
        tree.put(uid, tree.row(parent).parent, tree.siblings(parent).index(parent) + 1)
        for each in later:
            tree.take(each)
            tree.put(each, uid)
    return tree.plan()


def move_tasks(plan: Plan, tasks: Sequence[Uid], after: Uid | None = None, before: Uid | None = None) -> Plan:
    """Move tasks, with all below them, to stand after or before another task, at its level."""
    tree = Outline(plan)
    beside = after if after is not None else before
    if beside is None or (after is not None and before is not None):
        raise EditRefusedError("Say one place: after a task or before a task.")
    tops = tree.tops(tasks)
    caught = set(tops).intersection(tree.lineage(tree.row(beside).uid))
    if caught:
        raise EditRefusedError(f"{tree.row(caught.pop()).name!r} cannot move into itself.")
    for uid in tops:
        tree.take(uid)
    parent = tree.row(beside).parent
    place = tree.siblings(beside).index(beside) + (after is not None)
    for number, uid in enumerate(tops):
        tree.put(uid, parent, place + number)
    return tree.plan()


def remove_tasks(dossier: Dossier, tasks: Sequence[Uid]) -> Dossier:
    """Remove tasks with all below them, their links and their people; what has been worked on stays.

    Where a removed task stood between two others these wait for each other no longer.
    """
    plan, tree = dossier.plan, Outline(dossier.plan)
    gone = [uid for top in tree.tops(tasks) for uid in tree.family(top)]
    lost = frozenset(gone)
    _refuse_work_done(plan, lost)
    for record, uid in mentions(dossier):
        if uid in lost:
            raise EditRefusedError(f"{record} names {tree.row(uid).name!r}; change that first, or deactivate the task.")
    links = tuple(link for link in plan.links if not {link.predecessor, link.successor} & lost)
    people = tuple(row for row in plan.assignments if row.task not in lost)
    left = Outline(replace(plan, links=links, assignments=people))
    left.drop(gone)
    return replace(
        dossier,
        plan=left.plan(),
        notes=tuple(note for note in dossier.notes if not (note.kind is RecordKind.TASK and note.record in lost)),
        values=tuple(each for each in dossier.values if not (each.kind is RecordKind.TASK and each.record in lost)),
        stored=tuple(each for each in dossier.stored if each.task not in lost),
    )


def _refuse_work_done(plan: Plan, tasks: frozenset[Uid]) -> None:
    above = {task.parent for task in plan.tasks}
    for task in plan.tasks:
        if task.uid not in tasks or task.uid in above:
            continue
        if task.actual_start is not None or task.actual_finish is not None:
            raise EditRefusedError(
                f"{task.name!r} has started: its record stays. Say that nothing remains of it instead of removing it."
            )
        if any(row.actual_work for row in plan.assignments if row.task == task.uid):
            raise EditRefusedError(f"Somebody has worked on {task.name!r}; deactivate it instead of removing it.")


def renumber_wbs(plan: Plan) -> Plan:
    """Give every task the WBS number of its place in the outline: 1, 1.1, 1.1.1 and so on."""
    numbers = outline_numbers(plan)
    return replace(plan, tasks=tuple(replace(task, wbs=numbers[task.uid]) for task in plan.tasks))


def outline_numbers(plan: Plan) -> dict[Uid, str]:
    """Give the number of each task's place in the outline."""
    found: dict[Uid, str] = {}
    counts: dict[Uid | None, int] = {}
    for task in plan.tasks:
        counts[task.parent] = number = counts.get(task.parent, 0) + 1
        found[task.uid] = str(number) if task.parent is None else f"{found[task.parent]}.{number}"
    return found


OUTLINE_COMMANDS: dict[str, Command] = {
    command.__name__: command
    for command in (
        insert_task,
        insert_tasks,
        rename_task,
        set_task_code,
        set_task_owner,
        indent_tasks,
        outdent_tasks,
        move_tasks,
        renumber_wbs,
    )
}
OUTLINE_RECORD_COMMANDS: dict[str, RecordCommand] = {"remove_tasks": remove_tasks}
