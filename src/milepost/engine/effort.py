"""Duration, work and units: what follows when one of them changes (domain/schedule.md 3).

Every function takes a task and its team (the assignments of its work resources; material and cost
take no part) and returns both as they are afterwards. Formulas act on what remains: actual work
and duration never change. An assignment that spans the whole task obeys W = D U m, with m the mean
of its contour; a shorter one keeps its share of the duration. Work is whole minutes, shares of a
total add up to it exactly. Changing duration or work makes a manual contour flat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from milepost.engine.contours import duration_needed, mean_fraction, peak_units, rounded
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.resources import Assignment, Contour, Resource, ResourceKind
from milepost.engine.tasks import PercentType, Segment, Task, TaskType
from milepost.engine.units import Minutes, Uid

Team = tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Effort:
    """A task and the assignments of its work resources, consistent with each other."""

    task: Task
    team: Team


def team_of(task: Uid, assignments: Sequence[Assignment], resources: Mapping[Uid, Resource]) -> Team:
    """Pick the assignments of a task that have work: those of work resources and equipment, named or still open."""
    return tuple(a for a in assignments if a.task == task and (a.resource is None or _works(resources.get(a.resource))))


def change_type(task: Task, team: Team, kind: TaskType) -> Effort:
    """Change which of units, duration and work stays; nothing else moves. Fixed work is always effort-driven."""
    return Effort(replace(task, type=kind, effort_driven=task.effort_driven or kind is TaskType.FIXED_WORK), team)


def change_duration(task: Task, team: Team, duration: Minutes) -> Effort:
    """Give the task another duration: work follows it, or units where work is fixed."""
    if duration < 0:
        raise _refused("E-NEGATIVE-DURATION", task, f"a duration of {duration} minutes is below zero")
    old = remaining_duration(task)
    left = duration - (task.duration - old)
    if left < 0:
        done = task.duration - old
        raise _refused(
            "E-NEGATIVE-DURATION", task, f"{done} minutes of it are done, more than a duration of {duration}"
        )
    if task.type is TaskType.FIXED_WORK:
        changed = tuple(_with_units(task, a, left, _share(a, old)) for a in team)
    else:
        changed = tuple(_with_remaining(a, _work_in(a, left, _share(a, old))) for a in team)
    return _settled(task, changed, left)


def change_work(task: Task, team: Team, work: Minutes) -> Effort:
    """Give the task another total of work, shared as it is now: the duration follows, or units where that is fixed."""
    left = work - sum(a.actual_work for a in team) if team else work - (task.actual_work or 0)
    if left < 0:
        raise _refused("E-NEGATIVE-DURATION", task, f"more work is done than a total of {work} minutes")
    if not team:
        return Effort(replace(task, work=work, remaining_work=left), team)
    weights = [Fraction(_left(a)) for a in team]
    shares = _shared(left, weights if any(weights) else [_strength(a) for a in team], task)
    return _after_work(task, team, tuple(map(_with_remaining, team, shares)))


def change_assignment_work(task: Task, team: Team, assignment: Uid, work: Minutes) -> Effort:
    """Give one assignment another amount of work: the duration follows, or its units where that is fixed."""
    one = _found(task, team, assignment)
    if work < one.actual_work:
        raise _refused("E-NEGATIVE-DURATION", task, f"{one.actual_work} minutes of work are done, more than {work}")
    changed = tuple(_with_remaining(a, work - a.actual_work) if a.uid == assignment else a for a in team)
    return _after_work(task, team, changed)


def change_units(task: Task, team: Team, assignment: Uid, units: Decimal) -> Effort:
    """Give one assignment other units: its work follows where the duration is fixed, else the duration."""
    if units < 0:
        raise _refused("E-EFFORT", task, "units cannot go below 0")
    one = _found(task, team, assignment)
    left = remaining_duration(task)
    changed = replace(one, units=units)
    if task.type is TaskType.FIXED_DURATION:
        changed = _with_remaining(changed, _work_in(changed, left, _share(one, left)))
        return _settled(task, _swapped(team, changed), left)
    whole = _swapped(team, changed)
    return _settled(task, whole, _latest(task, whole) if any(map(_left, whole)) else left)


def assign(task: Task, team: Team, *added: Assignment) -> Effort:
    """Put more work resources on the task.

    The first ones bring W = D U, or take over the work the task already has. Later ones share the
    remaining work of an effort-driven task, or bring their own where it is not.
    """
    left = remaining_duration(task)
    total = sum(map(_left, team)) if team else max((task.work or 0) - (task.actual_work or 0), 0)
    fresh = tuple(replace(a, task=task.uid, work=0, actual_work=0, remaining_work=0) for a in added)
    if total and (not team or _effort_driven(task)):
        return _redistributed(task, (*team, *fresh), total, left)
    joined = tuple(_with_remaining(a, _work_in(a, left, Fraction(1))) for a in fresh)
    return _settled(task, (*team, *joined), left)


def unassign(task: Task, team: Team, assignment: Uid) -> Effort:
    """Take a work resource off the task; one that has worked stays with its actual work and nothing left to do.

    The others take over what remains where the task is effort-driven. Without anyone left the
    duration stays and the remaining work is gone.
    """
    gone = _found(task, team, assignment)
    others = tuple(a for a in team if a is not gone)
    kept = (_with_remaining(gone, 0),) if gone.actual_work else ()
    left = remaining_duration(task)
    total = sum(map(_left, team))
    if others and total and _effort_driven(task):
        settled = _redistributed(task, others, total, left, extra=kept)
    elif others and task.type is not TaskType.FIXED_DURATION:
        settled = _settled(task, others + kept, _latest(task, others) if any(map(_left, others)) else left)
    else:
        settled = _settled(task, others + kept, left)
    if not settled.team:
        return Effort(replace(settled.task, work=0, remaining_work=0), ())
    order = [a.uid for a in team]
    return Effort(settled.task, tuple(sorted(settled.team, key=lambda a: order.index(a.uid))))


def remaining_duration(task: Task) -> Minutes:
    """Tell how many minutes of the task's duration remain, from the typed remainder or its percentage."""
    if task.actual_finish is not None:
        return 0
    if task.remaining_duration is not None:
        return task.remaining_duration
    if task.actual_duration is not None:
        return task.duration - task.actual_duration
    if task.percent_complete and task.percent_type is PercentType.DURATION:
        return rounded(task.duration * (1 - Fraction(task.percent_complete) / 100))
    return task.duration


