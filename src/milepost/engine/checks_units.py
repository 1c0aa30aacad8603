"""Units nothing can be scheduled with: no number, negative, or beyond all measure (E-UNITS)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from milepost.engine.notices import Notice
from milepost.engine.plan import Plan
from milepost.engine.resources import Resource
from milepost.engine.units import Uid
from milepost.engine.words import label

#: Material counts in units too, so this leaves room for tons by the kilogram.
LARGEST = Decimal(10) ** 9


def unit_errors(plan: Plan) -> Iterator[Notice]:
    """List max units, availability and units of assignments that are no numbers from 0 to 10^9."""
    for resource in plan.resources:
        for words, units in _of_resource(resource):
            if not _sound(units):
                yield _wrong(f"{resource.name or resource.uid}: the {words} are", units, ())
    for assignment in plan.assignments:
        if not _sound(assignment.units):
            task = next(row for row in plan.tasks if row.uid == assignment.task)
            yield _wrong(f"{label(task)}: the units of an assignment are", assignment.units, (task.uid,))


def _of_resource(resource: Resource) -> Iterator[tuple[str, Decimal]]:
    yield "max units", resource.max_units
    for step in resource.availability:
        yield "units of a stretch of availability", step.units


def _sound(units: Decimal) -> bool:
    return units.is_finite() and 0 <= units <= LARGEST


def _wrong(what: str, units: Decimal, tasks: tuple[Uid, ...]) -> Notice:
    return Notice("E-UNITS", f"{what} {units}. Give a number from 0 to 10^9, 1 for one person full time.", tasks)
