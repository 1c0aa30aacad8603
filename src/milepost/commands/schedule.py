"""Commands on the plan: outline, links, dates, effort, progress and baselines."""

from __future__ import annotations

from milepost.commands.edits import offer
from milepost.dossier.edits_dates import DATE_COMMANDS
from milepost.dossier.edits_effort import EFFORT_COMMANDS
from milepost.dossier.edits_links import LINK_COMMANDS
from milepost.dossier.edits_people import PEOPLE_COMMANDS
from milepost.dossier.edits_progress import PROGRESS_COMMANDS
from milepost.queries.access import Permission

#: Edits of the plan that say who works on it; `commands.people` offers them.
STAFFING = ("assign", "assign_to_share", "unassign", "reassign", "change_units", "fill_place", "set_skill")
_PLANNING = {**EFFORT_COMMANDS, **LINK_COMMANDS, **DATE_COMMANDS, **PEOPLE_COMMANDS}
_STATUS = ("set_status_date", "set_baseline")

offer(
    "schedule",
    Permission.PLAN,
    {
        **{word: edit for word, edit in _PLANNING.items() if word not in STAFFING},
        **{word: PROGRESS_COMMANDS[word] for word in _STATUS},
    },
    finish=("set_deadline", "set_must_finish", "set_status_date"),
)
offer(
    "schedule",
    Permission.PROGRESS,
    {word: edit for word, edit in PROGRESS_COMMANDS.items() if word not in _STATUS},
    finish=("record_actual_finish",),
)
