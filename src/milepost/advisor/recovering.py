"""Ways to win days back that are searched for, alone and together, for the dates that matter most (review.md 4.9)."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.advisor.context import Context
from milepost.advisor.drafting import offer, step
from milepost.advisor.finding import Finding, Proposal
from milepost.advisor.likelihood import live
from milepost.engine.notices import PlanRefusedError
from milepost.engine.recovery import Priced, RecoveryOptions, options
from milepost.engine.units import Instant

#: Checks about a date that is late.
LATE = ("SCH-05", "SCH-06")
#: So many combinations are priced for plans of this many tasks' worth, at most so many; larger plans get none.
_WORTH, _MOST, _LARGE = 2_000, 16, 1_000


def recovered(context: Context, finding: Finding) -> tuple[Proposal, ...]:
    """Search for ways to keep a late date; the best that nothing beats in days, cost, risk and disturbance."""
    due = _due(context, finding)
    leaves = max(len(context.leaves), 1)
    if due is None or leaves > _LARGE:
        return ()
    settings = RecoveryOptions(levelled=False, of_a_kind=2, evaluations=min(max(_WORTH // leaves, 4), _MOST))
    try:
        found = options(
            context.schedule.plan,
            target=due,
            task=finding.tasks[0],
            risks=live(context.dossier.risks),
            uncertainty=context.dossier.uncertainty,
            ledger=context.dossier.ledger,
            settings=settings,
        )
    except PlanRefusedError:
        return ()
    return tuple(_offers(found.best))


def _due(context: Context, finding: Finding) -> Instant | None:
    """The date a finding's task is to be brought back to: its deadline, else its baseline."""
    uid = finding.tasks[0] if finding.tasks else None
    if uid is None or uid not in context.schedule.by_uid:
        return None
    base = context.baseline.get(uid)
    promised = context.tasks[uid].deadline or (base.finish if base is not None else None)
    return promised if promised is not None and promised < context.dates(uid).finish else None


def _offers(rows: tuple[Priced, ...]) -> Iterator[Proposal]:
    for number, row in enumerate(rows, start=1):
        edits = [step(change.command, **change.named) for change in row.outcome.changes]
        reasons = " ".join(dict.fromkeys(option.reason for option in row.options))
        yield offer(
            f"recover-{number}",
            " ".join(option.title for option in row.options),
            reasons,
            *edits,
            method="S" if any(change.command in _UNSURE for change in row.outcome.changes) else "R",
        )


#: Changes whose effect is in how sure a date is, beside the date itself.
_UNSURE = ("set_risk_response", "add_rework_risk")
