"""Letting work begin before what it waits for ends, and waiting less (domain/review.md 4.9, options 2 and 6)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from re import findall

from milepost.engine.effort import remaining_duration
from milepost.engine.recovery.case import Kind, Option, change
from milepost.engine.recovery.reach import Reach
from milepost.engine.tasks import LagKind, Link, LinkType, Task
from milepost.engine.units import Uid
from milepost.engine.words import called, days

#: A link whose note says so is no preference: it must not be overlapped.
_HARD = frozenset({"hard", "mandatory", "must"})
_PERCENT = 10_000
#: A task worth dividing has so many days.
_LONG = 4


def fast_track_options(reach: Reach, share: Decimal, most: int) -> Iterator[Option]:
    """Offer to overlap soft finish-to-start links by a share of the predecessor's remaining work.

    What starts early may have to be done again: a risk of half the overlap's share, of half the overlapped time.
    """
    found = []
    day = reach.schedule.plan.settings.minutes_per_day
    for link in _soft_links(reach):
        before, after = reach.tasks[link.predecessor], reach.tasks[link.successor]
        left = remaining_duration(before)
        shared = min(int(left * share), after.duration)
        if after.actual_start is None and shared >= day // 2 and link.lag <= 0 and left == before.duration:
            found.append((shared, link, before, after))
    for shared, link, before, after in sorted(found, key=lambda row: (-row[0], row[2].uid, row[3].uid))[:most]:
        held = (before.duration - shared) * _PERCENT // before.duration
        overlapped = before.duration - before.duration * held // _PERCENT
        chance = Decimal(overlapped) / before.duration / 2
        yield Option(
            key=f"overlap-{before.uid}-{after.uid}",
            kind=Kind.FAST_TRACK,
            title=f"Start {called(after)} {days(shared, reach.schedule.plan.settings)} before {called(before)} ends.",
            reason=f"The link is a preference. With {chance:.0%} probability half of what overlaps is done again.",
            changes=(
                change(
                    "change_link",
                    predecessor=before.uid,
                    successor=after.uid,
                    kind=LinkType.SS.value,
                    lag=held,
                    lag_kind=LagKind.PERCENT.value,
                ),
                change(
                    "add_rework_risk",
                    code=f"REWORK-{before.uid}-{after.uid}",
                    title=f"{called(after)} starts before {called(before)} is finished and has to be reworked",
                    probability=f"{chance:.4f}",
                    task=after.uid,
                    delay=overlapped // 2,
                ),
            ),
            touches=frozenset({_name(link)}),
            tasks=(before.uid, after.uid),
        )


def split_options(reach: Reach, most: int) -> Iterator[Option]:
    """Offer to divide a long task so that what follows can begin with its first half and still ends after it.

    One split at a time: the number of the new part must be known to what follows.
    """
    plan, day = reach.schedule.plan, reach.schedule.plan.settings.minutes_per_day
    rows = []
    for link in _soft_links(reach):
        before, after = reach.tasks[link.predecessor], reach.tasks[link.successor]
        fresh = before.actual_start is None and after.actual_start is None and before.can_split
        if fresh and not link.lag and not before.segments and before.duration >= _LONG * day:
            rows.append((min(before.duration // 2, after.duration), before, after))
    rest = max(task.uid for task in plan.tasks) + 1
    for _, before, after in sorted(rows, key=lambda row: (-row[0], row[1].uid, row[2].uid))[:most]:
        half = before.duration // 2 // (day // 2) * (day // 2)
        links = {_name(link) for link in plan.links if before.uid in (link.predecessor, link.successor)}
        names = (f"{before.name} (first part)", f"{before.name} (rest)")
        yield Option(
            key=f"split-{before.uid}-{after.uid}",
            kind=Kind.SPLIT,
            title=f"Split {called(before)}: {called(after)} begins after its first {days(half, plan.settings)}.",
            reason="It helps only if the first part stands on its own; what follows still ends after the rest.",
            changes=(
                change("split_task_into", task=before.uid, names=names, durations=(half, before.duration - half)),
                change("remove_link", predecessor=rest, successor=after.uid),
                change("add_link", predecessor=before.uid, successor=after.uid),
                change("add_link", predecessor=rest, successor=after.uid, kind=LinkType.FF.value),
            ),
            touches=frozenset({("split", "all"), ("task", before.uid), *links}),
            tasks=(before.uid, after.uid),
        )


def wait_options(reach: Reach, most: int) -> Iterator[Option]:
    """Offer to halve the longest waiting times in links on the way to the target."""
    day = reach.schedule.plan.settings.minutes_per_day
    rows = [link for link in _soft_links(reach) if link.lag_kind is LagKind.WORKING and link.lag >= 2 * day]
    for link in sorted(rows, key=lambda row: (-row.lag, row.predecessor, row.successor))[:most]:
        kept = link.lag // 2 // day * day
        before, after = reach.tasks[link.predecessor], reach.tasks[link.successor]
        settings = reach.schedule.plan.settings
        yield Option(
            key=f"wait-{before.uid}-{after.uid}",
            kind=Kind.WAIT_LESS,
            title=f"Wait {days(kept, settings)} instead of {days(link.lag, settings)} between {called(before)} and "
            f"{called(after)}.",
            reason="The waiting is a number in a link; agree on a shorter one with whoever is waited for.",
            changes=(
                change(
                    "change_link",
                    predecessor=before.uid,
                    successor=after.uid,
                    kind=link.type.value,
                    lag=kept,
                    lag_kind=link.lag_kind.value,
                ),
            ),
            touches=frozenset({_name(link)}),
            tasks=(after.uid,),
        )


def _soft_links(reach: Reach) -> Iterator[Link]:
    """List finish-to-start links between tasks that stand between the plan and the date, one a pair."""
    chain = set(reach.chain)
    pairs: dict[tuple[int, int], int] = {}
    for link in reach.schedule.plan.links:
        pairs[link.predecessor, link.successor] = pairs.get((link.predecessor, link.successor), 0) + 1
    for link in reach.schedule.plan.links:
        ends = link.predecessor, link.successor
        plain = link.type is LinkType.FS and pairs[ends] == 1 and not _is_hard(link)
        if plain and chain.issuperset(ends) and all(_is_work(reach.tasks[uid]) for uid in ends):
            yield link


def _is_work(task: Task) -> bool:
    return bool(task.duration) and not (task.milestone or task.elapsed)


def _is_hard(link: Link) -> bool:
    return any(word in _HARD for word in findall(r"\w+", link.note.lower()))


def _name(link: Link) -> tuple[str, Uid | str]:
    return "link", f"{link.predecessor}-{link.successor}"
