"""The ten scheduling practices of the GAO as computed evidence, 0 to 100 each (review.md 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from milepost.engine.health import Health
from milepost.engine.health_population import Population, population
from milepost.engine.overload import daily_loads
from milepost.engine.results import DriverKind, Schedule
from milepost.engine.tasks import ConstraintKind, Task
from milepost.engine.units import MINUTES_PER_DAY

_FULL, _NONE = Decimal(100), Decimal(0)
#: What a file of a scheduling tool never holds.
_BEYOND = "A plan file does not hold this."
_STARTS = (DriverKind.PROJECT_START, DriverKind.STATUS_DATE, DriverKind.LINK, DriverKind.ACTUAL, DriverKind.CALENDAR)


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of evidence: its score 0 to 100, None where nothing can be said, and what it rests on."""

    name: str
    score: Decimal | None
    said: str


@dataclass(frozen=True, slots=True)
class Practice:
    """One practice: the mean score of the parts that could be computed, None without any."""

    number: int
    name: str
    score: Decimal | None
    parts: tuple[Part, ...]


def practices(schedule: Schedule, health: Health) -> tuple[Practice, ...]:
    """Score the ten practices from a schedule and its assessment."""
    people = population(schedule)
    return (
        _practice(1, "Capture all activities", _activities(people)),
        _practice(2, "Sequence all activities", _sequence(people, health)),
        _practice(3, "Assign resources", _resources(people, health)),
        _practice(4, "Establish realistic durations", _durations(people, health)),
        _practice(5, "Trace horizontally and vertically", _traceability(people)),
        _practice(6, "Confirm a valid critical path", _critical_path(people, health)),
        _practice(7, "Keep reasonable float", (_metric(health, 6), _metric(health, 7))),
        _practice(8, "Analyse schedule risk", (_unknown("Simulation"), _unknown("Contingency"), _unknown("Top risks"))),
        _practice(9, "Update with actuals and logic", _updates(people, health)),
        _practice(10, "Maintain a baseline", _baseline(people, health)),
    )


def _practice(number: int, name: str, parts: Sequence[Part]) -> Practice:
    known = [part.score for part in parts if part.score is not None]
    score = _rounded(sum(known, _NONE) / len(known)) if known else None
    return Practice(number, name, score, tuple(parts))


def _activities(people: Population) -> tuple[Part, ...]:
    plan = people.schedule.plan
    parents = {task.parent for task in plan.tasks}
    summaries = [task for task in plan.tasks if task.summary and not task.inactive]
    busy = sum(task.uid in parents for task in summaries)
    return (
        _unknown("Deliverables and requirements with tasks"),
        _share("Work breakdown elements with work below", busy, len(summaries)),
        _unknown("Vendor and own activities"),
    )


def _sequence(people: Population, health: Health) -> tuple[Part, ...]:
    held = [
        task for task in people.incomplete if any(each.kind is not ConstraintKind.ASAP for each in task.constraints)
    ]
    lagged = [link for link in people.links if link.lag]
    explained = sum(bool(link.note) for link in lagged)
    loose = {uid for notice in people.schedule.notices if notice.code == "W-DANGLING" for uid in notice.tasks}
    broken = sum(notice.code == "W-OUT-OF-SEQUENCE" for notice in people.schedule.notices)
    whole = len(people.incomplete)
    return (
        *(_metric(health, number) for number in (1, 2, 3, 4, 5)),
        _share("Tasks whose both ends are driven", whole - len(loose), whole),
        _share("Links worked in sequence", len(people.links) - broken, len(people.links)),
        _share("Lags with a reason noted", explained, len(lagged)),
        Part("Constraints with a reason noted", None, f"{len(held)} constraints; {_BEYOND.lower()}"),
    )


