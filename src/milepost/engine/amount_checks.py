"""Amounts no arithmetic can be done with: not a number, or beyond all measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from typing import Any

from milepost.engine.accounts import Ledger
from milepost.engine.notices import Notice
from milepost.engine.plan import Plan
from milepost.engine.tasks import Task
from milepost.engine.units import Uid
from milepost.engine.words import label

#: Amounts are exact to the cent up to here.
LARGEST = Decimal(10) ** 18


def amount_errors(plan: Plan, ledger: Ledger) -> tuple[Notice, ...]:
    """List amounts of plan and ledger that are no finite numbers, or beyond 10^18, as E-MONEY-AMOUNT."""
    rows = (*_of_tasks(plan), *_of_people(plan), *_of_ledger(ledger))
    return tuple(
        Notice("E-MONEY-AMOUNT", f"{what} is {value}: give a number between -10^18 and 10^18.", tasks)
        for what, value, tasks in rows
    )


Row = tuple[str, Decimal, tuple[Uid, ...]]


def _of_tasks(plan: Plan) -> Iterator[Row]:
    tasks = {task.uid: task for task in plan.tasks}
    rows: list[tuple[Task, str, Any]] = [(task, "", task) for task in plan.tasks]
    rows += [(tasks[row.task], "baseline ", row) for line in plan.baselines for row in line.tasks if row.task in tasks]
    for task, kind, record in rows:
        for name in ("cost", "fixed_cost", "actual_cost", "remaining_cost"):
            value = getattr(record, name, None)
            if value and not _sound(value):
                yield f"{label(task)}: the {kind}{name.replace('_', ' ')}", value, (task.uid,)


def _of_people(plan: Plan) -> Iterator[Row]:
    for resource in plan.resources:
        for rate in resource.rates:
            for name in ("standard", "overtime", "per_use"):
                value = getattr(rate, name)
                if value and not _sound(value):
                    yield f"{resource.name or resource.uid}: the {name.replace('_', ' ')} rate", value, ()


def _of_ledger(ledger: Ledger) -> Iterator[Row]:
    yield from _loose("The ledger", ledger)
    for table in fields(ledger):
        records = getattr(ledger, table.name)
        for record in records if isinstance(records, tuple) else ():
            kind = re.sub("(?<!^)([A-Z])", r" \1", type(record).__name__).capitalize()
            word = f"{kind} {getattr(record, 'code', '')}".strip()
            yield from _loose(word, record)
            for part in (*getattr(record, "lines", ()), *getattr(record, "spread", ())):
                yield from _loose(f"{word}, {getattr(part, 'code', '') or 'a period'}", part)


def _loose(word: str, record: Any) -> Iterator[Row]:
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Decimal) and not _sound(value):
            yield f"{word}: the {field.name.replace('_', ' ')}", value, ()


def _sound(value: Decimal) -> bool:
    return value.is_finite() and abs(value) < LARGEST
