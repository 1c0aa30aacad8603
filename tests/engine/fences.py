"""A fence of four sides, one a day, half a side behind on the third evening (domain/money.md 11.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from milepost.engine.accounts import (
    CostAccount,
    Ledger,
)
from milepost.engine.calendars import Calendar
from milepost.engine.clock import instant
from milepost.engine.money import Money, money
from milepost.engine.plan import Plan, Settings
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Baseline, BaselineTask, Link, Task

WORKDAY = ((480, 720), (780, 1020))
DAY = 480


def at(text: str) -> int:
    """An instant of 2026; June 1st is a Monday."""
    return instant(datetime.fromisoformat(f"2026-{text}"))


def fence() -> Plan:
    """Four sides of 1 000, one a day; after three days one cost 1 000, one 1 200, one is half done for 600."""
    days = [(f"06-0{n}T08:00", f"06-0{n}T17:00") for n in range(1, 5)]
    done = ((100, "1000"), (100, "1200"), (50, "600"), (0, "0"))
    tasks = []
    for n, ((start, finish), (percent, cost)) in enumerate(zip(days, done, strict=True), 1):
        begun = at(start) if percent else None
        ended = at(finish) if percent == 100 else None
        fields = {"actual_start": begun, "actual_finish": ended, "actual_cost": Decimal(cost)}
        side = Task(n, f"Side {n}", duration=DAY, percent_complete=Decimal(percent), cost=Decimal(1000), **fields)
        tasks.append(replace(side, cost_account="A" if n < 3 else "B"))
    rows = tuple(BaselineTask(n, at(a), at(b), DAY, cost=Decimal(1000)) for n, (a, b) in enumerate(days, 1))
    return Plan(
        Settings(start=at("06-01T08:00"), calendar=1, status_date=at("06-03T17:00")),
        calendars=(Calendar(1, "Office", week=(WORKDAY,) * 5 + ((), ())),),
        tasks=tuple(tasks),
        links=tuple(Link(n, n + 1) for n in range(1, 4)),
        baselines=(Baseline(0, tasks=rows),),
    )


ACCOUNTS = (CostAccount("P", "Project"), CostAccount("A", "Front", "P"), CostAccount("B", "Back", "P"))


def of(ledger: Ledger | None = None, plan: Plan | None = None) -> Money:
    return money(schedule(plan or fence()), ledger)
