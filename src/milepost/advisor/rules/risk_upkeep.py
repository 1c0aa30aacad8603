"""Rules that keep the register true: stale reviews, growing exposure, hidden risks, responses nobody planned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.drafting import about_plan, about_task, offer, step
from milepost.advisor.exposure import Rated, exposure, register
from milepost.advisor.finding import Evidence, Finding, Proposal, Severity
from milepost.advisor.responses import respond, size
from milepost.advisor.rules.risks import touched
from milepost.advisor.skills import Holder, sole_holders
from milepost.advisor.words import counted, listed, money, percent
from milepost.dossier.risks import RiskAction, Strategy
from milepost.engine.risk_scores import Band
from milepost.engine.risks import RiskKind
from milepost.engine.tasks import TaskKind
from milepost.engine.units import MINUTES_PER_DAY, Uid

_ACTIVE = (Strategy.AVOID, Strategy.MITIGATE, Strategy.EXPLOIT, Strategy.ENHANCE)
#: What a risk that nobody estimated yet is entered with.
_GUESS, _GUESS_DAYS = "0.3", (0, 5, 10)
_STEP_DAYS = 2


def stale(context: Context) -> Iterator[Finding]:
    """RSK-05 Risks were not looked at for too long.

    Source: review.md 4.4, RSK-05; risk.md 1.2, 7. Trigger: the last review of an open risk (else when it was raised)
    is older than 7 days for a high one, 14 for a medium, 30 for a low one (`review_days_*`), or its window has
    passed. Evidence: the risks with the age of their last review. Proposals: an agenda (N); close what can no
    longer happen (S).
    """
    rows = [(row, age) for row in register(context) if (age := _age(context, row)) is not None]
    passed = [row for row in register(context) if (row.record.risk.window_end or context.now) < context.now]
    if not rows and not passed:
        return
    about = [row.label for row, _ in rows] or [row.label for row in passed]
    words = f"were not reviewed in time: {listed(about)}" if rows else f"can no longer happen: {listed(about)}"
    count = len(rows) or len(passed)
    yield about_plan(
        "RSK-05",
        "register",
        Severity.MEDIUM,
        f"{counted(count, 'risk')} {words}." if count > 1 else f"A risk {words.replace('were', 'was', 1)}.",
        [
            *(Evidence(row.label, f"{row.band}, {_old(age)}") for row, age in rows[:5]),
            *(Evidence(row.label, "its window has passed") for row in passed[:3]),
        ],
        [*_agenda(context, [row for row, _ in rows]), *_closed(context, passed)],
        measure=count,
        root="risks",
    )


def _age(context: Context, row: Rated) -> int | None:
    """Days since the last review of a risk that is due for one; -1 if it never had one."""
    limits = context.limits
    days = {
        Band.HIGH: limits.review_days_high,
        Band.MEDIUM: limits.review_days_medium,
        Band.LOW: limits.review_days_low,
    }
    seen = row.record.reviewed_at if row.record.reviewed_at is not None else row.record.raised_at
    if seen is None:
        return -1
    age = (context.now - seen) // MINUTES_PER_DAY
    return age if age > days[row.band] else None


def _old(age: int) -> str:
    return "never reviewed" if age < 0 else f"last reviewed {age} days ago"


def _agenda(context: Context, rows: list[Rated]) -> Iterator[Proposal]:
    if rows:
        yield offer(
            "agenda",
            f"Go through {listed([row.label for row in rows], 5)} with their owners, and record it.",
            "Ask of each: has its probability changed, has anything of it happened, is its response still right?",
            *(step("record_risk_review", risk=row.code, at=context.now) for row in rows),
            method="N",
        )


def _closed(context: Context, rows: list[Rated]) -> Iterator[Proposal]:
    if rows:
        yield offer(
            "close",
            f"Close {listed([row.label for row in rows], 5)}: the time in which it could happen has passed.",
            "A risk that cannot happen any more hides those that can.",
            *(step("close_risk", risk=row.code, at=context.now, reason="Its window has passed.") for row in rows),
            method="S",
        )


def exposure_jump(context: Context) -> Iterator[Finding]:
    """RSK-06 The risks together cost clearly more than in the last review.

    Source: review.md 4.4, RSK-06; risk.md 1.4. Trigger: the sum of probability times mean cost, threats less
    opportunities, is more than 20 % (`exposure_jump`) above that of the previous file. Evidence: both sums, the
    risks that moved most. Proposals: the responses that save most for their cost (S).
    """
    if context.previous is None or not context.previous.dossier.risks:
        return
    now, then = register(context), register(context.previous)
    total, before = exposure(now), exposure(then)
    if before <= 0 or total <= before * (1 + context.limits.exposure_jump):
        return
    old = {row.code: row.emv for row in then}
    movers = sorted(now, key=lambda row: (old.get(row.code, Decimal(0)) - row.emv, row.code))
    grown = [row for row in movers if row.emv > old.get(row.code, Decimal(0))][:3]
    yield about_plan(
        "RSK-06",
        "exposure",
        Severity.HIGH,
        f"The exposure to risks rose from {money(before, context.currency)} to {money(total, context.currency)} "
        f"({percent(total / before - 1)} more), most of it by {listed([row.label for row in grown])}.",
        [
            *(Evidence(row.label, _moved(context, row, old.get(row.code))) for row in grown),
            Evidence("Exposure before", money(before, context.currency)),
        ],
        [each for row in _by_worth(now) for each in respond(context, row)]
        or [offer("plan", f"Plan a response to {grown[0].label}.", "None of the risks has one that is estimated.")],
        measure=total,
        cost=total - before,
        root="risks",
    )


def _moved(context: Context, row: Rated, before: Decimal | None) -> str:
    was = "new" if before is None else f"was {money(before, context.currency)}"
    return f"{money(row.emv, context.currency)}, {was}"


def _by_worth(rows: tuple[Rated, ...]) -> list[Rated]:
    """Risks with a response that does not count yet, those first that save most money for theirs."""

    def saved(row: Rated) -> Decimal:
        response = row.record.risk.response
        if response is None:
            return Decimal(0)
        left = response.residual.probability * row.cost
        return (row.emv - left) / (response.cost or 1)

    return sorted(rows, key=lambda row: (-saved(row), row.code))[:3]


def hidden(context: Context) -> Iterator[Finding]:
    """RSK-07 The plan rests on something that could go wrong, and the register does not say so.

    Source: review.md 4.4, RSK-07. Trigger: in a project with a risk register, critical open work that no open risk
    touches and that only one person has the skill for, or that waits for another project, or whose pessimistic
    estimate is above twice the likely one (`wide_range`). Evidence: the facts. Proposals: enter it, filled
    in as far as the plan tells (S).
    """
    if not context.dossier.risks:
        return
    covered = {uid for row in register(context) for uid in touched(context, row)}
    holders = {uid: holder for holder in sole_holders(context) for uid in holder.tasks}
    for dates in context.open:
        if not dates.critical or dates.uid in covered or not context.tasks[dates.uid].duration:
            continue
        fact = _pattern(context, dates.uid, holders)
        if fact is not None:
            holder = holders.get(dates.uid)
            root = None if holder is None else f"resource-{holder.resource}"
            found = _unnoticed(context, dates.uid, *fact)
            yield found if root is None else replace(found, root=root)


def _pattern(context: Context, uid: Uid, holders: dict[Uid, Holder]) -> tuple[str, str, str] | None:
    """What could go wrong with a task: its cause, the event, the fact in words."""
    holder = holders.get(uid)
    if holder is not None:
        return (
            f"only {holder.name} knows {holder.skill}",
            f"{holder.name} may not be available",
            f"only {holder.name} has the skill {holder.skill}",
        )
    outside = [link.predecessor for link in context.links_in.get(uid, ())]
    outside = [each for each in outside if each in context.tasks and _foreign(context, each)]
    if outside:
        name = context.name(outside[0])
        return f"it waits for {name} of another project", f"{name} may come late", f"it waits for {name}"
    estimate = context.tasks[uid].estimate
    if estimate is not None and estimate.pessimistic > context.limits.wide_range * estimate.most_likely > 0:
        low, high = context.span(estimate.most_likely), context.span(estimate.pessimistic)
        return "little is known about it yet", "it may take much longer", f"it is estimated at {low}, but up to {high}"
    return None


def _foreign(context: Context, uid: Uid) -> bool:
    task = context.tasks[uid]
    return not context.done(uid) and (task.kind is TaskKind.EXTERNAL or bool(task.external_project))


def _unnoticed(context: Context, uid: Uid, cause: str, event: str, fact: str) -> Finding:
    name, code = context.name(uid), f"R-T{uid}"
    delay = [days * context.day for days in _GUESS_DAYS]
    entry = offer(
        "enter",
        f"Enter it as a risk: because {cause}, {event}, and {name} would end late.",
        f"Entered with {percent(Decimal(_GUESS))} and a delay of {_GUESS_DAYS[1]} working days; ask its owner for "
        "better numbers.",
        step(
            "add_risk",
            code=code,
            title=f"{context.tasks[uid].name} late",
            cause=cause,
            event=event,
            effect=f"{context.tasks[uid].name} would end late, and the project with it",
            probability=_GUESS,
            tasks=[uid],
            delay=delay,
            raised_at=context.now,
        ),
        method="S",
    )
    return about_task(
        context,
        "RSK-07",
        uid,
        Severity.MEDIUM,
        f"{name} is critical and {fact}, but no risk in the register covers it.",
        [Evidence("Fact", fact, (uid,)), Evidence("Risks on this task", "none")],
        [entry],
        measure=1,
    )


def unplanned_response(context: Context) -> Iterator[Finding]:
    """X-05 A response to a risk is agreed on, but nothing of it is in the plan.

    Source: review.md 4.8, X-05. Trigger: an open action of a risk that is to be avoided, mitigated, exploited or
    enhanced has neither a task nor a cost. Evidence: the actions and their owners. Proposals: a task for each in
    the plan, done by its owner (R, S).
    """
    for row in register(context):
        loose = [action for action in row.record.actions if _loose(action)]
        if row.record.strategy not in _ACTIVE or not loose:
            continue
        first = loose[0]
        yield about_plan(
            "X-05",
            f"risk-{row.code}",
            Severity.MEDIUM,
            f"The response to {row.label} is not in the plan: {listed([each.title for each in loose])} "
            f"{'has' if len(loose) == 1 else 'have'} neither task nor cost.",
            [
                Evidence("Actions", listed([f"{each.title} ({each.owner or 'nobody'})" for each in loose])),
                *size(context, row),
            ],
            [_planned(context, row, first)],
            tasks=touched(context, row),
            measure=len(loose),
            due=first.due,
            root=f"risk-{row.code}",
        )


def _loose(action: RiskAction) -> bool:
    return action.done_at is None and action.task is None and not action.cost


def _planned(context: Context, row: Rated, action: RiskAction) -> Proposal:
    uid = max((task.uid for task in context.schedule.plan.tasks), default=0) + 1
    people = {person.name: person.uid for person in context.resources.values() if not person.inactive}
    who = people.get(action.owner)
    edits = [
        step("add_task", name=action.title, duration=_STEP_DAYS * context.day, resource=who),
        step("change_risk_action", risk=row.code, action=action.title, task=uid),
    ]
    if action.due is not None and action.due > context.now:
        edits.insert(1, step("set_deadline", task=uid, at=action.due))
    about = f" by {action.owner}" if who is not None else ""
    threat = "threat" if row.record.risk.kind is RiskKind.THREAT else "opportunity"
    return offer(
        "plan",
        f"Plan {_STEP_DAYS} working days{about} for: {action.title}.",
        f"Work that answers a {threat} takes time like any other; ask its owner how much.",
        *edits,
    )


RULES = (stale, exposure_jump, hidden, unplanned_response)
