"""Commands on who and what a plan's tasks may use: people, roles, machines and material."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.dossier.edits_records import Command, EditRefusedError, free_uid, kind_of, number, resource_of
from milepost.engine.plan import Plan
from milepost.engine.resources import Rate, Resource, ResourceKind
from milepost.engine.units import Instant, Uid


def add_resource(
    plan: Plan,
    name: str,
    kind: str = "work",
    units: str | Decimal = "1",
    email: str = "",
    team: str = "",
    calendar: Uid | None = None,
    generic: bool = False,
) -> Plan:
    """Add somebody or something that tasks can use; units 1 is one person full time, `generic` a role to be filled."""
    title = _name(plan, name)
    row = Resource(
        free_uid(plan.resources),
        title,
        kind=kind_of(ResourceKind, kind),
        max_units=number(units, "units"),
        email=email,
        team=team,
        calendar=_calendar(plan, calendar),
        generic=generic,
    )
    return replace(plan, resources=(*plan.resources, row))


def change_resource(
    plan: Plan,
    resource: Uid,
    name: str | None = None,
    units: str | Decimal | None = None,
    email: str | None = None,
    team: str | None = None,
    inactive: bool | None = None,
) -> Plan:
    """Change what somebody or something is called, how much of them there is, and whether they can still be used."""
    row = resource_of(plan, resource)
    changed = row
    if name is not None and name != row.name:
        changed = replace(changed, name=_name(plan, name))
    if units is not None:
        changed = replace(changed, max_units=number(units, "units"))
    said = {"email": email, "team": team, "inactive": inactive}
    changed = replace(changed, **{key: value for key, value in said.items() if value is not None})  # type: ignore[arg-type]
    return _with(plan, row, changed)


def set_resource_calendar(plan: Plan, resource: Uid, calendar: Uid | None = None) -> Plan:
    """Let somebody work by a calendar of the plan; without one they work by the project's."""
    row = resource_of(plan, resource)
    return _with(plan, row, replace(row, calendar=_calendar(plan, calendar)))


def remove_resource(plan: Plan, resource: Uid) -> Plan:
    """Take somebody or something out of the plan; refused while they are on a task."""
    row = resource_of(plan, resource)
    busy = [each for each in plan.assignments if each.resource == resource]
    if busy:
        count = len({each.task for each in busy})
        raise EditRefusedError(f"{row.name} is on {count} task{'' if count == 1 else 's'}; take them off first.")
    return replace(plan, resources=tuple(each for each in plan.resources if each is not row))


def set_rate(
    plan: Plan, resource: Uid, standard: str | Decimal, overtime: str | Decimal = "0", start: Instant | None = None
) -> Plan:
    """Say what an hour of somebody costs from a date on; without a date, from the beginning."""
    row = resource_of(plan, resource)
    kept = tuple(rate for rate in row.rates if rate.table != "A" or rate.start != start)
    fresh = Rate("A", start, number(standard, "standard"), number(overtime, "overtime"))
    rates = sorted((*kept, fresh), key=lambda rate: (rate.table, rate.start is not None, rate.start or 0))
    return _with(plan, row, replace(row, rates=tuple(rates)))


def _name(plan: Plan, name: str) -> str:
    title = name.strip()
    if not title:
        raise EditRefusedError("A resource needs a name.")
    if any(each.name.casefold() == title.casefold() for each in plan.resources):
        raise EditRefusedError(f"There is a resource called {title} already.")
    return title


def _calendar(plan: Plan, calendar: Uid | None) -> Uid | None:
    if calendar is not None and all(each.uid != calendar for each in plan.calendars):
        raise EditRefusedError(f"The plan has no calendar with number {calendar}.")
    return calendar


def _with(plan: Plan, old: Resource, new: Resource) -> Plan:
    return replace(plan, resources=tuple(new if each is old else each for each in plan.resources))


TEAM_COMMANDS: dict[str, Command] = {
    command.__name__: command
    for command in (add_resource, change_resource, set_resource_calendar, remove_resource, set_rate)
}
