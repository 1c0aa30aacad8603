"""What can be done about a risk: start its response, draft one, take the fallback (domain/risk.md 1.4, 5)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.drafting import offer, step
from milepost.advisor.exposure import Rated, mean
from milepost.advisor.finding import Evidence, Proposal
from milepost.advisor.words import counted, money, percent
from milepost.dossier.edits import Edit
from milepost.dossier.risks import RiskRecord
from milepost.engine.effort import remaining_duration
from milepost.engine.risk_scores import current

#: What usually helps against a kind of risk, and what it is called (risk.md 1.1, 1.4).
_LIBRARY = {
    "technical": "Prove the doubtful part early with a small trial",
    "external": "Agree on an earlier checkpoint and a dated commitment, and prepare a substitute",
    "organisational": "Agree on a deputy and on who decides when",
    "project-management": "Re-estimate with the team and put a reserve before the milestone",
    "security": "Test the doubtful part before it is finished, and keep time to close what is found",
    "operational": "Rehearse it, with a way back that was tried",
}
_DRAFT = "Find out what makes it likely, and take that away"
_DRAFT_DAYS = 10


def size(context: Context, row: Rated) -> Iterator[Evidence]:
    """How big a risk is, in words."""
    yield Evidence("Probability", percent(row.probability))
    if row.slip:
        word = "later" if row.slip > 0 else "earlier"
        yield Evidence("Finish if it happens", f"about {context.span(row.slip)} {word}")
    if row.cost:
        yield Evidence("Cost if it happens", money(row.cost, context.currency))
        yield Evidence("Expected cost", money(row.emv, context.currency))
    yield Evidence("Score", f"{row.score.normalize():f} ({row.band})")


def respond(context: Context, row: Rated) -> Iterator[Proposal]:
    """Start the response whose effect is estimated, where it does not count yet."""
    risk = row.record.risk
    if risk.response is None or risk.responded:
        return
    left = risk.response.residual
    price = f" for {money(risk.response.cost, context.currency)}" if risk.response.cost else ""
    done = [each for each in row.record.actions if each.done_at is None]
    first = f": {done[0].title}" if done else ""
    yield offer(
        "respond",
        f"Carry out the response to {row.label}{price}{first}.",
        f"Its probability goes from {percent(row.probability)} to {percent(left.probability)}{_smaller(row.record)}.",
        step("set_risk_response", risk=row.code),
        method="S",
    )


def _smaller(record: RiskRecord) -> str:
    assert record.risk.response is not None
    before = sum((mean(each.amount) for each in record.risk.exposure.costs), Decimal(0))
    after = sum((mean(each.amount) for each in record.risk.response.residual.costs), Decimal(0))
    return ", and it costs less if it happens" if after < before else ""


def draft_response(context: Context, row: Rated) -> Proposal:
    """Draft a response from what usually helps; its effect is computed as if it halved the probability."""
    words = row.record.category.casefold().split("/")[0]
    title = next((text for key, text in _LIBRARY.items() if words.startswith(key)), _DRAFT)
    line = context.times.of_calendar(None)
    due = line.add(line.next(context.now), _DRAFT_DAYS * context.day)
    begins = row.record.risk.window_start
    due = min(due, begins) if begins is not None and begins > context.now else due
    half = row.record.risk.exposure.probability / 2
    edits: list[Edit] = []
    if row.record.strategy is None:
        edits.append(step("set_risk_strategy", risk=row.code, strategy="mitigate"))
    edits.append(step("add_risk_action", risk=row.code, title=title, owner=row.record.owner, due=due))
    edits.append(step("change_risk_probability", risk=row.code, probability=f"{half:f}", at=context.now))
    return offer(
        "draft",
        f"Respond to {row.label} by {context.date(due)}: {title[0].lower()}{title[1:]}.",
        "A draft from what usually helps; make it fit with whoever owns the risk.",
        *edits,
        method="S",
        note="The effect shown is what it would be worth if it halved the probability.",
    )


def fallback(context: Context, row: Rated) -> Iterator[Proposal]:
    """If it has happened: say so, and let its likely delay stand in the plan; else the fallback that was agreed on."""
    longer = []
    for effect in current(row.record.risk).tasks:
        if effect.task not in context.schedule.by_uid or context.done(effect.task):
            continue
        left = remaining_duration(context.tasks[effect.task])
        late = mean(effect.delay) if effect.delay is not None else Decimal(0)
        late += (mean(effect.factor) - 1) * left if effect.factor is not None else Decimal(0)
        if int(late):
            longer.append(step("change_remaining", task=effect.task, remaining=max(left + int(late), 0)))
    if row.record.fallback:
        yield offer("fallback", f"Start the fallback: {row.record.fallback}", "It was agreed on for this case.")
    about = f", with {counted(len(longer), 'task')} taking longer by its usual delay" if longer else ""
    yield offer(
        "happened",
        f"If it has happened, record it{about}.",
        "What has happened is no risk; it belongs into the plan, where everyone sees its dates.",
        step("record_risk_occurred", risk=row.code, at=context.now),
        *longer,
        method="S" if not longer else "R",
    )
