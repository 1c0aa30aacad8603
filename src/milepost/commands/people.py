"""Commands on people: who and what the plan can use, who works on what, and what they can do."""

from __future__ import annotations

from milepost.commands.command import command
from milepost.commands.edits import offer
from milepost.commands.schedule import STAFFING
from milepost.commands.work import Work
from milepost.dossier.edits import Edit
from milepost.dossier.edits_effort import EFFORT_COMMANDS
from milepost.dossier.edits_people import PEOPLE_COMMANDS
from milepost.dossier.edits_team import TEAM_COMMANDS
from milepost.queries.access import Permission
from milepost.queries.kinds import PersonRef
from milepost.queries.refused import Refused
from milepost.records.models import TimeEntry

_ALL = {**EFFORT_COMMANDS, **PEOPLE_COMMANDS}
_TEAM = ("add_resource", "change_resource", "set_resource_calendar")

offer("people", Permission.PLAN, {word: _ALL[word] for word in STAFFING})
offer("people", Permission.PLAN, {word: TEAM_COMMANDS[word] for word in _TEAM})
offer("people", Permission.PLAN, {"set_rate": TEAM_COMMANDS["set_rate"]}, also=(Permission.SEE_COSTS,))


@command(permission=Permission.PLAN)
def remove_resource(work: Work, *, resource: PersonRef) -> None:
    """Take somebody or something out of the plan; refused while they are on a task or have booked time."""
    if TimeEntry.objects.filter(project=work.project, resource__uid=resource).exists():
        raise Refused("There is time booked for them; make them inactive instead.", "resource")
    work.edit(Edit("remove_resource", {"resource": resource}))
