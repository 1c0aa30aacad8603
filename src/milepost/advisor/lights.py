"""Red, amber, green by rule: the health of each dimension a plan file can speak for (review.md 6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.exposure import exposure, register
from milepost.advisor.rules.staffing import skill_gap
from milepost.advisor.summary import Light, Rating
from milepost.advisor.triggers import fired
from milepost.advisor.value import earned_schedule, earned_value
from milepost.advisor.words import counted, day, index, listed, money, percent, span
from milepost.engine.health_path import critical_path_length_index
from milepost.engine.risk_scores import Band
from milepost.engine.risks import RiskKind
from milepost.engine.units import MINUTES_PER_DAY, Minutes

_AMBER, _RED, _EVEN = Decimal("0.95"), Decimal("0.90"), Decimal("1.05")
#: A change of less than this share is no trend.
_BAND = Decimal("0.02")
#: An exposure of this share of the contingency is much.
_MUCH = Decimal("0.8")
_ORDER = (Light.GREEN, Light.GREY, Light.AMBER, Light.RED)
#: An unstaffed critical task this near is red.
_STAFF_DAYS = 5


@dataclass(frozen=True, slots=True)
class _Reason:
    """One rule that holds: the light it asks for, and what is said for it."""

    light: Light
    said: str


def ratings(context: Context) -> tuple[Rating, ...]:
    """Rate schedule, cost and resources, and risk where there is a register; what nobody recorded is not rated."""
    rows = (_schedule(context), _cost(context), _resources(context))
    return (*rows, _risk(context)) if context.dossier.risks else rows


def overall(rows: Sequence[Rating]) -> Light:
    """The project's light: the worst of schedule and cost; red resources or risk lift it to amber at least."""
    worst = max((row.light for row in rows if row.dimension in ("schedule", "cost")), key=_ORDER.index)
    around = [row.light for row in rows if row.dimension in ("resources", "risk")]
    lifted = Light.AMBER if Light.RED in around else worst
    return max(worst, lifted, key=_ORDER.index)


def _schedule(context: Context) -> Rating:
    rule = (
        "amber: slip over 2 % of what remains, schedule index SPI(t) < 0.95, path index CPLI < 1, execution index"
        " BEI < 0.95, a deadline less than 80 % sure; red: SPI(t) < 0.90, CPLI < 0.95 against a deadline, or one less"
        " than 50 % sure"
    )
    return _rating(context, "schedule", tuple(_schedule_reasons(context)), rule, _pace(context), _pace_before(context))


def _schedule_reasons(context: Context) -> Iterator[_Reason]:
    late, left = slip(context), context.working(context.as_of, context.schedule.finish)
    if late is not None and late > 0:
        light = Light.AMBER if left <= 0 or Decimal(late) / left > _BAND else Light.GREEN
        yield _Reason(light, f"finish {span(late, context.settings)} after the baseline")
    elif late is not None:
        yield _Reason(Light.GREEN, "finish as in the baseline or earlier")
    pace = _pace(context)
    if pace is not None:
        yield _Reason(_below(pace, _AMBER, _RED), f"SPI(t) {index(pace)}")
    yield from _deadlines(context)
    yield from _confidence(context)
    execution = context.health.number(14).value
    if execution is not None:
        yield _Reason(Light.AMBER if execution < _AMBER else Light.GREEN, f"BEI {index(execution)}")


def _deadlines(context: Context) -> Iterator[_Reason]:
    """The path index against each date the plan is held to, the worst one told."""
    rows = [(context.tasks[d.uid].deadline, d.finish, context.tasks[d.uid].name) for d in context.open]
    held = [(due, finish, name) for due, finish, name in rows if due is not None]
    if context.settings.must_finish_by is not None:
        held.append((context.settings.must_finish_by, context.schedule.finish, "the project"))
    found = []
    for due, finish, name in held:
        length = Decimal(context.working(context.as_of, finish)) / context.day
        value = critical_path_length_index(length, Decimal(context.working(finish, due)) / context.day)
        if value is not None:
            found.append((value, name))
    if found:
        value, name = min(found)
        yield _Reason(_below(value, Decimal(1), _AMBER), f"CPLI {index(value)} for {name}")
    elif (value_ := context.health.number(13).value) is not None:
        yield _Reason(Light.AMBER if value_ < 1 else Light.GREEN, f"CPLI {index(value_)}")


def _confidence(context: Context) -> Iterator[_Reason]:
    """The least likely of the dates the plan is held to, by simulation."""
    if context.likelihood is None or not context.likelihood.promises:
        return
    uid, _, chance = context.likelihood.kept()[0]
    name = "the project" if uid is None else context.tasks[uid].name
    limits = context.limits
    light = _below(chance, limits.confidence_amber, limits.confidence_red)
    yield _Reason(light, f"{percent(chance)} sure of {name}'s deadline")


def _cost(context: Context) -> Rating:
    rule = (
        "amber: cost index CPI < 0.95, estimate at completion over 100 % of budget, contingency below its need; red:"
        " CPI < 0.90, over 105 %, contingency below 75 % of its need, funds that end too early"
    )
    value, currency = earned_value(context), context.dossier.project.currency
    reasons = []
    if value is not None and value.cost_index is not None and value.at_completion is not None:
        reasons.append(_Reason(_below(value.cost_index, _AMBER, _RED), f"CPI {index(value.cost_index)}"))
        # What people expect to pay for what is left counts; what the efficiency so far makes of it stands beside it.
        paced, own = value.at_completion, None if context.cash is None else context.cash.money.total.at_completion
        share = (paced if own is None else own) / value.budget
        light = Light.RED if share > _EVEN else Light.AMBER if share > 1 else Light.GREEN
        said = f"{money(paced if own is None else own, currency)} at completion, {percent(share)} of budget"
        beside = "" if own is None else f" ({money(paced, currency)} by the efficiency so far)"
        reasons.append(_Reason(light, said + beside))
    reasons += _reserves(context)
    now = None if value is None else value.cost_index
    before = earned_value(context.previous) if context.previous else None
    return _rating(context, "cost", tuple(reasons), rule, now, None if before is None else before.cost_index)


