"""Writing resources and assignments of Microsoft Project XML, in the order its schema asks for."""

from __future__ import annotations

from milepost.dossier.fields import RecordKind
from milepost.engine.resources import Assignment, Rate, Resource, ResourceKind, WorkPiece
from milepost.engine.tasks import BaselineAssignment
from milepost.exchange.mspdi_codes import ACCRUALS, CONTOURS, RATE_SPANS, RATE_TABLES, code_of
from milepost.exchange.mspdi_elements import Element
from milepost.exchange.mspdi_people import FOR_EVER, NOBODY, SINCE_EVER
from milepost.exchange.mspdi_write_fields import FieldWriter

_TYPES = {ResourceKind.MATERIAL: 0, ResourceKind.WORK: 1, ResourceKind.EQUIPMENT: 1, ResourceKind.COST: 2}
_REMAINING, _ACTUAL = 1, 2
_DAYS = 2


def write_resource(parent: Element, resource: Resource, number: int, fields: FieldWriter) -> None:
    """Write one resource."""
    row = parent.child("Resource")
    row.put("UID", resource.uid)
    row.put("ID", resource.code if resource.code.isascii() and resource.code.isdigit() else str(number))
    row.put("Name", resource.name)
    row.put("Type", _TYPES[resource.kind])
    row.put("IsNull", False)
    row.put("Initials", resource.initials)
    row.put("MaterialLabel", resource.material_unit)
    row.put("Group", resource.group)
    row.put("EmailAddress", resource.email)
    row.put("MaxUnits", resource.max_units)
    row.put("AccrueAt", code_of(dict(ACCRUALS), resource.accrual))
    current = next((rate for rate in resource.rates if rate.table == "A"), None)
    if current is not None:
        row.put("StandardRate", current.standard)
        row.put("OvertimeRate", current.overtime)
        row.money("CostPerUse", current.per_use)
    row.put("CalendarUID", -1 if resource.calendar is None else resource.calendar)
    row.put("Notes", fields.note(RecordKind.RESOURCE, resource.uid))
    row.put("IsGeneric", resource.generic)
    row.put("IsInactive", resource.inactive)
    row.put("IsCostResource", resource.kind is ResourceKind.COST)
    fields.write_values(row, RecordKind.RESOURCE, resource.uid)
    fields.write_codes(row, RecordKind.RESOURCE, resource.uid)
    _availability(row, resource)
    _rates(row, resource.rates)


def _availability(row: Element, resource: Resource) -> None:
    if not resource.availability:
        return
    periods = row.child("AvailabilityPeriods")
    for step in resource.availability:
        period = periods.child("AvailabilityPeriod")
        _dated(period, "AvailableFrom", step.start, SINCE_EVER)
        _dated(period, "AvailableTo", step.end, FOR_EVER)
        period.put("AvailableUnits", step.units)


def _dated(row: Element, name: str, at: int | None, otherwise: str) -> None:
    if at is None:
        row.put(name, otherwise)
    else:
        row.instant(name, at)


def _rates(row: Element, rates: tuple[Rate, ...]) -> None:
    if not rates:
        return
    table = row.child("Rates")
    for number, rate in enumerate(rates):
        entry = table.child("Rate")
        later = (other.start for other in rates[number + 1 :] if other.table == rate.table)
        _dated(entry, "RatesFrom", rate.start, SINCE_EVER)
        _dated(entry, "RatesTo", next(later, None), FOR_EVER)
        entry.put("RateTable", code_of(dict(RATE_TABLES), rate.table))
        entry.put("StandardRate", rate.standard)
        entry.put("StandardRateFormat", 2)
        entry.put("OvertimeRate", rate.overtime)
        entry.put("OvertimeRateFormat", 2)
        entry.money("CostPerUse", rate.per_use)


def write_assignment(
    parent: Element, one: Assignment, saved: list[tuple[int, BaselineAssignment]], fields: FieldWriter
) -> None:
    """Write one assignment with what the baselines keep of it."""
    row = parent.child("Assignment")
    row.put("UID", one.uid)
    row.put("TaskUID", one.task)
    row.put("ResourceUID", NOBODY if one.resource is None else one.resource)
    row.money("ActualCost", one.actual_cost)
    row.instant("ActualFinish", one.actual_finish)
    row.instant("ActualStart", one.actual_start)
    row.span("ActualWork", one.actual_work)
    row.money("Cost", one.cost)
    row.put("CostRateTable", code_of(dict(RATE_TABLES), one.rate_table))
    scale = next((code for code, span in RATE_SPANS.items() if span == one.rate_per_minutes), None)
    row.put("RateScale", scale)
    row.tenths("Delay", one.delay)
    row.instant("Finish", one.stored_finish)
    row.put("HasFixedRateUnits", scale is None)
    row.tenths("LevelingDelay", one.levelling_delay)
    row.put("Notes", fields.note(RecordKind.ASSIGNMENT, one.uid))
    row.span("OvertimeWork", one.overtime_work)
    row.money("RemainingCost", one.remaining_cost)
    row.span("RemainingWork", one.remaining_work)
    row.instant("Start", one.stored_start)
    row.put("Units", one.units if one.quantity is None else one.quantity)
    row.span("Work", one.work)
    row.put("WorkContour", code_of(dict(CONTOURS), one.contour))
    fields.write_values(row, RecordKind.ASSIGNMENT, one.uid)
    for number, baseline in saved:
        _baseline(row, number, baseline)
    for kind, pieces in ((_REMAINING, one.planned), (_ACTUAL, one.actual)):
        for piece in pieces:
            _piece(row, kind, one.uid, piece)


def _baseline(parent: Element, number: int, saved: BaselineAssignment) -> None:
    row = parent.child("Baseline")
    row.put("Number", number)
    row.instant("Start", saved.start)
    row.instant("Finish", saved.finish)
    row.span("Work", saved.work)
    row.money("Cost", saved.cost)


def _piece(parent: Element, kind: int, uid: int, piece: WorkPiece) -> None:
    row = parent.child("TimephasedData")
    row.put("Type", kind)
    row.put("UID", uid)
    row.instant("Start", piece.start)
    row.instant("Finish", piece.end)
    row.put("Unit", _DAYS)
    row.span("Value", piece.minutes)
