"""Rules on planned and actual cost (review.md 4.3, money.md 7 and 10)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.drafting import about_plan, offer
from milepost.advisor.finding import Evidence, Finding, Proposal, Severity
from milepost.advisor.words import index, money, percent
from milepost.engine.earned_value import EarnedValue
from milepost.engine.plan_cost import planned_cost
from milepost.engine.units import Uid


def cost_index(context: Context) -> Iterator[Finding]:
    """MON-01 The work done has cost more than it was worth.

    Source: review.md 4.3, MON-01; money.md 7, 10. Trigger: CPI below 0.95 or cost variance below -5 %
    (`index_amber`, `variance_amber`): S2; below 0.90 or -10 %: S1. Evidence: earned value, actual
    cost, CPI, the accounts and tasks with the largest overrun. Proposals: estimates to complete from the owners of
    those tasks (N).
    """
    value = context.value
    if value is None or value.cost_index is None or value.cost_variance_share is None:
        return
    cpi, variance, limits = value.cost_index, value.cost_variance_share, context.limits
    known = context.previous is not None and any(True for _ in cost_index(context.previous))
    ease = limits.easing if known else 0
    if cpi >= limits.index_amber + ease * (1 - limits.index_amber) and variance >= limits.variance_amber * (1 - ease):
        return
    red = cpi < limits.index_red or variance < limits.variance_red
    tasks = _overruns(context)
    over = money(-value.cost_variance, context.currency)
    worst = f", most of it on {context.names(tasks, 2)}" if tasks else ""
    yield about_plan(
        "MON-01",
        "cost",
        Severity.CRITICAL if red else Severity.HIGH,
        f"Work worth {money(value.earned, context.currency)} has cost {money(value.actual, context.currency)}: "
        f"{over} more{worst}.",
        [*_measures(context, value), *_by_account(context), Evidence("Largest overruns", context.names(tasks), tasks)],
        [_estimates(context, tasks)],
        tasks=tasks,
        measure=-value.cost_variance,
        cost=-value.cost_variance,
        root="cost",
    )


def over_budget(context: Context) -> Iterator[Finding]:
    """MON-02 At this rate the project costs more than its budget.

    Source: review.md 4.3, MON-02; money.md 7, 10. Trigger: estimate at completion (typical, BAC/CPI)
    above the budget of the baseline: S2, above 105 % (`eac_red`): S1. Evidence: the estimates with
    what each assumes, the plan's own cost at completion. Proposals: reserve, change or savings to
    decide on; estimates to complete (N).
    """
    value = context.value
    if value is None or value.at_completion is None or value.at_completion <= value.budget:
        return
    over = value.at_completion - value.budget
    if over < value.budget / 1000:
        return
    tasks = _overruns(context)
    yield about_plan(
        "MON-02",
        "cost-at-completion",
        Severity.CRITICAL if value.at_completion > context.limits.eac_red * value.budget else Severity.HIGH,
        f"If the rest goes as the work so far, the project costs {money(value.at_completion, context.currency)}, "
        f"{money(over, context.currency)} ({percent(over / value.budget)}) over its budget.",
        [*_estimated(context, value), *_early(context, value)],
        [
            _estimates(context, tasks),
            offer(
                "cover",
                f"Decide how {money(over, context.currency)} would be covered: reserve, less scope, or a change.",
                "The sponsor has more choices the earlier this is known.",
            ),
        ],
        tasks=tasks,
        measure=over,
        cost=over,
        root="cost",
    )


def _estimated(context: Context, value: EarnedValue) -> Iterator[Evidence]:
    """The estimates at completion, each with what it assumes."""
    shown = {
        "Budget": value.budget,
        "If the rest costs what was budgeted": value.at_completion_atypical,
        "If the rest goes as the work so far": value.at_completion,
        "If being late costs money too": value.at_completion_composite,
        "The plan's own sum": planned_cost(context.schedule),
        "The accounts' own estimates": context.cash.money.total.at_completion if context.cash else None,
    }
    for name, amount in shown.items():
        if amount is not None:
            yield Evidence(name, money(amount, context.currency))


def budget_out_of_reach(context: Context) -> Iterator[Finding]:
    """MON-03 The budget can only be kept if the rest goes far better than the work so far.

    Source: review.md 4.3, MON-03; money.md 7. Trigger: TCPI(BAC) - CPI above 0.10 (`tcpi_gap`), or the
    budget is spent before the work is done. Evidence: both indices, money and work left. Proposals:
    re-forecast and ask for funding (N).
    """
    value = context.value
    if value is None or value.cost_index is None or not value.remaining:
        return
    needed = value.index_to_budget
    if needed is not None and needed - value.cost_index <= context.limits.tcpi_gap:
        return
    left = value.budget - value.actual
    if needed is None:
        said = f"The budget is spent, yet work worth {money(value.remaining, context.currency)} remains."
    else:
        said = (
            f"To stay within budget, each {context.currency or 'unit of money'} must now buy {index(needed)} of work; "
            f"so far it bought {index(value.cost_index)}."
        )
    yield about_plan(
        "MON-03",
        "to-complete-index",
        Severity.HIGH,
        said,
        [
            Evidence("Work left", money(value.remaining, context.currency)),
            Evidence("Money left", money(left, context.currency)),
            Evidence("Efficiency so far (CPI)", index(value.cost_index)),
            Evidence("Efficiency needed (TCPI)", "budget exhausted" if needed is None else index(needed)),
            *_early(context, value),
        ],
        [offer("forecast", "Re-forecast bottom-up and ask for the funding it shows.", "The budget is out of reach.")],
        measure=value.cost_variance * -1,
        root="cost",
    )


def over_funding(context: Context) -> Iterator[Finding]:
    """GOV-02 The project will cost more than the funds it may use at all.

    Source: review.md 4.7, GOV-02; money.md 1. Trigger: the larger of the estimates at completion, typical (BAC/CPI)
    and by accounts, exceeds the ledger's funding limit: the tolerance on cost a project records. Evidence: both
    estimates, the limit. Severity S1. Proposals: an exception to the sponsor with the options (N).
    """
    cash = context.cash
    if cash is None or cash.ledger.funding_limit is None:
        return
    limit, total = cash.ledger.funding_limit, cash.money.total
    expected = max(total.at_completion, total.value.at_completion or Decimal(0))
    if expected <= limit:
        return
    over = expected - limit
    yield about_plan(
        "GOV-02",
        "funding-limit",
        Severity.CRITICAL,
        f"The project is forecast to cost {money(expected, context.currency)}, {money(over, context.currency)} more "
        "than its funding limit.",
        [
            Evidence("Funding limit", money(limit, context.currency)),
            Evidence("The accounts' own estimates", money(total.at_completion, context.currency)),
            *_estimated(context, total.value),
        ],
        [
            offer(
                "exception",
                f"Ask the sponsor to decide: {money(over, context.currency)} more, less scope, or a stop.",
                "Beyond its tolerance a project is not its manager's to decide on.",
            )
        ],
        tasks=_overruns(context),
        measure=over,
        cost=over,
        root="cost",
    )


def cost_of_delay(context: Context) -> Iterator[Finding]:
    """MON-13 The slip of the finish costs money every day.

    Source: review.md 4.3, MON-13; money.md 3. Trigger: the finish is at least a working day
    (`milestone_days`) after the baseline's and costs are recorded. Evidence: what a working day has
    cost on average since the first start, days slipped. Proposals: weigh it against what recovery
    costs (N).
    """
    ends = [row.finish for uid, row in context.baseline.items() if row.finish is not None and uid in context.tasks]
    if context.per_day is None or not ends or not context.open:
        return
    slip = context.working(max(ends), context.schedule.finish)
    if slip < context.limits.milestone_days * context.day:
        return
    cost = context.per_day * slip / context.day
    last = max(context.open, key=lambda dates: (dates.finish, -dates.uid))
    yield about_plan(
        "MON-13",
        "cost-of-delay",
        Severity.HIGH,
        f"The finish is {context.span(slip)} after its baseline; at the {money(context.per_day, context.currency)} a "
        f"working day has cost so far, that is {money(cost, context.currency)}.",
        [
            Evidence("Baseline finish", context.date(max(ends))),
            Evidence("Forecast finish", context.date(context.schedule.finish)),
            Evidence("Cost per working day so far", money(context.per_day, context.currency)),
        ],
        [
            offer(
                "weigh",
                f"Weigh {money(context.per_day, context.currency)} a day against what each recovery option costs.",
                "Whether a whole team stays on for the delay is yours to judge; the average is a first guess.",
            )
        ],
        measure=slip,
        stake=slip,
        cost=cost,
        root=f"task-{context.source(last.uid)}",
    )


def _measures(context: Context, value: EarnedValue) -> Iterator[Evidence]:
    yield Evidence("Earned value", money(value.earned, context.currency))
    yield Evidence("Actual cost", money(value.actual, context.currency))
    if value.cost_index is not None:
        yield Evidence("Value per money spent (CPI)", index(value.cost_index))
    yield from _early(context, value)


def _early(context: Context, value: EarnedValue) -> Iterator[Evidence]:
    if value.complete is not None and value.complete < context.limits.stable:
        yield Evidence("Caution", f"only {percent(value.complete)} is earned; these numbers still jump")


def _by_account(context: Context, most: int = 3) -> Iterator[Evidence]:
    """The accounts that cost most beyond what they earned."""
    if context.cash is None:
        return
    rows = [(each.value.cost_variance, each.account) for each in context.cash.money.accounts]
    for variance, account in sorted(rows, key=lambda row: (row[0], row[1].code))[:most]:
        if variance < 0:
            yield Evidence(f"{account.name} ({account.code})", f"{money(-variance, context.currency)} over its value")


def _overruns(context: Context, most: int = 3) -> tuple[Uid, ...]:
    """The tasks that cost most beyond what they earned."""
    rows = [(each.value.cost_variance, each.task) for each in context.values if each.value.cost_variance < 0]
    return tuple(uid for _, uid in sorted(rows)[:most])


def _estimates(context: Context, tasks: tuple[Uid, ...]) -> Proposal:
    still = [uid for uid in tasks if not context.done(uid)]
    about = context.names(still) if still else "the open tasks"
    return offer("estimate", f"Ask for estimates to complete of {about}.", "A trend is no forecast; owners know more.")


RULES = (cost_index, over_budget, budget_out_of_reach, over_funding, cost_of_delay)
