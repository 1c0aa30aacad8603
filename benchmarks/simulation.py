"""How fast Milepost simulates, side by side with its peers: `simulation.py [--tasks 1000 5000] [--runs 10000]`.

Every row is a process of its own: its plan is made and its code loaded and warmed by one run that does not count, then
`--repeats` runs are timed. Wall-clock and CPU seconds are the medians, memory is the peak of the whole process.
`calendars` is the plan of `plans.py` with 20 calendars and all link types; `network` the same tasks on one
calendar with finish-to-start links only, all that pmcontrols knows. Estimates are PERT, 80 to 150 % of the duration.
Every product reports the share of iterations in which each task is critical, trueppm-scheduler sensitivities instead;
that one knows whole days only, so its ranges are rounded outwards.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from typing import Any

from level_plans import level_plan
from peers import trueppm_project
from plans import DAY, plan_of

from milepost.engine.distributions import Shape
from milepost.engine.plan import Plan
from milepost.engine.simulation.simulate import SimulationOptions, simulate
from milepost.engine.tasks import Estimate, LinkType, Task

LOW, HIGH = 80, 150
PEERS = {"trueppm": "trueppm_scheduler", "pmcontrols": "pmcontrols"}


def main() -> None:
    """Measure one product in this process, or all of them in processes of their own."""
    options = _options()
    if options.measure:
        print(json.dumps(_measured(*options.measure, options)))
        return
    print(f"{options.runs:,} iterations, medians of {options.repeats} runs, every task with a three-point estimate.\n")
    print("| product | plan | tasks | wall | CPU | peak memory |")
    print("|---|---|---:|---:|---:|---:|")
    for count in options.tasks:
        for case, products in (("calendars", ("milepost", "trueppm")), ("network", ("milepost", "pmcontrols"))):
            for product in products:
                _row(product, case, count, options)
    _row("milepost", "levelled", options.levelled, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, nargs="+", default=[1000, 5000])
    parser.add_argument("--levelled", type=int, default=120, help="tasks of the levelled simulation")
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--measure", nargs=3, metavar=("PRODUCT", "PLAN", "TASKS"), help=argparse.SUPPRESS)
    return parser.parse_args()


def _row(product: str, case: str, count: int, options: argparse.Namespace) -> None:
    if product in PEERS and importlib.util.find_spec(PEERS[product]) is None:
        print(f"| {product} | {case} | {count:,} | not installed | | |")
        return
    passed = ["--runs", str(options.runs), "--repeats", str(options.repeats), "--threads", str(options.threads)]
    command = [sys.executable, __file__, *passed, "--measure", product, case, str(count)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    figures = f"{found['wall']:.3f} s | {found['cpu']:.3f} s | {found['memory']:.0f} MiB"
    print(f"| {product} | {case} | {count:,} | {figures} |", flush=True)


def _measured(product: str, case: str, count: str, options: argparse.Namespace) -> dict[str, float]:
    runs = {"milepost": _milepost, "trueppm": _trueppm, "pmcontrols": _pmcontrols}[product](case, int(count), options)
    runs()
    walls, works = [], []
    for _ in range(options.repeats):
        wall, work = time.perf_counter(), time.process_time()
        runs()
        walls.append(time.perf_counter() - wall)
        works.append(time.process_time() - work)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"wall": median(walls), "cpu": median(works), "memory": peak}


def _plan(case: str, count: int) -> Plan:
    plan = level_plan(count, max(count // 10, 1), places=False) if case == "levelled" else plan_of(count)
    tasks = tuple(_estimated(task) for task in plan.tasks)
    if case == "network":
        tasks = tuple(replace(task, calendar=None, constraints=()) for task in tasks)
        links = tuple(replace(link, lag=0) for link in plan.links if link.type is LinkType.FS)
        return replace(plan, tasks=tasks, links=links, calendars=(replace(plan.calendars[0], exceptions=()),))
    return replace(plan, tasks=tasks)


def _estimated(task: Task) -> Task:
    if task.summary or not task.duration:
        return task
    low, high = task.duration * LOW // 100, task.duration * HIGH // 100
    return replace(task, estimate=Estimate(low, task.duration, high, shape=Shape.PERT))


def _milepost(case: str, count: int, options: argparse.Namespace) -> Callable[[], object]:
    plan = _plan(case, count)
    chosen = SimulationOptions(runs=options.runs, threads=options.threads, levelled=case == "levelled")
    return lambda: dict(simulate(plan, options=chosen).tasks)


def _trueppm(case: str, count: int, options: argparse.Namespace) -> Callable[[], object]:
    peer: Any = importlib.import_module("trueppm_scheduler")
    plan = _plan(case, count)
    return lambda: peer.monte_carlo(trueppm_project(peer, plan), runs=options.runs, seed=1)


def _pmcontrols(case: str, count: int, options: argparse.Namespace) -> Callable[[], object]:
    peer: Any = importlib.import_module("pmcontrols")
    plan = _plan(case, count)
    before: dict[int, list[str]] = {}
    for link in plan.links:
        before.setdefault(link.successor, []).append(str(link.predecessor))
    rows = [
        {
            "id": str(t.uid),
            "predecessors": before.get(t.uid, []),
            "a": t.duration * LOW / 100 / DAY,
            "m": t.duration / DAY,
            "b": t.duration * HIGH / 100 / DAY,
        }
        for t in plan.tasks
        if not t.summary
    ]
    return lambda: peer.pert(rows, n_sim=options.runs, seed=1)


if __name__ == "__main__":
    main()
