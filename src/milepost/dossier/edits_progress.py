"""Commands on progress and the dates it is measured against: actuals, status date, baseline (schedule.md 10, 11)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.dossier.edits_records import Command, EditRefusedError, number, open_task
from milepost.engine.changes import movable, team, with_effort, with_task
from milepost.engine.effort import Effort, remaining_duration
from milepost.engine.plan import Plan
from milepost.engine.plan_cost import task_costs
from milepost.engine.resources import Assignment
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Baseline, BaselineTask, Constraint, ConstraintKind, PercentType
from milepost.engine.units import Instant, Uid, whole_minutes
from milepost.engine.worktime import WorkTimes


def record_actual_start(plan: Plan, task: Uid, at: Instant) -> Plan:
    """Record when a task really started."""
    row = open_task(plan, task)
    _past(plan, at)
    return with_task(plan, replace(row, actual_start=at))


def record_actual_finish(plan: Plan, task: Uid, at: Instant, started: Instant | None = None) -> Plan:
    """Record when a task was really finished; `started` too where that is not known yet.

    Its duration becomes what it took; work not booked counts as done.
    """
    row = movable(plan, open_task(plan, task))
    begin = started if started is not None else row.actual_start
    if begin is None:
        raise EditRefusedError(f"Say when {row.name!r} started, too.")
    _past(plan, at)
    if begin > at:
        raise EditRefusedError(f"{row.name!r} cannot finish before it starts.")
    took = WorkTimes(plan).of_task(row.uid).working(begin, at)
    done = replace(
        row,
        actual_start=begin,
        actual_finish=at,
        duration=took,
        actual_duration=took,
        remaining_duration=0,
        percent_complete=Decimal(100),
        remaining_work=0,
        segments=(),
    )
    crew = team(plan, row)
    finished = tuple(replace(one, actual_work=one.work, remaining_work=0) for one in crew)
    return with_effort(plan, crew, Effort(done, finished))


def record_progress(plan: Plan, task: Uid, percent: str | Decimal) -> Plan:
    """Record how much of a started task is complete, 0 to 100; its duration stays, what remains follows.

    A physical percentage says how much is earned and leaves the remaining duration as it is.
    """
    row = movable(plan, open_task(plan, task))
    share = number(percent, "percent")
    if row.actual_start is None:
        raise EditRefusedError(f"{row.name!r} has not started; record its actual start first.")
    if share >= 100:
        raise EditRefusedError(f"{row.name!r} at 100 % is finished; record when.")
    if row.percent_type is PercentType.PHYSICAL:
        return with_task(plan, replace(row, physical_percent=share))
    done = whole_minutes(row.duration * share / 100)
    crew = tuple(_worked(one, share) for one in team(plan, row))
    changed = replace(
        row, percent_complete=share, actual_duration=done, remaining_duration=row.duration - done, stored_pieces=()
    )
    return with_effort(plan, crew, Effort(changed, crew))


def _worked(one: Assignment, share: Decimal) -> Assignment:
    done = whole_minutes(one.work * share / 100)
    return replace(one, actual_work=done, remaining_work=one.work - done)


def move_remaining_to_status_date(plan: Plan, task: Uid) -> Plan:
    """Plan what is left of a task from the status date on: nobody can work in the past."""
    row, status = movable(plan, open_task(plan, task)), plan.settings.status_date
    if status is None:
        raise EditRefusedError("The plan has no status date; set one first.")
    if row.manual:
        raise EditRefusedError(f"{row.name!r} is scheduled by hand; change its dates by hand.")
    if row.actual_start is not None:
        return with_task(plan, replace(row, resume=status, remaining_duration=remaining_duration(row)))
    kept = tuple(each for each in row.constraints if each.kind is not ConstraintKind.SNET)
    return with_task(plan, replace(row, constraints=(*kept, Constraint(ConstraintKind.SNET, status))))


def set_status_date(plan: Plan, at: Instant) -> Plan:
    """Judge progress as of another date."""
    return replace(plan, settings=replace(plan.settings, status_date=at))


def set_baseline(plan: Plan, tasks: list[Uid] | None = None, into: int | None = None) -> Plan:
    """Remember today's dates, durations, work and cost as the baseline; `tasks` adds only those to it."""
    kept = plan.settings.current_baseline if into is None else into
    if not 0 <= kept <= 10:
        raise EditRefusedError(f"Baselines are numbered 0 to 10; {kept} is not.")
    dates = schedule(plan)
    costs = task_costs(dates)
    wanted = set(dates.by_uid) if tasks is None else set(tasks)
    if unknown := wanted - set(dates.by_uid):
        raise EditRefusedError(f"The schedule has no task with number {min(unknown)}.")
    work = {task.uid: task.work for task in plan.tasks}
    fresh = {
        row.uid: BaselineTask(row.uid, row.start, row.finish, row.duration, work=work[row.uid], cost=costs.get(row.uid))
        for row in dates.tasks
        if row.uid in wanted
    }
    old = next((each for each in plan.baselines if each.number == kept), Baseline(kept))
    rows = () if tasks is None else tuple(row for row in old.tasks if row.task not in fresh)
    saved = replace(old, saved_at=plan.settings.status_date, tasks=(*rows, *fresh.values()))
    others = tuple(each for each in plan.baselines if each.number != kept)
    return replace(plan, baselines=(*others, saved))


def _past(plan: Plan, at: Instant) -> None:
    status = plan.settings.status_date
    if status is not None and at > status:
        raise EditRefusedError("An actual date lies on or before the status date; what is to come is a forecast.")


PROGRESS_COMMANDS: dict[str, Command] = {
    command.__name__: command
    for command in (
        record_actual_start,
        record_actual_finish,
        record_progress,
        move_remaining_to_status_date,
        set_status_date,
        set_baseline,
    )
}
