"""Rules on how sure dates are: a deadline that is kept on paper only (review.md 4.1)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.drafting import about_plan, offer, step, urgent
from milepost.advisor.exposure import register
from milepost.advisor.finding import Evidence, Finding, Proposal, Severity
from milepost.advisor.likelihood import Likelihood
from milepost.advisor.responses import draft_response, respond
from milepost.advisor.words import listed, percent
from milepost.engine.risks import RiskKind
from milepost.engine.units import Instant, Uid

#: So many risks are looked at for what they do to a date.
_DRIVERS = 3


def deadline_confidence(context: Context) -> Iterator[Finding]:
    """SCH-07 A deadline is kept on paper, but not likely enough.

    Source: review.md 4.1, SCH-07; risk.md 4. Trigger: by its links the task (or the project) keeps its deadline, yet
    fewer than the target share of simulated outcomes do (the project's own target, 80 % by default). Evidence: the
    probability, the dates that are half and 80 % sure, the risks and tasks that move the date most. Severity S2, S1 on
    the critical path. Proposals: the responses to those risks; the date that is sure enough (S).
    """
    likely = context.likelihood
    if likely is None:
        return
    target = context.dossier.uncertainty.target
    needed = target + (1 - target) * context.limits.confidence_margin
    for uid, at, chance in likely.kept():
        planned = context.schedule.finish if uid is None else context.dates(uid).finish
        if chance < needed and planned <= at:
            yield _unsure(context, likely, uid, at, chance)


def _unsure(context: Context, likely: Likelihood, uid: Uid | None, at: Instant, chance: Decimal) -> Finding:
    target = context.dossier.uncertainty.target
    name = "The project" if uid is None else context.name(uid)
    sure = likely.finish_of(uid, target)
    severity = Severity.HIGH if uid is None else urgent(context, uid, Severity.HIGH)
    return about_plan(
        "SCH-07",
        "project" if uid is None else f"task-{uid}",
        severity,
        f"{name} keeps its deadline, {context.date(at)}, in only {percent(chance)} of all outcomes; "
        f"{percent(target)} sure is {context.date(sure)}.",
        [
            Evidence("Sure of the deadline", percent(chance), () if uid is None else (uid,)),
            Evidence("50 % sure", context.date(likely.finish_of(uid, Decimal("0.5")))),
            Evidence(f"{percent(target)} sure", context.date(sure)),
            *_drivers(context, likely),
        ],
        [*_mitigations(context, likely), *_sure_date(context, uid, sure, target)],
        tasks=() if uid is None else (uid,),
        measure=target - chance,
        stake=max(context.working(at, sure), 0),
        due=at,
        root="" if uid is None else f"task-{context.source(uid)}",
    )


def _drivers(context: Context, likely: Likelihood) -> Iterator[Evidence]:
    bars = [bar for bar in likely.bars if bar.finish_mean > 0][:_DRIVERS]
    labels = {row.code: row.label for row in register(context)}
    if bars:
        said = [f"{labels.get(bar.risk, bar.risk)} {context.span(round(bar.finish))}" for bar in bars]
        yield Evidence("Without it, 80 % sure so much earlier", listed(said))
    tasks = likely.driving(_DRIVERS)
    if tasks:
        yield Evidence("Most of the spread comes from", context.names(tasks), tasks)


def _mitigations(context: Context, likely: Likelihood) -> Iterator[Proposal]:
    rows = {row.code: row for row in register(context) if row.record.risk.kind is RiskKind.THREAT}
    for bar in [bar for bar in likely.bars if bar.finish_mean > 0 and bar.risk in rows][:_DRIVERS]:
        row = rows[bar.risk]
        offers = list(respond(context, row)) or ([] if row.record.risk.responded else [draft_response(context, row)])
        for proposal in offers[:1]:
            yield offer(
                f"{proposal.id}-{bar.risk}",
                proposal.sentence,
                proposal.rationale,
                *proposal.edits,
                method="S",
                note=proposal.note,
            )


def _sure_date(context: Context, uid: Uid | None, sure: Instant, target: Decimal) -> Iterator[Proposal]:
    name = "the project" if uid is None else context.name(uid)
    edit = step("set_must_finish", at=sure) if uid is None else step("set_deadline", task=uid, at=sure)
    yield offer(
        "date",
        f"Promise {context.date(sure)} for {name} instead, or put that reserve before the date.",
        f"It is kept in {percent(target)} of all outcomes as things stand.",
        edit,
        method="S",
    )


RULES = (deadline_confidence,)
