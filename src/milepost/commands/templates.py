"""Templates: outlines that projects of a kind begin with. Each is a sheet in `milepost/outlines`, without dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum
from importlib.resources import files

from milepost.engine.calendars import Calendar
from milepost.engine.plan import Plan, Settings
from milepost.exchange.read import read
from milepost.queries.refused import Refused

#: What stands behind the last column of a template's heading, so that its first task says when the project starts.
_START = ",Start"
#: Files are read with dates up to this year.
_LAST_YEAR = 2099


class Template(StrEnum):
    """What a new project begins with: nothing, or the outline of a project of its kind."""

    EMPTY = "empty"
    SOFTWARE_RELEASE = "software_release"
    INFRASTRUCTURE_MIGRATION = "infrastructure_migration"
    PACKAGE_IMPLEMENTATION = "package_implementation"


def begun(template: Template, start: date, settings: Settings, calendar: Calendar) -> Plan:
    """Give the plan of a template on a calendar: its tasks and links, each as soon as the links allow."""
    plan = Plan(settings, (calendar,))
    if template is Template.EMPTY:
        return plan
    if start.year > _LAST_YEAR:
        raise Refused(f"A template begins in {_LAST_YEAR} at the latest.", "start", "invalid")
    sheet = files("milepost").joinpath("outlines", f"{template}.csv").read_text(encoding="utf-8")
    heading, _, rows = sheet.partition("\n")
    first, _, rest = rows.partition("\n")
    dated = f"{heading}{_START}\n{first},{start.isoformat()}\n{rest}"
    outline = read(dated.encode(), file=f"{template}.csv").dossier.plan
    tasks = tuple(replace(task, calendar=None) for task in outline.tasks)
    return replace(plan, tasks=tasks, links=outline.links)
