"""Which records beside the plan name a task, so that it cannot be removed behind their back."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.dossier.dossier import Dossier
from milepost.dossier.risks import RiskRecord
from milepost.engine.risks import Uncertainty
from milepost.engine.units import Uid


def mentions(dossier: Dossier) -> Iterator[tuple[str, Uid]]:
    """List each record that names a task, in words, with the task's number."""
    for record in dossier.risks:
        for uid in _of_risk(record):
            yield f"Risk {record.risk.code} ({record.risk.title})", uid
    yield from _of_uncertainty(dossier.uncertainty)
    for actual in dossier.ledger.actuals:
        if actual.task is not None:
            yield f"The booked cost {actual.code}", actual.task
    for task in dossier.plan.tasks:
        if task.earning is not None and task.earning.base is not None:
            yield f"The earned value of {task.name!r}", task.earning.base


def _of_risk(record: RiskRecord) -> Iterator[Uid]:
    exposures = [record.risk.exposure]
    if record.risk.response is not None:
        exposures.append(record.risk.response.residual)
        yield from (effect.task for effect in record.risk.response.delays)
    for exposure in exposures:
        yield from (effect.task for effect in exposure.tasks)
    yield from (action.task for action in record.actions if action.task is not None)
    if record.trigger is not None and record.trigger.task is not None:
        yield record.trigger.task


def _of_uncertainty(uncertainty: Uncertainty) -> Iterator[tuple[str, Uid]]:
    for group in uncertainty.groups:
        for uid in group.tasks:
            yield f"The correlation {group.name!r}", uid
    for pair in uncertainty.pairs:
        yield "A correlation", pair.first
        yield "A correlation", pair.second
    for branch in uncertainty.branches:
        if branch.after is not None:
            yield f"The fork {branch.code}", branch.after
        for path in branch.paths:
            for uid in path.tasks:
                yield f"The fork {branch.code}", uid
