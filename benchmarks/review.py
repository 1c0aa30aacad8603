"""How long a review takes, with and without risks, ranges and money: `python benchmarks/review.py --tasks 200 5000`.

Prints CPU seconds of one cold review per plan, what of it the simulation takes part in, and the findings.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from decimal import Decimal
from random import Random

from plans import DAY, SEED, plan_of

from milepost.advisor.review import review
from milepost.dossier import Dossier, Project
from milepost.dossier.risks import RiskRecord
from milepost.engine.accounts import Actual, BudgetLine, CostAccount, Ledger
from milepost.engine.distributions import Distribution
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, Rate, Resource, Skill
from milepost.engine.risks import Exposure, Response, Risk, TaskEffect
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Baseline, BaselineTask, Estimate, Task

_ACCOUNTS, _SKILLS, _RISKS = 20, 10, 30
#: The project is two months old, and nobody recorded anything: much to find.
_AGE = 60 * 1440


def staffed(tasks: int, seed: int = SEED) -> Plan:
    """A plan with people, skills, places to fill, cost accounts, a baseline and a status date."""
    dice, plan = Random(seed), plan_of(tasks, seed)
    people = tuple(
        Resource(
            uid,
            f"Person {uid}",
            group=f"Group {uid % _SKILLS}",
            rates=(Rate("A", None, Decimal(80)),),
            skills=(Skill(f"Skill {uid % _SKILLS}"),),
        )
        for uid in range(1, max(tasks // 25, 5) + 1)
    )
    rows = tuple(_charged(task) for task in plan.tasks)
    crew = tuple(_work(n, task, dice, len(people)) for n, task in enumerate(rows, start=1) if task.duration)
    plan = replace(plan, tasks=rows, resources=people, assignments=crew)
    dates = schedule(plan)
    base = tuple(
        BaselineTask(t.uid, d.start, d.finish, t.duration, work=t.work, cost=Decimal(t.duration) / 60 * 80)
        for t in rows
        if not t.summary and (d := dates.by_uid[t.uid])
    )
    settings = replace(plan.settings, status_date=dates.start + _AGE)
    return replace(plan, baselines=(Baseline(0, tasks=base),), settings=settings)


def _charged(task: Task) -> Task:
    if task.summary or not task.duration:
        return task
    return replace(task, work=task.duration, cost_account=f"A{task.uid % _ACCOUNTS}")


def _work(uid: int, task: Task, dice: Random, people: int) -> Assignment:
    """Somebody's work on a task; one place in a hundred has nobody yet."""
    who = dice.randrange(people) + 1
    nobody = dice.random() < 0.01
    skill = f"Skill {who % _SKILLS}" if nobody else ""
    work = task.duration
    return Assignment(uid, task.uid, None if nobody else who, work=work, remaining_work=work, skill=skill)


def uncertain(plan: Plan, seed: int = SEED) -> Dossier:
    """The plan with a range on every task, thirty risks, and a ledger of twenty accounts."""
    dice = Random(seed)
    rows = tuple(
        replace(t, estimate=Estimate(t.duration * 4 // 5, t.duration, t.duration * 8 // 5)) if t.duration else t
        for t in plan.tasks
    )
    leaves = [task.uid for task in rows if task.duration]
    span = Distribution(low=Decimal(DAY), likely=Decimal(5 * DAY), high=Decimal(10 * DAY))
    risks = tuple(
        RiskRecord(
            Risk(
                f"R-{n}",
                f"Risk {n}",
                Exposure(Decimal("0.3"), (TaskEffect(dice.choice(leaves), delay=span),)),
                response=Response(Exposure(Decimal("0.1")), Decimal(1000)),
            )
        )
        for n in range(_RISKS)
    )
    return Dossier(Project("Benchmark", currency="EUR"), replace(plan, tasks=rows), risks=risks, ledger=_ledger(plan))


def _ledger(plan: Plan) -> Ledger:
    share = Decimal(len(plan.tasks) * 600)
    start = plan.settings.start
    return Ledger(
        "EUR",
        accounts=tuple(CostAccount(f"A{n}", f"Account {n}") for n in range(_ACCOUNTS)),
        budget=tuple(BudgetLine(f"L{n}", f"A{n}", share) for n in range(_ACCOUNTS)),
        actuals=tuple(Actual(f"K{n}", f"A{n % _ACCOUNTS}", start + 1000 * n, Decimal(1000)) for n in range(60)),
        contingency_reserve=Decimal(100_000),
    )


def main() -> None:
    """Review each size without and with uncertainty and money."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, nargs="+", default=[200, 1000, 5000])
    sizes = parser.parse_args().tasks
    print(f"{'tasks':>7} {'plan alone, CPU s':>18} {'with risks and money, CPU s':>28} {'findings':>9}")
    for size in sizes:
        plan = staffed(size)
        plain, _ = timed(Dossier(Project("Benchmark", currency="EUR"), plan))
        whole, count = timed(uncertain(plan))
        print(f"{size:>7} {plain:>18.1f} {whole:>28.1f} {count:>9}")


def timed(dossier: Dossier) -> tuple[float, int]:
    """CPU seconds of a review, and how many findings it has."""
    dates = schedule(dossier.plan)
    begun = time.process_time()
    found = review(dossier, dates)
    return time.process_time() - begun, len(found.findings)


if __name__ == "__main__":
    main()
