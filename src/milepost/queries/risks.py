"""Questions to the risk register: every risk with score and cost, the matrix, one risk with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.exposure import Rated, exposure, rated
from milepost.advisor.likelihood import LIVE
from milepost.dossier.risks import NEXT_RISK, RiskAction, RiskChange, RiskRecord, RiskState, Strategy
from milepost.engine.clock import moment
from milepost.engine.risk_scores import IMPACT_SCORES, PROBABILITY_LIMITS, PROBABILITY_POINTS, Band, band
from milepost.engine.risks import RiskKind
from milepost.engine.units import Instant
from milepost.forecasting.discretion import without_costs
from milepost.forecasting.held import Held
from milepost.forecasting.simulation import RiskEffect, newest_simulation
from milepost.queries.access import Permission
from milepost.queries.kinds import RiskRef
from milepost.queries.query import Question, query
from milepost.queries.risk_words import trigger, window, worded

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A risk in the register.

    `impact` and `likely` are its levels on the matrix, 0 to 5. `p80_days` and `p80_cost` are what the 80 % sure date
    and cost would gain without it, None before a simulation knows it.
    """

    ref: str
    title: str
    kind: RiskKind
    category: str
    state: RiskState
    owner: str
    strategy: Strategy | None
    probability: Decimal
    likely: int
    impact: int
    score: Decimal
    band: Band
    p80_days: Decimal | None
    p80_cost: Decimal | None
    responded: bool
    window_end: datetime | None
    reviewed: datetime | None


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A field of the matrix, levels 1 to 5 (impact 0: none), with its band and the risks in it."""

    likely: int
    impact: int
    band: Band
    risks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RiskRegister:
    """The register of a project: its risks, the biggest first, its matrix from very likely down, and sums.

    `emv` is the expected cost of all live risks, None for who may not see costs.
    """

    rows: tuple[RiskLine, ...]
    matrix: tuple[tuple[MatrixCell, ...], ...]
    live: int
    high: int
    without_owner: int
    without_response: int
    emv: Decimal | None


@dataclass(frozen=True, slots=True)
class ActionLine:
    """A step of a response."""

    title: str
    owner: str
    due: datetime | None
    done: datetime | None
    task: str
    late: bool


@dataclass(frozen=True, slots=True)
class RiskHistory:
    """A change of a risk."""

    at: datetime
    by: str
    what: str


@dataclass(frozen=True, slots=True)
class RiskDetail:
    """A risk with its words, effects, response and history; effects are told in words."""

    line: RiskLine
    cause: str
    event: str
    effect: str
    effects: tuple[tuple[str, str], ...]
    residual: tuple[tuple[str, str], ...]
    trigger: str
    window: str
    fallback: str
    vendor: str
    approver: str
    arises_from: str
    actions: tuple[ActionLine, ...]
    history: tuple[RiskHistory, ...]
    raised: datetime | None
    raised_by: str
    next: tuple[RiskState, ...]


@query(permission=Permission.SEE_RECORD)
def risks(
    question: Question, *, state: RiskState | None = None, band: Band | None = None, settled: bool = False
) -> RiskRegister:
    """List the risks of a project with score, state and what each costs; settled ones only when asked for."""
    held = _seen(question)
    context, effects = _context(held), _effects(question)
    rows = [_line(question, context, each, effects) for each in held.dossier.risks]
    live = [each for each in rows if each.state in LIVE]
    shown = rows if settled or (state is not None and state not in LIVE) else live
    shown = [each for each in shown if state in (None, each.state) and band in (None, each.band)]
    known = [rated(context, each) for each in held.dossier.risks if each.state in LIVE]
    return RiskRegister(
        tuple(sorted(shown, key=lambda each: (each.state not in LIVE, -each.score, each.ref))),
        _matrix(live),
        len(live),
        sum(each.band is Band.HIGH for each in live),
        sum(not each.owner for each in live),
        sum(each.strategy is None for each in live),
        exposure(known) if question.may(Permission.SEE_COSTS) else None,
    )


@query(permission=Permission.SEE_RECORD)
def risk(question: Question, *, risk: RiskRef) -> RiskDetail:
    """Show one risk: cause, event and effect, what it does, its response and its history."""
    held = _seen(question)
    record = next(each for each in held.dossier.risks if each.risk.code == risk)
    settings = held.dossier.plan.settings
    zone, numbers = settings.zone, record.risk
    response = numbers.response
    left = () if response is None else worded(held, response.residual, response.cost)
    return RiskDetail(
        _line(question, _context(held), record, _effects(question)),
        record.cause,
        record.event,
        record.effect,
        worded(held, numbers.exposure, _NOTHING),
        left,
        trigger(record, settings),
        window(numbers.window_start, numbers.window_end, settings),
        record.fallback,
        record.vendor,
        record.approver,
        record.arises_from,
        tuple(_action(question, each, zone) for each in record.actions),
        tuple(_history(each, zone) for each in reversed(record.history)),
        _moment(record.raised_at, zone),
        record.raised_by,
        NEXT_RISK[record.state],
    )


def _seen(question: Question) -> Held:
    """Give the project as far as the person may see it."""
    if question.may(Permission.SEE_COSTS):
        return question.held
    held = question.held
    discreet = without_costs(held.dossier)
    found = Held(held.project, held.code, held.revision, held.head, discreet, held.ranks)
    return found.taking(held)


def _context(held: Held) -> Context:
    status = held.dossier.plan.settings.status_date
    return Context(held.dossier, held.schedule, held.schedule.start if status is None else status)


def _effects(question: Question) -> dict[str, RiskEffect]:
    kept = newest_simulation(question.project.pk)
    return {} if kept is None else {each.risk: each for each in kept.value.risks}


def _line(question: Question, context: Context, record: RiskRecord, effects: dict[str, RiskEffect]) -> RiskLine:
    found = rated(context, record)
    effect, day = effects.get(found.code), context.day
    costs = question.may(Permission.SEE_COSTS)
    likely, impact = _levels(found)
    zone = context.settings.zone
    return RiskLine(
        found.code,
        record.risk.title,
        record.risk.kind,
        record.category,
        record.state,
        record.owner,
        record.strategy,
        found.probability,
        likely,
        impact,
        found.score,
        found.band,
        None if effect is None else (Decimal(effect.minutes) / day).quantize(Decimal("0.1")),
        effect.cost.quantize(Decimal(1)) if effect is not None and costs else None,
        record.risk.responded,
        _moment(record.risk.window_end, zone),
        _moment(record.reviewed_at, zone),
    )


def _levels(found: Rated) -> tuple[int, int]:
    likely = 1 + sum(found.probability > limit for limit in PROBABILITY_LIMITS)
    weight = found.score / PROBABILITY_POINTS[likely - 1]
    return likely, IMPACT_SCORES.index(weight) + 1 if weight in IMPACT_SCORES else 0


def _matrix(rows: list[RiskLine]) -> tuple[tuple[MatrixCell, ...], ...]:
    def cell(likely: int, impact: int) -> MatrixCell:
        worth = PROBABILITY_POINTS[likely - 1] * IMPACT_SCORES[impact - 1]
        inside = tuple(each.ref for each in rows if (each.likely, max(each.impact, 1)) == (likely, impact))
        return MatrixCell(likely, impact, band(worth), inside)

    return tuple(tuple(cell(likely, impact) for impact in range(1, 6)) for likely in range(5, 0, -1))


def _moment(at: Instant | None, zone: str) -> datetime | None:
    return None if at is None else moment(at, zone)


def _action(question: Question, one: RiskAction, zone: str) -> ActionLine:
    late = one.done_at is None and one.due is not None and moment(one.due, zone) < question.at.replace(tzinfo=None)
    task = "" if one.task is None else f"T-{one.task}"
    return ActionLine(one.title, one.owner, _moment(one.due, zone), _moment(one.done_at, zone), task, late)


def _history(one: RiskChange, zone: str) -> RiskHistory:
    said = [
        "" if one.state is None else f"becomes {one.state}",
        "" if one.probability is None else f"{one.probability * 100:.0f} % likely",
        one.note,
    ]
    return RiskHistory(moment(one.at, zone), one.by, "; ".join(filter(None, said)))
