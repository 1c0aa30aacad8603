"""The forecast of a project as its simulation knows it: how sure dates and costs are, and what decides them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from milepost.engine.clock import moment
from milepost.engine.plan import Settings
from milepost.engine.units import Instant
from milepost.forecasting.keep import moved_since
from milepost.forecasting.simulation import DrawnChart, KeptSimulation, newest_simulation
from milepost.queries.access import Permission
from milepost.queries.query import Question, query
from milepost.queries.risks import RiskLine, RiskRegister, risks
from milepost.records.models import Job


@dataclass(frozen=True, slots=True)
class PercentileLine:
    """The date and the cost that a share of all outcomes keeps; the cost None where unknown or not for you to see."""

    share: Decimal
    finish: datetime
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class DateLine:
    """A milestone, promised task or the project itself (`ref` empty) with its dates and how sure its deadline is."""

    ref: str
    name: str
    planned: datetime
    p50: datetime
    p80: datetime
    p90: datetime
    deadline: datetime | None
    chance: Decimal | None


@dataclass(frozen=True, slots=True)
class ResponseLine:
    """What a response to a risk is worth: days gained; money it costs and nets, None for who may not see costs."""

    risk: str
    days_p80: Decimal
    days_mean: Decimal
    price: Decimal | None
    net: Decimal | None
    recommended: bool


@dataclass(frozen=True, slots=True)
class DecidingLine:
    """A task that decides the finish, in which share of outcomes, and how far its duration spreads in days."""

    ref: str
    name: str
    criticality: Decimal
    sensitivity: Decimal | None
    spread_days: Decimal


@dataclass(frozen=True, slots=True)
class Forecast:
    """The newest simulation of a project.

    `at` is None before the first one, `fresh` tells that the project has not moved since, `waiting` that a new one is
    under way. `problem` says why it could not be simulated; `runs` is 0 where nothing is uncertain. `levelled_p80` is
    the 80 % sure finish with nobody in two places.
    """

    at: datetime | None
    revision: int
    fresh: bool
    waiting: bool
    problem: str
    runs: int
    planned: datetime | None
    planned_chance: Decimal
    p50: datetime | None
    p80: datetime | None
    levelled_p80: datetime | None
    percentiles: tuple[PercentileLine, ...]
    dates: tuple[DateLine, ...]
    responses: tuple[ResponseLine, ...]
    deciding: tuple[DecidingLine, ...]
    charts: tuple[DrawnChart, ...]
    budget: Decimal | None
    budget_chance: Decimal | None


@dataclass(frozen=True, slots=True)
class RisksAndForecast:
    """The register beside what it does to date and cost."""

    register: RiskRegister
    forecast: Forecast

    @property
    def rows(self) -> tuple[RiskLine, ...]:
        """Give the risks of the register."""
        return self.register.rows


@query(permission=Permission.SEE_RECORD)
def risks_and_forecast(question: Question, *, settled: bool = False) -> RisksAndForecast:
    """Show the risk register with what it does to date and cost; settled risks only when asked for."""
    return RisksAndForecast(risks(question, settled=settled), forecast(question))


@query(permission=Permission.SEE_RECORD)
def forecast(question: Question) -> Forecast:
    """Tell how sure dates and cost are: percentiles, promises, responses, curves, from the newest simulation."""
    project = question.project.pk
    waiting = Job.objects.filter(project=question.project, kind="simulation", state__in=("waiting", "running")).exists()
    kept = newest_simulation(project)
    if kept is None:
        return _none(waiting)
    found, settings = kept.value, question.held.dossier.plan.settings
    costs = question.may(Permission.SEE_COSTS)
    sure = {each.share: moment(each.finish, settings.zone) for each in found.percentiles}
    return Forecast(
        kept.at,
        kept.revision,
        not moved_since(project, kept.revision),
        waiting,
        found.problem,
        found.runs,
        moment(found.planned, settings.zone),
        found.planned_chance,
        sure.get(Decimal("0.5")),
        sure.get(Decimal("0.8")),
        _moment(found.levelled_p80, settings),
        _percentiles(found, settings, costs=costs),
        _dates(found, settings),
        _responses(found, costs=costs),
        _deciding(found, settings),
        tuple(each for each in found.charts if costs or not each.money),
        found.budget if costs else None,
        found.budget_chance if costs else None,
    )


def _none(waiting: bool) -> Forecast:
    none: tuple[()] = ()
    return Forecast(None, 0, False, waiting, "", 0, None, Decimal(1), None, None, None, none, none, none, none, none,
                    None, None)  # fmt: skip


def _moment(at: Instant | None, settings: Settings) -> datetime | None:
    return None if at is None else moment(at, settings.zone)


def _percentiles(found: KeptSimulation, settings: Settings, *, costs: bool) -> tuple[PercentileLine, ...]:
    return tuple(
        PercentileLine(each.share, moment(each.finish, settings.zone), each.cost if costs else None)
        for each in found.percentiles
    )


def _dates(found: KeptSimulation, settings: Settings) -> tuple[DateLine, ...]:
    return tuple(
        DateLine(
            "" if each.task is None else f"T-{each.task}",
            each.name,
            moment(each.planned, settings.zone),
            moment(each.p50, settings.zone),
            moment(each.p80, settings.zone),
            moment(each.p90, settings.zone),
            _moment(each.deadline, settings),
            each.chance,
        )
        for each in found.dates
    )


def _responses(found: KeptSimulation, *, costs: bool) -> tuple[ResponseLine, ...]:
    return tuple(
        ResponseLine(
            each.risk,
            each.days_p80,
            each.days_mean,
            each.price if costs else None,
            each.net if costs else None,
            each.recommended,
        )
        for each in found.responses
    )


def _deciding(found: KeptSimulation, settings: Settings) -> tuple[DecidingLine, ...]:
    return tuple(
        DecidingLine(
            f"T-{each.task}",
            each.name,
            each.criticality,
            each.sensitivity,
            (Decimal(each.spread) / settings.minutes_per_day).quantize(Decimal("0.1")),
        )
        for each in found.deciding
    )
