"""Resources and assignments of Microsoft Project XML."""

from __future__ import annotations

from decimal import Decimal

from milepost.engine.resources import (
    Accrual,
    Assignment,
    AvailabilityStep,
    Contour,
    Rate,
    Resource,
    ResourceKind,
    WorkPiece,
)
from milepost.engine.tasks import BaselineAssignment
from milepost.engine.units import Instant, Minutes, Uid
from milepost.exchange.mspdi_codes import ACCRUALS, CONTOURS, RATE_SPANS, RATE_TABLES, RESOURCE_KINDS
from milepost.exchange.mspdi_rows import Row

#: The number the format gives to "nobody" in an assignment.
NOBODY = -65535
#: What Microsoft Project writes for "since ever" and "for ever" in rate tables and availability.
SINCE_EVER, FOR_EVER = "1984-01-01T00:00:00", "2049-12-31T23:59:00"
_REMAINING, _ACTUAL = "1", "2"


def resource(row: Row) -> Resource:
    """Read one resource."""
    kind = RESOURCE_KINDS.get(row.text("Type"), ResourceKind.WORK)
    if row.flag("IsCostResource"):
        kind = ResourceKind.COST
    units = row.decimal("MaxUnits")
    return Resource(
        uid=row.own_uid(),
        name=row.text("Name"),
        code=row.text("ID"),
        kind=kind,
        calendar=_calendar(row),
        max_units=Decimal(1) if units is None else units,
        availability=_availability(row),
        rates=_rates(row),
        accrual=ACCRUALS.get(row.text("AccrueAt"), Accrual.PRORATED),
        material_unit=row.text("MaterialLabel"),
        group=row.text("Group"),
        initials=row.text("Initials"),
        email=row.text("EmailAddress"),
        generic=row.flag("IsGeneric"),
        inactive=row.flag("IsInactive"),
    )


def _calendar(row: Row) -> Uid | None:
    uid = row.whole("CalendarUID")
    return uid if uid is not None and uid > 0 else None


def _availability(row: Row) -> tuple[AvailabilityStep, ...]:
    groups = row.nested.get("AvailabilityPeriods", ())
    steps = [step for group in groups for step in group.nested.get("AvailabilityPeriod", ())]
    return tuple(
        AvailabilityStep(
            _since(step, "AvailableFrom"), _until(step, "AvailableTo"), step.decimal("AvailableUnits") or Decimal(0)
        )
        for step in steps
    )


def _rates(row: Row) -> tuple[Rate, ...]:
    entries = [one for group in row.nested.get("Rates", ()) for one in group.nested.get("Rate", ())]
    if entries:
        return tuple(_rate(entry, RATE_TABLES.get(entry.text("RateTable"), "A"), entry) for entry in entries)
    if any(row.decimal(name) for name in ("StandardRate", "OvertimeRate", "CostPerUse")):
        return (_rate(row, "A", None),)
    return ()


def _rate(row: Row, table: str, dated: Row | None) -> Rate:
    return Rate(
        table=table,
        start=None if dated is None else _since(dated, "RatesFrom"),
        standard=row.decimal("StandardRate") or Decimal(0),
        overtime=row.decimal("OvertimeRate") or Decimal(0),
        per_use=row.money("CostPerUse") or Decimal(0),
    )


def _since(row: Row, name: str) -> Instant | None:
    return None if row.text(name) <= SINCE_EVER else row.instant(name)


def _until(row: Row, name: str) -> Instant | None:
    return None if row.text(name) >= FOR_EVER or not row.text(name) else row.instant(name)


def assignment(row: Row, resources: dict[Uid, Resource]) -> Assignment:
    """Read one assignment; material counts in units, people in work."""
    uid = row.whole("ResourceUID")
    person = None if uid is None or uid == NOBODY else uid
    units = row.decimal("Units")
    known = resources.get(person) if person is not None else None
    material = known is not None and known.kind is ResourceKind.MATERIAL
    pieces = row.nested.get("TimephasedData", [])
    for piece in pieces:
        if piece.text("Type") not in (_REMAINING, _ACTUAL):
            piece.note("Type", "is neither planned nor actual work over time")
    return Assignment(
        uid=row.own_uid(),
        task=row.whole("TaskUID") or 0,
        resource=person,
        units=Decimal(1) if units is None else units,
        work=row.minutes("Work") or 0,
        actual_work=row.minutes("ActualWork") or 0,
        remaining_work=row.minutes("RemainingWork") or 0,
        overtime_work=row.minutes("OvertimeWork") or 0,
        contour=CONTOURS.get(row.text("WorkContour"), Contour.FLAT),
        planned=_pieces(pieces, _REMAINING),
        actual=_pieces(pieces, _ACTUAL),
        delay=row.tenths("Delay") or 0,
        levelling_delay=row.tenths("LevelingDelay") or 0,
        rate_table=RATE_TABLES.get(row.text("CostRateTable"), "A"),
        quantity=units if material else None,
        rate_per_minutes=_rate_span(row) if material else None,
        cost=row.money("Cost"),
        actual_cost=row.money("ActualCost"),
        remaining_cost=row.money("RemainingCost"),
        actual_start=row.instant("ActualStart"),
        actual_finish=row.instant("ActualFinish"),
        stored_start=row.instant("Start"),
        stored_finish=row.instant("Finish"),
    )


def _rate_span(row: Row) -> Minutes | None:
    """Tell the span of the duration a material is used per, where its amount is not fixed."""
    fixed = row.flag("HasFixedRateUnits", default=True)
    return None if fixed else RATE_SPANS.get(row.text("RateScale"))


def _pieces(rows: list[Row], kind: str) -> tuple[WorkPiece, ...]:
    pieces = []
    for row in rows:
        start, end = row.instant("Start"), row.instant("Finish")
        minutes = row.minutes("Value")
        if row.text("Type") == kind and start is not None and end is not None:
            pieces.append(WorkPiece(start, end, minutes or 0))
    return tuple(pieces)


def baseline(row: Row, uid: Uid) -> BaselineAssignment:
    """Read what a baseline keeps of an assignment."""
    return BaselineAssignment(
        assignment=uid,
        start=row.instant("Start"),
        finish=row.instant("Finish"),
        work=row.minutes("Work"),
        cost=row.money("Cost"),
    )
