"""Commands on the risk register."""

from __future__ import annotations

from milepost.commands.edits import offer
from milepost.dossier.edits_risks import RISK_COMMANDS
from milepost.queries.access import Permission

offer("risks", Permission.PLAN, RISK_COMMANDS)
