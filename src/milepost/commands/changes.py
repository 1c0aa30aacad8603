"""Commands on change requests: ask, assess, decide (domain/governance.md 3)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from milepost.commands.command import command
from milepost.commands.deciding import may_decide, rebaselined, still_so
from milepost.commands.run import Call
from milepost.commands.sandbox import decided, named, state_of, tried, waiting
from milepost.commands.telling import deciders, tell_all
from milepost.commands.work import Work
from milepost.dossier.changes import NEXT, ChangeReason, ChangeRecord, ChangeState
from milepost.engine.units import Instant
from milepost.exchange.archive_codec import encode
from milepost.forecasting.changes import ChangeImpact, impact_of, limits_of, weigh
from milepost.forecasting.rows import canonical
from milepost.queries.access import Permission
from milepost.queries.kinds import Calls, ChangeRef, StartAt
from milepost.queries.refused import Refused


@command(permission=Permission.RAISE)
def request_change(
    work: Work,
    *,
    title: str,
    calls: Calls,
    description: str = "",
    reason: ChangeReason = ChangeReason.BUSINESS,
    submit: bool = True,
) -> str:
    """Ask for a change: what it would do is computed at once and kept with the request; nothing is changed yet.

    `calls` are the commands that carry the change out. Without `submit` it stays a draft.
    """
    return new_request(work, title, calls, description, reason, submit=submit).code


def new_request(
    work: Work,
    title: str,
    calls: Sequence[Mapping[str, Any]],
    description: str,
    reason: ChangeReason,
    *,
    submit: bool,
) -> ChangeRecord:
    """Open a change request with the impact of its commands; tells who decides on it. Raises Refused."""
    if not title:
        raise Refused("A change request needs a title.", "title", "invalid")
    wanted = waiting(calls)
    trial = tried(work, wanted)
    impact = weigh(trial.before, trial.after, trial.results, limits=limits_of(work.held.dossier))
    record = ChangeRecord(
        work.code("changes"),
        title[:300],
        ChangeState.SUBMITTED if submit else ChangeState.DRAFT,
        description,
        reason,
        work.actor.name,
        work.actor.user,
        work.now,
        canonical([call.to_json() for call in named(wanted, trial)]),
        _frozen(impact),
        work.held.revision,
        impact.category,
        requester_token=work.actor.token,
    )
    work.dossier = replace(work.dossier, changes=(*work.dossier.changes, record))
    if submit:
        _tell_deciders(work, record)
    return record


@command(permission=Permission.RAISE)
def assess_change(work: Work, *, change: ChangeRef) -> None:
    """Compute anew what a change would do to the project as it is now, before anybody decides on it."""
    record = _found(work, change)
    if not NEXT[record.state] or record.state is ChangeState.APPROVED:
        raise Refused(f"{record.code} is {record.state}; there is nothing left to decide.", "change", "rule")
    _put(work, _assessed(work, record))


@command(permission=Permission.RAISE)
def submit_change(work: Work, *, change: ChangeRef) -> None:
    """Hand a drafted or deferred change in for a decision, with its impact computed anew."""
    record = _moved(_found(work, change), ChangeState.SUBMITTED)
    _refuse_others(work, record, "submit")
    record = _assessed(work, replace(record, until=None))
    _put(work, record)
    _tell_deciders(work, record)


@command(permission=Permission.DECIDE, vital=True)
def approve_change(work: Work, *, change: ChangeRef, decision: str = "") -> None:
    """Approve a change: its commands are carried out and the new baseline is set, all in this one action.

    A minor or normal change is approved by a manager, owner or sponsor, a major one by a sponsor; who asked for more
    than a minor one cannot be the one who approves it.
    """
    record = _found(work, change)
    approved = _moved(record, ChangeState.APPROVED)
    may_decide(work, record, approving=True)
    before, calls, frozen = state_of(work), _calls(record), impact_of(record)
    frozen = still_so(work, record, calls, frozen, limits_of(work.held.dossier))
    decided(work, calls, frozen.results)
    old, new = rebaselined(work, before, record)
    approved = replace(approved, impact=_frozen(frozen), baseline_before=old, baseline_after=new)
    _put(work, _signed(work, approved, decision))
    text = f"{record.title}. Decided by {work.actor.name}. {decision}".strip()
    tell_all(work, frozen.told, record, f"{record.code} is approved: {record.title}", text)


@command(permission=Permission.DECIDE, vital=True)
def reject_change(work: Work, *, change: ChangeRef, decision: str) -> None:
    """Reject a change and say why; the plan stays exactly as it is."""
    record = _moved(_found(work, change), ChangeState.REJECTED)
    may_decide(work, record, approving=False)
    _put(work, _signed(work, record, _reasoned(decision)))
    tell_all(work, (), record, f"{record.code} is rejected: {record.title}", f"{work.actor.name}: {decision}")


@command(permission=Permission.DECIDE, vital=True)
def defer_change(work: Work, *, change: ChangeRef, decision: str, until: StartAt | None = None) -> None:
    """Put a change off and say why; it can be submitted again."""
    record = _moved(_found(work, change), ChangeState.DEFERRED)
    may_decide(work, record, approving=False)
    _put(work, replace(_signed(work, record, _reasoned(decision)), until=_ahead(work, until)))
    tell_all(work, (), record, f"{record.code} is deferred: {record.title}", f"{work.actor.name}: {decision}")


@command(permission=Permission.RAISE)
def withdraw_change(work: Work, *, change: ChangeRef, reason: str = "") -> None:
    """Take a change request back before it is decided."""
    record = _moved(_found(work, change), ChangeState.WITHDRAWN)
    _refuse_others(work, record, "withdraw")
    _put(work, _signed(work, record, reason))


@command(permission=Permission.PLAN)
def close_change(work: Work, *, change: ChangeRef, result: str = "") -> None:
    """Record that an approved change has been implemented."""
    record = _moved(_found(work, change), ChangeState.IMPLEMENTED)
    _put(work, replace(record, decision=" ".join(filter(None, (record.decision, result)))))


def _calls(record: ChangeRecord) -> list[Call]:
    return [Call(each["command"], each["arguments"]) for each in json.loads(record.calls)]


def _frozen(impact: ChangeImpact) -> str:
    return canonical(encode(impact, ChangeImpact))


def _assessed(work: Work, record: ChangeRecord) -> ChangeRecord:
    known = impact_of(record).results
    trial = tried(work, _calls(record), known)
    # A later assessment speaks of the same new records under the names the request knows them by.
    impact = weigh(trial.before, trial.after, trial.results, limits=limits_of(work.held.dossier))
    impact = replace(impact, results=known)
    return replace(record, impact=_frozen(impact), category=impact.category, based_on=work.held.revision)


def _refuse_others(work: Work, record: ChangeRecord, verb: str) -> None:
    """Leave a request to who asked for it and who decides; a token that may only propose decides nothing."""
    if record.requester_id == work.actor.user:
        return
    work.need(Permission.DECIDE, f"Only {record.requester} or who decides on changes may {verb} {record.code}.")
    if not work.actor.writes:
        raise Refused(f"A token that may only propose cannot {verb} what others asked for.", code="forbidden")


def _found(work: Work, code: str) -> ChangeRecord:
    return next(each for each in work.dossier.changes if each.code == code)


def _moved(record: ChangeRecord, state: ChangeState) -> ChangeRecord:
    if state not in NEXT[record.state]:
        allowed = " or ".join(NEXT[record.state])
        then = f"it can become {allowed}" if allowed else "nothing can become of it any more"
        raise Refused(f"{record.code} is {record.state} and cannot become {state}; {then}.", "change", "rule")
    return replace(record, state=state)


def _signed(work: Work, record: ChangeRecord, decision: str) -> ChangeRecord:
    return replace(record, decided_by=work.actor.name, decided_at=work.now, decision=decision)


def _reasoned(decision: str) -> str:
    if not decision:
        raise Refused("Say why: whoever asked for the change will want to know.", "decision", "invalid")
    return decision


def _ahead(work: Work, until: Instant | None) -> Instant | None:
    if until is not None and until <= work.now:
        raise Refused("A change is put off until a day that is still to come.", "until", "invalid")
    return until


def _put(work: Work, record: ChangeRecord) -> None:
    rows = tuple(record if each.code == record.code else each for each in work.dossier.changes)
    work.dossier = replace(work.dossier, changes=rows)


def _tell_deciders(work: Work, record: ChangeRecord) -> None:
    impact = impact_of(record)
    said = " ".join(filter(None, (*impact.why, impact.dear))) or "It moves no milestone and costs little."
    for user in deciders(work, record):
        work.tell(user, "change", f"{record.code} waits for your decision: {record.title}", said, _path(work, record))


def _path(work: Work, record: ChangeRecord) -> str:
    return f"/p/{work.project.code}/changes/{record.code}"
