"""Scheduling again after an edit: only what can change is computed (domain/schedule.md 15.9)."""

from __future__ import annotations

from dataclasses import fields, replace

from milepost.engine.alap import late_tasks
from milepost.engine.bounds import rebound
from milepost.engine.checks import errors
from milepost.engine.kernel import Column, filled, zeros
from milepost.engine.notices import PlanRefusedError
from milepost.engine.passes import Passes
from milepost.engine.plan import Plan
from milepost.engine.progress import is_plain
from milepost.engine.results import Schedule
from milepost.engine.schedule import answer, prepared, seen
from milepost.engine.tables import UNSTARTED
from milepost.engine.tasks import ConstraintKind, LagKind, Task

#: What may change of a task without a new order of the network, other calendars or other links.
_DATES = {
    "duration",
    "constraints",
    "deadline",
    "percent_complete",
    "percent_work_complete",
    "remaining_duration",
    "work",
    "remaining_work",
}
#: What may change of a task without any date changing.
_REST = {
    "name",
    "code",
    "wbs",
    "milestone",
    "duration_unit",
    "estimated",
    "priority",
    "can_split",
    "level_assignments",
    "physical_percent",
    "fixed_cost",
    "fixed_cost_accrual",
    "cost",
    "actual_cost",
    "remaining_cost",
    "estimate",
    "owner",
    "cost_account",
}
_SHARES = (LagKind.PERCENT, LagKind.PERCENT_ELAPSED)
_FIELDS = tuple(field.name for field in fields(Task))


class Recalculation:
    """A plan that is being edited, with its dates: an edit computes the tasks it reaches and no others.

    Results equal those of `schedule` on the edited plan. Durations, constraints and deadlines of
    unstarted tasks are followed through the network; any other edit schedules the plan as a whole.
    """

    def __init__(self, plan: Plan) -> None:
        """Schedule the plan once; raises PlanRefusedError as `schedule` does."""
        self._whole(plan)

    def change(self, *tasks: Task) -> Schedule:
        """Replace tasks by their uid and give the new schedule; refuses what `schedule` refuses."""
        place = self._passes.plan.frame.shape.place
        rows = list(self.schedule.plan.tasks)
        for task in tasks:
            rows[place[task.uid]] = task
        return self._go(replace(self.schedule.plan, tasks=tuple(rows)), [place[task.uid] for task in tasks])

    def apply(self, plan: Plan) -> Schedule:
        """Go over to an edited plan and give its schedule."""
        old = self.schedule.plan
        if len(plan.tasks) != len(old.tasks) or replace(plan, tasks=old.tasks) != old:
            return self._whole(plan)
        pairs = enumerate(zip(old.tasks, plan.tasks, strict=True))
        return self._go(plan, [place for place, (before, after) in pairs if before != after])

    def _whole(self, plan: Plan) -> Schedule:
        self._passes = Passes.of(prepared(plan))
        self._late = bool(late_tasks(self._passes))
        # Which leaf of a summary starts first can change without its own dates changing.
        self._rivals = any(self._passes.plan.edges.group) or bool(self._passes.plan.frame.hubs)
        self.schedule = answer(self._passes)
        return self.schedule

    def _go(self, plan: Plan, changed: list[int]) -> Schedule:
        settings = plan.settings
        local = not (settings.schedule_from_finish or settings.float_per_network or self._late)
        if not local or not all(self._follows(place, plan.tasks[place]) for place in changed):
            return self._whole(plan)
        wrong = errors(_alone(plan, changed))
        if wrong:
            raise PlanRefusedError(wrong)
        return self._follow(plan, changed)

    def _follows(self, place: int, new: Task) -> bool:
        """Tell whether the edit of one task can be followed from it."""
        base, tasks = self._passes.plan.frame, self._passes.tasks
        old = base.plan.tasks[place]
        different = _different(old, new)
        if different <= _REST:
            return True
        p = base.position.get(place)
        if p is None or not different <= _REST | _DATES or not is_plain(new) or tasks.state[p] != UNSTARTED:
            return False
        late = any(constraint.kind is ConstraintKind.ALAP for constraint in new.constraints)
        # Whether a task has strands, and how long they are, hangs on its work.
        stranded = new.uid in base.crew and not (old.duration and tasks.strand_first[p] == tasks.strand_first[p + 1])
        # An elapsed task of no length waits for no working time.
        waits = new.elapsed and not (old.duration and new.duration)
        return not (late or stranded or waits or self._shared(p))

    def _shared(self, p: int) -> bool:
        """Tell whether a lag after the task at a position is a share of its duration."""
        plan = self._passes.plan
        edges = plan.edges
        rows = (edges.out[o] for o in range(edges.out_first[p], edges.out_first[p + 1]))
        return any(plan.frame.plan.links[plan.sources[e]].lag_kind in _SHARES for e in rows)

    def _follow(self, plan: Plan, changed: list[int]) -> Schedule:
        passes = self._passes.copy()
        old = passes.plan.frame
        leaves, dirty = old.leaves[:], zeros(len(old.order))
        tasks = passes.tasks._replace(span=passes.tasks.span[:])
        base = replace(old, plan=plan, leaves=leaves)
        moved = [old.position[place] for place in changed if place in old.position]
        for p in moved:
            leaves[p] = plan.tasks[old.order[p]]
            if _different(old.leaves[p], leaves[p]) & _DATES:
                tasks.span[p], dirty[p] = leaves[p].duration, 1
        if any(_bounds(old.plan.tasks[place]) != _bounds(plan.tasks[place]) for place in changed):
            tasks = rebound(base, tasks, moved)
        passes.plan, passes.tasks = replace(passes.plan, frame=base, tasks=tasks), tasks
        self._passes = passes
        return self._run(passes, dirty)

    def _run(self, passes: Passes, early: Column) -> Schedule:
        late, held = early[:], passes.ends[:1]
        passes.forward(early)
        finish = passes.close()
        every = passes.ends[:1] != held or self._rivals
        if every or passes.rules.msp:
            late = filled(len(late), 1)
        passes.backward(late)
        if every:
            early = filled(len(early), 1)
        passes.measure(early, late)
        self.schedule = seen(passes, finish, passes.dates.early_start, passes.dates.early_finish, frozenset())
        return self.schedule


def _different(old: Task, new: Task) -> set[str]:
    return {name for name in _FIELDS if getattr(old, name) != getattr(new, name)}


def _bounds(task: Task) -> tuple[object, ...]:
    return task.constraints, task.deadline


def _alone(plan: Plan, places: list[int]) -> Plan:
    """Give a plan of the changed tasks only, to check their values."""
    tasks = tuple(replace(plan.tasks[place], parent=None) for place in places)
    return Plan(plan.settings, calendars=plan.calendars, tasks=tasks)
