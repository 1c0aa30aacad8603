"""Commands that make projects, and on what a project is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from milepost.commands.command import command
from milepost.commands.founding import found_project
from milepost.commands.projects_settings import currency_code
from milepost.commands.site import SiteWork
from milepost.commands.templates import Template, begun
from milepost.commands.work import Work
from milepost.dossier.dossier import Dossier
from milepost.dossier.edits import Edit, apply
from milepost.dossier.projects import Phase
from milepost.dossier.projects import Project as ProjectFacts
from milepost.engine.calendars import Calendar
from milepost.engine.clock import instant
from milepost.engine.plan import Settings
from milepost.queries.access import Permission
from milepost.queries.kinds import Content
from milepost.queries.plan_files import read_plan
from milepost.queries.refused import Refused
from milepost.queries.schedule_calendars import public_holidays

#: Monday to Friday, 8 to 12 and 13 to 17.
_DAY = ((480, 720), (780, 1020))
_WEEK = (_DAY, _DAY, _DAY, _DAY, _DAY, (), ())
#: So many years after the first one a new calendar knows the public holidays of.
_HOLIDAYS = 3
#: Where a project may go from each phase (domain/governance.md 1); a project on hold goes on or ends.
_ONWARD: Mapping[Phase, tuple[Phase, ...]] = {
    Phase.IDEA: (Phase.INITIATION, Phase.CANCELLED),
    Phase.INITIATION: (Phase.PLANNING, Phase.ON_HOLD, Phase.CANCELLED),
    Phase.PLANNING: (Phase.INITIATION, Phase.EXECUTION, Phase.ON_HOLD, Phase.CANCELLED),
    Phase.EXECUTION: (Phase.PLANNING, Phase.ON_HOLD, Phase.CLOSING, Phase.CANCELLED),
    Phase.ON_HOLD: (Phase.INITIATION, Phase.PLANNING, Phase.EXECUTION, Phase.CLOSING, Phase.CANCELLED),
    Phase.CLOSING: (Phase.EXECUTION, Phase.CLOSED, Phase.CANCELLED),
    Phase.CLOSED: (Phase.CLOSING,),
    Phase.CANCELLED: (Phase.INITIATION,),
}
_CODE = re.compile(r"^[A-Z][A-Z0-9-]{0,29}$")


@command(permission=Permission.FOUND, site=True, creates=True)
def create_project(
    work: SiteWork,
    *,
    code: str,
    name: str,
    start: date,
    template: Template = Template.EMPTY,
    country: str = "",
    currency: str = "EUR",
    manager: str = "",
) -> str:
    """Start a project with an empty outline or with that of a template; you become its owner.

    With a `country`, such as DE, its calendar is free on the public holidays of the first years.
    """
    if not name.strip():
        raise Refused("A project needs a name.", "name", "invalid")
    money = currency_code(currency)
    calendar = Calendar(1, "Standard", week=_WEEK)
    settings = Settings(instant(_at(start)) + 480, calendar=1, status_date=None)
    plan = begun(template, start, settings, calendar)
    if country:
        days = public_holidays(country, "", start.year, start.year + _HOLIDAYS)
        plan = apply(plan, [Edit("add_free_days", {"calendar": 1, "days": days})])
    facts = ProjectFacts(name, title=name, manager=manager or work.actor.name, currency=money, phase=Phase.PLANNING)
    return found_project(work, project_code(code), Dossier(facts, plan), "create_project")


@command(permission=Permission.FOUND, site=True, creates=True)
def import_project(work: SiteWork, *, code: str, file: str, content: Content, name: str = "") -> str:
    """Make a project of a plan file; you become its owner.

    `content` is the file in base64. Every format Milepost reads is told from the content. The receipt says what was
    kept, approximated and dropped.
    """
    imported = read_plan(content, file)
    dossier = imported.dossier
    if name:
        dossier = replace(dossier, project=replace(dossier.project, name=name))
    if not dossier.project.name:
        dossier = replace(dossier, project=replace(dossier.project, name=file.rsplit(".", 1)[0] or code))
    return found_project(work, project_code(code), dossier, "import_project", imported=imported)


def project_code(text: str) -> str:
    """Read a project's code. Refuses what would not fit into an address."""
    code = text.strip().upper()
    if not _CODE.match(code):
        raise Refused(
            f"{text!r} is no code for a project: 1 to 30 letters, digits and hyphens, beginning with a letter.",
            "code",
            "invalid",
        )
    return code


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall clock of the project


@command(permission=Permission.PLAN)
def rename_project(work: Work, *, name: str) -> None:
    """Give the project another name."""
    if not name:
        raise Refused("A project needs a name.", "name", "invalid")
    work.dossier = replace(work.dossier, project=replace(work.dossier.project, name=name))


@command(permission=Permission.PLAN)
def describe_project(
    work: Work,
    *,
    description: str | None = None,
    manager: str | None = None,
    sponsor: str | None = None,
    organisation: str | None = None,
) -> None:
    """Say what the project is for, who runs and who sponsors it."""
    said = {"description": description, "manager": manager, "sponsor": sponsor, "organisation": organisation}
    given = {name: value for name, value in said.items() if value is not None}
    work.dossier = replace(work.dossier, project=replace(work.dossier.project, **given))  # type: ignore[arg-type]


@command(permission=Permission.DECIDE)
def change_phase(work: Work, *, phase: Phase) -> None:
    """Move the project to another phase of its life."""
    now = work.dossier.project.phase
    if now is not None and phase is not now and phase not in _ONWARD[now]:
        onward = ", ".join(_shown(each) for each in _ONWARD[now])
        said = f"A project in {_shown(now)} cannot go to {_shown(phase)}; from here it can go to {onward}."
        raise Refused(said, "phase", "rule")
    if now in (Phase.CLOSED, Phase.CANCELLED) and phase is not now:
        work.need(Permission.OWN, f"The project is {now}; only its owner may open it again.")
    work.dossier = replace(work.dossier, project=replace(work.dossier.project, phase=phase))


def _shown(phase: Phase) -> str:
    return phase.replace("_", " ")


@command(permission=Permission.OWN, dangerous=True)
def archive_project(work: Work) -> None:
    """Put the project away: everybody can still read it, nobody can change it until it is restored."""
    work.dossier = replace(work.dossier, project=replace(work.dossier.project, archived=True))


@command(permission=Permission.OWN)
def restore_project(work: Work) -> None:
    """Take an archived project up again."""
    work.dossier = replace(work.dossier, project=replace(work.dossier.project, archived=False))
