"""What changed since the previous review, in sentences (review.md 5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.finding import Finding, Trend
from milepost.advisor.summary import Change
from milepost.advisor.words import counted, day, later, money
from milepost.engine.impact import Impact, impact
from milepost.engine.plan_cost import planned_cost
from milepost.engine.units import Uid

#: How many milestones are named one by one.
_NAMED = 3
_SURE = Decimal("0.8")


def changes(context: Context, findings: Sequence[Finding], resolved: Sequence[Finding]) -> tuple[Change, ...]:
    """Say what changed, the finish first; that nothing did is said, too. Nothing without a previous plan."""
    if context.previous is None:
        return ()
    found = tuple(_changes(context, context.previous, findings, resolved))
    return found or (Change("Nothing changed: no date, no progress, no task."),)


def _changes(
    context: Context, before: Context, findings: Sequence[Finding], resolved: Sequence[Finding]
) -> Iterator[Change]:
    difference = impact(before.schedule, context.schedule, people=False, times=context.times)
    yield from _finish(context, difference)
    yield from _surer(context, before)
    yield from _milestones(context, difference)
    yield from _progress(context, before)
    yield from _tasks(context, before)
    yield from _critical(context, difference)
    yield from _cost(context, before)
    yield from _findings(findings, resolved)


def _finish(context: Context, difference: Impact) -> Iterator[Change]:
    if difference.finish_delta:
        moved = later(difference.finish_delta, context.settings)
        was = day(difference.finish_before, context.settings)
        now = day(difference.finish_after, context.settings)
        yield Change(f"The project finish moved from {was} to {now}, {moved}.")


def _surer(context: Context, before: Context) -> Iterator[Change]:
    """The finish and the cost that are 80 % sure, where they moved."""
    if context.likelihood is None or before.likelihood is None:
        return
    was, now = before.likelihood.finish(_SURE), context.likelihood.finish(_SURE)
    gap = context.working(was, now)
    if abs(gap) >= context.day:
        first, last = day(was, context.settings), day(now, context.settings)
        yield Change(f"The finish that is 80 % sure moved from {first} to {last}, {later(gap, context.settings)}.")
    then, cost = before.likelihood.cost(_SURE), context.likelihood.cost(_SURE)
    if then is not None and cost is not None and abs(cost - then) >= then / 100:
        first, last = money(then, context.currency), money(cost, context.currency)
        yield Change(f"The cost that is 80 % sure went from {first} to {last}.")


def _milestones(context: Context, difference: Impact) -> Iterator[Change]:
    moves = sorted(difference.milestones, key=lambda move: (-abs(move.delta), move.task))
    for move in moves[:_NAMED]:
        now = day(move.after, context.settings)
        yield Change(f"{context.name(move.task)} is now on {now}, {later(move.delta, context.settings)}.", (move.task,))
    rest = moves[_NAMED:]
    if rest:
        words = counted(len(rest), "more milestone")
        yield Change(f"{words} moved: {context.names([move.task for move in rest])}.", tuple(m.task for m in rest))


def _progress(context: Context, before: Context) -> Iterator[Change]:
    known = set(before.tasks)
    done = [d.uid for d in context.leaves if context.done(d.uid) and d.uid in known and not before.done(d.uid)]
    begun = [
        d.uid
        for d in context.open
        if context.tasks[d.uid].actual_start is not None and d.uid in known and before.tasks[d.uid].actual_start is None
    ]
    if done:
        yield Change(f"{counted(len(done), 'task')} finished: {context.names(done)}.", tuple(done))
    if begun:
        yield Change(f"{counted(len(begun), 'task')} started: {context.names(begun)}.", tuple(begun))


def _tasks(context: Context, before: Context) -> Iterator[Change]:
    now, then = {d.uid for d in context.leaves}, {d.uid for d in before.leaves}
    added = [d.uid for d in context.leaves if d.uid not in then]
    gone = [d.uid for d in before.leaves if d.uid not in now]
    longer = [uid for uid in _open_in_both(context, before) if _grew(context, before, uid)]
    if added:
        yield Change(f"{counted(len(added), 'task was', 'tasks were')} added: {context.names(added)}.", tuple(added))
    if gone:
        yield Change(f"{counted(len(gone), 'task is', 'tasks are')} gone: {before.names(gone)}.", tuple(gone))
    if longer:
        words = f"{counted(len(longer), 'open task')} now need more time: {context.names(longer)}."
        yield Change(words.replace("task now need", "task now needs"), tuple(longer))


def _open_in_both(context: Context, before: Context) -> list[Uid]:
    return [d.uid for d in context.open if d.uid in before.schedule.by_uid]


def _grew(context: Context, before: Context, uid: Uid) -> bool:
    """Whether a task takes longer in all than it did, by half a day at least."""
    return context.dates(uid).duration - before.dates(uid).duration >= context.day // 2


def _critical(context: Context, difference: Impact) -> Iterator[Change]:
    joined = [uid for uid in difference.critical_joined if uid in context.tasks]
    if joined:
        words = f"{counted(len(joined), 'task')} became critical: {context.names(joined)}."
        yield Change(words, tuple(joined))


def _cost(context: Context, before: Context) -> Iterator[Change]:
    was, now = planned_cost(before.schedule), planned_cost(context.schedule)
    if was is None or now is None or abs(now - was) < max(was * Decimal("0.001"), Decimal(1)):
        return
    currency = context.dossier.project.currency
    yield Change(f"The planned cost went from {money(was, currency)} to {money(now, currency)}.")


def _findings(findings: Sequence[Finding], resolved: Sequence[Finding]) -> Iterator[Change]:
    fresh = sum(finding.trend is Trend.NEW for finding in findings)
    worse = sum(finding.trend is Trend.WORSE for finding in findings)
    parts = [(fresh, "new"), (worse, "worse"), (len(resolved), "resolved")]
    said = ", ".join(f"{count} {word}" for count, word in parts if count)
    if said:
        yield Change(f"Findings: {said}.")
