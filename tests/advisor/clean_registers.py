"""The small project in perfect order with its risks, skills and money, also in perfect order."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.dossier import Dossier, Project
from milepost.dossier.risks import RiskAction, RiskRecord, RiskState, RiskTrigger, Strategy
from milepost.engine.accounts import (
    Actual,
    BudgetLine,
    Commitment,
    CommitmentLine,
    CostAccount,
    FundingRelease,
    Ledger,
)
from milepost.engine.distributions import Distribution
from milepost.engine.plan import Plan
from milepost.engine.resources import Skill
from milepost.engine.risks import CostEffect, Exposure, Response, Risk, TaskEffect
from tests.advisor.clean import CLEAN
from tests.advisor.drawn import DAY, day, evening

#: Which account each task is charged to, and what everybody can do: nobody is the only one.
_ACCOUNTS = {2: "D", 3: "D", 5: "B", 6: "B", 7: "T", 8: "T"}
_SKILLS = {1: ("Design",), 2: ("Java", "Design"), 3: ("Java",), 4: ("Testing",), 5: ("Testing",)}
_ASKED = {2: "Design", 3: "Design", 5: "Java", 6: "Java", 7: "Testing", 8: "Testing"}


def _plan() -> Plan:
    tasks = tuple(replace(t, cost_account=_ACCOUNTS.get(t.uid, "")) for t in CLEAN.tasks)
    people = tuple(replace(p, skills=tuple(Skill(name, 4) for name in _SKILLS[p.uid])) for p in CLEAN.resources)
    crew = tuple(replace(row, skill=_ASKED[row.task], level=2) for row in CLEAN.assignments)
    return replace(CLEAN, tasks=tasks, resources=people, assignments=crew)


#: A risk of delivery that is looked after: three days on building pages, which have two days of float.
RISK = RiskRecord(
    Risk(
        "R-1",
        "Design system comes late",
        Exposure(
            Decimal("0.3"),
            (TaskEffect(6, delay=Distribution(low=Decimal(DAY), likely=Decimal(2 * DAY), high=Decimal(3 * DAY))),),
            (CostEffect(Distribution(low=Decimal(200), likely=Decimal(500), high=Decimal(800)), "B"),),
        ),
        response=Response(Exposure(Decimal("0.1")), Decimal(100)),
        window_start=day(20, 7),
    ),
    cause="the design system is built elsewhere",
    event="it may come late",
    effect="pages would wait",
    category="external",
    state=RiskState.MONITORED,
    owner="Cleo",
    strategy=Strategy.MITIGATE,
    actions=(RiskAction("Agree on a checkpoint", "Cleo", evening(10, 7), cost=Decimal(100)),),
    trigger=RiskTrigger("task_float_days", 6, Decimal(0)),
    fallback="Use the old pages.",
    raised_at=day(1),
    reviewed_at=day(12),
)
LEDGER = Ledger(
    "EUR",
    accounts=(CostAccount("D", "Design"), CostAccount("B", "Build"), CostAccount("T", "Test")),
    budget=(
        BudgetLine("1", "D", Decimal(7200)),
        BudgetLine("2", "B", Decimal(12200)),
        BudgetLine("3", "T", Decimal(7200)),
    ),
    commitments=(
        Commitment("PO-1", "Hosting Ltd", (CommitmentLine("1", "B", Decimal(1000), delivery=evening(30)),), "EUR"),
    ),
    actuals=(
        Actual("K1", "D", evening(4), Decimal(3200), task=2),
        Actual("K2", "D", evening(11), Decimal(4000), task=3),
        Actual("K3", "B", evening(12), Decimal(1600), task=5),
    ),
    funding=(FundingRelease(day(1), Decimal(40000)),),
    contingency_reserve=Decimal(3000),
    management_reserve=Decimal(2000),
)
PROJECT = Dossier(Project("Portal", currency="EUR"), _plan(), risks=(RISK,), ledger=LEDGER)
