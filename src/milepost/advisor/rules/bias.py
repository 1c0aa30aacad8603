"""Rules on judgement: estimates that are always off, a plan where everything is a must, a trend below the surface."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.drafting import about_plan, offer, step
from milepost.advisor.finding import Evidence, Finding, Proposal, Severity
from milepost.advisor.words import counted, index, percent
from milepost.dossier.edits import Edit
from milepost.engine.calibration import Accuracy, Quantity, accuracy, finished_work, recalibrated
from milepost.engine.tasks import Moscow
from milepost.engine.units import MINUTES_PER_DAY, Uid
from milepost.engine.value_curves import Values, value_curves

_NOTHING = Decimal(0)
#: So many tasks at most get a corrected estimate in one proposal.
_BATCH = 200
_WEEK = 7 * MINUTES_PER_DAY
#: A trend is told by so many weekly values.
_WEEKS = 5


def estimates_drift(context: Context) -> Iterator[Finding]:
    """CIP-01 Finished work took clearly longer, or shorter, than estimated.

    Source: review.md 4.7, CIP-01; governance.md 15. Trigger: the median ratio of actual to baseline duration of ten
    finished tasks or more (`calibrated`) is more than 15 % from 1 (`estimate_bias`). Evidence: the ratio, how many,
    how often within a quarter. Proposals: the same factor on what has not begun (R); ranges from
    what finished work took (S).
    """
    outcomes = finished_work(context.schedule.plan)
    found = accuracy(outcomes, Quantity.DURATION)
    if found is None or found.count < context.limits.calibrated or abs(found.bias) <= context.limits.estimate_bias:
        return
    rows = recalibrated(context.schedule.plan, outcomes)
    unstarted = [row for row in rows if context.tasks[row.task].actual_start is None and row.task in context.open_uids]
    way = "longer" if found.bias > 0 else "shorter"
    yield about_plan(
        "CIP-01",
        "estimates",
        Severity.HIGH,
        f"Half of the {counted(found.count, 'finished task')} took {percent(Decimal(abs(found.bias)))} {way} than "
        "estimated, or worse.",
        _measured(found),
        list(_corrected(context, found, [row.task for row in unstarted])),
        tasks=tuple(row.task for row in unstarted[:5]),
        measure=Decimal(abs(found.bias)).quantize(Decimal("0.001")),
        root="estimates",
    )


def _measured(found: Accuracy) -> Iterator[Evidence]:
    yield Evidence("Actual over estimate, median", index(Decimal(found.median_ratio)))
    yield Evidence("Finished tasks compared", str(found.count))
    yield Evidence("Within a quarter of the estimate", percent(Decimal(found.pred25)))
    yield Evidence("Mean error", percent(Decimal(found.mmre)))


def _corrected(context: Context, found: Accuracy, unstarted: list[Uid]) -> Iterator[Proposal]:
    ratio = Decimal(found.median_ratio)
    edits: list[Edit] = []
    for uid in unstarted[:_BATCH]:
        duration = int(context.tasks[uid].duration * ratio) // 60 * 60
        if duration and duration != context.tasks[uid].duration and not context.tasks[uid].manual:
            edits.append(step("change_duration", task=uid, duration=duration))
    if edits:
        yield offer(
            "scale",
            f"Plan {counted(len(edits), 'task')} that have not begun with {index(ratio)} times their estimate.",
            "Better now than one slip at a time; those who estimate should say where it does not fit.",
            *edits,
        )
    ranges = [
        step(
            "set_estimate",
            task=row.task,
            optimistic=min(row.estimate.optimistic, row.estimate.most_likely),
            most_likely=row.estimate.most_likely,
            pessimistic=row.estimate.pessimistic,
            basis=row.estimate.basis,
        )
        for row in recalibrated(context.schedule.plan, finished_work(context.schedule.plan))
        if row.task in unstarted[:_BATCH]
    ]
    if ranges:
        yield offer(
            "ranges",
            f"Give {counted(len(ranges), 'task')} the range that finished work of their kind took.",
            "The plan's dates stay; how sure they are becomes visible.",
            *ranges,
            method="S",
        )


def all_musts(context: Context) -> Iterator[Finding]:
    """SCP-04 Nearly everything is a must.

    Source: review.md 4.5, SCP-04. Trigger: tasks that are must-haves hold more than 60 % (`must_share`) of the work
    of all tasks with a priority. Evidence: the work by priority. Severity S3. Proposals: rank by value and effort
    what could wait (N).
    """
    work: dict[Moscow, int] = {}
    for dates in context.leaves:
        task = context.tasks[dates.uid]
        if task.moscow is not None:
            crew = sum(row.work for row in context.crew.get(task.uid, ()))
            work[task.moscow] = work.get(task.moscow, 0) + (crew or task.work or task.duration)
    whole = sum(work.values())
    if not whole or (len(work) < 2 and Moscow.MUST not in work):
        return
    share = Decimal(work.get(Moscow.MUST, 0)) / whole
    if share <= context.limits.must_share:
        return
    must = [d.uid for d in context.open if context.tasks[d.uid].moscow is Moscow.MUST]
    yield about_plan(
        "SCP-04",
        "musts",
        Severity.MEDIUM,
        f"{percent(share)} of the prioritised work is a must; there is little left to give up if time runs short.",
        [Evidence(str(kind).capitalize(), context.hours(minutes)) for kind, minutes in sorted(work.items())],
        [
            offer(
                "rank",
                "Rank the musts by value and effort with whoever asked for them, and agree which could wait.",
                "What everyone calls a must is decided by the calendar in the end.",
            )
        ],
        tasks=tuple(must[:5]),
        measure=share,
        root="scope",
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A straight line through weekly values: the last value on it, its slope a week, and how well it fits."""

    now: Decimal
    slope: Decimal
    fit: Decimal


