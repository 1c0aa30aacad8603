"""Rules on risks that need somebody to act: unmanaged, triggered, overdue, about to open (review.md 4.4, risk.md 7)."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.advisor.context import Context
from milepost.advisor.drafting import about_plan, offer, step
from milepost.advisor.exposure import Rated, register
from milepost.advisor.finding import Evidence, Finding, Proposal, Severity
from milepost.advisor.responses import draft_response, fallback, respond, size
from milepost.advisor.triggers import fired
from milepost.advisor.words import counted, listed, percent
from milepost.dossier.risks import RiskAction, Strategy
from milepost.engine.risk_scores import Band
from milepost.engine.risks import RiskKind
from milepost.engine.units import MINUTES_PER_DAY, Instant, Uid

#: A new date for an overdue action is this many working days ahead.
_AGAIN_DAYS = 5


def unmanaged(context: Context) -> Iterator[Finding]:
    """RSK-01 A high risk has no owner, no response or no trigger.

    Source: review.md 4.4, RSK-01; risk.md 1.4, 7. Trigger: the score of an open threat is in the high band
    (probability point times the largest impact score, 0.18 and above) and it lacks an owner, a response (a strategy
    with what it needs: actions or an estimated effect, for accepting an approver) or a trigger. Evidence: score,
    probability, delay and cost, what is missing. Severity S2; the score counts what it does to the finish already.
    Proposals: start the response that is planned, or draft one (S); name an owner (N).
    """
    for row in register(context):
        missing = _missing(row)
        if row.band is not Band.HIGH or row.record.risk.kind is RiskKind.OPPORTUNITY or not missing:
            continue
        yield about_plan(
            "RSK-01",
            f"risk-{row.code}",
            Severity.HIGH,
            f"The risk {row.label} is high and has {listed(missing)}.",
            [*size(context, row), Evidence("Missing", listed(missing))],
            list(_manage(context, row, missing)),
            tasks=touched(context, row),
            measure=row.score,
            cost=row.emv or None,
            due=row.record.risk.window_start,
            root=f"risk-{row.code}",
        )


def _missing(row: Rated) -> list[str]:
    record = row.record
    found = [] if record.owner else ["no owner"]
    acts = bool(record.actions or record.risk.response is not None or record.fallback)
    if record.strategy is None and not acts:
        found.append("no response")
    elif record.strategy is Strategy.ACCEPT and not record.approver:
        found.append("nobody who approved to bear it")
    elif record.strategy in (Strategy.AVOID, Strategy.MITIGATE) and not acts:
        found.append("no action behind its response")
    if record.trigger is None or not (record.trigger.metric or record.trigger.sign):
        found.append("no trigger")
    return found


def _manage(context: Context, row: Rated, missing: list[str]) -> Iterator[Proposal]:
    yield from respond(context, row)
    if "no response" in missing or "no action behind its response" in missing:
        yield draft_response(context, row)
    if "no owner" in missing:
        name = next((context.who(uid) for uid in touched(context, row) if context.who(uid)), "")
        person = name.split(",")[0].split(" and ")[0]
        said = f"Make {person} answer for {row.label}." if person else f"Find an owner for {row.label}."
        why = "They do the work it would hit." if person else "A risk without an owner is watched by nobody."
        edits = (step("set_risk_owner", risk=row.code, owner=person),) if person else ()
        yield offer("own", said, why, *edits)
    if "nobody who approved to bear it" in missing:
        yield offer("approve", f"Ask the sponsor to approve that {row.label} is borne.", "Accepting is a decision.")
    if "no trigger" in missing:
        yield offer("trigger", f"Agree on the first sign of {row.label}.", "What is measured is noticed in time.")


def trigger_fired(context: Context) -> Iterator[Finding]:
    """RSK-02 The sign that a risk is about to happen is there.

    Source: review.md 4.4, RSK-02; risk.md 1.5. Trigger: the measurable trigger of an open threat is true: a task's
    float or lateness, SPI(t), CPI, or a date. Evidence: the value, its limit, what was agreed on. Severity S1; S2
    where the response is under way and none of its actions is overdue. Proposals: start the response (S); record
    that it has happened, with its delay in the plan (R, S); the fallback plan (N).
    """
    for row in register(context):
        value = fired(context, row.record.trigger)
        if value is None or row.record.risk.kind is RiskKind.OPPORTUNITY:
            continue
        answered = row.record.risk.responded and not _overdue(context, row)
        yield about_plan(
            "RSK-02",
            f"risk-{row.code}",
            Severity.HIGH if answered else Severity.CRITICAL,
            f"The trigger of the risk {row.label} has fired: {value.said}.",
            [Evidence(value.name, value.value), Evidence("Limit", value.limit), *size(context, row)],
            [*respond(context, row), *fallback(context, row)],
            tasks=touched(context, row),
            measure=row.score,
            cost=row.cost or None,
            due=context.now,
            root=f"risk-{row.code}",
        )


def action_overdue(context: Context) -> Iterator[Finding]:
    """RSK-03 A step of a risk's response is overdue.

    Source: review.md 4.4, RSK-03. Trigger: an action of an open risk is not done and its due date has passed.
    Evidence: owner, date, days late, what the risk is worth meanwhile. Proposals: do it now and let the response
    count (S); another date; pass it to the risk's owner (N).
    """
    for row in register(context):
        late = _overdue(context, row)
        if not late:
            continue
        worst = min(late, key=lambda action: action.due or 0)
        assert worst.due is not None
        who = f"{worst.owner}'s action" if worst.owner else "The action"
        more = f", and {counted(len(late) - 1, 'more action')}" if len(late) > 1 else ""
        yield about_plan(
            "RSK-03",
            f"risk-{row.code}",
            Severity.HIGH,
            f"{who} against {row.label} is overdue since {context.date(worst.due)}: {worst.title}{more}.",
            [
                Evidence("Overdue", listed([f"{each.title} ({each.owner or 'nobody'})" for each in late])),
                Evidence("Late by", context.span(context.working(worst.due, context.now))),
                *size(context, row),
            ],
            [*respond(context, row), *_again(context, row, worst)],
            tasks=touched(context, row),
            measure=context.working(worst.due, context.now),
            cost=row.emv or None,
            due=worst.due,
            root=f"risk-{row.code}",
        )


def _overdue(context: Context, row: Rated) -> list[RiskAction]:
    actions = row.record.actions
    return [each for each in actions if each.done_at is None and each.due is not None and each.due < context.now]


def _again(context: Context, row: Rated, action: RiskAction) -> Iterator[Proposal]:
    line = context.times.of_calendar(None)
    due = line.add(line.next(context.now), _AGAIN_DAYS * context.day)
    yield offer(
        "again",
        f"Agree with {action.owner or row.record.owner or 'its owner'} on {context.date(due)} for: {action.title}.",
        "A date nobody believes in is no date.",
        step("change_risk_action", risk=row.code, action=action.title, due=due),
        method="S",
    )
    if row.record.owner and row.record.owner != action.owner:
        yield offer(
            "escalate",
            f"Ask {row.record.owner}, who owns the risk, to see to it.",
            f"Until it is done the risk stays at {percent(row.probability)}.",
        )


def window_opening(context: Context) -> Iterator[Finding]:
    """RSK-04 A risk can happen soon and its response is not complete.

    Source: review.md 4.4, RSK-04. Trigger: the window of an open threat starts within 14 days (`window_days`) or is
    open, and its response is not: no strategy, or an action that is not done. Evidence: the window, the open
    actions. Severity S2; S3 where all open actions are due before the window starts. Proposals: bring the response
    forward (S).
    """
    for row in register(context):
        risk = row.record.risk
        begins, ends = risk.window_start, risk.window_end
        if begins is None or risk.kind is RiskKind.OPPORTUNITY or row.record.strategy is Strategy.ACCEPT:
            continue
        soon = begins <= context.now + context.limits.window_days * MINUTES_PER_DAY
        left = [action for action in row.record.actions if action.done_at is None]
        complete = row.record.strategy is not None and not left and bool(row.record.actions)
        if not soon or (ends is not None and ends < context.now) or complete:
            continue
        yield _opening(context, row, begins, left)


def _opening(context: Context, row: Rated, begins: Instant, left: list[RiskAction]) -> Finding:
    done_before = bool(left) and all(each.due is not None and context.now <= each.due <= begins for each in left)
    state = f"{counted(len(left), 'action')} of its response open" if left else "no response under way"
    opens = "can happen since" if begins <= context.now else "can happen from"
    ends = row.record.risk.window_end
    return about_plan(
        "RSK-04",
        f"risk-{row.code}",
        Severity.MEDIUM if done_before else Severity.HIGH,
        f"The risk {row.label} {opens} {context.date(begins)} on, with {state}.",
        [
            Evidence("Window", f"{context.date(begins)} to {context.date(ends) if ends else 'open'}"),
            Evidence("Open actions", listed([each.title for each in left]) or "none"),
            *size(context, row),
        ],
        [*respond(context, row), *_sooner(context, row, begins, left)]
        or [offer("ask", f"Ask {row.record.owner or 'for an owner'} what is ready.", "It may happen any day.")],
        tasks=touched(context, row),
        measure=max(context.now - begins, 0),
        cost=row.emv or None,
        due=begins,
        root=f"risk-{row.code}",
    )


def _sooner(context: Context, row: Rated, begins: Instant, left: list[RiskAction]) -> Iterator[Proposal]:
    late = [each for each in left if each.due is None or each.due > begins]
    until = max(begins, context.now)
    if late:
        yield offer(
            "sooner",
            f"Bring {listed([each.title for each in late])} forward to {context.date(until)}.",
            "After the window opens it comes too late.",
            *(step("change_risk_action", risk=row.code, action=each.title, due=until) for each in late),
            method="S",
        )
    elif not left:
        yield draft_response(context, row)


def touched(context: Context, row: Rated) -> tuple[Uid, ...]:
    """The open tasks a risk would hit."""
    uids = dict.fromkeys(effect.task for effect in row.record.risk.exposure.tasks)
    return tuple(uid for uid in uids if uid in context.schedule.by_uid and not context.done(uid))


RULES = (unmanaged, trigger_fired, action_overdue, window_opening)
