"""Rules on money ahead: funds, the contingency reserve, exchange rates, capital, forecasters (review.md 4.3)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from milepost.advisor.cash import Cash
from milepost.advisor.context import Context
from milepost.advisor.drafting import about_plan, offer, step
from milepost.advisor.exposure import register
from milepost.advisor.finding import Evidence, Finding, Proposal, Severity
from milepost.advisor.responses import respond
from milepost.advisor.words import counted, index, money, percent
from milepost.engine.accounts import Forecast, RateUse, Treatment
from milepost.engine.earned_value import ratio
from milepost.engine.ledger import Books
from milepost.engine.money_breaches import contingency_burn

_NOTHING = Decimal(0)
_NAMED = 5
#: A forecaster is judged by so many forecasts at least.
_FORECASTS = 3


def funding_gap(context: Context) -> Iterator[Finding]:
    """MON-05 In a month ahead more will have been spent than was released.

    Source: review.md 4.3, MON-05; money.md 9. Trigger: at the end of a month ahead the cumulative forecast exceeds
    the funds released by then. Evidence: the month, the gap then and at its largest. Severity S1. Proposals: ask for
    a release before the month begins (M); put off what can wait (N).
    """
    cash = context.cash
    if cash is None or not cash.gaps:
        return
    gaps = cash.gaps
    first, worst = gaps[0], min(gaps, key=lambda month: (month.released or _NOTHING, month.start))
    assert first.released is not None
    assert worst.released is not None
    at = max(first.start, context.as_of)
    yield about_plan(
        "MON-05",
        "funding",
        Severity.CRITICAL,
        f"By {context.date(first.end - 1)} the project will have spent {money(-first.released, context.currency)} more "
        "than is released.",
        [
            Evidence("Short then", money(-first.released, context.currency)),
            Evidence("Short at most", f"{money(-worst.released, context.currency)} by {context.date(worst.end - 1)}"),
            Evidence("Released so far", money(_released(cash, context), context.currency)),
            Evidence("Cost until then", money(first.forecast, context.currency)),
        ],
        [
            offer(
                "release",
                f"Ask for {money(-worst.released, context.currency)} to be released by {context.date(at)}.",
                "It covers the month in which most is short.",
                step("release_funds", at=at, amount=f"{-worst.released:f}"),
                method="M",
            ),
            offer("rephase", "Agree on what can wait until funds are there.", "Orders not issued move most easily."),
        ],
        measure=-worst.released,
        cost=-worst.released,
        due=first.start,
        root="funding",
    )


def _released(cash: Cash, context: Context) -> Decimal:
    return sum((row.amount for row in cash.ledger.funding if row.at <= context.as_of), _NOTHING)


def contingency_burned(context: Context) -> Iterator[Finding]:
    """MON-06 The contingency reserve goes faster than the work, or is smaller than what it is for.

    Source: review.md 4.3, MON-06; risk.md 5. Trigger: the share of the reserve used over the share of work complete
    exceeds 1.2 (`burn_ratio`), or what is left is less than the simulation's need at the target confidence. Evidence:
    used, complete, left, needed. Proposals: the responses that reduce the need (S); replenish it (M).
    """
    cash = context.cash
    if cash is None or not cash.contingency.approved:
        return
    burn, need = contingency_burn(cash.money), context.contingency_need
    thin = need is not None and need > 0 and cash.contingency.left < need * context.limits.adequacy_amber
    fast = burn is not None and burn > context.limits.burn_ratio
    if not (thin or fast):
        return
    left, complete = cash.contingency.left, cash.money.total.value.complete or _NOTHING
    said = f"{percent(cash.contingency.drawn / cash.contingency.approved)} of the contingency reserve is used at "
    said += f"{percent(complete)} of the work"
    if thin and need is not None:
        said += f"; the {money(left, context.currency)} left are less than the {money(need, context.currency)} needed"
        said += f" to be {percent(context.dossier.uncertainty.target)} sure of the cost"
    yield about_plan(
        "MON-06",
        "contingency",
        Severity.HIGH,
        f"{said}.",
        [
            Evidence("Approved", money(cash.contingency.approved, context.currency)),
            Evidence("Used", money(cash.contingency.drawn, context.currency)),
            Evidence("Left", money(left, context.currency)),
            *([Evidence("Needed", money(need, context.currency))] if need is not None else []),
            *([Evidence("Use against progress", index(burn))] if burn is not None else []),
        ],
        [*_responses(context), _replenish(context, cash, need)],
        measure=(need - left) if thin and need is not None else (burn or _NOTHING),
        cost=(need - left) if thin and need is not None else None,
        root="contingency",
    )


def _responses(context: Context) -> list[Proposal]:
    rows = sorted(register(context), key=lambda row: (-row.emv, row.code))
    return [each for row in rows for each in respond(context, row)][:2]


def _replenish(context: Context, cash: Cash, need: Decimal | None) -> Proposal:
    short = _NOTHING if need is None else need - cash.contingency.left
    if short > 0 and cash.management.left >= short:
        return offer(
            "replenish",
            f"Ask the sponsor to add {money(short, context.currency)} from the management reserve.",
            f"It holds {money(cash.management.left, context.currency)}; its use is a change the sponsor approves.",
        )
    return offer("review", "Agree on what the reserve is still for, risk by risk.", "What is left must last.")


def exchange_exposure(context: Context) -> Iterator[Finding]:
    """MON-10 Exchange rates move the cost at completion.

    Source: review.md 4.3, MON-10; money.md 5. Trigger: what rates add to (or take from) cost spent and on order is
    more than 1 % of the budget (`currency_share`). Evidence: the effect spent and ahead, by currency. Proposals:
    put the rate into the estimate to complete; decide on hedging (N).
    """
    cash = context.cash
    if cash is None or not cash.money.total.value.budget or not cash.exchange:
        return
    budget = cash.money.total.value.budget
    if abs(cash.exchange) <= context.limits.currency_share * budget:
        return
    spent = cash.total.price
    way = "adds" if cash.exchange > 0 else "saves"
    yield about_plan(
        "MON-10",
        "exchange",
        Severity.MEDIUM,
        f"The exchange rate {way} {money(abs(cash.exchange), context.currency)}, "
        f"{percent(abs(cash.exchange) / budget, 1)} of the budget.",
        [
            Evidence("On what is spent", money(spent, context.currency, signed=True)),
            Evidence("On what is on order", money(cash.exchange - spent, context.currency, signed=True)),
            Evidence("Currencies", ", ".join(_currencies(cash))),
        ],
        [
            offer("estimate", "Put the current rate into the estimates to complete.", "The budget's rate is history."),
            offer("hedge", "Decide whether to fix the rate for what is still to be paid.", "A rate may move on."),
        ],
        measure=abs(cash.exchange),
        cost=max(cash.exchange, _NOTHING),
        root="exchange",
    )


def _currencies(cash: Cash) -> list[str]:
    used = {order.currency for order in cash.ledger.commitments} | {each.currency for each in cash.ledger.actuals}
    return sorted(used - {"", cash.ledger.currency})


def capital_drift(context: Context) -> Iterator[Finding]:
    """MON-11 More, or less, is capitalised than was planned.

    Source: review.md 4.3, MON-11; money.md 1. Trigger: the capex share of actual cost differs from that of the budget
    by more than 5 points (`capital_points`), once 15 % of the budget is spent (`stable`). Evidence: both shares, the
    postings that differ from their account. Proposals: reclassify the largest by reversal and new posting (M).
    """
    cash = context.cash
    if cash is None:
        return
    whole = cash.total
    planned, booked = ratio(whole.capital_budget, whole.budget), ratio(whole.capitalised, whole.actual)
    if planned is None or booked is None or whole.actual < context.limits.stable * whole.budget:
        return
    if abs(booked - planned) <= context.limits.capital_points:
        return
    odd = _misfits(cash, more=booked < planned)
    yield about_plan(
        "MON-11",
        "capital",
        Severity.MEDIUM,
        f"{percent(booked)} of the cost so far is capitalised; the budget says {percent(planned)}.",
        [
            Evidence("Capitalised so far", money(whole.capitalised, context.currency)),
            Evidence("Cost so far", money(whole.actual, context.currency)),
            *(Evidence(code, f"{money(value, context.currency)}, {says}") for code, value, says, _ in odd[:_NAMED]),
        ],
        [
            offer(
                f"reclassify-{code}",
                f"Have {code} ({money(value, context.currency)}) reclassified as {wanted}.",
                "Its account is budgeted that way; finance decides, by a reversal and a new posting.",
                step("recode_actual", actual=code, treatment=wanted),
                method="M",
            )
            for code, value, _, wanted in odd[:1]
        ]
        or [offer("ask", "Ask finance what belongs on the other side.", "No posting differs from its account.")],
        measure=abs(booked - planned),
        root="capital",
    )


def _misfits(cash: Cash, *, more: bool) -> list[tuple[str, Decimal, str, str]]:
    """Postings treated otherwise than their account's budget, largest first: those that would close the gap."""
    kinds: dict[str, set[Treatment]] = {}
    for line in cash.ledger.budget:
        kinds.setdefault(line.account, set()).add(line.treatment)
    wanted = Treatment.CAPEX if more else Treatment.OPEX
    gone = {each.reverses for each in cash.ledger.actuals if each.reverses}
    rows = [
        (actual.document or actual.code, value, f"booked as {actual.treatment}", wanted.value, actual.code)
        for actual, value in cash.books.actuals()
        if kinds.get(actual.account) == {wanted}
        and actual.treatment is not wanted
        and actual.code not in gone
        and not actual.reverses
        and value > 0
    ]
    rows.sort(key=lambda row: (-row[1], row[4]))
    return [(code, value, says, want) for _, value, says, want, code in rows]


