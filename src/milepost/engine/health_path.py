"""The assessment's metrics on the whole schedule: critical path test, CPLI and BEI (review.md 2, 12 to 14)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.engine.effort import change_duration, team_of
from milepost.engine.health_population import Population
from milepost.engine.health_tasks import due_tasks
from milepost.engine.health_words import Metric, not_applicable
from milepost.engine.plan import Plan
from milepost.engine.results import Schedule, TaskDates
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Task
from milepost.engine.units import Instant, Minutes, Uid

#: Working days the critical path test adds.
TEST_DAYS = 600
#: Where calendars differ along the path the finish may move by this share more or less, if the task still drives it.
_CALENDARS = Decimal("0.05")


def critical_path_test(people: Population, target: Uid | None = None) -> Metric:
    """12 Critical path test: 600 working days more on the first critical task must move the finish by as many.

    The days are added in a copy of the plan, which is rescheduled; `target` watches a milestone
    instead of the project's finish. One day more or less is left to calendars; where those of the
    path's tasks differ, any difference up to 5 % is, as long as the task still is on the longest path.
    """
    first = first_critical(people)
    rule = f"the finish moves by {TEST_DAYS} working days"
    if first is None:
        return not_applicable(12, "Critical path test", str(TEST_DAYS), rule, "No incomplete task is critical.")
    longer = schedule(_longer(people.schedule.plan, first, TEST_DAYS * people.day))
    before, after = _finish(people.schedule, target), _finish(longer, target)
    moved = Decimal(people.times.of_task(first.uid).working(before, after)) / people.day
    gap = abs(moved - TEST_DAYS)
    drives = longer.by_uid[first.uid].on_longest_path
    passed = gap <= 1 or (drives and gap <= TEST_DAYS * _CALENDARS)
    value = moved / TEST_DAYS
    words = f"{TEST_DAYS} working days more on {first.name} move the finish by {moved.normalize():f}."
    whole = Decimal(TEST_DAYS)
    offending = () if passed else (first.uid,)
    return Metric(12, "Critical path test", moved, whole, value, Decimal(1), rule, passed, offending, words)


def first_critical(people: Population) -> Task | None:
    """The first incomplete critical task: by the start of what remains of it, then in plan order."""

    def begins(task: Task) -> Instant:
        return people.dates(task).remaining_start

    critical = [task for task in people.incomplete if people.dates(task).critical]
    if not critical:
        critical = [task for task in people.incomplete if people.dates(task).on_longest_path]
    return min(critical, key=begins, default=None)


def _longer(plan: Plan, task: Task, minutes: Minutes) -> Plan:
    """A copy of the plan in which a task takes so many minutes more, done by the same people."""
    people = {resource.uid: resource for resource in plan.resources}
    plain = replace(task, stored_pieces=(), expected_finish=None)
    crew = team_of(task.uid, plan.assignments, people)
    changed = change_duration(plain, crew, task.duration + minutes)
    rows = {one.uid: one for one in changed.team}
    return replace(
        plan,
        tasks=tuple(changed.task if old.uid == task.uid else old for old in plan.tasks),
        assignments=tuple(rows.get(old.uid, old) for old in plan.assignments),
    )


def critical_path_length_index(length: Decimal, total_float: Decimal) -> Decimal | None:
    """CPLI = (CPL + TF) / CPL in working days; None without any length left."""
    return (length + total_float) / length if length > 0 else None


def path_length(people: Population, target: Uid | None = None) -> Metric:
    """13 CPLI: can the finish be met with what remains of the critical path?

    The float is that of the forecast finish against the must-finish date, else the deadline or
    baseline finish of the target, else the latest baseline finish.
    """
    name, rule = "Critical path length index (CPLI)", "at least 0.95"
    finish, due = _finish(people.schedule, target), due_date(people, target)
    if due is None:
        return not_applicable(13, name, "0.95", rule, "No baseline, deadline or must-finish date to measure against.")
    begin = people.status if people.status is not None else people.schedule.start
    length = Decimal(people.project.working(begin, finish)) / people.day
    slack = Decimal(people.project.working(finish, due)) / people.day
    value = critical_path_length_index(length, slack)
    if value is None:
        return not_applicable(13, name, "0.95", rule, "The forecast finish does not lie after the status date.")
    words = f"{length.normalize():f} working days to go, {slack.normalize():f} of float."
    return Metric(13, name, length + slack, length, value, Decimal("0.95"), rule, value >= Decimal("0.95"), (), words)


def due_date(people: Population, target: Uid | None = None) -> Instant | None:
    """The date the finish of the project, or of a target, is measured against."""
    settings = people.schedule.plan.settings
    if target is not None:
        task = next(task for task in people.tasks if task.uid == target)
        row = people.baseline.get(target)
        return task.deadline if task.deadline is not None else row.finish if row else None
    if settings.must_finish_by is not None:
        return settings.must_finish_by
    known = {task.uid for task in people.tasks}
    return max((r.finish for uid, r in people.baseline.items() if r.finish is not None and uid in known), default=None)


def execution_index(completed: int, due: int) -> Decimal | None:
    """BEI = completed / due; None where nothing was due."""
    return Decimal(completed) / due if due else None


def execution(people: Population, *, completed_only_unbaselined: bool = False) -> Metric:
    """14 BEI: tasks completed by the status date over those due by then and those without baseline dates.

    The variant `completed_only_unbaselined` counts tasks without baseline dates only once they are
    completed, in numerator and denominator alike.
    """
    name, rule, limit = "Baseline execution index (BEI)", "at least 0.95", Decimal("0.95")
    status = people.status
    if status is None or not people.baseline:
        return not_applicable(14, name, "0.95", rule, "The plan has no baseline or no status date.")
    done = [task for task in people.tasks if task.actual_finish is not None and task.actual_finish <= status]
    missing = [task for task in people.tasks if not _baselined(people, task)]
    if completed_only_unbaselined:
        missing = [task for task in missing if task in done]
    due = due_tasks(people)
    value = execution_index(len(done), len(due) + len(missing))
    if value is None:
        return not_applicable(14, name, "0.95", rule, "No task was due by the status date.")
    finished = {task.uid for task in done}
    undone = tuple(task.uid for task in (*due, *missing) if task.uid not in finished)
    whole = Decimal(len(due) + len(missing))
    return Metric(14, name, Decimal(len(done)), whole, value, limit, rule, value >= limit, undone)


def _baselined(people: Population, task: Task) -> bool:
    row = people.baseline.get(task.uid)
    return row is not None and row.finish is not None


def _finish(answer: Schedule, target: Uid | None) -> Instant:
    found: TaskDates | None = None if target is None else answer.by_uid[target]
    return answer.finish if found is None else found.finish
