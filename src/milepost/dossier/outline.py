"""The outline of a plan while it is rearranged: who is below whom, in which order, and what that makes of each task."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from milepost.dossier.edits_records import EditRefusedError
from milepost.engine.checks_links import link_notices
from milepost.engine.network import outline
from milepost.engine.plan import Convention, Plan
from milepost.engine.tasks import Task, TaskKind
from milepost.engine.units import Uid


class Outline:
    """The tasks of a plan as a tree that can be changed; `plan` gives the plan that comes out.

    Rows keep their order from top to bottom, a summary always above what belongs to it.
    """

    def __init__(self, plan: Plan) -> None:
        """Read the tree of a plan."""
        self._before = plan
        self.rows: dict[Uid, Task] = {task.uid: task for task in plan.tasks}
        self.below: dict[Uid | None, list[Uid]] = {None: []}
        for task in plan.tasks:
            self.below.setdefault(task.parent, []).append(task.uid)

    def row(self, uid: Uid) -> Task:
        """Find a task. Raises EditRefusedError where there is none."""
        if uid not in self.rows:
            raise EditRefusedError(f"The plan has no task with number {uid}.")
        return self.rows[uid]

    def siblings(self, uid: Uid) -> list[Uid]:
        """Give the tasks of one level that a task stands among, itself included."""
        return self.below[self.row(uid).parent]

    def lineage(self, uid: Uid | None) -> Iterable[Uid]:
        """Give a task and the summaries above it, the nearest first."""
        while uid is not None:
            yield uid
            uid = self.rows[uid].parent

    def family(self, uid: Uid) -> list[Uid]:
        """Give a task and everything below it, from top to bottom."""
        found = [uid]
        for each in self.below.get(uid, ()):
            found += self.family(each)
        return found

    def tops(self, uids: Iterable[Uid]) -> list[Uid]:
        """Give chosen tasks from top to bottom, without those that go along with a chosen summary."""
        chosen = {self.row(uid).uid for uid in uids}
        if not chosen:
            raise EditRefusedError("Name at least one task.")
        free = {uid for uid in chosen if not chosen.intersection(self.lineage(self.rows[uid].parent))}
        return [uid for uid in self.order() if uid in free]

    def order(self) -> list[Uid]:
        """Give all tasks from top to bottom."""
        found: list[Uid] = []
        waiting, below = self.below[None][::-1], self.below
        while waiting:
            uid = waiting.pop()
            found.append(uid)
            inside = below.get(uid)
            if inside:
                waiting += inside[::-1]
        return found

    def take(self, uid: Uid) -> None:
        """Lift a task, with all below it, out of its level; `put` has to follow."""
        self.siblings(uid).remove(uid)

    def put(self, uid: Uid, parent: Uid | None, place: int | None = None) -> None:
        """Set a lifted task down below a summary, at a place among its tasks or as the last."""
        self.rows[uid] = replace(self.rows[uid], parent=parent)
        level = self.below.setdefault(parent, [])
        level.insert(len(level) if place is None else place, uid)

    def drop(self, uids: Sequence[Uid]) -> None:
        """Take tasks out of the plan altogether."""
        for uid in uids:
            self.siblings(uid).remove(uid)
        for uid in uids:
            del self.rows[uid]
            self.below.pop(uid, None)

    def plan(self) -> Plan:
        """Give the plan with the tree as it is now.

        Raises EditRefusedError where a task cannot become a summary, or where two tasks that wait for each other
        would come to lie in one another.
        """
        was, rows, below = {task.parent for task in self._before.tasks}, self.rows, self.below
        # Most tasks are leaves and stay leaves.
        made = [
            self._settled(rows[uid], uid in was) if uid in was or below.get(uid) else rows[uid] for uid in self.order()
        ]
        after = replace(self._before, tasks=tuple(made))
        refuse_new_forbidden_links(self._before, after)
        return after

    def _settled(self, task: Task, was: bool) -> Task:
        now = bool(self.below.get(task.uid))
        if now and not (was and task.summary):
            return as_summary(self._before, task)
        if was and not now:
            return as_leaf(self._before, task)
        return task


def as_summary(plan: Plan, task: Task) -> Task:
    """Make a summary of a task. Raises EditRefusedError where facts of its own would be lost."""
    if task.kind is not TaskKind.TASK and task.kind is not TaskKind.RECURRING:
        raise EditRefusedError(f"{task.name!r} is {task.kind.replace('_', ' ')} and takes no tasks below it.")
    if not task.summary:
        if task.actual_start is not None or task.actual_finish is not None or task.percent_complete:
            raise EditRefusedError(f"{task.name!r} has progress of its own; it takes no tasks below it.")
        if any(row.task == task.uid for row in plan.assignments):
            raise EditRefusedError(
                f"{task.name!r} has people of its own; take them off before it becomes a summary of other tasks."
            )
    return replace(
        task, summary=True, milestone=False, manual=False, manual_start=None, manual_finish=None,
        segments=(), stored_pieces=(), estimate=None, remaining_duration=None, work=None, remaining_work=None,
        levelling_delay=0, crash_duration=None, crash_cost=None,
    )  # fmt: skip


def as_leaf(plan: Plan, task: Task) -> Task:
    """Make a task of a summary that has lost all below it: nothing of it is done yet."""
    return replace(
        task, summary=False, milestone=False, duration=task.duration or plan.settings.minutes_per_day,
        percent_complete=Decimal(0), percent_work_complete=None, physical_percent=None,
        actual_start=None, actual_finish=None, actual_duration=None, remaining_duration=None,
        work=None, actual_work=None, remaining_work=None, segments=(), stored_pieces=(), suspend=None, resume=None,
    )  # fmt: skip


def refuse_new_forbidden_links(before: Plan, after: Plan) -> None:
    """Refuse a change that makes a link meaningless: to itself, to what it lies in, to a summary's finish, doubled."""
    wrong = _forbidden(after)
    if wrong:
        known = set(_forbidden(before))
        fresh = [words for words in wrong if words not in known]
        if fresh:
            raise EditRefusedError(fresh[0])


def _forbidden(plan: Plan) -> Sequence[str]:
    if not plan.links:
        return ()
    strict = replace(plan, settings=replace(plan.settings, convention=Convention.MILEPOST))
    return [notice.message for notice in link_notices(strict, outline(plan))]
