"""Rules on the quality of the schedule: logic, baseline, contradictory data (review.md 4.1, 4.7)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.drafting import about_plan, offer, step, urgent
from milepost.advisor.exposure import register
from milepost.advisor.finding import Evidence, Finding, Proposal, Severity
from milepost.advisor.reading import float_left
from milepost.advisor.repairs import repairs
from milepost.advisor.rules.risks import touched
from milepost.advisor.words import percent
from milepost.dossier.edits import Edit
from milepost.engine.health import Metric
from milepost.engine.tasks import Link
from milepost.engine.units import Uid
from milepost.engine.words import arrow

_SERIOUS = (7, 9, 12)
#: What each failing metric means, in words a team understands.
_MEANING = {
    1: ("open tasks", "wait", "for nothing, or nothing waits for it; delays stay unseen"),
    2: ("links", "let", "work start before what it needs is finished (leads)"),
    3: ("links", "hold", "waiting time nobody owns (lags)"),
    4: ("links", "are", "finish to start; other types are harder to follow"),
    5: ("open tasks", "are", "held by a fixed date instead of by links"),
    6: ("open tasks", "have", "more than 44 days of float, a sign of missing links"),
    7: ("open tasks", "have", "negative float: a date ahead cannot be kept"),
    8: ("open tasks", "are", "longer than 44 days, too long to see whether work is on time"),
    9: ("tasks", "are", "planned in the past or done in the future"),
    10: ("open tasks of a day or more", "have", "nobody and no cost"),
    11: ("tasks due by now", "have", "missed the baseline finish"),
}
_WHOLE = {
    12: "A delay put on the critical path does not arrive at the finish",
    13: "The remaining path leaves too little room to finish as planned (CPLI)",
    14: "Tasks are completed more slowly than the baseline says (BEI)",
}
_SINGULAR = {"wait": "waits", "let": "lets", "hold": "holds", "are": "is", "have": "has"}


def out_of_sequence(context: Context) -> Iterator[Finding]:
    """SCH-12 Work went ahead of what it should wait for.

    Source: review.md 4.1, SCH-12; schedule.md 10. Trigger: the engine's W-OUT-OF-SEQUENCE: a started
    or completed task whose predecessor is open and its link unsatisfied. Evidence: both tasks, the
    link, both dates. Proposals: link start to start as the work was really done; drop the link (R).
    """
    links = {(link.predecessor, link.successor): link for link in context.schedule.plan.links}
    for notice in context.schedule.notices:
        if notice.code != "W-OUT-OF-SEQUENCE" or notice.tasks[:2] not in links:
            continue
        yield _went_ahead(context, links[notice.tasks[0], notice.tasks[1]])


def _went_ahead(context: Context, link: Link) -> Finding:
    before, after = link.predecessor, link.successor
    began = context.tasks[after].actual_start or context.dates(after).start
    return about_plan(
        "SCH-12",
        f"link-{before}-{after}",
        urgent(context, after, Severity.MEDIUM),
        f"{context.name(after)} began on {context.date(began)} "
        f"although {context.name(before)}, which it should wait for, is not complete.",
        [
            Evidence("Link", f"{context.name(before)} {arrow(link, context.settings)} {context.name(after)}"),
            Evidence("Forecast of what it waits for", context.date(context.dates(before).finish), (before,)),
            float_left(context, context.dates(after)),
        ],
        [
            offer(
                "start-to-start",
                f"Link {context.name(after)} to the start of {context.name(before)}.",
                "That is how the work is really done; ask whether it must be redone once the other is complete.",
                step("change_link", predecessor=before, successor=after, kind="SS", lag=0),
            ),
            offer(
                "drop",
                f"Drop the link between {context.name(before)} and {context.name(after)}.",
                "If the work could go ahead without it, it may never have needed it.",
                step("remove_link", predecessor=before, successor=after),
            ),
        ],
        tasks=(after, before),
        root=f"task-{after}",
    )


def failed_metrics(context: Context) -> Iterator[Finding]:
    """SCH-13 The schedule fails a point of the DCMA assessment.

    Source: review.md 2 and 4.1, SCH-13. Trigger: a metric fails (not applicable never does).
    Evidence: what was counted, the threshold, the tasks behind it. Severity S3, S2 for negative float,
    invalid dates and the critical path test. Proposals: a batch of repairs for the first few tasks:
    links, deadlines instead of fixed dates, waiting as tasks, long tasks split, people (R).
    """
    for metric in context.health.failed:
        yield about_plan(
            "SCH-13",
            f"dcma-{metric.number:02d}",
            Severity.HIGH if metric.number in _SERIOUS else Severity.MEDIUM,
            f"{_said(metric)} ({metric.rule}).",
            _counted(context, metric),
            repairs(context, metric),
            tasks=metric.tasks,
            measure=metric.numerator,
            root="schedule-quality",
        )


def _said(metric: Metric) -> str:
    """A failing metric as a sentence: `3 of 45 open tasks wait for nothing ...`."""
    if metric.number in _WHOLE:
        return f"{_WHOLE[metric.number]}: {metric.value:.2f}" if metric.value is not None else _WHOLE[metric.number]
    noun, verb, rest = _MEANING[metric.number]
    count = metric.numerator
    if metric.number == 9:
        return f"{count:.0f} {noun if count != 1 else 'task'} {verb if count != 1 else _SINGULAR[verb]} {rest}"
    return f"{count:.0f} of {metric.denominator:.0f} {noun} {verb if count != 1 else _SINGULAR[verb]} {rest}"


def _counted(context: Context, metric: Metric) -> Iterator[Evidence]:
    yield Evidence(f"DCMA {metric.number}", metric.name)
    if metric.value is not None:
        value = f"{metric.value:.3f}" if metric.number in (12, 13, 14) else percent(metric.value, 1)
        yield Evidence("Value", f"{metric.numerator:.0f}" if metric.number == 9 else value)
    yield Evidence("Allowed", metric.rule)
    if metric.tasks:
        yield Evidence("Tasks", context.names(metric.tasks, 5), metric.tasks)


def no_baseline(context: Context) -> Iterator[Finding]:
    """SCH-20 Work is not in the baseline, so nobody can say whether it is late.

    Source: review.md 4.1, SCH-20. Trigger: no current baseline, or more than 5 % (`unbaselined`) of
    the open tasks are missing from it. Evidence: how many, which. Proposals: set the baseline, or add
    the missing tasks to it by a change request (N).
    """
    if not context.open:
        return
    missing = tuple(d.uid for d in context.open if (b := context.baseline.get(d.uid)) is None or b.finish is None)
    if not context.baseline:
        yield _unbaselined(
            missing,
            "The plan has no baseline: nothing says what was promised, so late and early cannot be told apart.",
            Evidence("Baseline", "none"),
            "Set today's dates as the baseline once the sponsor agrees to them.",
            step("set_baseline"),
        )
    elif len(missing) > context.limits.unbaselined * len(context.open):
        one = len(missing) == 1
        yield _unbaselined(
            missing,
            f"{len(missing)} of {len(context.open)} open tasks {'is' if one else 'are'} not in the baseline: "
            f"{context.names(missing)}.",
            Evidence("Not in the baseline", context.names(missing, 6), missing),
            f"Add {'it' if one else 'them'} to the baseline with an approved change.",
            step("set_baseline", tasks=list(missing)),
        )


def _unbaselined(missing: tuple[Uid, ...], said: str, fact: Evidence, sentence: str, edit: Edit) -> Finding:
    why = "What is not in a baseline can be neither late nor early."
    offers = [offer("baseline", sentence, why, edit, method="N")]
    return about_plan("SCH-20", "baseline", Severity.MEDIUM, said, [fact], offers, tasks=missing, measure=len(missing))


def contradictions(context: Context) -> Iterator[Finding]:
    """DAT-01 The plan contradicts itself or leaves facts out.

    Source: review.md 4.7, DAT-01. Trigger: tasks at 100 % without an actual finish, finished tasks
    below 100 %, names used twice under one summary, durations still marked as guesses, people whose
    rate is missing while others have one, ranges that may count a risk twice (risk.md 2), a ledger that does not
    add up. Evidence: counts. Proposals: record the finishes (R).
    """
    counts = list(_data_gaps(context))
    if not counts:
        return
    total = sum(len(evidence.tasks) or 1 for evidence in counts)
    yield about_plan(
        "DAT-01",
        "data",
        Severity.INFO,
        "1 fact in the plan is missing or contradicts another."
        if total == 1
        else f"{total} facts in the plan are missing or contradict each other.",
        counts,
        [_mend(context)],
        tasks=tuple(dict.fromkeys(uid for evidence in counts for uid in evidence.tasks)),
        measure=total,
    )


def _mend(context: Context) -> Proposal:
    """Record the finishes that 100 % stands for, else ask for the rest to be mended."""
    undated = tuple(
        d.uid
        for d in context.leaves
        if context.tasks[d.uid].actual_finish is None
        and context.tasks[d.uid].percent_complete >= 100
        and context.tasks[d.uid].actual_start is not None
        and d.finish <= context.as_of
    )
    if not undated:
        return offer("mend", "Mend these in the plan.", "The review can only be as good as what it reads.")
    edits = [step("record_actual_finish", task=uid, at=context.dates(uid).finish) for uid in undated[:10]]
    sentence = f"Record when {context.names(undated)} finished."
    return offer("finish", sentence, "100 % without a date is a guess.", *edits)


def _data_gaps(context: Context) -> Iterator[Evidence]:
    rows = [context.tasks[dates.uid] for dates in context.leaves]
    found: dict[str, list[Uid]] = {}
    names: dict[tuple[Uid | None, str], list[Uid]] = {}
    for task in rows:
        if task.percent_complete >= 100 and task.actual_finish is None:
            found.setdefault("100 % without an actual finish", []).append(task.uid)
        if task.actual_finish is not None and task.percent_complete < 100:
            found.setdefault("Finished below 100 %", []).append(task.uid)
        if task.estimated and task.actual_finish is None:
            found.setdefault("Durations still marked as guesses", []).append(task.uid)
        if not task.name:
            found.setdefault("Tasks without a name", []).append(task.uid)
        names.setdefault((task.parent, task.name), []).append(task.uid)
    twice = [uid for (_, name), uids in names.items() if name and len(uids) > 1 for uid in uids]
    if twice:
        found["Same name twice under one summary"] = twice
    twofold = list(_counted_twice(context))
    if twofold:
        found["Range wide enough to hold a risk that is counted on top of it"] = twofold
    for name, uids in found.items():
        yield Evidence(name, context.names(uids), tuple(uids))
    if context.cash_refused:
        yield Evidence("Money that cannot be added up", context.cash_refused)
    people = [context.resources[uid] for uid in sorted(context.working_people)]
    free = [p.name for p in people if not any(rate.standard for rate in p.rates)]
    if free and len(free) < len(people) / Decimal(2):
        yield Evidence("People without a rate", ", ".join(free[:4]))


def _counted_twice(context: Context) -> Iterator[Uid]:
    """Tasks whose own range reaches beyond 1.5 times the likely duration while an open risk hits them too."""
    hit = {uid for row in register(context) for uid in touched(context, row)}
    for uid in sorted(hit):
        estimate = context.tasks[uid].estimate
        if estimate is not None and estimate.pessimistic > context.limits.counted_twice * estimate.most_likely > 0:
            yield uid


RULES = (out_of_sequence, failed_metrics, no_baseline, contradictions)
