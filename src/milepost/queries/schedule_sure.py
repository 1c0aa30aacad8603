"""How sure the dates on the plan page are: what the kept simulation knows of each task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from milepost.engine.units import Instant, Uid
from milepost.forecasting.simulation import KIND, newest_simulation
from milepost.records.models import KeptForecast


@dataclass(frozen=True, slots=True)
class SureTasks:
    """By task: the finish that is 80 % sure, and the share (0..1) of outcomes in which the task decides the finish."""

    p80: Mapping[Uid, Instant] = field(default_factory=dict)
    criticality: Mapping[Uid, float] = field(default_factory=dict)


def sure_tasks(project: int) -> SureTasks:
    """Give what the newest kept simulation of a project says of its tasks; nothing where there is none."""
    newest = KeptForecast.objects.filter(project_id=project, kind=KIND).order_by("-revision")
    stamp = newest.values_list("revision", "at").first()
    return SureTasks() if stamp is None else _read(project, *stamp)


@lru_cache(maxsize=32)
def _read(project: int, revision: int, at: datetime) -> SureTasks:
    """Read a kept simulation once: it holds drawings too, which take their time."""
    del revision, at
    kept = newest_simulation(project)
    if kept is None:
        return SureTasks()
    dates = {each.task: each.p80 for each in kept.value.dates if each.task is not None}
    return SureTasks(dates, {each.task: float(each.criticality) for each in kept.value.deciding})
