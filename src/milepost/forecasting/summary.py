"""A project in a few numbers, worked out once for each of its states: what the portfolio lists for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import numpy as np

from milepost.advisor.context import Context
from milepost.advisor.key_dates import key_dates
from milepost.advisor.summary import KeyDate
from milepost.engine.money import money
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Settings
from milepost.engine.units import Instant, Minutes
from milepost.engine.worktime import WorkTimes
from milepost.forecasting.held import Held
from milepost.forecasting.load import load
from milepost.records.models import Project

#: So many states stay in memory, each of less than a kilobyte; so many with their milestones.
_MOST, _FEW = 4_000, 200


@dataclass(frozen=True, slots=True)
class Money:
    """What a project may cost, has cost, and will cost by its own forecast, in its currency."""

    budget: Decimal
    spent: Decimal
    at_completion: Decimal


@dataclass(frozen=True, slots=True)
class Summary:
    """Dates, progress and money of a project's state.

    `slip` are the working minutes by which it ends after its baseline, None without one; `milestone` is the open one
    that comes next.
    """

    settings: Settings
    currency: str
    tasks: int
    start: Instant
    finish: Instant
    percent: int
    baseline: Instant | None
    slip: Minutes | None
    milestone: tuple[str, Instant] | None
    money: Money | None


def summary(record: Project) -> Summary:
    """Give a project in a few numbers; only a state that was never asked for is loaded. Raises PlanRefusedError."""
    return _summary(record.pk, record.head)


@lru_cache(maxsize=_MOST)
def _summary(project: int, head: str) -> Summary:
    del head  # What tells the states of a project apart.
    return summed_up(load(Project.objects.get(pk=project)))


def dates_of(record: Project) -> tuple[KeyDate, ...]:
    """Give the milestones and the finish of a project as its plan has them now. Raises PlanRefusedError."""
    return _dates(record.pk, record.head)


@lru_cache(maxsize=_FEW)
def _dates(project: int, head: str) -> tuple[KeyDate, ...]:
    del head
    held = load(Project.objects.get(pk=project))
    status = held.dossier.plan.settings.status_date
    context = Context(held.dossier, held.schedule, held.schedule.start if status is None else status)
    return key_dates(context, simulate=False)


def summed_up(held: Held) -> Summary:
    """Work a state's numbers out."""
    plan, dates = held.dossier.plan, held.dates
    leaves = np.flatnonzero(held.side.leaves).tolist()
    ahead = [n for n in leaves if plan.tasks[n].milestone and plan.tasks[n].actual_finish is None]
    first = min(ahead, key=lambda n: (int(dates.finish[n]), n), default=None)
    known = next((each for each in plan.baselines if each.number == plan.settings.current_baseline), None)
    planned = max((row.finish for row in known.tasks if row.finish is not None), default=None) if known else None
    line = WorkTimes(plan).of_calendar(None)
    return Summary(
        plan.settings,
        held.dossier.ledger.currency or held.dossier.project.currency,
        len(plan.tasks),
        held.schedule.start,
        held.schedule.finish,
        percent_done(held),
        planned,
        None if planned is None else line.working(planned, held.schedule.finish),
        None if first is None else (plan.tasks[first].name, int(dates.finish[first])),
        _money(held),
    )


def percent_done(held: Held) -> int:
    """Give the share of planned working time that is done."""
    leaves = [task for task in held.dossier.plan.tasks if not task.summary and not task.inactive]
    total = sum(task.duration for task in leaves)
    done = sum(
        task.duration if task.actual_finish is not None else task.duration * task.percent_complete / 100
        for task in leaves
    )
    return round(100 * done / total) if total else 0


def _money(held: Held) -> Money | None:
    """Add the money up where there are accounts; None where what they hold cannot be added."""
    if not held.dossier.ledger.accounts:
        return None
    try:
        total = money(held.schedule, held.dossier.ledger, digits=held.dossier.project.currency_digits).total
    except PlanRefusedError:
        return None
    return Money(total.value.budget, total.value.actual, total.at_completion)
