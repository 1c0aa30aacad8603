"""How much time and money to hold back for risk, and whether what is left is enough (domain/risk.md 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.engine.currency import rounded, shared
from milepost.engine.simulation.simulate import Simulation
from milepost.engine.simulation.tornado import Bar
from milepost.engine.units import Minutes

_NOTHING = Decimal(0)
#: Contingency below this share of the need is short, and below the other much too short.
SHORT, MUCH_TOO_SHORT = Decimal(1), Decimal("0.75")


class Cover(StrEnum):
    """Whether a reserve covers its need."""

    ENOUGH = "enough"
    SHORT = "short"
    MUCH_TOO_SHORT = "much too short"


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a contingency that one risk asks for."""

    risk: str
    minutes: Minutes
    money: Decimal


@dataclass(frozen=True, slots=True)
class Contingency:
    """The contingency that makes a plan as sure as asked.

    `minutes` of the project's calendar from the planned finish to the percentile, `money` from the planned cost to it,
    none below zero. `shares` divide both among the risks that cause them, in proportion to their bars.
    """

    level: float
    minutes: Minutes
    money: Decimal
    shares: tuple[Share, ...]


def contingency(
    simulation: Simulation, base: Decimal, *, level: float = 0.8, bars: Sequence[Bar] = (), digits: int = 2
) -> Contingency:
    """Size the contingency at a level of confidence; `base` is the cost without any."""
    line = simulation.machine.grounded.computed.passes.plan.frame.times.of_calendar(None)
    minutes = max(0, line.working(simulation.told.finish, simulation.finish(level)))
    need = rounded(Decimal(str(simulation.cost(level))), digits)
    money = max(_NOTHING, need - base)
    late = [Decimal(str(max(bar.finish, 0.0))) for bar in bars]
    dear = [Decimal(str(max(bar.cost, 0.0))) for bar in bars]
    times = shared(Decimal(minutes), late, 0) if any(late) else [_NOTHING] * len(bars)
    sums = shared(money, dear, digits) if any(dear) else [_NOTHING] * len(bars)
    shares = (Share(bar.risk, int(time), each) for bar, time, each in zip(bars, times, sums, strict=True))
    return Contingency(level, minutes, money, tuple(shares))


def adequacy(left: Decimal, need: Decimal) -> tuple[Decimal | None, Cover]:
    """Compare what is left of a reserve with what is needed now; None where nothing is."""
    if need <= 0:
        return None, Cover.ENOUGH
    ratio = left / need
    if ratio < MUCH_TOO_SHORT:
        return ratio, Cover.MUCH_TOO_SHORT
    return ratio, Cover.SHORT if ratio < SHORT else Cover.ENOUGH
