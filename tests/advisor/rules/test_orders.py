"""Orders, bills and accruals of two accounts: too much bound, owed but not booked, not covered, billed twice."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from milepost.advisor.context import Context
from milepost.advisor.pricing import outcome
from milepost.advisor.rules.orders import invoice_mismatch, missing_accrual, overcommitted, unmatched
from milepost.engine.accounts import (
    Accrual,
    Actual,
    BudgetLine,
    Commitment,
    CommitmentLine,
    CommitmentState,
    CostAccount,
    Ledger,
    Receipt,
)
from tests.advisor.drawn import chain, context, day, evening, found, promised, started, task

ORDER = Commitment("PO-1", "Vendor", (CommitmentLine("1", "A", Decimal(3000), delivery=evening(30)),), "EUR")
LEDGER = Ledger(
    "EUR",
    accounts=(CostAccount("P", "All"), CostAccount("A", "Build", "P"), CostAccount("B", "Test", "P")),
    budget=(BudgetLine("1", "A", Decimal(8000)), BudgetLine("2", "B", Decimal(4000))),
    commitments=(ORDER,),
    actuals=(Actual("K1", "A", day(3), Decimal(4000)),),
    contingency_reserve=Decimal(1000),
)


def drawn(**facts: Any) -> Context:
    """Build and test, half of the build done on 5 June; `facts` change the ledger."""
    rows = (started(1, "Build", 10, 50, day(1), cost_account="A"), task(2, "Test", 2, cost_account="B"))
    base = promised((1, day(1), evening(12), 8000), (2, day(15), evening(16), 4000))
    return context(rows, chain(1, 2), status=evening(5), baseline=base, ledger=replace(LEDGER, **facts))


def state(code: CommitmentState, amount: int = 5000) -> tuple[Commitment, ...]:
    """The order in another state, over another amount."""
    line = replace(ORDER.lines[0], amount=Decimal(amount))
    return (replace(ORDER, state=code, lines=(line,)),)


def test_a_ledger_in_order_has_nothing_to_say() -> None:
    for rule in (overcommitted, missing_accrual, unmatched, invoice_mismatch):
        assert not found(rule, drawn())
    assert not found(overcommitted, context((task(1, "Build"),)))


def test_mon_04_adds_orders_to_what_is_spent() -> None:
    (finding,) = overcommitted(drawn(commitments=state(CommitmentState.APPROVED)))
    assert (finding.id, finding.severity.value) == ("MON-04:account-A", "S1")
    assert finding.headline == "Build (A) has spent and ordered EUR 9,000, EUR 1,000 more than its budget."
    assert [[e.command for e in p.edits] for p in finding.proposals] == [
        ["hold_order"],
        ["transfer_budget"],
        ["move_reserve"],
        [],
    ]
    issued = overcommitted(drawn(commitments=state(CommitmentState.ISSUED)))
    assert "hold_order" not in [e.command for f in issued for p in f.proposals for e in p.edits]


def test_mon_04_proposals_do_what_they_say() -> None:
    before = drawn(commitments=state(CommitmentState.APPROVED))
    for proposal in next(overcommitted(before)).proposals[:3]:
        priced = outcome(before, proposal.edits)
        assert priced is not None
        assert (priced.shift.before.overdrawn, priced.shift.after.overdrawn) == (1000, 0)


def test_mon_07_finds_work_without_cost_and_old_accruals() -> None:
    (finding,) = missing_accrual(drawn(actuals=()))
    assert finding.headline == "1 cost and the work behind it are not in the same period: Build (A)."
    assert finding.proposals[0].edits[0].arguments["amount"] == "4000.00"
    due = (replace(ORDER, lines=(replace(ORDER.lines[0], delivery=evening(3)),)),)
    assert "Order PO-1, line 1" in found(missing_accrual, drawn(commitments=due))[0][2]
    received = (Receipt("R1", "PO-1", "1", day(3), Decimal(3000)),)
    assert not found(missing_accrual, drawn(commitments=due, receipts=received))
    old = (Accrual("AC1", "A", day(1) - 40 * 1440, Decimal(500)),)
    (stale,) = missing_accrual(drawn(accruals=old))
    assert [e.command for p in stale.proposals for e in p.edits] == ["reverse_accrual"]


def test_mon_08_finds_cost_without_budget_or_order() -> None:
    bare = LEDGER.budget[:1]
    assert not found(unmatched, drawn(budget=bare))
    posted = (*LEDGER.actuals, Actual("K2", "B", day(4), Decimal(700), document="Bill 7", task=1))
    (finding,) = unmatched(drawn(budget=bare, actuals=posted))
    assert finding.headline == "1 booked cost of EUR 700 has no budget or order behind: Bill 7."
    assert finding.proposals[0].edits[0].arguments == {"actual": "K2", "account": "A"}
    bought = (Actual("K3", "A", day(4), Decimal(700), category="hardware"),)
    assert found(unmatched, drawn(actuals=bought))[0][1] == "S2"
    ordered = (replace(bought[0], commitment="PO-1", line="1"),)
    assert not found(unmatched, drawn(actuals=ordered))


def test_mon_09_matches_order_receipt_and_bill() -> None:
    received = (Receipt("R1", "PO-1", "1", day(3), Decimal(3000)),)
    bill = Actual("K2", "A", day(4), Decimal(3100), commitment="PO-1", line="1")
    assert found(invoice_mismatch, drawn(receipts=received, actuals=(bill,))) == [
        (
            "MON-09:invoice-K2",
            "S2",
            "Vendor billed EUR 3,100 for EUR 3,000 received on order PO-1: EUR 100 too much.",
        )
    ]
    assert not found(invoice_mismatch, drawn(receipts=received, actuals=(replace(bill, amount=Decimal(3050)),)))


def test_a_ledger_that_does_not_add_up_is_a_reason_not_a_traceback() -> None:
    wrong = drawn(actuals=(Actual("K1", "Z", day(3), Decimal(1)),))
    assert wrong.cash is None
    assert "names the cost account Z" in wrong.cash_refused