def _redistributed(task: Task, team: Team, total: Minutes, left: Minutes, extra: Team = ()) -> Effort:
    """Share the remaining work by units; units follow where the duration is fixed, else the duration."""
    weights = [_strength(a) for a in team]
    shares = _shared(total, weights, task)
    changed = tuple(map(_with_remaining, team, shares))
    if task.type is TaskType.FIXED_DURATION:
        return _settled(task, tuple(_with_units(task, a, left, Fraction(1)) for a in changed) + extra, left)
    return _settled(task, changed + extra, rounded(Fraction(total) / sum(weights)))


def _after_work(task: Task, before: Team, after: Team) -> Effort:
    left = remaining_duration(task)
    if task.type is TaskType.FIXED_DURATION:
        fitted = tuple(
            _with_units(task, a, left, _share(b, left)) if a is not b else a for a, b in zip(after, before, strict=True)
        )
        return _settled(task, fitted, left)
    return _settled(task, after, _latest(task, after))


def _settled(task: Task, team: Team, left: Minutes) -> Effort:
    """Write the outcome into the task: duration, remainder, percentages, totals of work, segments."""
    done = task.duration - remaining_duration(task)
    if task.actual_finish is not None and left:
        raise _refused("E-EFFORT", task, "it is complete; clear its actual finish before giving it more to do")
    duration = done + left
    facts: dict[str, object] = {"duration": duration, "segments": _stretched(task.segments, duration)}
    started = task.actual_start is not None or done > 0
    if started or task.remaining_duration is not None:
        facts["remaining_duration"] = left
    if started:
        facts["actual_duration"] = done
    if started and task.percent_type is PercentType.DURATION and duration:
        facts["percent_complete"] = _percent(done, duration)
    if team:
        work, actual = sum(a.work for a in team), sum(a.actual_work for a in team)
        facts |= {"work": work, "remaining_work": work - actual}
        if task.percent_work_complete is not None:
            facts["percent_work_complete"] = _percent(actual, work) if work else Decimal(0)
    return Effort(replace(task, **facts), team)  # type: ignore[arg-type]


