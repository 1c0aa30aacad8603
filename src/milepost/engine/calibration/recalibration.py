"""Remaining estimates corrected by what finished work took, ready for the simulation (domain/governance.md 15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from milepost.engine.calibration.accuracy import Outcome, Quantity
from milepost.engine.calibration.finished import crews_of, kind_of_work
from milepost.engine.calibration.reference_class import ASSUMPTION, ENOUGH, own_weight, ratio_at
from milepost.engine.distributions import Ends, Shape
from milepost.engine.effort import remaining_duration
from milepost.engine.plan import Plan
from milepost.engine.tasks import Estimate, Task, TaskKind
from milepost.engine.units import Minutes, Uid

#: What a recalibrated estimate rests on.
BASIS = "calibration"
_LEVELS = (Fraction(1, 10), Fraction(1, 2), Fraction(4, 5), Fraction(9, 10))


@dataclass(frozen=True, slots=True)
class Recalibrated:
    """An open task's estimate as past accuracy suggests it.

    `reference` names the class of finished work it comes from and `count` its members; `assumption` is not empty
    where these are few and the default is blended in. `remaining` is what the plan says is left; `likely` (P50) and
    `promised` (P80) what finished work suggests, in working minutes. `estimate` is a lognormal of the whole duration by
    its P10 and P90; of a started task the simulation takes the share that is left.
    """

    task: Uid
    reference: str
    count: int
    assumption: str
    remaining: Minutes
    likely: Minutes
    promised: Minutes
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class _Class:
    name: str
    count: int
    ratios: tuple[Fraction, ...]


def recalibrated(plan: Plan, outcomes: Sequence[Outcome]) -> tuple[Recalibrated, ...]:
    """Correct the remaining duration of every open leaf task by the ratios of similar finished work.

    Similar is work of the same type if ten or more of it are finished, else of the same team, else all. Tasks
    without duration, level of effort and recurring ones keep what they have.
    """
    classes = _Classes(outcomes)
    crews = crews_of(plan)
    people = {resource.uid: resource for resource in plan.resources}
    parents = {task.parent for task in plan.tasks}
    found = []
    for task in plan.tasks:
        left = remaining_duration(task)
        open_leaf = task.uid not in parents and not (task.summary or task.milestone or task.inactive or task.elapsed)
        if open_leaf and task.kind is TaskKind.TASK and task.actual_finish is None and left > 0:
            kind, team = kind_of_work(task.uid, crews, people)
            found.append(_corrected(task, left, classes.of(kind, team)))
    return tuple(found)


def with_estimates(plan: Plan, rows: Sequence[Recalibrated]) -> Plan:
    """Give the plan with recalibrated estimates in place of its own, durations unchanged."""
    fresh = {row.task: row.estimate for row in rows}
    tasks = tuple(replace(task, estimate=fresh.get(task.uid, task.estimate)) for task in plan.tasks)
    return replace(plan, tasks=tasks)


class _Classes:
    """Finished work by type and by team."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        rows = [(each, each.measured(Quantity.DURATION)) for each in outcomes]
        known = [(each, measure.ratio) for each, measure in rows if measure is not None]
        self.whole = _Class("all finished work", len(known), tuple(ratio for _, ratio in known))
        self.types = _grouped("type", {each.type for each, _ in known}, [(each.type, r) for each, r in known])
        self.teams = _grouped("team", {each.team for each, _ in known}, [(each.team, r) for each, r in known])

    def of(self, kind: str, team: str) -> _Class:
        """Give the narrowest class that has enough members."""
        return self.types.get(kind) or self.teams.get(team) or self.whole


def _grouped(what: str, values: set[str], rows: list[tuple[str, Fraction]]) -> Mapping[str, _Class]:
    found = {}
    for value in values - {""}:
        ratios = tuple(ratio for name, ratio in rows if name == value)
        if len(ratios) >= ENOUGH:
            found[value] = _Class(f"{what} {value}", len(ratios), ratios)
    return found


def _corrected(task: Task, left: Minutes, reference: _Class) -> Recalibrated:
    likely, promised = (_whole(left * ratio_at(reference.ratios, level)) for level in _LEVELS[1:3])
    # A range of the whole duration shrinks with what is done: by what is left over its most likely value.
    fastest, slowest = (
        _whole(task.duration * ratio_at(reference.ratios, level)) for level in (_LEVELS[0], _LEVELS[-1])
    )
    return Recalibrated(
        task=task.uid,
        reference=reference.name,
        count=reference.count,
        assumption="" if own_weight(reference.count) == 1 else ASSUMPTION,
        remaining=left,
        likely=likely,
        promised=promised,
        estimate=Estimate(
            max(fastest, 1),
            likely if left == task.duration else task.duration,
            max(slowest, fastest + 1, 2),
            basis=BASIS,
            shape=Shape.LOGNORMAL,
            ends=Ends.P10_P90,
        ),
    )


def _whole(value: Fraction) -> Minutes:
    return int((value + Fraction(1, 2)) // 1)
