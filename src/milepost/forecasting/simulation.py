"""The kept simulation of a project: percentiles, promises, what each risk costs, curves; computed when it changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np

from milepost.advisor.likelihood import RUNS, uncertain
from milepost.engine.notices import PlanRefusedError
from milepost.engine.simulation.options import SimulationOptions
from milepost.engine.units import Instant, Minutes, Uid
from milepost.forecasting.foreseen import foreseen
from milepost.forecasting.keep import Kept, basis, forget_before, keep, kept
from milepost.forecasting.load import load
from milepost.press.drawings import draw
from milepost.press.facts import PlanFacts
from milepost.press.forecast import ForecastFacts, charts
from milepost.records.models import Project

KIND = "simulation"
#: The shares of outcomes whose date and cost are told.
SHARES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
#: So many tasks that decide the finish are told.
DECIDING = 12
#: Charts about money, by their key.
_OF_MONEY = frozenset({"cost-curve", "cost-tornado-chart"})


@dataclass(frozen=True, slots=True)
class Percentile:
    """The date, and the cost where it was simulated, that a share (0..1) of all outcomes keeps."""

    share: Decimal
    finish: Instant
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SureDate:
    """A milestone or promised task (None: the project): planned, and 50, 80 and 90 % sure; how sure its deadline is."""

    task: Uid | None
    name: str
    planned: Instant
    p50: Instant
    p80: Instant
    p90: Instant
    deadline: Instant | None = None
    chance: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RiskEffect:
    """What the forecast would gain without a risk: working minutes and money, at P80 and on average."""

    risk: str
    occurs: Decimal
    minutes: Minutes
    minutes_mean: Minutes
    cost: Decimal
    cost_mean: Decimal


@dataclass(frozen=True, slots=True)
class ResponseEffect:
    """What a response is worth: working days gained at P80 and on average, money it costs, saves and nets."""

    risk: str
    days_p80: Decimal
    days_mean: Decimal
    price: Decimal
    benefit: Decimal
    net: Decimal
    recommended: bool


@dataclass(frozen=True, slots=True)
class DecidingTask:
    """A task that decides the finish in a share of outcomes; `spread` is its standard deviation in minutes."""

    task: Uid
    name: str
    criticality: Decimal
    sensitivity: Decimal | None
    spread: Minutes


@dataclass(frozen=True, slots=True)
class DrawnChart:
    """A chart as SVG that follows the page's colours, with what it shows in words; `money` ones tell of costs."""

    key: str
    title: str
    text: str
    svg: str
    money: bool = False


@dataclass(frozen=True, slots=True)
class KeptSimulation:
    """A simulation as it is kept. `problem` says why there is none; `runs` is 0 where nothing is uncertain."""

    planned: Instant
    runs: int = 0
    seed: int = 0
    problem: str = ""
    planned_chance: Decimal = Decimal(1)
    percentiles: tuple[Percentile, ...] = ()
    dates: tuple[SureDate, ...] = ()
    risks: tuple[RiskEffect, ...] = ()
    responses: tuple[ResponseEffect, ...] = ()
    deciding: tuple[DecidingTask, ...] = ()
    charts: tuple[DrawnChart, ...] = ()
    budget: Decimal | None = None
    budget_chance: Decimal | None = None
    levelled_p80: Instant | None = None


def compute(project: int, at: datetime) -> Mapping[str, object]:
    """Simulate a project and keep the result; nothing is done where the kept one is of the same content."""
    record = Project.objects.get(pk=project)
    held = load(record)
    digest = basis(held.dossier)
    known = kept(project, KIND, KeptSimulation)
    if known is not None and known.digest == digest:
        found, again = known.value, True
    else:
        found, again = _simulated(PlanFacts.of(held.dossier, held.schedule)), False
    if known is None or known.revision != held.revision:
        keep(project, KIND, held.revision, digest, at, found)
        forget_before(project, KIND, held.revision)
    return {"revision": held.revision, "runs": found.runs, "again": again}