def _resources(people: Population, health: Health) -> tuple[Part, ...]:
    begin = people.status if people.status is not None else people.schedule.start
    loads = list(daily_loads(people.schedule, begin, begin + 56 * MINUTES_PER_DAY))
    asked = sum(load.demand for load in loads)
    over = sum(load.over for load in loads)
    return (
        _metric(health, 10),
        _share("Hours within capacity, next 8 weeks", (asked - over) // 60, asked // 60),
        _unknown("Skills matched"),
    )


def _durations(people: Population, health: Health) -> tuple[Part, ...]:
    work = [task for task in people.incomplete if not task.milestone]
    three = [task for task in work if task.estimate is not None]
    based = sum(bool(task.estimate and task.estimate.basis) for task in work)
    firm = sum(not task.estimated for task in work)
    return (
        _metric(health, 8),
        _share("Estimates with their basis recorded", based, len(work) if three else 0),
        _share("Three-point estimates", len(three), len(work) if three else 0),
        _share("Durations confirmed, not marked estimated", firm, len(work)),
        Part("Calendars set", _FULL if people.schedule.plan.calendars else _NONE, "The plan has work calendars."),
        _unknown("Calibration against past estimates"),
    )


def _traceability(people: Population) -> tuple[Part, ...]:
    reached = sum(bool(people.into[task.uid]) or bool(people.out_of[task.uid]) for task in people.tasks)
    return (
        _share("Tasks tied to others", reached, len(people.tasks)),
        _unknown("Milestone dates equal in charter, summary and report"),
    )


def _critical_path(people: Population, health: Health) -> tuple[Part, ...]:
    path = [task for task in people.incomplete if people.dates(task).on_longest_path]
    critical = {task.uid for task in people.incomplete if people.dates(task).critical}
    unbroken = sum(_flows(people, task) for task in path)
    both = critical & {task.uid for task in path}
    either = critical | {task.uid for task in path}
    return (
        _metric(health, 12),
        _share("Longest path driven by links and progress", unbroken, len(path)),
        _share("Longest path and critical set agree", len(both), len(either)),
    )


def _flows(people: Population, task: Task) -> bool:
    """Whether a task of the path follows from logic, not from a constraint or waiting time."""
    driver = people.dates(task).driver
    links = people.schedule.plan.links
    return driver.kind in _STARTS and not any(links[place].lag > 0 for place in driver.links)


def _updates(people: Population, health: Health) -> tuple[Part, ...]:
    dated = people.status is not None
    words = "The plan has a status date." if dated else "The plan has no status date."
    return (Part("Status date", _FULL if dated else _NONE, words), _metric(health, 9), _unknown("Narrative"))


def _baseline(people: Population, health: Health) -> tuple[Part, ...]:
    known = sum(task.uid in people.baseline for task in people.tasks)
    current = people.schedule.plan.settings.current_baseline
    approved = any(b.number == current and b.approver for b in people.schedule.plan.baselines)
    return (
        _share("Tasks in the baseline", known, len(people.tasks)),
        Part("Baseline approved", _FULL if approved else None, "" if approved else _BEYOND),
        _metric(health, 11),
        _metric(health, 14),
        _unknown("Variances explained, changes approved"),
    )


def _metric(health: Health, number: int) -> Part:
    """A metric of the assessment as a score: full marks where it passes, else how near it comes."""
    metric = health.number(number)
    name = f"DCMA {number} {metric.name}"
    if metric.value is None or metric.passed is None:
        return Part(name, None, metric.said or "Nothing to count.")
    if metric.passed:
        score = _FULL
    elif number in (4, 12, 13, 14):
        score = max(_NONE, min(metric.value / metric.threshold, Decimal(1))) * _FULL
    else:
        part = metric.numerator / metric.denominator if metric.denominator else Decimal(1)
        score = (1 - part) * _FULL
    return Part(name, _rounded(score), f"{metric.numerator:f} of {metric.denominator:f}; {metric.rule}")


def _share(name: str, part: int, whole: int) -> Part:
    if not whole:
        return Part(name, None, "Nothing to count.")
    return Part(name, _rounded(Decimal(max(part, 0)) * 100 / whole), f"{part} of {whole}")


def _unknown(name: str) -> Part:
    return Part(name, None, _BEYOND)


def _rounded(score: Decimal) -> Decimal:
    return score.quantize(Decimal(1), ROUND_HALF_UP)
