"""What changed on the plan page between two states of a project: only the rows and columns that differ."""

from __future__ import annotations

from typing import Any

from milepost.engine.plan import Plan
from milepost.queries.schedule_rows import PlanRows, closed_days

#: Closed days are told again where the plan has outgrown those told before by so many minutes.
_OUTGROWN = 180 * 1440


def patch(before: Plan, after: Plan, old: PlanRows, new: PlanRows) -> dict[str, Any]:
    """Give what a page that shows one state needs to show another: columns of the rows that differ, and what is gone.

    `order` comes where the outline changed, `links` are all links where any differs.
    """
    found: dict[str, Any] = {"rows": changed_rows(old, new)}
    if old.uids != new.uids:
        found["order"] = new.columns["ref"]
        found["removed"] = [f"T-{uid}" for uid in old.uids if uid not in new.place]
    if old.links != new.links:
        found["links"] = new.links
    outgrown = max(new.span[1] - old.span[1], old.span[0] - new.span[0]) > _OUTGROWN
    if outgrown or _calendars(before) != _calendars(after):
        found["closed"] = closed_days(after, *new.span)
    return found


def changed_rows(old: PlanRows, new: PlanRows) -> dict[str, list[Any]]:
    """Give the rows that are new or differ; all columns where rows are new, else those in which any row differs."""
    fresh = [place for place, uid in enumerate(new.uids) if uid not in old.place]
    same = old.uids == new.uids
    pairs = [] if same else [(old.place[uid], place) for place, uid in enumerate(new.uids) if uid in old.place]
    places, names = set(fresh), set(new.columns) if fresh else {"ref"}
    for name, column in new.columns.items():
        was = old.columns[name]
        if same:
            differing = [] if was == column else [n for n, value in enumerate(column) if was[n] != value]
        else:
            differing = [place for n, place in pairs if was[n] != column[place]]
        if differing:
            names.add(name)
            places.update(differing)
    if not places:
        return {}
    ordered = sorted(places)
    return {name: [column[place] for place in ordered] for name, column in new.columns.items() if name in names}


def _calendars(plan: Plan) -> tuple[Any, ...]:
    return plan.calendars, plan.settings.calendar, plan.settings.zone
