"""What compiling a plan starts from: its outline, the order of its leaves, its working times and its options."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.engine.checks_links import ignored
from milepost.engine.checks_loops import loops
from milepost.engine.clockbook import ClockBook
from milepost.engine.network import LeafLinks, Outline, in_order, leaf_links, outline
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Convention, LateConstraintMode, Plan
from milepost.engine.resources import Assignment
from milepost.engine.strands import workers
from milepost.engine.tables import Rules
from milepost.engine.tasks import Task, TaskKind
from milepost.engine.units import Uid
from milepost.engine.worktime import WorkTime, WorkTimes


@dataclass(frozen=True)
class Frame:
    """A plan in order, its leaves by position.

    `order` gives the place in `plan.tasks` of each position, `position` the way back; the finish of a
    summary that many links share has a position too, its hub, and a place after all tasks. `fast`
    says that kernels run compiled.
    """

    plan: Plan
    shape: Outline
    links: LeafLinks
    order: list[int]
    position: dict[int, int]
    leaves: list[Task]
    times: WorkTimes
    book: ClockBook
    crew: dict[Uid, list[Assignment]]
    rules: Rules
    hubs: frozenset[int]
    fast: bool

    def line(self, task: Task) -> WorkTime:
        """Give the working time a task's dates are counted in."""
        return self.times.of_task(task.uid) if task.uid in self.crew else self.own_line(task)

    def own_line(self, task: Task) -> WorkTime:
        """Give the working time of a task without its resources."""
        return self.times.elapsed if task.elapsed else self.times.of_calendar(task.calendar)


def frame(plan: Plan, times: WorkTimes, fast: bool, shape: Outline | None = None) -> Frame:
    """Lay out a plan; refuses a loop of links with E-CYCLE."""
    shape = shape or outline(plan)
    # Other conventions turn links that mean nothing into warnings, Milepost's own into errors.
    strict = plan.settings.convention is Convention.MILEPOST
    links = leaf_links(plan, shape, () if strict else ignored(plan, shape))
    order = in_order(plan, shape, links, fast)
    if len(order) < len(shape.leaves) + len(links.hubs):
        raise PlanRefusedError(loops(plan, shape))
    position = {place: p for p, place in enumerate(order)}
    rows = (*plan.tasks, *(_hub(plan.tasks[place]) for place in links.hubs)) if links.hubs else plan.tasks
    leaves = [rows[place] for place in order]
    crew = workers(plan)
    hubs = frozenset(position[len(plan.tasks) + n] for n in range(len(links.hubs)))
    return Frame(plan, shape, links, order, position, leaves, times, ClockBook(), crew, rules(plan), hubs, fast)


def _hub(summary: Task) -> Task:
    """Make the finish of a summary a task: it stands where the last leaf ends, on any calendar."""
    return Task(summary.uid, summary.name, code=summary.code, elapsed=True)


def recurring(base: Frame) -> frozenset[int]:
    """List the positions of recurring tasks nobody is linked to: they neither end the project nor are critical.

    Microsoft Project makes no such difference.
    """
    tasks, parent = base.plan.tasks, base.shape.parent
    kinds = {n for n, task in enumerate(tasks) if task.kind is TaskKind.RECURRING}
    if not kinds or base.rules.msp:
        return frozenset()
    linked = {*base.links.pred, *base.links.succ}
    alone = {n for n in base.order if n not in linked and (n in kinds or parent[n] in kinds)}
    return frozenset(base.position[n] for n in alone)


def rules(plan: Plan) -> Rules:
    """Turn the settings the kernels need into numbers."""
    settings = plan.settings
    base = settings.start
    msproject = settings.convention is Convention.MSPROJECT
    if settings.status_date is not None and not msproject:
        base = max(base, settings.status_date)
    honor = settings.late_constraints is LateConstraintMode.HONOR
    return Rules(base, int(honor), int(msproject))
