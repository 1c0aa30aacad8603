"""How sure the dates of a project are: what the kept simulation knows of its milestones and of each task."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from milepost.engine.units import Instant, Uid
from milepost.forecasting.simulation import KIND, newest_simulation
from milepost.records.models import KeptForecast


@dataclass(frozen=True, slots=True)
class SureTasks:
    """By task: the finish that is 50 and 80 % sure, and the share (0..1) of outcomes in which it decides the finish.

    `finish` is the project's own; `revision` that of the simulation, 0 where there is none.
    """

    p50: Mapping[Uid, Instant] = field(default_factory=dict)
    p80: Mapping[Uid, Instant] = field(default_factory=dict)
    criticality: Mapping[Uid, float] = field(default_factory=dict)
    finish: tuple[Instant, Instant] | None = None
    revision: int = 0


def sure_tasks(project: int) -> SureTasks:
    """Give what the newest kept simulation of a project says of its tasks; nothing where there is none."""
    return sure_of([project]).get(project, SureTasks())


def sure_of(projects: Iterable[int]) -> dict[int, SureTasks]:
    """Give what the newest kept simulations of projects say; those without one are left out."""
    rows = KeptForecast.objects.filter(project__in=list(projects), kind=KIND).order_by("revision")
    newest = {project: (revision, at) for project, revision, at in rows.values_list("project", "revision", "at")}
    return {project: _read(project, *stamp) for project, stamp in newest.items()}


@lru_cache(maxsize=1000)
def _read(project: int, revision: int, at: datetime) -> SureTasks:
    """Read a kept simulation once: it holds drawings too, which take their time."""
    del at
    kept = newest_simulation(project)
    if kept is None:
        return SureTasks()
    dates = {each.task: each for each in kept.value.dates if each.task is not None}
    whole = next((each for each in kept.value.dates if each.task is None), None)
    return SureTasks(
        {uid: each.p50 for uid, each in dates.items()},
        {uid: each.p80 for uid, each in dates.items()},
        {each.task: float(each.criticality) for each in kept.value.deciding},
        None if whole is None else (whole.p50, whole.p80),
        revision,
    )
