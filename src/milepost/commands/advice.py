"""Commands on what the review advises: have it done, put it off, or say no (domain/review.md 1)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Annotated, Any, get_args, get_origin

from milepost.commands.catalogue import find
from milepost.commands.changes import new_request
from milepost.commands.command import command
from milepost.commands.run import Call, carried_out
from milepost.commands.sandbox import tried
from milepost.commands.work import Work
from milepost.dossier.advice import AdviceRecord, AdviceState
from milepost.dossier.changes import ChangeClass, ChangeReason
from milepost.engine.units import MINUTES_PER_DAY, Instant
from milepost.exchange.archive_codec import alternatives
from milepost.forecasting.changes import limits_of, weigh
from milepost.forecasting.review import KeptFinding, KeptProposal, KeptReview, newest_review
from milepost.forecasting.tables import BY_NAME
from milepost.queries.access import Permission
from milepost.queries.kinds import Reference, StartAt
from milepost.queries.refused import Refused

#: A finding that was rejected is not shown again for so many days unless it gets worse.
REJECTED_DAYS = 60


@command(permission=Permission.RAISE)
def review_now(work: Work) -> None:
    """Have the project reviewed as it is now, without waiting for the night."""
    work.later("review", key=f"review:{work.project.pk}")


@command(permission=Permission.RAISE)
def accept_advice(work: Work, *, finding: str, proposal: str) -> str:
    """Accept a proposal of the review: it is carried out at once, or asked for where others have to decide.

    Gives the reference of the change request, where one is opened: for what is more than a minor change, and for who
    may not change the plan.
    """
    review = _review(work)
    problem, offered = _proposal(review, finding, proposal)
    calls = _calls(work, review, offered)
    trial = tried(work, calls)
    limits = limits_of(work.held.dossier)
    weighed = weigh(trial.before, trial.after, trial.results, limits=limits, simulate=False)
    minor = weighed.category is ChangeClass.MINOR
    allowed = work.actor.writes and all(work.standing.may(find(call.command).permission) for call in calls)
    request = ""
    if minor and allowed:
        carried_out(work, [find(call.command) for call in calls], calls)
    else:
        title, words = _told(work, problem, offered)
        raw = [call.to_json() for call in calls]
        reason = ChangeReason.RISK_RESPONSE if problem.check.startswith("RSK") else ChangeReason.OPTIMISATION
        request = new_request(work, title, raw, words, reason, submit=True).code
    _answer(work, problem, AdviceState.ACCEPTED, "", change=request)
    return request


@command(permission=Permission.PLAN)
def defer_advice(work: Work, *, finding: str, until: StartAt, reason: str = "") -> None:
    """Put a finding off: it is not shown again until a day, unless it gets worse."""
    if until <= work.now:
        raise Refused("A finding is put off until a day that is still to come.", "until", "invalid")
    _answer(work, _finding(_review(work), finding), AdviceState.DEFERRED, reason, until=until)


@command(permission=Permission.PLAN)
def reject_advice(work: Work, *, finding: str, reason: str) -> None:
    """Reject a finding and say why; it is not shown again for 60 days, unless it gets worse."""
    if not reason:
        raise Refused("Say why: the next review will be read with it.", "reason", "invalid")
    until = work.now + REJECTED_DAYS * MINUTES_PER_DAY
    _answer(work, _finding(_review(work), finding), AdviceState.REJECTED, reason, until=until)


@command(permission=Permission.PLAN)
def reopen_advice(work: Work, *, finding: str) -> None:
    """Take back what was said to a finding, so that it is shown again."""
    rows = tuple(each for each in work.dossier.advice if each.finding != finding)
    if len(rows) == len(work.dossier.advice):
        raise Refused(f"Nothing was said to {finding}.", "finding", "unknown")
    work.dossier = replace(work.dossier, advice=rows)


def _review(work: Work) -> KeptReview:
    found = newest_review(work.project.pk, costs=work.standing.may(Permission.SEE_COSTS))
    if found is None:
        raise Refused("The project was not reviewed yet; have it reviewed first.", "finding", "unknown")
    return found.value


def _finding(review: KeptReview, key: str) -> KeptFinding:
    for each in review.findings:
        if each.id == key:
            return each
    raise Refused(f"The last review has no finding {key}; it may be settled by now.", "finding", "unknown")


def _proposal(review: KeptReview, finding: str, proposal: str) -> tuple[KeptFinding, KeptProposal]:
    problem = _finding(review, finding)
    for each in problem.proposals:
        if proposal in (each.id, each.id.removeprefix(f"{finding}/")):
            if json.loads(each.edits):
                return problem, each
            raise Refused("That is something to do yourself; there is nothing to carry out.", "proposal", "rule")
    raise Refused(f"{finding} has no proposal {proposal}.", "proposal", "unknown")


def _told(work: Work, problem: KeptFinding, offered: KeptProposal) -> tuple[str, str]:
    """Give title and description of a request in words that say no money, for everybody may read them."""
    found = newest_review(work.project.pk, costs=False)
    for each in found.value.findings if found is not None else ():
        for same in each.proposals if each.id == problem.id else ():
            if same.id == offered.id:
                return same.sentence, f"{each.headline}\n\n{same.rationale}".strip()
    return f"Proposal of the review ({problem.check})", ""


def _headline(work: Work, problem: KeptFinding) -> str:
    found = newest_review(work.project.pk, costs=False)
    rows = found.value.findings if found is not None else ()
    return next((each.headline for each in rows if each.id == problem.id), problem.check)


def _calls(work: Work, review: KeptReview, offered: KeptProposal) -> list[Call]:
    """Write a proposal's edits as commands, with references instead of numbers.

    Refuses one that makes a task under a number which the project has given to another task since.
    """
    found = []
    taken = {task.uid for task in work.dossier.plan.tasks if task.uid > review.highest}
    for edit in json.loads(offered.edits):
        word, arguments = str(edit["command"]), dict(edit["arguments"])
        for each in find(word).parameters:
            if each.name in arguments:
                arguments[each.name] = _referred(each.annotation, arguments[each.name], taken)
        found.append(Call(word, arguments))
    return found


def _referred(annotation: Any, value: Any, taken: set[int]) -> Any:
    kinds = alternatives(annotation)
    kind = kinds[0] if len(kinds) == 1 else annotation
    if isinstance(value, list):
        inner = get_args(kind)
        return [_referred(inner[0], each, taken) for each in value] if inner else value
    marker = kind.__metadata__[0] if get_origin(kind) is Annotated else None
    if not isinstance(marker, Reference) or not isinstance(value, int):
        return value
    if marker.table == "tasks" and value in taken:
        raise Refused("The plan has new tasks since it was reviewed; review it again first.", "proposal", "stale")
    return f"{BY_NAME[marker.table].prefix}-{value}"


def _answer(
    work: Work,
    problem: KeptFinding,
    state: AdviceState,
    reason: str,
    *,
    until: Instant | None = None,
    change: str = "",
) -> None:
    said = AdviceRecord(problem.id, state, work.now, work.actor.name, reason, until, change, _headline(work, problem))
    rows = tuple(each for each in work.dossier.advice if each.finding != problem.id)
    work.dossier = replace(work.dossier, advice=(*rows, said))
