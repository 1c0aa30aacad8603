"""Edits on risks and money: they change the records beside the plan, and refuse in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from milepost.dossier import Dossier, Project
from milepost.dossier.edits import COMMANDS, RECORD_COMMANDS, Edit, EditRefusedError, apply, carry_out
from milepost.dossier.risks import RiskAction, RiskRecord, RiskState, Strategy
from milepost.engine.accounts import (
    Actual,
    BudgetLine,
    Commitment,
    CommitmentLine,
    CommitmentState,
    CostAccount,
    Ledger,
    Pool,
    Treatment,
)
from milepost.engine.ledger import Books
from milepost.engine.risks import Exposure, Response, Risk
from tests.dossier.test_edits import DAY, PLAN, at, task

RISK = RiskRecord(
    Risk("R-1", "Vendor late", Exposure(Decimal("0.4")), response=Response(Exposure(Decimal("0.1")))),
    cause="the vendor is new",
    event="the delivery comes late",
    effect="testing waits",
    actions=(RiskAction("Visit the vendor", "Ana", at("08T17:00")),),
)
LEDGER = Ledger(
    "EUR",
    accounts=(CostAccount("A", "Build"), CostAccount("B", "Test")),
    budget=(BudgetLine("L1", "A", Decimal(50000)), BudgetLine("L2", "B", Decimal(10000))),
    commitments=(
        Commitment(
            "PO-1", "Vendor", (CommitmentLine("1", "A", Decimal(30000)),), "EUR", state=CommitmentState.APPROVED
        ),
    ),
    actuals=(Actual("K1", "A", at("02T12:00"), Decimal(1200)),),
    contingency_reserve=Decimal(5000),
)
DOSSIER = Dossier(Project("Portal", currency="EUR"), PLAN, risks=(RISK,), ledger=LEDGER)


def done(word: str, **arguments: Any) -> Dossier:
    """The dossier after one edit."""
    return carry_out(DOSSIER, [Edit(word, arguments)])


def books(dossier: Dossier) -> Books:
    """Its ledger added up at the end of June."""
    return Books(dossier.ledger, at("30T17:00"))


def test_plan_and_record_commands_have_different_words() -> None:
    assert not set(COMMANDS) & set(RECORD_COMMANDS)
    with pytest.raises(EditRefusedError, match="changes the project's records"):
        apply(PLAN, [Edit("set_risk_owner", {"risk": "R-1", "owner": "Ana"})])
    with pytest.raises(EditRefusedError, match="There is no command"):
        carry_out(DOSSIER, [Edit("dance", {})])


def test_plan_edits_are_carried_out_on_a_dossier_too() -> None:
    after = done("change_duration", task=1, duration=3 * DAY)
    assert task(after.plan, 1).duration == 3 * DAY
    assert after.risks == DOSSIER.risks


def test_risk_edits_do_what_they_say() -> None:
    assert done("set_risk_owner", risk="R-1", owner="Ben").risks[0].owner == "Ben"
    responding = done("set_risk_response", risk="R-1", strategy="mitigate").risks[0]
    assert (responding.risk.responded, responding.strategy) == (True, Strategy.MITIGATE)
    assert responding.state is RiskState.RESPONDING
    assert done("set_risk_strategy", risk="R-1", strategy="accept", approver="Eve").risks[0].approver == "Eve"
    assert done("add_risk_action", risk="R-1", title="Plan B", owner="Ben").risks[0].actions[-1].title == "Plan B"
    moved = done("change_risk_action", risk="R-1", action="Visit the vendor", due=at("12T17:00"), task=1).risks[0]
    assert (moved.actions[0].due, moved.actions[0].owner, moved.actions[0].task) == (at("12T17:00"), "Ana", 1)
    assert done("record_risk_review", risk="R-1", at=at("05T17:00")).risks[0].reviewed_at == at("05T17:00")
    assert done("record_risk_occurred", risk="R-1", at=at("05T17:00")).risks[0].state is RiskState.OCCURRED
    closed = done("close_risk", risk="R-1", at=at("05T17:00"), reason="Delivered.").risks[0]
    assert (closed.state, closed.history[-1].note) == (RiskState.CLOSED, "Delivered.")
    likelier = done("change_risk_probability", risk="R-1", probability="0.6", at=at("05T17:00")).risks[0]
    assert likelier.risk.exposure.probability == Decimal("0.6")


def test_a_risk_is_entered_whole() -> None:
    facts = {"cause": "a", "event": "b", "effect": "c", "probability": "0.3", "tasks": [2], "delay": [0, DAY, 3 * DAY]}
    added = done("add_risk", code="R-2", title="Late", **facts).risks[-1].risk
    effect = added.exposure.tasks[0]
    assert effect.delay is not None
    assert (effect.task, effect.delay.likely) == (2, Decimal(DAY))
    for wrong, said in (
        ({"code": "R-1"}, "risk R-1 already"),
        ({"probability": "1"}, "between 0 and 1"),
        ({"delay": [DAY]}, "three rising numbers"),
        ({"cause": ""}, "needs cause"),
    ):
        with pytest.raises(EditRefusedError, match=said):
            done("add_risk", **{"code": "R-2", "title": "Late", **facts, **wrong})


@pytest.mark.parametrize(
    ("word", "arguments", "said"),
    [
        ("set_risk_owner", {"risk": "R-9", "owner": "Ana"}, "no risk 'R-9'; it has R-1"),
        ("set_risk_owner", {"risk": "R-1", "owner": ""}, "exactly one owner"),
        ("change_risk_action", {"risk": "R-1", "action": "Sleep"}, "has no action 'Sleep'"),
        ("close_risk", {"risk": "R-1", "at": 0, "reason": ""}, "why the risk is closed"),
        ("move_reserve", {"account": "Z", "amount": 1, "at": 0, "reason": "R-1"}, "no cost account 'Z'"),
        ("move_reserve", {"account": "A", "amount": 1, "at": 0, "reason": ""}, "Name the risk"),
        ("post_accrual", {"account": "A", "amount": "-5", "at": 0, "reason": "x"}, "above zero"),
        ("post_accrual", {"account": "A", "amount": "much", "at": 0, "reason": "x"}, "is a number"),
        ("hold_order", {"order": "PO-9"}, "no order 'PO-9'"),
        ("recode_actual", {"actual": "K9", "account": "A"}, "no actual 'K9'"),
        ("reverse_accrual", {"accrual": "AC-1", "at": 0}, "no open accrual"),
    ],
)
def test_what_cannot_be_is_refused_in_words(word: str, arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(EditRefusedError, match=said):
        done(word, **arguments)


def test_money_edits_keep_the_books_in_order() -> None:
    drawn = books(done("move_reserve", account="A", amount="1500", at=at("05T17:00"), reason="R-1"))
    assert drawn.reserves()[0].left == 3500
    assert drawn.positions()["A"].budget == 51500
    moved = books(done("transfer_budget", source="A", to="B", amount="4000")).positions()
    assert (moved["A"].budget, moved["B"].budget) == (46000, 14000)
    assert books(DOSSIER).positions()["A"].ordered == 30000
    assert books(done("hold_order", order="PO-1")).positions()["A"].ordered == 0
    accrued = done("post_accrual", account="B", amount="700", at=at("05T17:00"), reason="Work done")
    assert books(accrued).positions()["B"].accrued == 700
    back = carry_out(accrued, [Edit("reverse_accrual", {"accrual": "AC-1", "at": at("06T17:00")})])
    assert books(back).positions()["B"].accrued == 0
    recoded = books(done("recode_actual", actual="K1", account="B")).positions()
    assert (recoded["A"].posted, recoded["B"].posted) == (0, 1200)
    capital = done("recode_actual", actual="K1", treatment="capex")
    assert capital.ledger.actuals[-1].treatment is Treatment.CAPEX
    assert books(capital).positions()["A"].capitalised == 1200
    assert done("release_funds", at=at("05T17:00"), amount=900).ledger.funding[0].amount == 900
    assert done("set_forecast", account="A", amount=0, at=at("05T17:00")).ledger.forecasts[0].amount == 0
    assert done("move_reserve", account="A", amount=1, at=0, reason="x", pool="management").ledger.reserve_movements[
        0
    ].pool is (Pool.MANAGEMENT)
