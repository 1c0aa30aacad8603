"""What a format cannot hold of a dossier, said when it is written."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.dossier.dossier import Dossier
from milepost.engine.accounts import Ledger
from milepost.engine.risks import Uncertainty

_WHOLE = "archive"
_SHEETS = ("csv", "xlsx")


def losses(dossier: Dossier, format_id: str) -> tuple[str, ...]:
    """Name with counts what of a dossier the format with this id leaves out: `12 risks`; empty if nothing.

    Only whole kinds of records and fields are named; the archive holds everything.
    """
    if format_id == _WHOLE:
        return ()
    return tuple(f"{count} {one if count == 1 else many}" for count, one, many in _counted(dossier, format_id) if count)


def _counted(dossier: Dossier, format_id: str) -> Iterator[tuple[int, str, str]]:
    """How many records of each kind are left out, with the kind's name for one and for several."""
    plan, ledger = dossier.plan, dossier.ledger
    yield len(dossier.risks), "risk", "risks"
    if format_id not in _SHEETS:
        yield sum(task.estimate is not None for task in plan.tasks), "estimate with its range", "estimates with ranges"
        yield sum(bool(task.cost_account) for task in plan.tasks), "task's cost account", "tasks' cost accounts"
    yield int(dossier.uncertainty != Uncertainty()), "set of correlations and branches", ""
    yield sum(bool(person.skills) for person in plan.resources), "person's skills", "people's skills"
    yield sum(bool(one.skill) for one in plan.assignments), "place's skill", "places' skills"
    yield sum(task.earning is not None for task in plan.tasks), "earning rule", "earning rules"
    yield sum(task.crash_duration is not None for task in plan.tasks), "crash duration", "crash durations"
    yield sum(task.moscow is not None or task.value is not None for task in plan.tasks), "task's worth", "tasks' worth"
    if ledger != Ledger():
        yield len(ledger.accounts), "cost account", "cost accounts"
        yield len(ledger.budget), "budget line", "budget lines"
        yield len(ledger.commitments), "order", "orders"
        yield len(ledger.actuals) + len(ledger.accruals) + len(ledger.receipts), "posting", "postings"
        yield len(ledger.reserve_movements) + len(ledger.funding), "reserve or fund entry", "reserve and fund entries"
    if format_id == "csv":
        yield int(plan.settings.status_date is not None), "status date", ""
        yield len(plan.calendars), "calendar", "calendars"
        yield sum(bool(person.rates) for person in plan.resources), "person's rates", "people's rates"