def newest_simulation(project: int) -> Kept[KeptSimulation] | None:
    """Give the kept simulation of a project."""
    return kept(project, KIND, KeptSimulation)


def _simulated(facts: PlanFacts) -> KeptSimulation:
    planned = facts.schedule.finish
    if not uncertain(facts.schedule, facts.dossier):
        return KeptSimulation(planned)
    try:
        found = foreseen(facts, SimulationOptions(runs=RUNS))
    except PlanRefusedError as refused:
        return KeptSimulation(planned, problem=" ".join(notice.message for notice in refused.notices[:3]))
    run, budget = found.simulation, found.budget if found.costs else None
    return KeptSimulation(
        planned,
        run.options.runs,
        run.options.seed,
        planned_chance=_share(run.chance(planned)),
        percentiles=tuple(
            Percentile(_share(q), run.finish(q), _money(run.cost(q)) if found.costs else None) for q in SHARES
        ),
        dates=tuple(_dates(found)),
        risks=tuple(_effects(found)),
        responses=tuple(_responses(found)),
        deciding=tuple(_deciding(found)),
        charts=tuple(_drawn(found)),
        budget=budget,
        budget_chance=None if budget is None else _share(float(np.mean(run.costs <= float(budget)))),
        levelled_p80=None if found.levelled is None else found.levelled.finish(0.8),
    )


def _share(value: float) -> Decimal:
    return Decimal(str(round(value, 4)))


def _money(value: float) -> Decimal:
    return Decimal(str(round(value, 2)))


def _dates(found: ForecastFacts) -> Iterator[SureDate]:
    run, plan = found.simulation, found.plan
    chances = {uid: chance for uid, _, chance in found.deadlines()}
    for dates in plan.open:
        if dates.uid in run.sampled.finishes:
            task, chance = plan.tasks[dates.uid], chances.get(dates.uid)
            p50, p80, p90 = (run.finish_of(dates.uid, share) for share in (0.5, 0.8, 0.9))
            known = None if chance is None else _share(chance)
            yield SureDate(dates.uid, task.name, dates.finish, p50, p80, p90, task.deadline, known)
    due = plan.schedule.plan.settings.must_finish_by
    chance = None if due is None else run.chance(due)
    p50, p80, p90 = (run.finish(share) for share in (0.5, 0.8, 0.9))
    known = None if chance is None else _share(chance)
    yield SureDate(None, "Project finish", run.told.finish, p50, p80, p90, due, known)


def _effects(found: ForecastFacts) -> Iterator[RiskEffect]:
    for bar in found.bars:
        late, late_mean = round(bar.finish), round(bar.finish_mean)
        yield RiskEffect(bar.risk, _share(bar.occurred), late, late_mean, _money(bar.cost), _money(bar.cost_mean))


def _responses(found: ForecastFacts) -> Iterator[ResponseEffect]:
    for value in found.responses:
        p80, mean = (Decimal(str(round(each, 1))) for each in (value.days_p80, value.days_mean))
        yield ResponseEffect(value.risk, p80, mean, value.price, value.benefit, value.net, value.recommended)


def _deciding(found: ForecastFacts) -> Iterator[DecidingTask]:
    known = [(uid, each) for uid, each in found.simulation.tasks.items() if each.criticality > 0]
    ranked = sorted(known, key=lambda pair: (-(pair[1].index or 0.0), -pair[1].criticality, pair[0]))
    for uid, each in ranked[:DECIDING]:
        index = None if each.index is None else _share(each.index)
        name = found.plan.tasks[uid].name
        yield DecidingTask(uid, name, _share(each.criticality), index, round(each.deviation))


def _drawn(found: ForecastFacts) -> Iterator[DrawnChart]:
    made = list(charts(found))
    for chart, svg in zip(made, draw(made), strict=True):
        yield DrawnChart(chart.key, chart.title, chart.said, svg, chart.key in _OF_MONEY)
