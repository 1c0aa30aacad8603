"""How fast Milepost levels a large plan: `python benchmarks/level_large.py [--tasks 5000] [--people 200] [--peer]`.

The plan (`level_plans.py`) has leave, part-time, skills, places and percent allocation. Prints the first feasible
levelled plan, an improved one, a repair after a slip of six tasks beside a fresh levelling of the slipped plan, and
with `--peer` what TaskJuggler makes of the same plan. Times are CPU seconds with kernels at hand and the plan in
memory, checked.
"""

from __future__ import annotations

import argparse
import csv
import gc
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from level_plans import level_plan, slipped
from level_tjp import lines_of
from plans import START

from milepost.engine.clock import moment
from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.level import level
from milepost.engine.levelling.levelled import Levelled
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.levelling.repair import repair
from milepost.engine.levelling.warm import warm
from milepost.engine.plan import Plan
from milepost.engine.schedule import schedule
from milepost.engine.tasks import LinkType
from milepost.engine.warm import warm as warm_passes

R = TypeVar("R")
OPTIONS = LevellingOptions(one_more=False)
DAY = 480


def main() -> None:
    """Measure and print."""
    options = _options()
    # As the command line does: a plan is thousands of live records, none of them garbage.
    gc.set_threshold(200_000, 20, 100)
    warm_passes()
    warm()
    plan = level_plan(options.tasks, options.people)
    level(level_plan(100, 20), options=OPTIONS, budget=Budget(schedules=1))
    schedule(plan)
    gc.collect()
    gc.freeze()
    print(f"{options.tasks:,} tasks, {len(plan.assignments):,} assignments, {options.people} people\n")
    print("| what | CPU s | working days | over the bound | tasks moved | residual |\n|---|---:|---:|---:|---:|---:|")
    first, took = timed(lambda: _with_plan(level(plan, options=OPTIONS, budget=Budget(schedules=1))))
    _row("first feasible", took, first)
    budget = Budget(options.seconds, clock=time.process_time)
    better, took = timed(lambda: _with_plan(level(plan, options=OPTIONS, budget=budget)))
    _row(f"improved, {better.schedules} schedules", took, better)
    slip, _ = slipped(better.plan, 6), better.announced
    schedule(slip)
    again, took = timed(lambda: _with_plan(repair(slip, better.announced, options=OPTIONS)))
    _row("repaired after six slips", took, again)
    fresh, took = timed(lambda: level(slipped(plan, 6), options=OPTIONS, budget=budget))
    _row("levelled afresh after them", took, fresh)
    share, longer = 100 * len(again.moves) / options.tasks, 100 * (again.makespan / fresh.makespan - 1)
    print(f"\nThe repair moves {share:.1f} % of the tasks and is {longer:+.2f} % against levelling afresh.")
    if options.peer:
        easier = replace(plan, links=tuple(link for link in plan.links if link.type is LinkType.FS))
        print(_peer(easier, level(easier, options=OPTIONS, budget=budget)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=5000)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--patience", type=float, default=600.0)
    return parser.parse_args()


def timed(run: Callable[[], R]) -> tuple[R, float]:
    """Give an answer and the CPU seconds it took."""
    begun = time.process_time()
    return run(), time.process_time() - begun


def _with_plan(found: Levelled) -> Levelled:
    """Make the proposal's plan too, which is worked out when first wanted."""
    _ = found.plan
    return found


def _row(what: str, took: float, found: Levelled) -> None:
    print(
        f"| {what} | {took:.2f} | {found.makespan / DAY:.1f} | {found.gap_percent:.1f} % | "
        f"{len(found.moves):,} | {len(found.residual)} |"
    )


def _peer(plan: Plan, found: Levelled) -> str:
    """Run TaskJuggler on the same plan; says how long it took and when its last task ends."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.tjp"
        path.write_text("\n".join(lines_of(plan)), encoding="utf-8")
        begun, patience = time.perf_counter(), _options().patience
        command = ["tj3", "--silent", str(path)]
        try:
            done = subprocess.run(command, check=False, cwd=folder, capture_output=True, timeout=patience)
        except subprocess.TimeoutExpired:
            return f"\nTaskJuggler did not finish within {patience:.0f} s."
        took = time.perf_counter() - begun
        if done.returncode:
            return f"\nTaskJuggler refused the plan after {took:.0f} s: {_first_error(done.stderr.decode())}"
        with (Path(folder) / "r.csv").open(encoding="utf-8", newline="") as file:
            ends = [datetime.fromisoformat(row["End"][:10]) for row in csv.DictReader(file, delimiter=";")]
    last, ours = max(ends).date(), moment(found.finish).date()
    return (
        f"\nTaskJuggler, the plan with its finish-to-start links only: {took:.0f} s on the clock, ends {last}, "
        f"{(last - START).days} days after the start; Milepost, improved: {ours}, {(ours - START).days} days after it."
    )


def _first_error(said: str) -> str:
    """Leave TaskJuggler's warnings out."""
    return next((line for line in said.splitlines() if "Error" in line), said[:300])


if __name__ == "__main__":
    main()
