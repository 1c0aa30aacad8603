"""Commands on accounts, reserves and forecasts of cost."""

from __future__ import annotations

from milepost.commands.edits import offer
from milepost.dossier.edits_money import MONEY_COMMANDS
from milepost.queries.access import Permission

offer("budget", Permission.PLAN, MONEY_COMMANDS, also=(Permission.SEE_COSTS,))
