"""Links, assignments and settings of a plan after a newer file."""

from __future__ import annotations

from dataclasses import replace

from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Assignment
from milepost.engine.tasks import Link
from milepost.engine.units import Uid


def merged_links(was: Plan, now: Plan, here: frozenset[Uid], said: frozenset[Uid], *, sheet: bool) -> tuple[Link, ...]:
    """Take the links of a file over; those between tasks it does not speak of, or all of a sheet without any, stay."""
    silent = sheet and not now.links
    notes = {(row.predecessor, row.successor, row.type): row.note for row in was.links if row.note}
    kept = [
        row
        for row in was.links
        if {row.predecessor, row.successor} <= here and (silent or not {row.predecessor, row.successor} <= said)
    ]
    came = [
        row if row.note else replace(row, note=notes.get((row.predecessor, row.successor, row.type), ""))
        for row in now.links
    ]
    return (*came, *kept)


def merged_assignments(
    was: Plan, now: Plan, here: frozenset[Uid], said: frozenset[Uid], *, sheet: bool
) -> tuple[Assignment, ...]:
    """Take the assignments of a file over; those of tasks it does not have, or all of a sheet without any, stay."""
    silent = sheet and not now.assignments
    known = {row.uid: row for row in was.assignments}
    kept = [row for row in was.assignments if row.task in here and (silent or row.task not in said)]
    came = [
        replace(known[row.uid], units=row.units, work=row.work or known[row.uid].work)
        if sheet and row.uid in known
        else row
        for row in now.assignments
    ]
    return (*came, *kept)


def merged_settings(was: Settings, now: Plan, *, sheet: bool) -> Settings:
    """Take the settings of a file over, with what it leaves open; a sheet has none beyond the first date."""
    said = now.settings
    if sheet:
        return replace(was, start=min(was.start, said.start))
    return replace(
        said,
        status_date=was.status_date if said.status_date is None else said.status_date,
        must_finish_by=was.must_finish_by if said.must_finish_by is None else said.must_finish_by,
        near_threshold=was.near_threshold if said.near_threshold is None else said.near_threshold,
        zone=said.zone or was.zone,
        calendar=was.calendar if said.calendar is None else said.calendar,
        current_baseline=said.current_baseline if now.baselines else was.current_baseline,
    )
