"""Estimates that are always too low, plans made of musts, numbers that are green and falling."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.pricing import outcome
from milepost.advisor.rules.bias import all_musts, estimates_drift, green_but_sinking
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Baseline, BaselineTask, Moscow
from tests.advisor.drawn import DAY, chain, context, day, evening, finished, found, promised, task


def history(days: float, count: int = 10) -> Context:
    """So many tasks estimated at a day, each done one after the other in so many days; one of four days is to come."""
    start = day(1)
    line = context((task(1, "x"),)).times.of_calendar(None)
    rows, base = [], []
    for uid in range(1, count + 1):
        begin = line.next(line.add(start, int((uid - 1) * days * DAY)))
        end = line.add(begin, int(days * DAY))
        rows.append(finished(uid, f"Step {uid}", days, begin, end, actual_duration=int(days * DAY)))
        base.append(BaselineTask(uid, begin, end, DAY))
    rows.append(task(count + 1, "Build", 4))
    return context(rows, status=line.add(start, int(count * days * DAY)), baseline=Baseline(0, tasks=tuple(base)))


def test_cip_01_measures_how_far_off_estimates_were() -> None:
    assert not found(estimates_drift, history(1))
    assert not found(estimates_drift, history(1.5, 9))
    before = history(1.5)
    (finding,) = estimates_drift(before)
    assert (finding.id, finding.severity.value) == ("CIP-01:estimates", "S2")
    assert finding.headline == "Half of the 10 finished tasks took 50 % longer than estimated, or worse."
    scale, ranges = finding.proposals
    assert [each.arguments for each in scale.edits] == [{"task": 11, "duration": 6 * DAY}]
    assert [each.command for each in ranges.edits] == ["set_estimate"]
    priced = outcome(before, scale.edits)
    assert priced is not None
    assert priced.impact.finish_delta == 2 * DAY
    assert priced.schedule.finish == schedule(priced.schedule.plan).finish
    assert outcome(before, ranges.edits) is not None


def test_scp_04_asks_what_could_wait() -> None:
    def drawn(*kinds: Moscow | None) -> Context:
        return context([task(n, f"T{n}", 5, moscow=kind) for n, kind in enumerate(kinds, start=1)])

    must, could = Moscow.MUST, Moscow.COULD
    assert not found(all_musts, drawn(None, None))
    assert not found(all_musts, drawn(must, could))
    (finding,) = all_musts(drawn(must, must, could))
    assert (finding.severity.value, finding.measure) == ("S3", Decimal(2) / 3)
    assert [each.value for each in finding.evidence] == ["40 h", "80 h"]


def falling(percent: int) -> Context:
    """A task that earned faster before than now: done work on time, the rest so far behind."""
    rows = (
        finished(1, "Design", 10, day(1), evening(12), actual_cost=Decimal(4000)),
        replace(
            task(2, "Build", 40),
            actual_start=day(15),
            percent_complete=Decimal(percent),
            actual_cost=Decimal(3000),
            actual_duration=int(40 * DAY * percent / 100),
            remaining_duration=40 * DAY - int(40 * DAY * percent / 100),
        ),
    )
    base = promised((1, day(1), evening(12), 4000), (2, day(15), evening(7, 8), 8000))
    return context(rows, chain(1, 2), status=evening(10, 7), baseline=base)


def test_x_09_sees_a_trend_below_the_surface() -> None:
    assert not found(green_but_sinking, falling(50))
    (finding,) = green_but_sinking(falling(46))
    assert (finding.id, finding.severity.value) == ("X-09:pace", "S3")
    assert finding.headline == (
        "The schedule index (SPI) is still 0.96, but at the trend of the last weeks it falls below 0.95 in 1 week."
    )
    assert not found(green_but_sinking, falling(30))
