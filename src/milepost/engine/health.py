"""The DCMA 14-point assessment of a schedule (review.md 2): fourteen numbers and the tasks behind each."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.engine import health_links, health_path, health_tasks
from milepost.engine.health_population import Population, population
from milepost.engine.health_words import Metric
from milepost.engine.results import Schedule
from milepost.engine.units import Uid

__all__ = ["Health", "Metric", "assess"]


@dataclass(frozen=True, slots=True)
class Health:
    """The fourteen metrics in order, and beside them the hit-task share and the other way to count BEI."""

    metrics: tuple[Metric, ...]
    hit_tasks: Metric
    execution_variant: Metric

    @property
    def failed(self) -> tuple[Metric, ...]:
        """The metrics that fail, in order."""
        return tuple(metric for metric in self.metrics if metric.passed is False)

    @property
    def passed(self) -> int:
        """How many metrics pass; those that cannot be computed do not count."""
        return sum(metric.passed is True for metric in self.metrics)

    def number(self, number: int) -> Metric:
        """The metric of that number, 1 to 14."""
        return self.metrics[number - 1]


def assess(schedule: Schedule, *, target: Uid | None = None, remaining_duration: bool = False) -> Health:
    """Assess a schedule by the 14 points of the DCMA.

    `target` is the milestone metrics 12 and 13 look at, the project's finish by default;
    `remaining_duration` judges metric 8 by what is left instead of by the baseline.
    """
    people: Population = population(schedule)
    metrics = (
        health_links.logic(people),
        health_links.leads(people),
        health_links.lags(people),
        health_links.link_types(people),
        health_tasks.hard_constraints(people),
        health_tasks.high_float(people),
        health_tasks.negative_float(people),
        health_tasks.high_duration(people, remaining=remaining_duration),
        health_tasks.invalid_dates(people),
        health_tasks.resources(people),
        health_tasks.missed_tasks(people),
        health_path.critical_path_test(people, target),
        health_path.path_length(people, target),
        health_path.execution(people),
    )
    variant = health_path.execution(people, completed_only_unbaselined=True)
    return Health(metrics, health_tasks.hit_tasks(people), variant)
