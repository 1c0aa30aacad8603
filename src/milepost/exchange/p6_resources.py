"""The resources and roles of a P6 export, with rates and availability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from milepost.engine.resources import AvailabilityStep, Rate, Resource, ResourceKind
from milepost.engine.units import Uid
from milepost.exchange.p6_projects import P6Source
from milepost.exchange.p6_tables import Row, numbered

_KINDS = {"rt_labor": ResourceKind.WORK, "rt_equip": ResourceKind.EQUIPMENT, "rt_mat": ResourceKind.MATERIAL}
#: P6's five prices of a resource, and the rate tables they become.
RATE_COLUMNS = {
    "cost_per_qty": "A",
    "cost_per_qty2": "B",
    "cost_per_qty3": "C",
    "cost_per_qty4": "D",
    "cost_per_qty5": "E",
}


@dataclass(frozen=True, slots=True)
class People:
    """Resources, and roles as generic resources; `roles` maps the file's role numbers to theirs."""

    resources: tuple[Resource, ...]
    roles: dict[Uid, Uid]


def people(source: P6Source, calendars: set[Uid]) -> People:
    """Read every resource and role of the export."""
    found = _rows(source, "RSRC", "rsrc_id")
    roles = _rows(source, "ROLES", "role_id")
    prices = _grouped(source, "RSRCRATE", "rsrc_id")
    role_prices = _grouped(source, "ROLERATE", "role_id")
    role_limits = _grouped(source, "ROLELIMIT", "role_id")
    uids = numbered(list(roles), set(found))
    names = {row.text("rsrc_id"): row.text("rsrc_name") for row in found.values()}
    units = {row.text("unit_id"): row.text("unit_abbrev") for row in source.tables.rows("UMEASURE")}
    resources = [
        _resource(source, uid, row, prices.get(uid, []), names.get(row.text("parent_rsrc_id"), ""), units, calendars)
        for uid, row in found.items()
    ]
    resources += [
        _role(source, uids[uid], row, role_prices.get(uid, []), role_limits.get(uid, [])) for uid, row in roles.items()
    ]
    source.book.kept("resource", len(found))
    if roles:
        source.book.kept("role", len(roles))
    return People(tuple(resources), uids)


def _rows(source: P6Source, table: str, column: str) -> dict[Uid, Row]:
    rows: dict[Uid, Row] = {}
    for row in source.tables.rows(table):
        uid = source.cells.own_uid(row, column)
        if uid in rows:
            source.book.dropped("resource", f"{row.place}: {column} {uid} occurs twice, the first is used")
        rows.setdefault(uid, row)
    return rows


def _grouped(source: P6Source, table: str, column: str) -> dict[Uid, list[Row]]:
    groups: dict[Uid, list[Row]] = {}
    for row in source.tables.rows(table):
        owner = source.cells.uid(row, column)
        if owner is not None:
            groups.setdefault(owner, []).append(row)
    for rows in groups.values():
        rows.sort(key=lambda row: row.text("start_date"))
    return groups


def _resource(
    source: P6Source, uid: Uid, row: Row, prices: list[Row], group: str, units: dict[str, str], calendars: set[Uid]
) -> Resource:
    kind = _KINDS.get(row.text("rsrc_type").lower(), ResourceKind.WORK)
    steps = _steps(source, prices, "max_qty_per_hr")
    calendar = source.cells.uid(row, "clndr_id")
    if calendar is not None and calendar not in calendars:
        source.book.approximated("resource calendar", f"{row.place}: {calendar} is missing, the project's is used")
    return Resource(
        uid=uid,
        name=row.text("rsrc_name") or row.text("rsrc_short_name"),
        code=row.text("rsrc_short_name"),
        kind=kind,
        calendar=calendar if calendar in calendars else None,
        max_units=steps[0].units if steps else Decimal(1),
        availability=steps if len(steps) > 1 else (),
        rates=_rates(source, prices),
        material_unit=units.get(row.text("unit_id"), "") if kind is ResourceKind.MATERIAL else "",
        group=group,
        email=row.text("email_addr"),
        inactive=bool(row.text("active_flag")) and not row.flag("active_flag"),
    )


def _role(source: P6Source, uid: Uid, row: Row, prices: list[Row], limits: list[Row]) -> Resource:
    steps = _steps(source, limits, "max_qty_per_hr")
    return Resource(
        uid=uid,
        name=row.text("role_name") or row.text("role_short_name"),
        code=row.text("role_short_name"),
        max_units=steps[0].units if steps else Decimal(1),
        availability=steps if len(steps) > 1 else (),
        rates=_rates(source, prices),
        group="Roles",
        generic=True,
    )


def _steps(source: P6Source, rows: Sequence[Row], column: str) -> tuple[AvailabilityStep, ...]:
    """Turn dated limits into steps; the first also holds before its date."""
    dated = [(source.cells.instant(row, "start_date"), source.cells.number(row, column)) for row in rows]
    known = [(start, units) for start, units in dated if units is not None and units >= 0]
    starts = [None, *(start for start, _ in known[1:])]
    return tuple(
        AvailabilityStep(start, end, units)
        for (_, units), start, end in zip(known, starts, [*starts[1:], None], strict=False)
    )


def _rates(source: P6Source, rows: Sequence[Row]) -> tuple[Rate, ...]:
    rates = []
    for column, table in RATE_COLUMNS.items():
        first = True
        for row in rows:
            price = source.cells.number(row, column)
            if price is not None:
                rates.append(Rate(table, None if first else source.cells.instant(row, "start_date"), price))
                first = False
    return tuple(rates)