def _stretched(segments: tuple[Segment, ...], duration: Minutes) -> tuple[Segment, ...]:
    """Keep a split task's segments as long as its duration, by its last ones."""
    kept: list[Segment] = []
    left = duration
    for number, segment in enumerate(segments):
        last = number == len(segments) - 1 or segment.work >= left
        kept.append(Segment(left) if last else segment)
        left -= kept[-1].work
        if last:
            break
    return tuple(kept) if len(kept) > 1 else ()


def _latest(task: Task, team: Team) -> Minutes:
    """Tell the remaining duration that the longest assignment needs."""
    spans = [0]
    for a in team:
        if work := _left(a):
            if not a.units:
                raise _refused("E-EFFORT", task, "work at units of 0 never ends; give the assignment units above 0")
            delay = 0 if a.actual_work else a.delay
            spans.append(delay + duration_needed(work, a.units, a.contour))
    return max(spans)


def _shared(total: Minutes, weights: Sequence[Fraction], task: Task) -> list[Minutes]:
    """Share whole minutes by weight so that they add up: the largest remainders get the minutes left over."""
    whole = sum(weights)
    if not whole:
        raise _refused("E-EFFORT", task, "its work cannot be shared among assignments of 0 units; raise their units")
    exact = [total * weight / whole for weight in weights]
    shares = [share.numerator // share.denominator for share in exact]
    by_remainder = sorted(range(len(shares)), key=lambda n: shares[n] - exact[n])
    for n in by_remainder[: total - sum(shares)]:
        shares[n] += 1
    return shares


def _share(assignment: Assignment, remaining: Minutes) -> Fraction:
    """Tell how much of the task's remaining duration an assignment takes: 1, but for those that end early."""
    whole = remaining * _strength(assignment)
    work = _left(assignment)
    if not whole or not work or abs(work - whole) <= 1 + _strength(assignment):
        return Fraction(1)
    return Fraction(work) / whole


def _work_in(assignment: Assignment, duration: Minutes, share: Fraction) -> Minutes:
    return rounded(duration * share * _strength(assignment))


def _with_remaining(assignment: Assignment, left: Minutes) -> Assignment:
    """Give an assignment other remaining work; the pieces of a manual contour no longer fit and go."""
    changed = replace(assignment, work=assignment.actual_work + left, remaining_work=left)
    if assignment.contour is Contour.MANUAL and changed.work != assignment.work:
        return replace(changed, contour=Contour.FLAT, planned=())
    return changed


def _with_units(task: Task, assignment: Assignment, duration: Minutes, share: Fraction) -> Assignment:
    """Give an assignment the units that do its remaining work in its share of a duration."""
    work = _left(assignment)
    if not work:
        return assignment
    if not duration:
        raise _refused("E-EFFORT", task, f"{work} minutes of work need a duration; take the work away first")
    units = peak_units(work, duration, assignment.contour)
    if share != 1:
        units = units * share.denominator / share.numerator
    changed = replace(assignment, units=units)
    return replace(changed, contour=Contour.FLAT, planned=()) if changed.contour is Contour.MANUAL else changed


def _left(assignment: Assignment) -> Minutes:
    return max(assignment.work - assignment.actual_work, 0)


def _strength(assignment: Assignment) -> Fraction:
    """Tell the minutes of work an assignment does per minute: peak units times the mean of the contour."""
    return Fraction(assignment.units) * mean_fraction(assignment.contour)


def _percent(part: Minutes, whole: Minutes) -> Decimal:
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.0001")).normalize()


def _effort_driven(task: Task) -> bool:
    return task.effort_driven or task.type is TaskType.FIXED_WORK


def _works(resource: Resource | None) -> bool:
    return resource is not None and resource.kind in (ResourceKind.WORK, ResourceKind.EQUIPMENT)


def _found(task: Task, team: Team, assignment: Uid) -> Assignment:
    for candidate in team:
        if candidate.uid == assignment:
            return candidate
    raise _refused("E-EFFORT", task, f"it has no work assignment with number {assignment}")


def _swapped(team: Team, changed: Assignment) -> Team:
    return tuple(changed if a.uid == changed.uid else a for a in team)


def _refused(code: str, task: Task, reason: str) -> PlanRefusedError:
    return PlanRefusedError((Notice(code, f"Task {task.name!r}: {reason}.", (task.uid,)),))
