"""Rules on the dates that matter: milestones, deadlines and the path that decides them (review.md 4.1)."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.advisor.context import Context
from milepost.advisor.drafting import about_plan, about_task, offer, step, urgent
from milepost.advisor.finding import Evidence, Finding, Proposal, Severity
from milepost.advisor.reading import float_left
from milepost.advisor.recovery import recovery_options
from milepost.engine.results import DriverKind, TaskDates
from milepost.engine.tasks import ConstraintKind, Task
from milepost.engine.units import Instant, Minutes, Uid

_LATEST = (ConstraintKind.SNLT, ConstraintKind.FNLT, ConstraintKind.MSO, ConstraintKind.MFO)
_AT_START = (ConstraintKind.SNLT, ConstraintKind.MSO)


def milestone_slip(context: Context) -> Iterator[Finding]:
    """SCH-05 A milestone is later than its baseline, or later than in the last review.

    Source: review.md 4.1, SCH-05. Trigger: an open milestone finishes at least 1 working day
    (`milestone_days`) after its baseline, or that much later than in the previous file. Evidence:
    baseline, last review and current date, the chain that drives it. Severity S1 for a milestone with
    a deadline, at the end of the plan or on the critical path, else S2. Proposals: the best recovery options (R).
    """
    for dates in context.open:
        task = context.tasks[dates.uid]
        if not task.milestone:
            continue
        base = context.baseline.get(task.uid)
        slip = context.late(task.uid, base.finish, dates.finish) if base and base.finish is not None else 0
        moved = _moved(context, dates)
        least = context.limits.milestone_days * context.day
        if max(slip, moved) >= least:
            yield _slipped(context, dates, slip, moved)


def _slipped(context: Context, dates: TaskDates, slip: Minutes, moved: Minutes) -> Finding:
    uid = dates.uid
    chain = context.chain(uid)
    least = context.limits.milestone_days * context.day
    first_tier = context.tasks[uid].deadline is not None or not context.links_out.get(uid)
    base = context.baseline.get(uid)
    facts = [Evidence("Forecast", context.date(dates.finish))]
    if base is not None and base.finish is not None:
        facts.insert(0, Evidence("Baseline", context.date(base.finish)))
    if context.previous is not None and uid in context.previous.schedule.by_uid:
        facts.append(Evidence("Last review", context.date(context.previous.dates(uid).finish)))
    if len(chain) > 1:
        facts.append(Evidence("Driven by", " -> ".join(map(context.name, shortened(chain))), chain))
    later = f"{context.span(slip)} after its baseline" if slip >= least else ""
    since = f"{context.span(moved)} later than in the last review" if moved >= least else ""
    return about_task(
        context,
        "SCH-05",
        uid,
        Severity.CRITICAL if first_tier else urgent(context, uid, Severity.HIGH),
        f"{context.name(uid)} is forecast for {context.date(dates.finish)}, "
        f"{' and '.join(filter(None, (later, since)))}.",
        facts,
        recovery_options(context, uid, max(slip, moved)),
        measure=max(slip, moved),
        stake=max(slip, moved),
        root=chain[0],
    )


def _moved(context: Context, dates: TaskDates) -> Minutes:
    """By how many working minutes a task is later than in the previous file."""
    before = context.previous
    if before is None or dates.uid not in before.schedule.by_uid:
        return 0
    return context.late(dates.uid, before.dates(dates.uid).finish, dates.finish)


def deadline_breach(context: Context) -> Iterator[Finding]:
    """SCH-06 A deadline, a must-finish date or a fixed date cannot be kept.

    Source: review.md 4.1, SCH-06; schedule.md 8. Trigger: negative total float against a task's
    deadline, the date the project must finish by, or a constraint that names a latest date.
    Evidence: the date, the forecast, the working days to recover, the chain that decides it.
    Proposals: fast-track, add people, overtime, shorter lags, a deadline instead of a fixed date,
    renegotiate the date; doing nothing (R).
    """
    for dates in context.open:
        task = context.tasks[dates.uid]
        if task.deadline is not None and (late := context.late(task.uid, task.deadline, dates.finish)) > 0:
            yield _breach(context, dates, task.deadline, late, "its deadline", "deadline")
        for kind, at in _fixed_dates(task):
            late = _constraint_breach(context, dates, kind, at)
            if late > 0:
                yield _breach(context, dates, at, late, f"the date its constraint fixes ({kind})", "constraint")
    yield from _must_finish(context)


def _fixed_dates(task: Task) -> Iterator[tuple[ConstraintKind, Instant]]:
    for row in task.constraints:
        if row.kind in _LATEST and row.at is not None and task.actual_start is None:
            yield row.kind, row.at


def _constraint_breach(context: Context, dates: TaskDates, kind: ConstraintKind, at: Instant) -> Minutes:
    """By how much a task misses its latest date, or its predecessors miss a date it is held on."""
    if kind in (ConstraintKind.MSO, ConstraintKind.MFO):
        ready = max((context.dates(uid).finish for uid in _before(context, dates.uid)), default=at)
        return context.late(dates.uid, dates.start, ready)
    return context.late(dates.uid, at, dates.start if kind in _AT_START else dates.finish)


def _before(context: Context, uid: Uid) -> list[Uid]:
    """The open predecessors whose finish a task waits for without lag."""
    rows = context.links_in.get(uid, ())
    return [
        row.predecessor
        for row in rows
        if row.type == "FS"
        and not row.lag
        and row.predecessor in context.schedule.by_uid
        and not context.done(row.predecessor)
    ]


def _breach(context: Context, dates: TaskDates, at: Instant, late: Minutes, held: str, kind: str) -> Finding:
    uid = dates.uid
    target = uid
    if kind == "constraint" and (before := _before(context, uid)):
        target = max(before, key=lambda other: (context.dates(other).finish, -other))
    chain = context.chain(target)
    shown = (*chain, uid) if target != uid else chain
    if kind == "constraint" and target != uid:
        said = (
            f"{context.name(uid)} is fixed for {context.date(at)}, but {context.name(target)} "
            f"is not ready until {context.date(context.dates(target).finish)}: {context.span(late)} must be recovered."
        )
    else:
        ends = "will finish" if dates.finish >= context.as_of else "is not done, though planned to finish"
        said = f"{context.name(uid)} {ends} on {context.date(dates.finish)}, {context.span(late)} after {held}, "
        said += f"{context.date(at)}."
    return about_task(
        context,
        "SCH-06",
        uid,
        Severity.CRITICAL,
        said,
        [
            Evidence("Must keep", f"{context.date(at)} ({held})"),
            Evidence("Forecast", context.date(context.dates(target).finish)),
            Evidence("To recover", context.span(late)),
            Evidence("Chain that decides it", " -> ".join(map(context.name, shortened(shown))), shown),
        ],
        recovery_options(context, target, late, dated=uid, by_constraint=kind == "constraint"),
        measure=late,
        stake=late,
        due=at,
        root=chain[0],
    )


def _must_finish(context: Context) -> Iterator[Finding]:
    by = context.settings.must_finish_by
    if by is None or not context.open:
        return
    late = context.working(by, context.schedule.finish)
    last = max(context.open, key=lambda dates: (dates.finish, -dates.uid))
    if late > 0:
        chain = context.chain(last.uid)
        yield about_plan(
            "SCH-06",
            "must-finish",
            Severity.CRITICAL,
            f"The project will finish on {context.date(context.schedule.finish)}, {context.span(late)} after the date "
            f"it must finish by, {context.date(by)}.",
            [
                Evidence("Must finish by", context.date(by)),
                Evidence("Forecast", context.date(context.schedule.finish)),
                Evidence("Chain that decides it", " -> ".join(map(context.name, shortened(chain))), chain),
            ],
            recovery_options(context, last.uid, late),
            tasks=chain,
            measure=late,
            stake=late,
            root=f"task-{chain[0]}",
        )


def broken_path(context: Context) -> Iterator[Finding]:
    """SCH-14 The critical path is held by a date instead of work.

    Source: review.md 4.1, SCH-14. Trigger: the critical path test fails (DCMA 12), or an unstarted
    task on the path starts when a constraint says. Evidence: the break point and its constraint.
    Proposals: replace the constraint by a deadline; link what it really waits for (R).
    """
    for dates in context.open:
        task = context.tasks[dates.uid]
        if not (dates.critical or dates.on_longest_path) or dates.driver.kind is not DriverKind.CONSTRAINT:
            continue
        kind = dates.driver.constraint
        if kind is None or task.actual_start is not None:
            continue
        yield about_task(
            context,
            "SCH-14",
            task.uid,
            Severity.HIGH,
            f"{context.name(task.uid)} is on the critical path, yet starts on {context.date(dates.start)} because its "
            f"constraint ({kind}) says so, not because of the work before it.",
            [
                Evidence("Break", f"{kind}, {context.date(dates.start)}"),
                Evidence("Links into it", str(len(context.links_in.get(task.uid, ())))),
                float_left(context, dates),
            ],
            [
                offer(
                    "free",
                    f"Let the links of {context.name(task.uid)} decide its date and keep the date as a deadline.",
                    "A deadline is measured and moves nothing; a constraint hides what delays it.",
                    step("clear_constraint", task=task.uid),
                    step("set_deadline", task=task.uid, at=dates.finish),
                )
            ],
        )
    yield from _failed_test(context)


def _failed_test(context: Context) -> Iterator[Finding]:
    metric = context.health.number(12)
    if metric.passed is False:
        yield about_plan(
            "SCH-14",
            "critical-path-test",
            Severity.HIGH,
            "The project finish does not follow its critical path: a delay put on the path does not arrive at the end.",
            [Evidence("Critical path test", metric.said or "failed", metric.tasks)],
            list(_held_dates(context)),
            tasks=metric.tasks,
        )


def _held_dates(context: Context) -> Iterator[Proposal]:
    """Free the fixed dates that may hold the finish, else ask for the missing links."""
    held = [row for row in context.open if any(each.at is not None for each in context.tasks[row.uid].constraints)]
    held = [row for row in held if context.tasks[row.uid].actual_start is None]
    if held:
        last = max(held, key=lambda row: (row.finish, row.uid))
        yield offer(
            f"free-{last.uid}",
            f"Let the links of {context.name(last.uid)} decide its dates.",
            "It is the last task that is held by a date.",
            step("clear_constraint", task=last.uid),
        )
    else:
        manual = [row.uid for row in context.open if context.tasks[row.uid].manual]
        about = f"of {context.names(manual)}, scheduled by hand, " if manual else ""
        yield offer("links", f"Check the links {about}between the path and the finish.", "A delay must arrive there.")


def shortened(chain: tuple[Uid, ...], most: int = 6) -> tuple[Uid, ...]:
    """The first and the last tasks of a long chain."""
    return chain if len(chain) <= most else (*chain[:2], *chain[-(most - 2) :])


RULES = (milestone_slip, deadline_breach, broken_path)
