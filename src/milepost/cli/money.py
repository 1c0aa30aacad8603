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
    """Add a project's money up at its status date; the plan's currency counts where the ledger names none."""
    from dataclasses import replace

    from milepost.cli.opening import scheduled
    from milepost.engine.money import money as add_up
    from milepost.engine.worktime import WorkTimes
    from milepost.press.money import MoneyFacts

    schedule = scheduled(dossier)
    ledger = dossier.ledger
    if not ledger.currency:
        ledger = replace(ledger, currency=dossier.project.currency)
    times = WorkTimes(schedule.plan)
    with stage("Adding up"):
        found = add_up(schedule, ledger, times=times, digits=dossier.project.currency_digits)
        return MoneyFacts.of(found, times)
