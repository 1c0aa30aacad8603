"""How well Milepost fills places and levels: `multiskill.py --instances DIR [--best CSV] [--seconds S]`.

Reads iMOPSE (`.def`) and MSPSP (`.dzn`) instances below DIR as plans whose tasks ask for skills, levels them with S
seconds of CPU each and prints each makespan with its deviation from the lower bound and, where the CSV (columns
instance, ub) knows it, from the best known. Every answer is checked here, against the instance's own text.
"""

from __future__ import annotations

import argparse
import csv
import time
from pathlib import Path
from statistics import mean

from multiskill_files import SLOT, Instance, faults, plan_of, read

from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.level import level
from milepost.engine.levelling.levelled import Levelled
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.warm import warm


def main() -> None:
    """Solve and print."""
    options = _options()
    warm()
    best = _best(options.best)
    paths = sorted(p for p in options.instances.rglob("*") if p.suffix in (".def", ".dzn"))
    rows = [_solve(path, options.seconds, best.get(path.stem)) for path in paths]
    print("\n| instances | mean over the lower bound | mean over best known | CPU a plan | faults |")
    print("|---:|---:|---:|---:|---:|")
    known = [over for _, over, _, _ in rows if over is not None]
    over_best = f"{mean(known):.2f} % of {len(known)}" if known else "none known"
    print(
        f"| {len(rows)} | {mean(r[0] for r in rows):.2f} % | {over_best} | "
        f"{mean(r[2] for r in rows):.2f} s | {sum(r[3] for r in rows)} |"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--instances", type=Path, required=True)
    parser.add_argument("--best", type=Path)
    parser.add_argument("--seconds", type=float, default=1.0)
    return parser.parse_args()


def _best(path: Path | None) -> dict[str, int]:
    if path is None:
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {Path(row["instance"]).stem: int(row["ub"]) for row in csv.DictReader(file) if row["ub"].isdigit()}


def _solve(path: Path, seconds: float, best: int | None) -> tuple[float, float | None, float, int]:
    instance = read(path)
    plan = plan_of(instance)
    begun = time.process_time()
    budget = Budget(seconds=seconds, clock=time.process_time)
    answer = level(plan, options=LevellingOptions(one_more=False), budget=budget)
    spent = time.process_time() - begun
    starts, who = _starts_and_people(instance, answer)
    wrong = faults(instance, starts, who)
    makespan = max(s + d for s, d in zip(starts, instance.durations, strict=True))
    bound = max(instance.lower_bound, -(-answer.lower_bound // SLOT))
    over = None if best is None else 100 * (makespan / best - 1)
    print(f"{path.stem}: {makespan} (bound {bound}, best known {best or '-'}) in {spent:.2f} s {'; '.join(wrong)}")
    return 100 * (makespan / bound - 1), over, spent, len(wrong)


def _starts_and_people(instance: Instance, answer: Levelled) -> tuple[list[int], list[list[tuple[str, int]]]]:
    """Read the answer off the levelled plan: its dates as scheduled, its assignments as filled."""
    starts = [answer.schedule.by_uid[i + 1].start // SLOT for i in range(len(instance.durations))]
    who: list[list[tuple[str, int]]] = [[] for _ in instance.durations]
    for each in answer.plan.assignments:
        who[each.task - 1].append((each.skill, -1 if each.resource is None else each.resource - 1))
    return starts, who


if __name__ == "__main__":
    main()
