"""`milepost money`: what the project is worth so far, what it has cost, and what it will."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from milepost.cli.options import AsJson, ColumnMap, PlanFile, ProjectPick, Sheet, StatusDate
from milepost.cli.screen import say, stage

if TYPE_CHECKING:
    from milepost.dossier import Dossier
    from milepost.press.money import MoneyFacts


def money(
    file: PlanFile,
    as_json: AsJson = False,
    status_date: StatusDate = "",
    columns: ColumnMap = None,
    sheet: Sheet = "",
    project: ProjectPick = "",
) -> None:
    """Show budget, value, cost and forecast.

    Earned value and earned schedule, every estimate at completion with what it assumes, each account with
    what it spent, ordered and still needs, month by month with the funds there are, and the reserves.
    """
    from milepost.cli.chapters import show_chapter
    from milepost.cli.opening import at_status_date, opened
    from milepost.press.money import money_chapter

    facts = counted(at_status_date(opened(file, columns, sheet, project).dossier, status_date))
    if as_json:
        from milepost.cli.money_json import money_document

        say(json.dumps(money_document(facts), ensure_ascii=False, indent=2))
    elif facts.known:
        show_chapter(money_chapter(facts))
    else:
        say("The plan names no money: no rates, no costs, no budget. Give resources rates, or tasks a cost.")


def counted(dossier: Dossier) -> MoneyFacts:
    """Schedule a project and add its money up."""
    from milepost.cli.opening import scheduled
    from milepost.forecasting.foreseen import counted as add_up
    from milepost.press.facts import PlanFacts

    facts = PlanFacts.of(dossier, scheduled(dossier))
    with stage("Adding up"):
        return add_up(facts)
