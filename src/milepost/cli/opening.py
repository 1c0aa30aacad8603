"""From a file's name to its dossier and its schedule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from milepost.cli.files import STANDARD, read_bytes
from milepost.cli.options import parse_day
from milepost.cli.outcome import StoppedError
from milepost.cli.screen import stage

if TYPE_CHECKING:
    from milepost.dossier import Dossier
    from milepost.engine.plan import Settings
    from milepost.engine.results import Schedule
    from milepost.exchange.read import Imported


def opened(file: str, columns: Sequence[str] | None = None, sheet: str = "", project: str = "") -> Imported:
    """Read a project file of any format; the options say what a CSV, a workbook or a P6 file leaves open."""
    from milepost.exchange.read import ReadOptions, read

    name = "standard input" if file == STANDARD else Path(file).name
    options = ReadOptions(project=project, sheet=sheet, columns=column_map(columns or ()))
    with stage(f"Reading {name}"):
        return read(read_bytes(file), file=name, options=options)


def column_map(pairs: Sequence[str]) -> dict[str, str]:
    """Read `--map field=Column title` pairs."""
    found = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals or not field.strip() or not column.strip():
            raise StoppedError(f"--map {pair!r} does not say which column; write it as --map start='Begin date'.")
        found[field.strip()] = column.strip()
    return found


def at_status_date(dossier: Dossier, wanted: str) -> Dossier:
    """Judge progress on another day: its end of work, or no status date at all."""
    from milepost.engine.words import when
    from milepost.engine.worktime import HORIZON

    if not wanted:
        return dossier
    start, status = dossier.plan.settings.start, status_instant(dossier.plan.settings, wanted)
    if status is not None and abs(status - start) >= HORIZON:
        begins = when(start, dossier.plan.settings)
        raise StoppedError(f"--status-date {wanted} lies more than 50 years from the project's start, {begins}.")
    settings = replace(dossier.plan.settings, status_date=status)
    return replace(dossier, plan=replace(dossier.plan, settings=settings))


def status_instant(settings: Settings, wanted: str) -> int | None:
    """The instant of a status date: the end of that working day."""
    return None if wanted == "none" else day_begins(settings, wanted) + settings.default_finish


def day_begins(settings: Settings, wanted: str) -> int:
    """The instant a day begins at, in the project's zone."""
    from milepost.engine.clock import instant

    return instant(datetime.combine(parse_day(wanted), datetime.min.time()), settings.zone)


def scheduled(dossier: Dossier) -> Schedule:
    """Compute the dates of a dossier's plan."""
    from milepost.engine.schedule import schedule

    with stage(f"Scheduling {len(dossier.plan.tasks):,} tasks"):
        return schedule(dossier.plan)
