"""The review as frozen data: health, key dates, changes, findings, look-ahead, gaps, metrics, briefing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.advisor.finding import Finding
from milepost.engine.gao import Practice
from milepost.engine.health import Health
from milepost.engine.units import Instant, Minutes, Uid


class Light(StrEnum):
    """Red, amber, green; grey where the plan does not say enough."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Rating:
    """One dimension of health: its light, its direction, the values and the rule that decide it (review.md 6)."""

    dimension: str
    light: Light
    trend: str
    values: str
    rule: str


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A milestone or the project's finish: where it stood in the baseline and last review, and stands now.

    `later` is working minutes after the baseline (negative: earlier), None without a baseline.
    `task` None is the project's finish. `sure` is the date kept in 80 % of all simulated outcomes (P80).
    """

    task: Uid | None
    name: str
    baseline: Instant | None
    previous: Instant | None
    now: Instant
    later: Minutes | None
    deadline: Instant | None = None
    done: bool = False
    sure: Instant | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed since the previous review, as a sentence, and the tasks it is about."""

    sentence: str
    tasks: tuple[Uid, ...] = ()


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A task that starts or finishes in the look-ahead: who does it, and what is missing for it (`gaps`)."""

    task: Uid
    name: str
    start: Instant
    finish: Instant
    who: str
    critical: bool
    starts: bool
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """One number of the snapshot: a stable key, its value (None: not computable), its unit."""

    key: str
    value: Decimal | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What an excellent project manager would say about a plan today.

    `as_of` is the status date the review speaks for. `findings` are ranked, groups kept together;
    `resolved` lists findings of the previous review that are gone. `briefing` is the two-minute
    text, at most 350 words.
    """

    project: str
    as_of: Instant
    light: Light
    headline: str
    ratings: tuple[Rating, ...]
    key_dates: tuple[KeyDate, ...]
    changes_since: Instant | None
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    resolved: tuple[Finding, ...]
    look_ahead: tuple[Upcoming, ...]
    gaps: tuple[str, ...]
    metrics: tuple[Metric, ...]
    quality: Health
    practices: tuple[Practice, ...]
    briefing: str
