"""How rules put a finding together: its stable key, its urgency, and proposals that wait for their price."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.finding import Evidence, Finding, Proposal, Severity
from milepost.dossier.edits import Edit
from milepost.engine.tasks import Moscow
from milepost.engine.units import Instant, Minutes, Uid


def about_task(
    context: Context,
    check: str,
    uid: Uid,
    severity: Severity,
    headline: str,
    evidence: Iterable[Evidence],
    proposals: Iterable[Proposal] = (),
    *,
    measure: Minutes | Decimal = 0,
    stake: Minutes = 0,
    due: Instant | None = None,
    root: Uid | None = None,
    others: tuple[Uid, ...] = (),
) -> Finding:
    """A finding about one task; `root` is the task its trouble comes from, where that is another one."""
    scope = f"task-{uid}"
    return Finding(
        id=f"{check}:{scope}",
        check=check,
        scope=scope,
        severity=severity,
        headline=headline,
        evidence=tuple(evidence),
        proposals=tuple(proposals),
        tasks=(uid, *others),
        resources=tuple(person.uid for person in context.people(uid)),
        measure=Decimal(measure),
        stake=stake,
        due=context.dates(uid).finish if due is None else due,
        root=f"task-{uid if root is None else root}",
    )


def about_person(
    check: str,
    uid: Uid,
    severity: Severity,
    headline: str,
    evidence: Iterable[Evidence],
    proposals: Iterable[Proposal] = (),
    *,
    tasks: tuple[Uid, ...] = (),
    measure: Minutes | Decimal = 0,
    due: Instant | None = None,
    scope: str = "",
    root: str = "",
) -> Finding:
    """A finding about one person or machine."""
    key = scope or f"resource-{uid}"
    return Finding(
        id=f"{check}:{key}",
        check=check,
        scope=key,
        severity=severity,
        headline=headline,
        evidence=tuple(evidence),
        proposals=tuple(proposals),
        tasks=tasks,
        resources=(uid,),
        measure=Decimal(measure),
        due=due,
        root=root or f"resource-{uid}",
    )


def about_plan(
    check: str,
    scope: str,
    severity: Severity,
    headline: str,
    evidence: Iterable[Evidence],
    proposals: Iterable[Proposal] = (),
    *,
    tasks: tuple[Uid, ...] = (),
    measure: Minutes | Decimal = 0,
    stake: Minutes = 0,
    cost: Decimal | None = None,
    due: Instant | None = None,
    root: str = "",
) -> Finding:
    """A finding about the plan as a whole, or about one number of it (`scope`)."""
    return Finding(
        id=f"{check}:{scope}",
        check=check,
        scope=scope,
        severity=severity,
        headline=headline,
        evidence=tuple(evidence),
        proposals=tuple(proposals),
        tasks=tasks,
        measure=Decimal(measure),
        stake=stake,
        cost=cost,
        due=due,
        root=root,
    )


def urgent(context: Context, uid: Uid, base: Severity) -> Severity:
    """Raise a severity by a level if the task is on the critical or the longest path or a must (review.md 1)."""
    dates, must = context.dates(uid), context.tasks[uid].moscow is Moscow.MUST
    return base.raised() if dates.critical or dates.on_longest_path or must else base


def offer(
    key: str, sentence: str, rationale: str, *edits: Edit, method: str = "R", note: str = "", do_nothing: bool = False
) -> Proposal:
    """A proposal that waits for its price; `key` names it within its finding."""
    return Proposal(key, sentence, rationale, edits, method if edits else "N", note=note, do_nothing=do_nothing)


def step(command: str, **arguments: object) -> Edit:
    """One edit of the plan: the command word and its arguments."""
    return Edit(command, arguments)


def moved_to_now(context: Context, *uids: Uid) -> tuple[Edit, ...]:
    """Edits that plan what is left of tasks from the day of the review on; a plan without status date gets one."""
    dated = () if context.settings.status_date is not None else (step("set_status_date", at=context.as_of),)
    return (*dated, *(step("move_remaining_to_status_date", task=uid) for uid in uids))


def move_or_ask(context: Context, uid: Uid, sentence: str, rationale: str) -> Proposal:
    """The proposal to plan what is left from the day of the review on; a task scheduled by hand needs its owner."""
    if context.tasks[uid].manual:
        who = context.who(uid) or "its owner"
        return offer("redate", f"Ask {who} for new dates of {context.name(uid)}.", "It is scheduled by hand.")
    return offer("move", sentence, rationale, *moved_to_now(context, uid))
