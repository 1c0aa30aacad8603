"""How far the plan is from a baseline: variances per task, summaries rolled up (domain/schedule.md 11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from milepost.engine.plan import Plan
from milepost.engine.plan_cost import task_costs
from milepost.engine.resources import ResourceKind
from milepost.engine.results import Schedule, TaskDates
from milepost.engine.tasks import Baseline, BaselineTask
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTime, WorkTimes

_ONE = Decimal(1)
N = TypeVar("N", int, Decimal)


@dataclass(frozen=True, slots=True)
class Variance:
    """One task against its baseline: now minus then, so positive is later, longer or more.

    Start, finish and duration are signed working minutes of the task's calendar, of the project's for
    a summary; work is person-minutes, cost money. None where either side is unknown. `schedule_percent`
    is the share of the baseline's span that should be done by the status date, 0 to 1.
    """

    uid: Uid
    baseline_start: Instant | None
    baseline_finish: Instant | None
    start: Minutes | None
    finish: Minutes | None
    duration: Minutes | None
    work: Minutes | None
    cost: Decimal | None
    schedule_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Variances:
    """The plan against one baseline: the tasks in it, the active leaf tasks that are not, and those gone since."""

    baseline: int
    tasks: tuple[Variance, ...]
    missing: tuple[Uid, ...]
    gone: tuple[Uid, ...]


def variances(schedule: Schedule, number: int | None = None) -> Variances:
    """Compare a schedule with a baseline of its plan, the current one by default.

    Raises LookupError when the plan has no such baseline. Tasks without baseline are listed, never
    taken for zero. A summary the baseline says nothing of is rolled up from the tasks below it.
    """
    plan = schedule.plan
    wanted = plan.settings.current_baseline if number is None else number
    baseline = next((each for each in plan.baselines if each.number == wanted), None)
    if baseline is None:
        raise LookupError(f"The plan has no baseline {wanted}. Save one, or name one it has.")
    return _Comparison(schedule, baseline).all()


class _Comparison:
    """A schedule beside a baseline."""

    def __init__(self, schedule: Schedule, baseline: Baseline) -> None:
        self.schedule = schedule
        self.number = baseline.number
        self.then = {row.task: row for row in baseline.tasks if row.finish is not None}
        self.times = WorkTimes(schedule.plan)
        self.below = _below(schedule)
        self.work = _work(schedule.plan)
        self.cost = task_costs(schedule)

    def all(self) -> Variances:
        """Compare every task of either side."""
        dates = self.schedule.tasks
        rows = [(each, self._then(each)) for each in dates]
        return Variances(
            self.number,
            tuple(self._variance(each, then) for each, then in rows if then is not None),
            tuple(each.uid for each, then in rows if then is None and not each.summary),
            tuple(uid for uid in self.then if uid not in self.schedule.by_uid),
        )

    def _then(self, dates: TaskDates) -> BaselineTask | None:
        row = self.then.get(dates.uid)
        if row is not None or not dates.summary:
            return row
        parts = [self.then[uid] for uid in self.below.get(dates.uid, ()) if uid in self.then]
        return _rolled_up(dates.uid, parts, self.times.of_calendar(None)) if parts else None

    def _variance(self, dates: TaskDates, then: BaselineTask) -> Variance:
        leaves = self._leaves(dates)
        line = self.times.of_calendar(None) if dates.summary else self.times.of_task(dates.uid)
        work, cost = _total(self.work, leaves), _total(self.cost, leaves)
        return Variance(
            uid=dates.uid,
            baseline_start=then.start,
            baseline_finish=then.finish,
            start=None if then.start is None else line.working(then.start, dates.start),
            finish=None if then.finish is None else line.working(then.finish, dates.finish),
            duration=None if then.duration is None else dates.duration - then.duration,
            work=None if then.work is None or work is None else work - then.work,
            cost=None if then.cost is None or cost is None else cost - then.cost,
            schedule_percent=schedule_percent(then, line, self.schedule.plan.settings.status_date),
        )

    def _leaves(self, dates: TaskDates) -> list[Uid]:
        """List the leaves a task's baseline speaks of: itself, or those below, only known ones if rolled up."""
        if not dates.summary:
            return [dates.uid]
        below = self.below.get(dates.uid, [])
        return below if dates.uid in self.then else [uid for uid in below if uid in self.then]


def schedule_percent(then: BaselineTask, line: WorkTime, status: Instant | None) -> Decimal | None:
    """Give the share of a baseline's span that lies before the status date, 0 to 1 (domain/schedule.md 10)."""
    if status is None or then.start is None or then.finish is None:
        return None
    whole = line.working(then.start, then.finish)
    if whole <= 0:
        return _ONE if status >= then.finish else Decimal(0)
    share = Decimal(line.working(then.start, min(status, then.finish))) / whole
    return min(max(share, Decimal(0)), _ONE)


def _rolled_up(uid: Uid, parts: Sequence[BaselineTask], project: WorkTime) -> BaselineTask:
    """Make a summary's baseline from those of the leaves below it."""
    starts = [part.start for part in parts if part.start is not None]
    finish = max(part.finish for part in parts if part.finish is not None)
    start = min(starts, default=None)
    works, costs = [part.work for part in parts], [part.cost for part in parts]
    return BaselineTask(
        uid,
        start,
        finish,
        None if start is None else project.working(start, finish),
        work=sum(w for w in works if w is not None) if any(w is not None for w in works) else None,
        cost=sum((c for c in costs if c is not None), Decimal(0)) if any(c is not None for c in costs) else None,
    )


def _below(schedule: Schedule) -> dict[Uid, list[Uid]]:
    """List the active leaves below every summary."""
    parents = {task.uid: task.parent for task in schedule.plan.tasks}
    found: dict[Uid, list[Uid]] = {}
    for dates in schedule.tasks:
        above = None if dates.summary else parents[dates.uid]
        while above is not None:
            found.setdefault(above, []).append(dates.uid)
            above = parents[above]
    return found


def _work(plan: Plan) -> dict[Uid, Minutes]:
    """Give the work of every task that has any: its people's and machines', else what its source said."""
    able = {r.uid for r in plan.resources if r.kind in (ResourceKind.WORK, ResourceKind.EQUIPMENT)}
    found = {task.uid: task.work for task in plan.tasks if task.work is not None}
    own: dict[Uid, Minutes] = {}
    for row in plan.assignments:
        if row.resource is None or row.resource in able:
            own[row.task] = own.get(row.task, 0) + row.work
    return found | own


def _total(values: Mapping[Uid, N], uids: Iterable[Uid]) -> N | None:
    known = [values[uid] for uid in uids if uid in values]
    if not known:
        return None
    total = known[0]
    for value in known[1:]:
        total = total + value
    return total