def _reserves(context: Context) -> Iterator[_Reason]:
    """Whether the contingency that is left covers its need, and whether funds last."""
    cash, need = context.cash, context.contingency_need
    if cash is None:
        return
    if need is not None and need > 0 and cash.contingency.approved:
        cover = cash.contingency.left / need
        light = _below(cover, context.limits.adequacy_amber, context.limits.adequacy_red)
        yield _Reason(light, f"contingency covers {percent(cover)} of its need")
    if cash.gaps:
        yield _Reason(Light.RED, f"funds end before {day(cash.gaps[0].end, context.settings)}")


def _risk(context: Context) -> Rating:
    rule = (
        "amber: exposure over 80 % of the contingency left, a high risk without response; red: exposure over it, a"
        " trigger that has fired and nobody handles"
    )
    rows = register(context)
    reasons = []
    total = exposure(rows)
    reserve = context.cash.contingency if context.cash is not None else None
    if reserve is not None and reserve.approved and total > 0:
        light = Light.RED if total > reserve.left else Light.AMBER if total > _MUCH * reserve.left else Light.GREEN
        said = f"exposure {money(total, context.currency)} against {money(reserve.left, context.currency)} contingency"
        reasons.append(_Reason(light, said))
    threats = [row for row in rows if row.record.risk.kind is RiskKind.THREAT]
    shouting = [row for row in threats if not row.record.risk.responded and fired(context, row.record.trigger)]
    if shouting:
        reasons.append(_Reason(Light.RED, f"trigger fired: {shouting[0].label}"))
    bare = [row for row in threats if row.band is Band.HIGH and row.record.strategy is None]
    if bare:
        reasons.append(_Reason(Light.AMBER, f"no response to {bare[0].label}"))
    high = sum(row.band is Band.HIGH for row in threats)
    reasons.append(_Reason(Light.GREEN, f"{counted(len(rows), 'open risk')}, {high} high"))
    before = exposure(register(context.previous)) if context.previous else None
    # More exposure is worse, the trend of the other numbers is better when it rises.
    return _rating(context, "risk", tuple(reasons), rule, -total, None if not before else -before)


def _resources(context: Context) -> Rating:
    rule = (
        "amber: over 5 % of the hours of the next 4 weeks beyond capacity, a skill nobody has time for; red: nobody on"
        " a critical task in 5 days"
    )
    reasons = []
    asked, over = load(context)
    if asked:
        share = Decimal(over) / asked
        light = Light.AMBER if share > 1 - _AMBER else Light.GREEN
        reasons.append(_Reason(light, f"{percent(share)} of the next 4 weeks' hours beyond capacity"))
    short = sorted({gap.scope.split("-")[1] for gap in skill_gap(context)})
    if short:
        reasons.append(_Reason(Light.AMBER, f"not enough {listed(short)}"))
    until = context.ahead(_STAFF_DAYS)
    bare = [
        d.uid
        for d in context.open
        if d.critical and d.start <= until and context.tasks[d.uid].duration and not context.who(d.uid)
    ]
    if bare and context.working_people:
        reasons.append(_Reason(Light.RED, f"nobody is named for {context.names(bare, 2)}"))
    return _rating(context, "resources", tuple(reasons), rule, None, None)


def _rating(
    context: Context, name: str, reasons: Sequence[_Reason], rule: str, now: Decimal | None, before: Decimal | None
) -> Rating:
    if not reasons:
        return Rating(name, Light.GREY, "", "the plan does not say", rule)
    light = max((reason.light for reason in reasons), key=_ORDER.index)
    said = sorted(reasons, key=lambda reason: -_ORDER.index(reason.light))
    if light is Light.GREEN and stale(context):
        light = Light.GREY
    return Rating(name, light, _trend(now, before), "; ".join(reason.said for reason in said), rule)


def _trend(now: Decimal | None, before: Decimal | None) -> str:
    if now is None or before is None or not before:
        return ""
    change = (now - before) / abs(before)
    return "improving" if change > _BAND else "worsening" if change < -_BAND else "steady"


def _below(value: Decimal, amber: Decimal, red: Decimal) -> Light:
    return Light.RED if value < red else Light.AMBER if value < amber else Light.GREEN


def _pace(context: Context) -> Decimal | None:
    found = earned_schedule(context)
    return None if found is None else found.index


def _pace_before(context: Context) -> Decimal | None:
    return _pace(context.previous) if context.previous else None


def slip(context: Context) -> Minutes | None:
    """Working minutes the finish lies after the baseline's; None without baseline."""
    leaves = {dates.uid for dates in context.schedule.tasks if not dates.summary}
    finishes = [row.finish for uid, row in context.baseline.items() if uid in leaves and row.finish is not None]
    return context.working(max(finishes), context.schedule.finish) if finishes else None


def load(context: Context) -> tuple[Minutes, Minutes]:
    """Person-minutes asked for in the next four weeks, and how many of them go beyond capacity."""
    last = context.as_of + 28 * MINUTES_PER_DAY
    rows = [row for rows in context.daily.values() for row in rows if row.start < last]
    return sum(row.demand for row in rows), sum(row.over for row in rows)


def stale(context: Context) -> bool:
    """Whether the progress is older than the cadence of updates."""
    if context.today is None:
        return False
    return context.working(context.as_of, context.today) > context.limits.cadence_days * context.day
