"""How long the money of a large plan takes: `python benchmarks/money.py [--tasks N]`.

A plan of N tasks with two people each over three years, rates that change twice a year, a baseline, and a ledger of
2,000 invoices on 40 accounts: costed, measured, forecast and spread over months. CPU seconds, best of three runs.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from milepost.engine.accounts import Actual, BudgetLine, CostAccount, Ledger
from milepost.engine.calendars import Calendar
from milepost.engine.clock import instant
from milepost.engine.cost import cost_of
from milepost.engine.money import money
from milepost.engine.money_forecast import cost_forecast, time_forecast
from milepost.engine.money_periods import periods
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Assignment, Rate, Resource
from milepost.engine.results import Schedule
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Baseline, BaselineTask, Link, Task

DAY, ACCOUNTS, INVOICES = 480, 40, 2000
START, STATUS = (instant(datetime.fromisoformat(text)) for text in ("2026-01-05T08:00", "2027-06-16T17:00"))


def fresh(count: int) -> Plan:
    """A plan nobody has begun: each task waits for the one thirty rows above it."""
    tasks = tuple(
        Task(n, f"Task {n}", duration=DAY * (5 + n % 30), cost_account=f"A{n % ACCOUNTS}") for n in range(1, count + 1)
    )
    changes = [
        None,
        *(instant(datetime.fromisoformat(f"{2026 + n // 2}-{1 + 6 * (n % 2):02}-01")) for n in range(1, 6)),
    ]
    people = tuple(
        Resource(n, f"P{n}", rates=tuple(Rate("A", at, Decimal(60 + n + 5 * k)) for k, at in enumerate(changes)))
        for n in range(1, 101)
    )
    crew = tuple(
        Assignment(2 * t.uid + k, t.uid, (t.uid * 7 + k * 13) % 100 + 1, work=t.duration, remaining_work=t.duration)
        for t in tasks
        for k in (0, 1)
    )
    office = Calendar(1, "Office", week=(((480, 720), (780, 1020)),) * 5 + ((), ()))
    links = tuple(Link(n - 30, n) for n in range(31, count + 1))
    return Plan(Settings(start=START, calendar=1), (office,), tasks, links, people, crew)


def begun(plan: Plan) -> Plan:
    """The same plan eighteen months later, with a baseline: what is due is done, what runs is at 40 %."""
    dates = schedule(plan).by_uid
    tasks, done = [], {}
    for task in plan.tasks:
        at = dates[task.uid]
        percent = 100 if at.finish <= STATUS else 40 if at.start < STATUS else 0
        tasks.append(
            replace(
                task,
                percent_complete=Decimal(percent),
                actual_start=at.start if percent else None,
                actual_finish=at.finish if percent == 100 else None,
            )
        )
        done[task.uid] = percent
    crew = tuple(
        replace(a, actual_work=(w := a.work * done[a.task] // 100), remaining_work=a.work - w) for a in plan.assignments
    )
    rows = tuple(BaselineTask(d.uid, d.start, d.finish, d.duration, cost=Decimal(10_000)) for d in dates.values())
    now = replace(plan.settings, status_date=STATUS)
    return replace(plan, settings=now, tasks=tuple(tasks), assignments=crew, baselines=(Baseline(0, tasks=rows),))


def ledger() -> Ledger:
    """Accounts, their budgets and the invoices on them."""
    codes = [f"A{n}" for n in range(ACCOUNTS)]
    return Ledger(
        "EUR",
        tuple(CostAccount(code, code) for code in codes),
        tuple(BudgetLine(code, code, Decimal(250_000)) for code in codes),
        actuals=tuple(Actual(f"I{n}", codes[n % ACCOUNTS], START + 300 * n, Decimal(900)) for n in range(INVOICES)),
    )


def everything(found: Schedule, book: Ledger | None) -> None:
    """What `milepost money` needs."""
    facts = money(found, book)
    cost_forecast(facts, periods(facts))
    time_forecast(facts)


def measured(work: Callable[[], object]) -> float:
    """Best CPU seconds of three runs, each from nothing."""
    spent = []
    for _ in range(3):
        begin = time.process_time()
        work()
        spent.append(time.process_time() - begin)
    return min(spent)


def main() -> None:
    """Print one line per piece of work."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=1000)
    found = schedule(begun(fresh(parser.parse_args().tasks)))
    book = ledger()
    for name, work in (
        ("cost of the plan", lambda: cost_of(found)),
        ("money without a ledger", lambda: everything(found, None)),
        ("money with 2,000 invoices", lambda: everything(found, book)),
    ):
        print(f"{name:28} {measured(work):6.3f} s")


if __name__ == "__main__":
    main()
