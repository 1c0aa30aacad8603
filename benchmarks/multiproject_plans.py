"""How well Milepost levels several projects that share resources: `multiproject_plans.py --plans DIR --best CSV`.

DIR holds the MPSPLIB plans as Microsoft Project stored them (`mp_j*.json.gz`), CSV what a published heuristic (parallel
generation, minimum slack) reached inside Microsoft Project: columns instance, makespan_days, seconds_in_msproject.
Options: `--seconds 0.5` of CPU for each plan, kernels at hand, `--seed 1`.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import sys
import time
from pathlib import Path
from statistics import mean, median
from typing import Any

from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.level import level
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.levelling.warm import warm
from milepost.engine.warm import warm as warm_passes

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Level every plan and print each."""
    load = _reader()
    options = _options()
    warm_passes()
    warm()
    with options.best.open(encoding="utf-8", newline="") as file:
        known = {row["instance"]: int(row["makespan_days"]) for row in csv.DictReader(file)}
    shares, times = [], []
    print("| plan | tasks | days | bound | gap | published | against it | CPU s |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for path in sorted(options.plans.rglob("mp_j*.json.gz")):
        stored = load(path)
        day = stored.plan.settings.minutes_per_day
        begun = time.process_time()
        found = level(
            stored.plan,
            options=LevellingOptions(one_more=False, seed=options.seed),
            budget=Budget(options.seconds, clock=time.process_time),
        )
        _ = found.plan
        times.append(time.process_time() - begun)
        best, days = known.get(stored.name), found.makespan / day
        against = "" if best is None else f"{100 * (days / best - 1):+.2f} %"
        shares += [] if best is None else [100 * (days / best - 1)]
        proof = "optimal" if found.proven else f"{found.gap_percent:.1f} %"
        print(
            f"| {stored.name} | {len(stored.plan.tasks):,} | {days:g} | {found.lower_bound / day:g} | {proof} | "
            f"{best or ''} | {against} | {times[-1]:.2f} |"
        )
    print(
        f"\n{len(times)} plans: {mean(shares):+.2f} % on average against the published makespans of {len(shares)}, "
        f"at most {max(shares):+.2f} %; median {median(times):.2f} s of CPU, longest {max(times):.2f} s."
    )


def _reader() -> Any:
    """Give the reader of stored plans that the tests use."""
    sys.path.insert(0, str(ROOT))
    return importlib.import_module("tests.engine.stored_plans").load


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=Path, required=True)
    parser.add_argument("--best", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
