"""Commands on people: who works on what, and what they can do."""

from __future__ import annotations

from milepost.commands.edits import offer
from milepost.commands.schedule import STAFFING
from milepost.dossier.edits_effort import EFFORT_COMMANDS
from milepost.dossier.edits_people import PEOPLE_COMMANDS
from milepost.queries.access import Permission

_ALL = {**EFFORT_COMMANDS, **PEOPLE_COMMANDS}

offer("people", Permission.PLAN, {word: _ALL[word] for word in STAFFING})