def forecast_bias(context: Context) -> Iterator[Finding]:
    """MON-12 The forecasts of an account are too low, or too high, time after time.

    Source: review.md 4.3, MON-12; money.md 9. Trigger: the mean of (forecast at completion then - now) / now of an
    account's last three forecasts or more before the current one exceeds 10 % in size (`forecast_bias`). Evidence:
    the forecasts and who made them. Proposals: correct the current estimate to complete by the bias (M).
    """
    cash = context.cash
    if cash is None:
        return
    rows: dict[str, list[Forecast]] = {}
    for forecast in sorted(cash.ledger.forecasts, key=lambda each: each.made_at):
        if forecast.made_at <= cash.books.status:
            rows.setdefault(forecast.account, []).append(forecast)
    for code, made in sorted(rows.items()):
        if len(made) > _FORECASTS and (found := _biased(context, cash, code, made)) is not None:
            yield found


def _biased(context: Context, cash: Cash, code: str, made: list[Forecast]) -> Finding | None:
    now = _completion(cash, made[-1])
    past = [(each, _completion(cash, each)) for each in made[:-1]]
    if now <= 0:
        return None
    bias = sum((then - now for _, then in past), _NOTHING) / (now * len(past))
    if abs(bias) <= context.limits.forecast_bias or bias <= -1:
        return None
    spent = cash.own[code].actual
    rest = max((now / (1 + bias) - spent).quantize(Decimal(1)), _NOTHING)
    who = made[-1].author or cash.account(code).accountable or "whoever forecasts it"
    return about_plan(
        "MON-12",
        f"account-{code}",
        Severity.MEDIUM,
        f"Forecasts of {cash.name(code)} were {percent(abs(bias))} too {'low' if bias < 0 else 'high'} "
        f"{counted(len(past), 'time')} in a row.",
        [
            *(
                Evidence(f"{context.date(each.made_at)}, {each.author or 'unsigned'}", money(then, context.currency))
                for each, then in past[-_NAMED:]
            ),
            Evidence("Now", money(now, context.currency)),
        ],
        [
            offer(
                "correct",
                f"Forecast {money(rest, context.currency)} to complete, and ask {who} what it should be.",
                f"That is the current forecast corrected by {percent(abs(bias))}.",
                step("set_forecast", account=code, amount=f"{rest:f}", at=context.as_of, author="corrected by bias"),
                method="M",
            )
        ],
        measure=abs(bias),
        cost=abs(rest + spent - now),
        root=f"account-{code}",
    )


def _completion(cash: Cash, forecast: Forecast) -> Decimal:
    """The cost at completion a forecast meant: what was spent when it was made, and what it added."""
    books = Books(cash.ledger, forecast.made_at)
    rest = books.value(forecast.amount, forecast.currency, RateUse.FORECAST, forecast.made_at)
    return books.positions()[forecast.account].actual + rest


RULES = (funding_gap, contingency_burned, exchange_exposure, capital_drift, forecast_bias)
