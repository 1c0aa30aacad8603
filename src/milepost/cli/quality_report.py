"""The schedule assessment as tables of a report."""

from __future__ import annotations

from decimal import Decimal

from milepost.engine.gao import Practice
from milepost.engine.health import Health, Metric
from milepost.press.facts import PlanFacts
from milepost.press.report import Column, Section, Table

#: How many offending tasks a line names.
NAMED = 4
#: The metrics that are counts, delays or indices, not shares.
COUNTS, DELAYS, INDICES = {9}, {12}, {13, 14}


def quality_section(health: Health, facts: PlanFacts) -> Section:
    """The fourteen points with their numbers and the tasks behind them."""
    titles = ("#", "Point", "Value", "Pass at", "Result", "Tasks behind it")
    columns = tuple(Column(title, right=title in {"#", "Value"}) for title in titles)
    rows = tuple(
        (str(m.number), m.name, value(m), m.rule, result(m), named(m.tasks, facts) or m.said) for m in health.metrics
    )
    failed = tuple(place for place, metric in enumerate(health.metrics) if metric.passed is False)
    note = f"{health.passed} of 14 points pass, {len(health.failed)} fail (bold), the others have no data."
    return Section("quality", "Schedule quality (DCMA 14-point)", note, Table(columns, rows, failed))


def value(metric: Metric) -> str:
    """A metric's value as it is usually read: a share, an index or a count."""
    if metric.value is None:
        return "n/a"
    if metric.number in COUNTS:
        return f"{metric.value.normalize():f}"
    if metric.number in DELAYS:
        return f"{metric.numerator.normalize():f} of {metric.denominator.normalize():f} d"
    if metric.number in INDICES:
        return f"{metric.value:.2f}"
    share = (metric.value * 100).quantize(Decimal("0.1"))
    return f"{share} % ({metric.numerator:f}/{metric.denominator:f})"


def result(metric: Metric) -> str:
    """Pass, fail, advisory or not applicable."""
    if metric.passed is None:
        return "n/a"
    return "pass" if metric.passed else "advisory" if metric.advisory else "fail"


def named(tasks: tuple[int, ...], facts: PlanFacts) -> str:
    """The first few tasks by id and name, and how many more."""
    known = [facts.tasks[uid] for uid in tasks if uid in facts.tasks]
    words = [f"{task.code or task.uid} {task.name}" for task in known[:NAMED]]
    if len(known) > NAMED:
        words.append(f"{len(known) - NAMED} more")
    return ", ".join(words)


def practice_section(practices: tuple[Practice, ...]) -> Section:
    """The ten practices of the GAO with their scores and what each rests on."""
    columns = (Column("#", right=True), Column("Practice"), Column("Score", right=True), Column("Evidence"))
    rows = tuple(
        (
            str(practice.number),
            practice.name,
            "n/a" if practice.score is None else f"{practice.score:f}",
            "; ".join(f"{part.name}: {part.said.rstrip('.')}" for part in practice.parts if part.score is not None),
        )
        for practice in practices
    )
    note = "Evidence for the GAO's ten scheduling practices, 0 to 100; parts a plan file cannot show are left out."
    return Section("practices", "Scheduling practices (GAO)", note, Table(columns, rows))
