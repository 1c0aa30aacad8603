"""What a careful planner would look at twice: open ends, leads, long lags, missing baselines (schedule.md 12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from milepost.engine.checks_links import ignored
from milepost.engine.network import Outline
from milepost.engine.notices import Notice
from milepost.engine.plan import Plan
from milepost.engine.resources import Resource
from milepost.engine.tasks import ConstraintKind, LagKind, Link, LinkType, Task, TaskKind
from milepost.engine.units import MINUTES_PER_DAY, Instant, Minutes
from milepost.engine.words import arrow, label, lag, span, when

#: Constraints a summary may have (domain/schedule.md 5).
_SUMMARY = (ConstraintKind.ASAP, ConstraintKind.SNET, ConstraintKind.FNLT)
#: A working lag longer than this many days hides work.
_LONG_DAYS = 5


def plan_warnings(plan: Plan, shape: Outline) -> tuple[Notice, ...]:
    """List the static warnings of links, constraints, baselines and units."""
    return (
        *_ends(plan, shape),
        *_lags(plan, shape),
        *_summary_constraints(plan, shape),
        *_baseline(plan, shape),
        *_units(plan, shape),
    )


def stale_status(plan: Plan, *, today: Instant, cadence: Minutes) -> tuple[Notice, ...]:
    """Warn when the status date is older than the update cadence (wall-clock minutes); today is an argument."""
    status, settings = plan.settings.status_date, plan.settings
    if status is None or today - status <= cadence:
        return ()
    age = (today - status) // MINUTES_PER_DAY
    words = f"The status date {when(status, settings)} is {age} days old, and updates are due every"
    return (Notice("W-STALE-STATUS", f"{words} {cadence // MINUTES_PER_DAY} days. Record progress and move it."),)


class _Ends:
    """The link types that come into and go out of each task, those of its summaries included."""

    def __init__(self, plan: Plan, shape: Outline) -> None:
        self.shape = shape
        self.into: dict[int, set[LinkType]] = {}
        self.out_of: dict[int, set[LinkType]] = {}
        left_out = ignored(plan, shape)
        for n, link in enumerate(plan.links):
            first, last = shape.place[link.predecessor], shape.place[link.successor]
            if n not in left_out and not (plan.tasks[first].inactive or plan.tasks[last].inactive):
                self.into.setdefault(last, set()).add(link.type)
                self.out_of.setdefault(first, set()).add(link.type)

    def of(self, found: dict[int, set[LinkType]], n: int) -> set[LinkType]:
        types: set[LinkType] = set()
        while n >= 0:
            types |= found.get(n, set())
            n = self.shape.parent[n]
        return types


def _ends(plan: Plan, shape: Outline) -> Iterator[Notice]:
    ends = _Ends(plan, shape)
    leaves = [n for n in shape.leaves if _has_logic(plan.tasks[n])]
    into = [ends.of(ends.into, n) for n in leaves]
    out_of = [ends.of(ends.out_of, n) for n in leaves]
    first = next((k for k, types in enumerate(into) if not types), None)
    last = next((k for k in reversed(range(len(leaves))) if not out_of[k]), None)
    for k, n in enumerate(leaves):
        task = plan.tasks[n]
        if not into[k] and k != first:
            yield _of(task, "W-OPEN-START", "has no predecessor, so nothing holds its start. Link what it waits for.")
        elif into[k] and into[k] <= {LinkType.FF, LinkType.SF} and task.duration:
            words = "has predecessors for its finish only (FF, SF), so its start is not driven. Add an FS or SS link."
            yield _of(task, "W-DANGLING", words)
        if not out_of[k] and k != last:
            yield _of(task, "W-OPEN-FINISH", "has no successor, so its delay moves nothing. Link what waits for it.")
        elif out_of[k] and out_of[k] <= {LinkType.SS, LinkType.SF} and task.duration:
            words = "has successors of its start only (SS, SF), so its finish drives nothing. Add an FS or FF link."
            yield _of(task, "W-DANGLING", words)


def _has_logic(task: Task) -> bool:
    return task.kind is TaskKind.TASK and task.actual_finish is None


def _of(task: Task, code: str, words: str) -> Notice:
    return Notice(code, f"{label(task)} {words}", (task.uid,))


def _lags(plan: Plan, shape: Outline) -> Iterator[Notice]:
    for link in plan.links:
        if not link.lag:
            continue
        before, after = plan.tasks[shape.place[link.predecessor]], plan.tasks[shape.place[link.successor]]
        drawn = f"{label(before)} {arrow(link, plan.settings)} {label(after)}"
        ends = (before.uid, after.uid)
        if link.lag < 0:
            words = (
                f"{drawn}: a lead of {lag(link, plan.settings)[1:]} foretells when {label(before)} will be nearly done."
            )
            yield Notice("W-LEAD", f"{words} Split the task, or link start to start.", ends)
        else:
            reason = _long(link, None if shape.place[before.uid] in shape.children else before, plan)
            if reason:
                yield Notice(
                    "W-LAG-LONG", f"{drawn}: the lag is longer than {reason}. Plan the waiting as a task.", ends
                )


def _long(link: Link, before: Task | None, plan: Plan) -> str:
    """Say what a working lag exceeds: the limit, or the predecessor's duration (None for a summary)."""
    settings = plan.settings
    share = link.lag_kind is LagKind.PERCENT
    if link.lag_kind is not LagKind.WORKING and not (share and before):
        return ""
    minutes = link.lag * (before.duration if share and before else 10000) // 10000
    if minutes > _LONG_DAYS * settings.minutes_per_day:
        return f"{_LONG_DAYS}d"
    if before and 0 < before.duration < minutes:
        return (
            f"{label(before)} itself ({span(before.duration, before.duration_unit, settings, elapsed=before.elapsed)})"
        )
    return ""


