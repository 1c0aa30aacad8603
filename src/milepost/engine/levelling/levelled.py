"""What levelling answers: a proposal with its dates, its bound, and the reason of every move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

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


class Answers(Protocol):
    """Where a proposal gets its answers from: it asks for each once, when first wanted."""

    def plan(self) -> Plan:
        """Give the plan with the proposal applied."""

    def announced(self) -> dict[Uid, tuple[Instant, Instant]]:
        """Give start and finish by task."""

    def lower_bound(self) -> tuple[Minutes, bool]:
        """Give the bound on the makespan, and whether the makespan is known to be the best."""

    def moves(self) -> tuple[Move, ...]:
        """Give the moves with their reasons."""

    def binding(self) -> tuple[Binding, ...]:
        """Give who binds each week."""

    def residual(self) -> tuple[Residual, ...]:
        """Give the over-allocations left."""

    def frontier(self) -> tuple[Option, ...]:
        """Give days gained against tasks moved."""

    def one_more(self) -> tuple[OneMore, ...]:
        """Give what one more of each would buy."""

    def chain(self) -> tuple[ChainStep, ...]:
        """Give the resource-critical chain."""

    def notices(self) -> tuple[Notice, ...]:
        """Give what cannot be met."""


@dataclass(frozen=True)
class Levelled:
    """A levelling proposal: apply it by taking `plan`; nothing of the plan it was made from has changed.

    `makespan` counts working minutes of the project's calendar from where the first task could start to `finish`,
    `lateness` the priority-weighted working minutes after deadlines. `schedules` counts the schedules generated,
    `cancelled` says that progress asked to stop, `in_vain` how many schedules brought nothing better before the search
    ended for that reason, 0 where it ended for another. Everything else is worked out when first asked for.
    """

    finish: Instant
    makespan: Minutes
    lateness: Minutes
    schedules: int
    cancelled: bool
    answers: Answers
    in_vain: int = 0

    @property
    def lower_bound(self) -> Minutes:
        """A makespan no schedule can beat: the critical path, a resource's work over its capacity, or a proof."""
        return self._bound[0]

    @property
    def proven(self) -> bool:
        """Whether no schedule is better."""
        return self._bound[1]

    @property
    def gap_percent(self) -> float:
        """How far the makespan may be above the best possible, in percent of the lower bound."""
        if self.lower_bound <= 0:
            return 0.0
        return 100.0 * (self.makespan - self.lower_bound) / self.lower_bound

    @cached_property
    def plan(self) -> Plan:
        """The plan with delays, pauses and people of the proposal."""
        return self.answers.plan()

    @cached_property
    def schedule(self) -> Schedule:
        """The schedule of the levelled plan."""
        return schedule(self.plan)

    @cached_property
    def announced(self) -> Mapping[Uid, tuple[Instant, Instant]]:
        """Start and finish by task, which `schedule` gives too."""
        return self.answers.announced()

    @cached_property
    def _bound(self) -> tuple[Minutes, bool]:
        return self.answers.lower_bound()

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """The tasks that move, pause or change hands, in plan order, each with its reason."""
        return self.answers.moves()

    @cached_property
    def binding(self) -> tuple[Binding, ...]:
        """Who holds the plan back, week by week."""
        return self.answers.binding()

    @cached_property
    def residual(self) -> tuple[Residual, ...]:
        """Over-allocations that stay, and why."""
        return self.answers.residual()

    @cached_property
    def frontier(self) -> tuple[Option, ...]:
        """Days gained against tasks moved, the calmest schedule first."""
        return self.answers.frontier()

    @cached_property
    def one_more(self) -> tuple[OneMore, ...]:
        """What one more person of each kind would buy, by solving again; the most first."""
        return self.answers.one_more()

    @cached_property
    def chain(self) -> tuple[ChainStep, ...]:
        """The resource-critical chain."""
        return self.answers.chain()

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What cannot be met, with its causes."""
        return self.answers.notices()
