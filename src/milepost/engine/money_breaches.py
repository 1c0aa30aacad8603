"""Which money figures are beyond their thresholds, amber or red (domain/money.md 10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.engine.accounts import Pool
from milepost.engine.earned_value import ratio
from milepost.engine.money import AccountMoney, Money

_NOTHING = Decimal(0)


class Severity(StrEnum):
    """How far beyond: amber asks for attention, red for action."""

    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Limit:
    """The thresholds of one metric; `below` says that falling under them breaches, else rising above."""

    amber: Decimal
    red: Decimal
    below: bool = False

    def judge(self, value: Decimal) -> tuple[Severity, Decimal] | None:
        """Give the level a value breaches and its threshold, None within limits."""
        for level, limit in ((Severity.RED, self.red), (Severity.AMBER, self.amber)):
            if value < limit if self.below else value > limit:
                return level, limit
        return None


@dataclass(frozen=True, slots=True)
class Breach:
    """A metric beyond a threshold; `account` is empty for the project as a whole."""

    metric: str
    account: str
    value: Decimal
    limit: Decimal
    level: Severity


#: The defaults of domain/money.md 10; shares are fractions.
LIMITS = {
    "CPI": Limit(Decimal("0.95"), Decimal("0.90"), below=True),
    "CV%": Limit(Decimal("-0.05"), Decimal("-0.10"), below=True),
    "VAC%": Limit(Decimal("-0.05"), Decimal("-0.10"), below=True),
    "TCPI(BAC)": Limit(Decimal("1.05"), Decimal("1.10")),
    "EAC of budget": Limit(Decimal(1), Decimal("1.05")),
    "committed of budget": Limit(Decimal("0.95"), Decimal(1)),
    "contingency burn": Limit(Decimal(1), Decimal("1.2")),
}
#: An index above this is as suspicious as a low one.
SUSPICIOUS = Decimal("1.15")


def breaches(money: Money, limits: dict[str, Limit] | None = None) -> tuple[Breach, ...]:
    """List what is beyond its threshold: the project first, then its accounts in order."""
    limits = limits or LIMITS
    rows = [("", money.total), *((each.account.code, each) for each in money.accounts if each.account.code)]
    found = [breach for code, each in rows for breach in _of(code, each, limits)]
    burn = contingency_burn(money)
    judged = None if burn is None else limits["contingency burn"].judge(burn)
    if burn is not None and judged is not None:
        found.append(Breach("contingency burn", "", burn, judged[1], judged[0]))
    return tuple(found)


def contingency_burn(money: Money) -> Decimal | None:
    """Give the share of contingency used over the share of work complete; None without either."""
    reserve = next(each for each in money.books.reserves() if each.pool is Pool.CONTINGENCY)
    used, complete = ratio(reserve.drawn, reserve.approved), money.total.value.complete
    return None if used is None or not complete else used / complete


def _of(code: str, each: AccountMoney, limits: dict[str, Limit]) -> Iterator[Breach]:
    value = each.value
    metrics = {
        "CPI": value.cost_index,
        "CV%": value.cost_variance_share,
        "VAC%": ratio(value.budget - each.at_completion, value.budget),
        "TCPI(BAC)": value.index_to_budget,
        "EAC of budget": ratio(each.at_completion, value.budget),
        "committed of budget": ratio(each.position.committed, value.budget) if each.position.ordered else None,
    }
    for metric, found in metrics.items():
        judged = None if found is None else limits[metric].judge(found)
        if found is not None and judged is not None:
            yield Breach(metric, code, found, judged[1], judged[0])
        elif metric == "CPI" and found is not None and found > SUSPICIOUS:
            yield Breach(metric, code, found, SUSPICIOUS, Severity.RED)
