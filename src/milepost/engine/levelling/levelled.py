"""What levelling answers: a proposal with its dates, its bound, and the reason of every move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from milepost.engine.notices import Notice
from milepost.engine.plan import Plan
from milepost.engine.results import Schedule
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Segment
from milepost.engine.units import Instant, Minutes, Uid


@dataclass(frozen=True, slots=True)
class Move:
    """A task that starts or ends elsewhere, or is done by somebody else, and why.

    `start` and `finish` are pairs from, to. `delay` is what levelling adds, in working minutes of the task;
    `pieces` the segments of a task that pauses. `resource` is waited for, `held_by` the tasks that
    have it `until` then; a task that only follows moved predecessors waits for none. `people` are those
    chosen, by assignment. `reason` says it in a sentence.
    """

    task: Uid
    start: tuple[Instant, Instant]
    finish: tuple[Instant, Instant]
    delay: Minutes
    pieces: tuple[Segment, ...]
    resource: Uid | None
    held_by: tuple[Uid, ...]
    until: Instant | None
    people: tuple[tuple[Uid, Uid], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Residual:
    """An over-allocation that stays: units asked for and there (ten-thousandths), the tasks, and why it stays.

    `code` is W-OVERALLOC-SELF where one task alone asks for more than there is, W-OVERALLOC-FIXED where only
    work that must not move meets, W-OVERALLOC-SLACK where moving would break a date; `delays` are
    the working minutes each task would have to wait.
    """

    code: str
    resource: Uid
    start: Instant
    end: Instant
    demand: int
    capacity: int
    tasks: tuple[Uid, ...]
    delays: tuple[tuple[Uid, Minutes], ...]
    message: str


@dataclass(frozen=True, slots=True)
class Binding:
    """The resource that holds the plan back most in a period: how long tasks wait for it, and how busy it is."""

    start: Instant
    end: Instant
    resource: Uid
    waiting: Minutes
    busy_percent: int


@dataclass(frozen=True, slots=True)
class OneMore:
    """What one more person would buy: for a resource, or for a skill, the finish and the working minutes gained."""

    resource: Uid | None
    skill: str
    finish: Instant
    gained: Minutes


@dataclass(frozen=True, slots=True)
class Option:
    """A point of the frontier: so many tasks moved from where they are, for this finish and days gained on the calmest.

    `gained` counts working minutes of the project's calendar.
    """

    moved: int
    finish: Instant
    gained: Minutes


@dataclass(frozen=True, slots=True)
class ChainStep:
    """A task of the resource-critical chain: what it waits for, and its slack with resources counted, in minutes."""

    task: Uid
    after: Uid | None
    resource: Uid | None
    slack: Minutes


@dataclass(frozen=True)
class Levelled:
    """A levelling proposal: apply it by taking `plan`; nothing of the plan it was made from has changed.

    `makespan` and `lower_bound` are working minutes of the project's calendar from its base to the finish,
    `gap_percent` how far the makespan may be above the best possible, `proven` whether none is shorter.
    `announced` are start and finish by task. `cancelled` says that progress asked to stop;
    `schedules` counts the schedules generated, `lateness` the priority-weighted working minutes after deadlines.
    """

    plan: Plan
    announced: Mapping[Uid, tuple[Instant, Instant]]
    makespan: Minutes
    lower_bound: Minutes
    proven: bool
    moves: tuple[Move, ...]
    binding: tuple[Binding, ...]
    residual: tuple[Residual, ...]
    frontier: tuple[Option, ...]
    one_more: tuple[OneMore, ...]
    chain: tuple[ChainStep, ...]
    finish: Instant
    lateness: Minutes = 0
    schedules: int = 0
    cancelled: bool = False
    notices: tuple[Notice, ...] = ()

    @property
    def gap_percent(self) -> float:
        """How far the makespan may be above the best possible, in percent of the lower bound."""
        if self.lower_bound <= 0:
            return 0.0
        return 100.0 * (self.makespan - self.lower_bound) / self.lower_bound

    @cached_property
    def schedule(self) -> Schedule:
        """The schedule of the levelled plan."""
        return schedule(self.plan)
