"""Questions about money; only those who may see costs can ask them."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.engine.notices import PlanRefusedError
from milepost.forecasting.foreseen import counted
from milepost.press.facts import PlanFacts
from milepost.press.money import money_chapter
from milepost.press.report import Chapter
from milepost.queries.access import Permission
from milepost.queries.query import Question, query
from milepost.queries.refused import Refused


@dataclass(frozen=True, slots=True)
class MoneyPage:
    """What a project is worth so far, has cost and will cost; `known` tells whether it names any money at all."""

    known: bool
    chapter: Chapter


@query(permission=Permission.SEE_COSTS)
def money(question: Question) -> MoneyPage:
    """Show budget, earned value, cost and every estimate at completion, account by account and month by month."""
    held = question.held
    try:
        facts = counted(PlanFacts.of(held.dossier, held.schedule))
    except PlanRefusedError as error:
        raise Refused(" ".join(notice.message for notice in error.notices[:3])) from error
    return MoneyPage(facts.known, money_chapter(facts))
