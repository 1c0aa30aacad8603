"""How fast Milepost schedules, side by side with what else is installed: `python benchmarks/schedule.py`.

Prints Markdown. Every figure is a median, all of them from one run on one machine. Times in memory are
those a core worked, which is the time on the clock of an idle machine and hardly more on a busy one. Options:
`--tasks 1000 10000 50000` sizes to compare, `--growth 100000` the largest size of the growth table
(0 leaves it out), `--repeats 5`, `--peers none` or some of trueppm, mpxj, taskjuggler.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from statistics import median

from peers import PATIENCE, installed
from plans import DAY, dossier_of, plan_of

from milepost.engine.incremental import Recalculation
from milepost.engine.plan import Plan
from milepost.engine.schedule import schedule
from milepost.engine.warm import warm
from milepost.exchange.write import write

HERE = Path(__file__).resolve()
READ_AND_SCHEDULE = """
import sys
from milepost.engine.schedule import schedule
from milepost.exchange.read import read
with open(sys.argv[1], "rb") as file:
    schedule(read(file.read(), file="plan.xml").dossier.plan)
"""
#: Watches a process from a small one: a child counts the memory of who starts it as its own.
WATCH = """
import os, subprocess, sys, time
begun = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
seconds = time.perf_counter() - begun
print(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""
#: A peer that needs longer than this at one size is not asked for the next.
LONG = 60.0


def main() -> None:
    """Measure and print the tables."""
    options = _options()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, medians of {options.repeats} runs.\n")
    begun = time.perf_counter()
    warm()
    print(f"Kernels at hand after {time.perf_counter() - begun:.1f} s.\n")
    sizes = sorted(options.tasks)
    compare(sizes, options.repeats, options.peers)
    if options.growth:
        print("A plan of its own each time, kernels at hand:\n")
        growth([n for n in (*sizes, 2 * sizes[-1], options.growth) if n <= options.growth], options.repeats)
    processes(options.repeats)


def compare(sizes: list[int], repeats: int, peers: list[str]) -> None:
    """Print the times of one full schedule in memory, ours and the peers', and of one edit."""
    _row("full schedule in memory, 20 calendars, 1.5 links a task", (f"{n:,} tasks" for n in sizes))
    print("|---|" + "---:|" * len(sizes))
    _row("Milepost, first plan of a process", (told(_cold(n, repeats)) for n in sizes))
    plans = [plan_of(n) for n in sizes]
    _row("Milepost, a plan not seen before", (told(measured(lambda p=p: schedule(replace(p)), repeats)) for p in plans))
    _row("Milepost, the same with every answer read", (told(measured(lambda p=p: _read(p), repeats)) for p in plans))
    _row("Milepost, the same plan again", (told(measured(lambda p=p: schedule(p), repeats)) for p in plans))
    _row("Milepost, one edit to new dates", (told(edits(p, 40 * repeats)) for p in plans))
    for name, seconds in installed().items():
        if not peers or any(word in name.lower() for word in peers):
            _row(name, _until_long(seconds, plans, max(1, repeats // 2)))
    print()


def growth(sizes: Iterable[int], repeats: int) -> None:
    """Print how a full schedule grows with the number of tasks."""
    print("| tasks | full schedule | microseconds a task |\n|---:|---:|---:|")
    for n in sorted(set(sizes)):
        plan = plan_of(n)
        seconds = measured(lambda plan=plan: schedule(replace(plan)), repeats)
        print(f"| {n:,} | {told(seconds)} | {seconds / n * 1e6:.2f} |")
    print()


def processes(repeats: int) -> None:
    """Print time and peak memory of whole processes, start included."""
    print("| whole process, start included | time | of it computing | peak memory |\n|---|---:|---:|---:|")
    milepost = str(Path(sys.executable).with_name("milepost"))
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "large.xml", Path(folder) / "small.xml"
        large.write_bytes(write(dossier_of(plan_of(10_000)), "mspdi"))
        small.write_bytes(write(dossier_of(plan_of(200)), "mspdi"))
        for title, command in (
            ("read and schedule an MSPDI of 10,000 tasks", [sys.executable, "-c", READ_AND_SCHEDULE, str(large)]),
            ("`milepost schedule --csv`, MSPDI of 10,000 tasks", [milepost, "schedule", str(large), "--csv"]),
            ("`milepost review`, MSPDI of 200 tasks", [milepost, "review", str(small)]),
        ):
            runs = [_process(command) for _ in range(repeats + 1)][1:]
            seconds, computing, kibibytes = (median(column) for column in zip(*runs, strict=True))
            print(f"| {title} | {told(seconds)} | {told(computing)} | {kibibytes / 1024:.0f} MiB |", flush=True)


def edits(plan: Plan, count: int) -> float:
    """Give the median seconds from a changed duration to new dates of every task it moves."""
    recalculation = Recalculation(plan)
    leaves = [n for n, task in enumerate(plan.tasks) if not task.summary]
    step = max(len(leaves) // count, 1)
    seconds = []
    for n in leaves[::step]:
        task = plan.tasks[n]
        begun = time.thread_time()
        after = recalculation.change(replace(task, duration=task.duration + DAY))
        _ = after.finish
        seconds.append(time.thread_time() - begun)
    return median(seconds)


def measured(run: Callable[[], object], repeats: int) -> float:
    """Give the median seconds of a run, after one that does not count."""
    run()
    seconds = []
    for _ in range(repeats):
        begun = time.thread_time()
        run()
        seconds.append(time.thread_time() - begun)
    return median(seconds)


def told(seconds: float) -> str:
    """Write seconds as people read them."""
    if seconds == float("inf"):
        return f"over {PATIENCE} s"
    return f"{seconds * 1000:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _until_long(seconds: Callable[[Plan, int], list[float]], plans: list[Plan], repeats: int) -> Iterable[str]:
    last = 0.0
    for plan in plans:
        if last > LONG:
            yield "not tried"
        else:
            last = median(seconds(plan, repeats))
            yield told(last)


def _row(title: str, cells: Iterable[str]) -> None:
    print(f"| {title} | " + " | ".join(cells) + " |", flush=True)


def _read(plan: Plan) -> list[object]:
    return [(task.start, task.finish, task.total_float, task.driver) for task in schedule(replace(plan)).tasks]


def _cold(tasks: int, repeats: int) -> float:
    """Give the median seconds of the first schedule in fresh processes; imports are done, kernels on disk."""
    command = [sys.executable, str(HERE), "--child", "cold", "--tasks", str(tasks)]
    runs = [subprocess.run(command, check=True, capture_output=True).stdout for _ in range(repeats)]
    return median(float(seconds) for seconds in runs)


def _first(tasks: int) -> None:
    plan = plan_of(tasks)
    begun = time.thread_time()
    schedule(plan)
    print(time.thread_time() - begun)


def _process(command: list[str]) -> list[float]:
    """Run a command and give its seconds, the seconds a core worked for it, and its peak memory in KiB."""
    run = subprocess.run([sys.executable, "-S", "-c", WATCH, *command], check=True, capture_output=True, text=True)
    *figures, code = run.stdout.split()
    if int(code) > 1:
        raise SystemExit(f"{' '.join(command)} ended with {code}: {run.stderr}")
    return [float(figure) for figure in figures]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, nargs="+", default=[1_000, 10_000, 50_000])
    parser.add_argument("--growth", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--peers", nargs="*", default=[], help="some of: trueppm mpxj taskjuggler, or none")
    parser.add_argument("--child", choices=["cold"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        _first(options.tasks[0])
        raise SystemExit
    return options


if __name__ == "__main__":
    main()
