"""How a failing point of the schedule assessment is mended, a few tasks at a time (review.md 4.1, SCH-13)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from milepost.advisor.context import Context
from milepost.advisor.drafting import moved_to_now, offer, step
from milepost.advisor.finding import Proposal
from milepost.dossier.edits import Edit
from milepost.engine.health import Metric
from milepost.engine.results import TaskDates
from milepost.engine.tasks import LagKind, Link, LinkType
from milepost.engine.units import Uid

#: How many records one proposal changes: enough to matter, few enough to check.
_BATCH = 5
#: A long task is split into parts of at most this many days.
_PART_DAYS = 20


def repairs(context: Context, metric: Metric) -> Iterator[Proposal]:
    """Offer a batch of repairs for a failing metric; what has no repair is a question to ask."""
    mend = _REPAIRS.get(metric.number)
    edits = mend(context, metric) if mend else []
    if edits:
        yield offer(f"mend-{metric.number}", _SENTENCES[metric.number], _REASONS[metric.number], *edits)
    else:
        yield offer(f"look-{metric.number}", _QUESTIONS.get(metric.number, _LOOK), _WHY_LOOK)


def _open_ends(context: Context, metric: Metric) -> list[Edit]:
    edits = []
    for uid in metric.tasks[:_BATCH]:
        after = None if context.links_out.get(uid) else _next_after(context, uid)
        if after is not None:
            edits.append(step("add_link", predecessor=uid, successor=after))
        if not context.links_in.get(uid) and context.tasks[uid].actual_start is None:
            edits += _link_from_before(context, uid, after)
    return _each_once(edits)


def _each_once(edits: list[Edit]) -> list[Edit]:
    """Leave out a second link between the same two tasks, whichever way it points."""
    seen: dict[frozenset[Uid], Edit] = {}
    for edit in edits:
        seen.setdefault(frozenset((edit.arguments["predecessor"], edit.arguments["successor"])), edit)
    return list(seen.values())


def _next_after(context: Context, uid: Uid) -> Uid | None:
    """The first open milestone or task after a task that could wait for it: beside it first, then anywhere."""
    mine, parent = context.dates(uid), context.tasks[uid].parent
    later = [row for row in context.open if row.start >= mine.finish and row.uid != uid and _unstarted(context, row)]
    above = _ahead(context, uid)
    later = [row for row in later if row.uid not in above]

    def order(row: TaskDates) -> tuple[bool, bool, int, Uid]:
        task = context.tasks[row.uid]
        return task.parent != parent, not task.milestone, row.start, row.uid

    return min(later, key=order).uid if later else None


def _behind(context: Context, uid: Uid) -> set[Uid]:
    """The tasks that wait for a task already."""
    return _reached(uid, lambda each: [link.successor for link in context.links_out.get(each, ())])


def _ahead(context: Context, uid: Uid) -> set[Uid]:
    """The tasks a task waits for already."""
    return _reached(uid, lambda each: [link.predecessor for link in context.links_in.get(each, ())])


def _reached(uid: Uid, following: Callable[[Uid], list[Uid]]) -> set[Uid]:
    found: set[Uid] = set()
    waiting = [uid]
    while waiting:
        fresh = [each for each in following(waiting.pop()) if each not in found]
        found.update(fresh)
        waiting += fresh
    return found


def _link_from_before(context: Context, uid: Uid, after: Uid | None) -> list[Edit]:
    """Link a task to the last one that ends before it, else to the start of the first one."""
    before = _last_before(context, uid)
    if before is not None:
        return [step("add_link", predecessor=before, successor=uid)]
    taken = {uid, after, *_behind(context, uid), *(() if after is None else _behind(context, after))}
    first = min((row for row in context.leaves if row.uid not in taken), key=lambda r: (r.start, r.uid), default=None)
    if first is None or first.start > context.dates(uid).start:
        return []
    return [step("add_link", predecessor=first.uid, successor=uid, kind="SS")]


def _last_before(context: Context, uid: Uid) -> Uid | None:
    """The last open task before a task that it may wait for: beside it first."""
    mine, parent = context.dates(uid), context.tasks[uid].parent
    after = _behind(context, uid)
    earlier = [row for row in context.leaves if row.finish <= mine.start and row.uid not in after and row.uid != uid]
    beside = [row for row in earlier if context.tasks[row.uid].parent == parent]
    return max(beside or earlier, key=lambda row: (row.finish, -row.uid)).uid if earlier else None


def _unstarted(context: Context, row: TaskDates) -> bool:
    return context.tasks[row.uid].actual_start is None


def _links(context: Context, metric: Metric, wanted: Callable[[Link], bool]) -> list[Link]:
    rows = (link for uid in dict.fromkeys(metric.tasks) for link in context.links_in.get(uid, ()))
    return [link for link in rows if wanted(link)][:_BATCH]


def _leads(context: Context, metric: Metric) -> list[Edit]:
    rows = _links(context, metric, lambda link: link.lag < 0)
    return [step("change_link", predecessor=link.predecessor, successor=link.successor, lag=0) for link in rows]


def _lags(context: Context, metric: Metric) -> list[Edit]:
    working = (LagKind.WORKING, LagKind.ELAPSED)
    rows = _links(context, metric, lambda link: link.lag > 0 and link.type is LinkType.FS and link.lag_kind in working)
    return [
        step(
            "lag_to_task",
            predecessor=link.predecessor,
            successor=link.successor,
            name=f"Wait after {context.tasks[link.predecessor].name}",
        )
        for link in rows
    ]


def _kinds(context: Context, metric: Metric) -> list[Edit]:
    rows = _links(context, metric, lambda link: link.type is not LinkType.FS)
    rows = [link for link in rows if context.tasks[link.successor].actual_start is None]
    return [step("change_link", predecessor=row.predecessor, successor=row.successor, kind="FS", lag=0) for row in rows]


def _fixed(context: Context, metric: Metric) -> list[Edit]:
    edits = []
    for uid in metric.tasks[:_BATCH]:
        for row in context.tasks[uid].constraints:
            if row.at is not None and context.tasks[uid].actual_start is None:
                edits.append(step("clear_constraint", task=uid, kind=row.kind.value))
                edits.append(step("set_deadline", task=uid, at=row.at))
    return edits


def _long(context: Context, metric: Metric) -> list[Edit]:
    edits = []
    for uid in metric.tasks[:_BATCH]:
        task, part = context.tasks[uid], _PART_DAYS * context.day
        if task.actual_start is not None or task.elapsed or task.duration <= part:
            continue
        count = -(-task.duration // part)
        spans = [part] * (count - 1) + [task.duration - part * (count - 1)]
        names = [f"{task.name}, part {n}" for n in range(1, count + 1)]
        edits.append(step("split_task_into", task=uid, names=names, durations=spans))
    return edits


def _past(context: Context, metric: Metric) -> list[Edit]:
    rows = [uid for uid in metric.tasks if not context.done(uid) and not context.tasks[uid].manual]
    return list(moved_to_now(context, *rows))


_REPAIRS: dict[int, Callable[[Context, Metric], list[Edit]]] = {
    1: _open_ends,
    2: _leads,
    3: _lags,
    4: _kinds,
    5: _fixed,
    6: _open_ends,
    8: _long,
    9: _past,
}
_SENTENCES = {
    1: "Link the open ends to the work beside them.",
    2: "Take the leads out.",
    3: "Plan the waiting as tasks of their own.",
    4: "Link finish to start where nothing speaks against it.",
    5: "Keep the dates as deadlines and let the links decide.",
    6: "Link what hangs loose to the next milestone.",
    8: f"Split them into parts of at most {_PART_DAYS} days.",
    9: "Plan the work that was not done from the status date on.",
}
_REASONS = {
    1: "Suggested from their dates; check each link with its owner before keeping it.",
    2: "A lead foretells when work will be nearly done; a link from a real hand-over does not.",
    3: "A task can be owned and tracked, a number in a link cannot.",
    4: "Finish to start shows a real hand-over; keep another type only where somebody can say why.",
    5: "A deadline is measured and moves nothing; a constraint hides what delays it.",
    6: "So much room is most often a missing link.",
    8: "A month is as far as anyone can see whether work is on time.",
    9: "Nobody can work in the past; the dates behind it are wrong until it moves.",
}
_QUESTIONS = {
    7: "Decide on the missed dates one by one; each has its options in this review.",
    10: "Name who does them.",
    11: "Ask the owners of the missed tasks for new dates.",
    13: "Win days back on the critical path; the finding on the missed date has the options.",
    14: "Ask for what holds completion back; start fewer tasks and finish more.",
}
_LOOK = "Look at the tasks behind this number with their owners."
_WHY_LOOK = "No edit can be told from the plan alone."
