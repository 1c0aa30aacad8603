"""One number of the schedule assessment with what it was computed from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from milepost.engine.units import Uid


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of the assessment: its number and name, what was counted, and whether it passes.

    `value` is numerator / denominator (a share, an index, or the plain count for 9), None where the
    denominator is empty; then `passed` is None too: not applicable never passes. `rule` is the
    threshold in words, `threshold` the number in it. `tasks` are the offending tasks in plan order,
    for link metrics the successors. `said` adds what the numbers leave out. An `advisory` metric
    flags, it does not judge.
    """

    number: int
    name: str
    numerator: Decimal
    denominator: Decimal
    value: Decimal | None
    threshold: Decimal
    rule: str
    passed: bool | None
    tasks: tuple[Uid, ...] = ()
    said: str = ""
    advisory: bool = False


def share(
    number: int,
    name: str,
    offending: tuple[Uid, ...],
    whole: int,
    percent: int,
    *,
    advisory: bool = False,
    said: str = "",
) -> Metric:
    """A metric that allows a share of offending records: `percent` of `whole` at most."""
    value = Decimal(len(offending)) / whole if whole else None
    limit = Decimal(percent) / 100
    return Metric(
        number,
        name,
        Decimal(len(offending)),
        Decimal(whole),
        value,
        limit,
        f"at most {percent} %",
        None if value is None else value <= limit,
        tuple(dict.fromkeys(offending)),
        said,
        advisory,
    )


def not_applicable(number: int, name: str, threshold: str, rule: str, why: str) -> Metric:
    """A metric that nothing can be said about, and why."""
    nothing = Decimal(0)
    return Metric(number, name, nothing, nothing, None, Decimal(threshold), rule, None, (), why)
