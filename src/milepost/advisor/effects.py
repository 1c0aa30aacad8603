"""A proposal's impact in words: before, after and change of what matters (review.md 1)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.finding import Effect
from milepost.advisor.outlook import Shift
from milepost.advisor.words import day, hours, money, percent, short
from milepost.engine.impact import Impact
from milepost.engine.results import Schedule
from milepost.engine.units import Minutes, Uid

#: Less overload than this is no news, in person-minutes.
_FEW = 60
#: A probability that changes by less is the same.
_POINT = Decimal("0.005")


def effects(context: Context, impact: Impact, after: Schedule, target: Uid | None = None) -> tuple[Effect, ...]:
    """Word an impact: the finish always, everything else where it changes; `target` is shown, too."""
    return tuple(_lines(context, impact, after, target))


def _lines(context: Context, impact: Impact, after: Schedule, target: Uid | None) -> Iterator[Effect]:
    settings = context.settings
    yield Effect(
        "Project finish",
        day(impact.finish_before, settings),
        day(impact.finish_after, settings),
        short(impact.finish_delta, settings),
    )
    yield from _milestone(context, impact, after, target)
    if impact.missed_before or impact.missed_after:
        yield _count("Deadlines missed", len(impact.missed_before), len(impact.missed_after))
    if impact.min_float_before != impact.min_float_after:
        change = impact.min_float_after - impact.min_float_before
        words = [short(each, settings) for each in (impact.min_float_before, impact.min_float_after, change)]
        yield Effect("Least float", *words)
    yield from _short_of(context, after, target)
    yield from _cost(context, impact)
    yield from _overload(impact)
    if impact.moved:
        yield Effect("Tasks moved", "", str(impact.moved), "")


def _milestone(context: Context, impact: Impact, after: Schedule, target: Uid | None) -> Iterator[Effect]:
    """The task the proposal is for, else the first milestone that moves."""
    uid = target
    if uid is None or uid not in after.by_uid:
        moved = sorted(impact.milestones, key=lambda move: (move.before, move.task))
        uid = moved[0].task if moved else None
    if uid is None or uid not in context.schedule.by_uid or uid not in after.by_uid:
        return
    before, now = context.dates(uid).finish, after.by_uid[uid].finish
    settings = context.settings
    if (before, now) != (impact.finish_before, impact.finish_after):
        change = context.working(before, now)
        yield Effect(context.tasks[uid].name, day(before, settings), day(now, settings), short(change, settings))


def _short_of(context: Context, after: Schedule, target: Uid | None) -> Iterator[Effect]:
    """By how much the task the proposal is for is short of a date it must keep, where that changes."""
    if target is None or target not in context.schedule.by_uid or target not in after.by_uid:
        return
    then, now = context.dates(target), after.by_uid[target]
    short_then, short_now = max(-then.total_float, 0), max(-now.total_float, 0)
    if then.finish == now.finish and short_then != short_now:
        settings = context.settings
        words = (short(short_then, settings).lstrip("+"), short(short_now, settings).lstrip("+"))
        change = short(short_now - short_then, settings)
        yield Effect(f"{context.tasks[target].name}: still to recover", *words, change)


def _cost(context: Context, impact: Impact) -> Iterator[Effect]:
    change = impact.cost_delta
    if change is None or abs(change) < 1 or impact.cost_before is None or impact.cost_after is None:
        return
    currency = context.dossier.project.currency
    before, after = money(impact.cost_before, currency), money(impact.cost_after, currency)
    yield Effect("Planned cost", before, after, money(change, currency, signed=True))


def _overload(impact: Impact) -> Iterator[Effect]:
    if impact.overload_before is None or impact.overload_after is None:
        return
    change: Minutes = impact.overload_after - impact.overload_before
    if abs(change) >= _FEW:
        sign = "+" if change > 0 else "-"
        before, after = hours(impact.overload_before), hours(impact.overload_after)
        yield Effect("Overload", before, after, f"{sign}{hours(abs(change))}")


def _count(name: str, before: int, after: int) -> Effect:
    change = after - before
    return Effect(name, str(before), str(after), f"{change:+d}" if change else "0")


def cost_of_delay(context: Context, late: Minutes, per_day: Decimal | None) -> Effect | None:
    """What being late costs at the rate the project has spent so far; None where no cost is recorded."""
    if per_day is None or late <= 0:
        return None
    lost = per_day * late / context.day
    currency = context.dossier.project.currency
    return Effect("Cost of the delay", "", money(lost, currency), money(lost, currency, signed=True))


def shifts(context: Context, shift: Shift) -> Iterator[Effect]:
    """Word what changes in the forecasts: how sure dates and cost are, exposure and money."""
    yield from _surer(context, shift)
    rows = (
        ("Cost, 80 % sure", shift.before.cost_p80, shift.after.cost_p80),
        ("Exposure to risks", shift.before.exposure, shift.after.exposure),
        ("Estimate at completion", shift.before.at_completion, shift.after.at_completion),
        ("Contingency left", shift.before.contingency, shift.after.contingency),
        ("Beyond account budgets", shift.before.overdrawn, shift.after.overdrawn),
        ("Funds missing at most", shift.before.unfunded, shift.after.unfunded),
    )
    for name, before, after in rows:
        if before is not None and after is not None and abs(after - before) >= 1:
            change = money(after - before, context.currency, signed=True)
            yield Effect(name, money(before, context.currency), money(after, context.currency), change)


def _surer(context: Context, shift: Shift) -> Iterator[Effect]:
    """The dates that are half and 80 % sure, and how sure each promise is."""
    settings = context.settings
    for name, before, after in (
        ("Finish, 50 % sure", shift.before.finish_p50, shift.after.finish_p50),
        ("Finish, 80 % sure", shift.before.finish_p80, shift.after.finish_p80),
    ):
        if before is not None and after is not None and (change := context.working(before, after)):
            yield Effect(name, day(before, settings), day(after, settings), short(change, settings))
    now = {(uid, at): chance for uid, at, chance in shift.after.promises}
    for uid, at, chance in shift.before.promises[:2]:
        then = now.get((uid, at))
        if then is not None and abs(then - chance) >= _POINT:
            name = "the project" if uid is None else context.tasks[uid].name
            points = f"{(then - chance) * 100:+.0f} points"
            yield Effect(f"Sure of {name}'s deadline", percent(chance), percent(then), points)
