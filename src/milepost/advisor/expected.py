"""The mean of an uncertain number, for a quick look at a risk without a simulation (domain/risk.md 2.1)."""

from __future__ import annotations

from decimal import Decimal

from milepost.engine.distributions import Distribution, Ends, Shape

_NOTHING = Decimal(0)
#: The probability left of the low and right of the high end, where these are percentiles.
_TAILS = {Ends.P5_P95: Decimal("0.05"), Ends.P10_P90: Decimal("0.1")}
#: Standard normal deviate of the 90th percentile.
_Z90 = Decimal("1.2815515655446004")
_STEPS = 200


def mean(number: Distribution) -> Decimal:
    """Give the mean of a distribution; a value that is missing counts as the likely one, else as zero."""
    if number.shape in (Shape.DISCRETE, Shape.HISTOGRAM):
        return _chances(number)
    if number.shape is Shape.NORMAL or (number.shape is Shape.LOGNORMAL and number.mean is not None):
        return number.mean or _NOTHING
    low, likely, high = _points(number)
    if number.shape is Shape.LOGNORMAL:
        return _lognormal(low, high)
    if number.shape is Shape.FIXED:
        return likely
    if number.shape is Shape.UNIFORM:
        return (low + high) / 2
    if number.ends in _TAILS and low < high:
        low, high = ends(low, likely, high, _TAILS[number.ends])
    if number.shape is Shape.PERT:
        return (low + number.weight * likely + high) / (number.weight + 2)
    return (low + likely + high) / 3


def ends(low: Decimal, likely: Decimal, high: Decimal, tail: Decimal) -> tuple[Decimal, Decimal]:
    """Solve for the ends of a triangle whose percentiles `tail` and 1 - `tail` are `low` and `high`."""
    left = right = _NOTHING
    for _ in range(_STEPS):
        width = high - low + left + right
        left, right = (
            (tail * width * (likely - low + left)).sqrt(),
            (tail * width * (high - likely + right)).sqrt(),
        )
    return low - left, high + right


def _points(number: Distribution) -> tuple[Decimal, Decimal, Decimal]:
    known = [each for each in (number.likely, number.mean, number.low, number.high) if each is not None]
    likely = known[0] if known else _NOTHING
    low = likely if number.low is None else number.low
    high = likely if number.high is None else number.high
    if number.likely is None and number.mean is None:
        likely = (low + high) / 2
    return low, likely, high


def _lognormal(low: Decimal, high: Decimal) -> Decimal:
    """The mean of a lognormal number with these tenth and ninetieth percentiles."""
    if low <= 0 or high <= low:
        return max(low, _NOTHING)
    middle, spread = (low.ln() + high.ln()) / 2, (high.ln() - low.ln()) / (2 * _Z90)
    return (middle + spread * spread / 2).exp()


def _chances(number: Distribution) -> Decimal:
    if number.shape is Shape.DISCRETE:
        return sum((each.value * each.probability for each in number.chances), _NOTHING)
    edges = [number.low or _NOTHING, *(each.value for each in number.chances)]
    bars = zip(edges, number.chances, strict=False)
    return sum(((edge + each.value) / 2 * each.probability for edge, each in bars), _NOTHING)
