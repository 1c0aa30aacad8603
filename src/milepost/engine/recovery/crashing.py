"""Shortening tasks at the least cost, exactly where the plan allows it (domain/review.md 4.9, option 1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from milepost.engine.effort import remaining_duration
from milepost.engine.recovery.case import Kind, Option, change
from milepost.engine.recovery.reach import Reach
from milepost.engine.recovery.tradeoff import SINK, SOURCE, Activity, Bond, Crashed, curve
from milepost.engine.tables import FS
from milepost.engine.tasks import LagKind, Task
from milepost.engine.units import Minutes, Uid
from milepost.engine.words import called, days

_CENT = Decimal("0.01")
#: Corners of the trade-off curve offered beside the target itself.
_CORNERS = 2
#: Up to so many open tasks all of them count; beyond, those with less slack than the need.
_WHOLE = 400
#: Lags that change with the duration they are a share of.
_SHARES = (LagKind.PERCENT, LagKind.PERCENT_ELAPSED)


def crash_options(reach: Reach, most: int = _WHOLE) -> Iterator[Option]:
    """Offer the cheapest ways to shorten tasks with crash data: to the target, and to corners on the way there.

    Of plans with more than `most` open tasks only those near enough to the target count.
    """
    saved = {uid: _saving(reach, task) for uid, task in reach.tasks.items() if uid in reach.slack}
    able = {uid: row for uid, row in saved.items() if row is not None}
    if not able or not reach.need:
        return
    places, bonds = _network(reach, most)
    rows = []
    for uid, n in places.items():
        normal = reach.activities[n].normal
        left, slope = able.get(uid, (0, Fraction(0)))
        rows.append(Activity(normal, normal - left, slope))
    found = curve(rows, bonds, reach.length - reach.need)[1:]
    inner = found[:-1][:: max(len(found[:-1]) // _CORNERS, 1)][:_CORNERS]
    for corner in (*inner, *found[-1:]):
        yield _option(reach, list(places), rows, corner)


def is_exact(reach: Reach) -> bool:
    """Tell whether no cheaper way to shorten tasks exists: events lie where scheduling puts them, and all count."""
    small = len(reach.activities) <= _WHOLE
    fixed = all(not link.lag or link.lag_kind not in _SHARES for link in reach.schedule.plan.links)
    return fixed and reach.faithful and (small or all(kind == FS for kind in reach.passes.plan.edges.kind))


def slope(task: Task) -> Fraction | None:
    """Give what a minute saved costs; None for a task that cannot be shortened for money."""
    if task.crash_duration is None or task.crash_cost is None or task.crash_duration >= task.duration:
        return None
    return Fraction(task.crash_cost) / (task.duration - task.crash_duration)


def _saving(reach: Reach, task: Task) -> tuple[Minutes, Fraction] | None:
    """Give how many project minutes a task can be shortened by, and what each costs."""
    price, left = slope(task), remaining_duration(task)
    normal = reach.activities[reach.place[task.uid]].normal
    if price is None or task.crash_duration is None or left <= 0 or normal <= 0 or task.elapsed or task.segments:
        return None
    own = min(task.duration - task.crash_duration, left - 1)
    scaled = own * normal // left
    return (scaled, price * left / normal) if scaled > 0 else None


def _network(reach: Reach, most: int) -> tuple[dict[Uid, int], Sequence[Bond]]:
    """Give the activities that count, hubs under numbers below zero, and the bonds between them renumbered."""
    names = {n: uid for uid, n in reach.place.items()}
    count = len(reach.activities)
    small = count <= most
    close = reach.closeness
    kept = [n for n in range(count) if small or (close[n] is not None and (close[n] or 0) < reach.need)]
    number = {n: k for k, n in enumerate(kept)}
    events = {SOURCE: SOURCE, SINK: SINK}
    for n, k in number.items():
        events |= {2 + 2 * n: 2 + 2 * k, 3 + 2 * n: 3 + 2 * k}
    bonds = [
        Bond(events[b.before], events[b.after], b.length)
        for b in reach.bonds
        if b.before in events and b.after in events
    ]
    return {names.get(n, -1 - n): n for n in kept}, bonds


def _option(reach: Reach, uids: Sequence[Uid], rows: Sequence[Activity], corner: Crashed) -> Option:
    changes, said, touched = [], [], []
    for uid, row, minutes in zip(uids, rows, corner.durations, strict=True):
        if minutes == row.normal:
            continue
        task = reach.tasks[uid]
        left = remaining_duration(task)
        own = -(-(row.normal - minutes) * left // row.normal)
        price = slope(task)
        assert price is not None
        paid = price * own
        money = (Decimal(paid.numerator) / Decimal(paid.denominator)).quantize(_CENT, ROUND_HALF_UP)
        changes.append(change("crash_task", task=uid, duration=task.duration - own, cost=f"{money:f}"))
        said.append(f"{called(task)} by {days(own, reach.schedule.plan.settings)}")
        touched.append(uid)
    return Option(
        key=f"crash-{corner.length}",
        kind=Kind.CRASH,
        title=f"Shorten {_joined(said)}.",
        reason="The cheapest set of tasks that shortens every longest path, at the prices given for them.",
        changes=tuple(changes),
        touches=frozenset({("crash", "all"), *(("task", uid) for uid in touched)}),
        tasks=tuple(touched),
    )


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
