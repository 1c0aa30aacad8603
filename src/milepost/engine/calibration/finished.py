"""What a plan's finished tasks say about its estimates: the baseline against what became of it (governance.md 15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from milepost.engine.calibration.accuracy import Measured, Outcome
from milepost.engine.calibration.process import Piece
from milepost.engine.estimates import problems, quantile, solve, task_distribution
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, Resource, ResourceKind
from milepost.engine.tasks import BaselineTask, Task, TaskKind
from milepost.engine.units import Minutes, Uid
from milepost.engine.worktime import WorkTimes

#: Sizes by estimated working days: up to and including; what is longer is largest.
_SIZES = ((2, "up to 2 days"), (5, "2 to 5 days"), (20, "5 to 20 days"))
_LARGEST = "over 20 days"
#: How sure a promise is meant to be.
_PROMISE = 0.8


def finished_work(plan: Plan, baseline: int | None = None) -> tuple[Outcome, ...]:
    """List the plan's finished leaf tasks that have a baseline, with estimates, actuals and what they were.

    The estimate is the baseline's (the current one by default), the promise at 80 % that of the task's range. The type
    of a task is the skill it asks for or its people's first one, its team that of most of its work, its estimator its
    owner; all may be unknown.
    """
    number = plan.settings.current_baseline if baseline is None else baseline
    rows = next((each.tasks for each in plan.baselines if each.number == number), ())
    then = {row.task: row for row in rows}
    times, crews = WorkTimes(plan), crews_of(plan)
    people = {resource.uid: resource for resource in plan.resources}
    found = [_outcome(plan, task, then[task.uid], times, crews, people) for task in _done(plan) if task.uid in then]
    return tuple(sorted(found, key=lambda each: (each.finished or 0, each.code)))


def finished_pieces(plan: Plan) -> tuple[Piece, ...]:
    """List the plan's finished leaf tasks as pieces of work: begun, ended, working minutes between and worked."""
    line = WorkTimes(plan).of_calendar(None)
    return tuple(
        Piece(
            task.code or str(task.uid),
            task.actual_start,
            task.actual_finish,
            line.working(task.actual_start, task.actual_finish),
            task.actual_duration,
        )
        for task in _done(plan)
        if task.actual_start is not None and task.actual_finish is not None
    )


def done_duration(task: Task, times: WorkTimes) -> Minutes:
    """Tell how many working minutes a finished task took: as recorded, else between its actual dates."""
    if task.actual_duration is not None:
        return task.actual_duration
    if task.actual_start is None or task.actual_finish is None:
        return task.duration
    return times.of_task(task.uid).working(task.actual_start, task.actual_finish)


def kind_of_work(task: Uid, crews: Mapping[Uid, list[Assignment]], people: Mapping[Uid, Resource]) -> tuple[str, str]:
    """Tell the type (skill) and the team of a task, from whoever has most of its work; empty where unknown."""
    rows = [
        one for one in crews.get(task, []) if one.resource is None or people[one.resource].kind is ResourceKind.WORK
    ]
    if not rows:
        return "", ""
    most = max(rows, key=lambda one: (one.work, -one.uid))
    person = people.get(most.resource) if most.resource is not None else None
    skill = most.skill or (person.skills[0].name if person is not None and person.skills else "")
    return skill, "" if person is None else person.team or person.group


def crews_of(plan: Plan) -> dict[Uid, list[Assignment]]:
    """Sort the plan's assignments by task."""
    found: dict[Uid, list[Assignment]] = {}
    for one in plan.assignments:
        found.setdefault(one.task, []).append(one)
    return found


def _done(plan: Plan) -> Iterator[Task]:
    """List finished leaves that somebody estimated: no milestones, no level of effort, no recurring meetings."""
    parents = {task.parent for task in plan.tasks}
    for task in plan.tasks:
        counts = task.kind is TaskKind.TASK and not (task.milestone or task.summary or task.inactive)
        if counts and task.uid not in parents and task.actual_finish is not None:
            yield task


def _outcome(
    plan: Plan,
    task: Task,
    then: BaselineTask,
    times: WorkTimes,
    crews: Mapping[Uid, list[Assignment]],
    people: Mapping[Uid, Resource],
) -> Outcome:
    duration = None
    if then.duration and then.elapsed == task.elapsed and not task.elapsed:
        duration = Measured(then.duration, done_duration(task, times), _promised(task))
    able = [
        one for one in crews.get(task.uid, []) if one.resource is None or people[one.resource].kind is ResourceKind.WORK
    ]
    worked = sum(one.actual_work for one in able) if able else task.actual_work
    effort = Measured(then.work, worked) if then.work and worked else None
    kind, team = kind_of_work(task.uid, crews, people)
    return Outcome(
        code=task.code or str(task.uid),
        effort=effort,
        duration=duration,
        type=kind,
        team=team,
        size=_size(then.duration, plan.settings.minutes_per_day),
        estimator=task.owner,
        finished=task.actual_finish,
    )


def _promised(task: Task) -> Minutes | None:
    """Give what a task's three-point estimate promises with 80 % confidence; None without a range that can be drawn."""
    one = task.estimate
    if one is None or one.optimistic == one.pessimistic:
        return None
    range_ = task_distribution(task)
    return None if any(problems(range_)) else round(quantile(solve(range_), _PROMISE))


def _size(estimate: Minutes | None, day: Minutes) -> str:
    if not estimate:
        return ""
    return next((name for most, name in _SIZES if estimate <= most * day), _LARGEST)