def green_but_sinking(context: Context) -> Iterator[Finding]:
    """X-09 All numbers are green, and their trend is not.

    Source: review.md 4.8, X-09. Trigger: cost index and schedule index are above 0.95 (`index_amber`), yet a straight
    line through the last five weekly values of one, which fits with r2 of 0.6 or more (`trend_fit`), crosses the limit
    within six weeks (`trend_weeks`). Progress between two dates is taken as even: a plan holds it at one date.
    Evidence: the weekly values. Severity S3. Proposals: look at it before it is red (N).
    """
    value = context.value
    if value is None or value.complete is None or value.complete < context.limits.stable or not context.open:
        return
    instants = [context.as_of - week * _WEEK for week in reversed(range(_WEEKS))]
    curves = value_curves(context.schedule, instants, context.times)
    amber = context.limits.index_amber
    series = {"cost index (CPI)": _costs(curves), "schedule index (SPI)": _paces(curves)}
    known = {name: values for name, values in series.items() if len(values) == _WEEKS}
    if any(values[-1] < amber for values in known.values()):
        return
    for name, values in known.items():
        line = _fitted(values)
        if line.fit < context.limits.trend_fit or line.slope >= 0 or line.now <= amber:
            continue
        weeks = (line.now - amber) / -line.slope
        if weeks <= context.limits.trend_weeks:
            yield _sinking(context, name, values, weeks)


def _sinking(context: Context, name: str, values: list[Decimal], weeks: Decimal) -> Finding:
    amber = context.limits.index_amber
    short = "cost" if "cost" in name else "pace"
    return about_plan(
        "X-09",
        short,
        Severity.MEDIUM,
        f"The {name} is still {index(values[-1])}, but at the trend of the last weeks it falls below {index(amber)} in "
        f"{counted(max(int(weeks + 1), 1), 'week')}.",
        [Evidence("Weekly values", ", ".join(index(each) for each in values))],
        [
            offer(
                "look",
                "Look at what changed in these weeks before the number is amber.",
                "The longer a trend lasts, the dearer it is to turn.",
            )
        ],
        measure=values[0] - values[-1],
        root="cost" if short == "cost" else "",
    )


def _costs(curves: tuple[Values, ...]) -> list[Decimal]:
    return [row.earned / row.actual for row in curves if row.earned and row.actual]


def _paces(curves: tuple[Values, ...]) -> list[Decimal]:
    return [row.earned / row.planned for row in curves if row.earned and row.planned]


def _fitted(values: list[Decimal]) -> _Line:
    """The least-squares line through equally spaced values."""
    count = len(values)
    middle, mean = Decimal(count - 1) / 2, sum(values, _NOTHING) / count
    across = sum(((n - middle) ** 2 for n in range(count)), _NOTHING)
    along = sum(((n - middle) * (value - mean) for n, value in enumerate(values)), _NOTHING)
    spread = sum(((value - mean) ** 2 for value in values), _NOTHING)
    slope = along / across
    fit = along * along / (across * spread) if spread else _NOTHING
    return _Line(mean + slope * (count - 1 - middle), slope, fit)


RULES = (estimates_drift, all_musts, green_but_sinking)