def _summary_constraints(plan: Plan, shape: Outline) -> Iterator[Notice]:
    for n in shape.children:
        task = plan.tasks[n]
        for row in task.constraints:
            if row.kind not in _SUMMARY:
                words = f"is a summary, and {row.kind} holds for tasks only; it is ignored. Put it on a task inside."
                yield _of(task, "W-CONSTRAINT-SUMMARY", words)


def _baseline(plan: Plan, shape: Outline) -> Iterator[Notice]:
    number = plan.settings.current_baseline
    current = next((baseline for baseline in plan.baselines if baseline.number == number), None)
    if current is None:
        yield Notice("W-NO-BASELINE", "The plan has no baseline, so nothing tells late from early. Save one.")
        return
    known = {row.task for row in current.tasks if row.finish is not None}
    missing = [task for task in map(plan.tasks.__getitem__, shape.leaves) if task.uid not in known and _has_logic(task)]
    if missing:
        words = (
            f"{_listed(missing)} not in the baseline and cannot be late or early. Baseline them by a change request."
        )
        yield Notice("W-NO-BASELINE", words, tuple(task.uid for task in missing))


def _listed(tasks: Sequence[Task]) -> str:
    shown = ", ".join(map(label, tasks[:3]))
    if len(tasks) > 3:
        return f"{shown} and {len(tasks) - 3} more are"
    return f"{shown} {'is' if len(tasks) == 1 else 'are'}"


def _units(plan: Plan, shape: Outline) -> Iterator[Notice]:
    resources = {resource.uid: resource for resource in plan.resources}
    for row in plan.assignments:
        resource = None if row.resource is None else resources.get(row.resource)
        if resource is None or not _has_time(resource) or row.units <= _most(resource):
            continue
        task = plan.tasks[shape.place[row.task]]
        if not task.inactive:
            words = f"asks for {row.units:.0%} of {resource.name}, who has {_most(resource):.0%} at most."
            yield _of(task, "W-OVERALLOC-SELF", f"{words} Reduce the units or add people: levelling cannot help.")


def _has_time(resource: Resource) -> bool:
    return resource.kind in ("work", "equipment")


def _most(resource: Resource) -> Decimal:
    return max((step.units for step in resource.availability), default=resource.max_units)
