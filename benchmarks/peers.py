"""Other schedulers, given the same plan: each says whether it is installed and what it took, in seconds.

Seconds are those a core worked. Only the scheduling call is timed where a peer is a library;
TaskJuggler is a program, so its figure holds its start and the reading of its file as well. Peers
get what they know of the plan: one without constraints or lags in working time computes an easier
plan.
"""

from __future__ import annotations

import importlib
import importlib.util
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from plans import DAY, START
from tjp import lines_of

from milepost.engine.clock import moment
from milepost.engine.plan import Plan
from milepost.engine.tasks import Task

#: Seconds after which a peer's run is given up.
PATIENCE = 300


def installed() -> dict[str, Callable[[Plan, int], list[float]]]:
    """List the peers found on this machine: name -> timer(plan, repeats)."""
    found: dict[str, Callable[[Plan, int], list[float]]] = {}
    if importlib.util.find_spec("trueppm_scheduler"):
        found["trueppm-scheduler"] = trueppm
    if importlib.util.find_spec("mpxj") and importlib.util.find_spec("jpype") and shutil.which("java"):
        found["MPXJ MicrosoftScheduler"] = importlib.import_module("peer_mpxj").seconds
    if shutil.which("tj3"):
        found["TaskJuggler"] = taskjuggler
    return found


def trueppm(plan: Plan, repeats: int) -> list[float]:
    """Time trueppm-scheduler: whole days, lags in calendar days, a start date for SNET."""
    peer: Any = importlib.import_module("trueppm_scheduler")
    return list(timed(lambda: trueppm_project(peer, plan), peer.schedule, repeats))


def trueppm_project(peer: Any, plan: Plan) -> Any:
    """Give trueppm-scheduler a plan in whole days; three-point estimates are rounded outwards."""
    calendars = {
        str(c.uid): peer.Calendar(
            working_days=sum(1 << n for n, day in enumerate(c.week) if day),
            exceptions=[peer.DateRange(e.start, e.end) for e in c.exceptions],
        )
        for c in plan.calendars
    }
    links = [
        peer.Dependency(
            predecessor_id=str(link.predecessor),
            successor_id=str(link.successor),
            dep_type=peer.DependencyType(link.type.value),
            lag=timedelta(days=link.lag // DAY),
        )
        for link in plan.links
    ]
    return peer.Project(
        id="p",
        name="p",
        start_date=START,
        calendar=calendars["1"],
        calendars=calendars,
        tasks=[_trueppm_task(peer, task) for task in plan.tasks if not task.summary],
        dependencies=links,
    )


def _trueppm_task(peer: Any, task: Task) -> Any:
    points: dict[str, timedelta] = {}
    if task.estimate is not None:
        points = {
            "optimistic_duration": timedelta(days=task.estimate.optimistic // DAY),
            "most_likely_duration": timedelta(days=task.estimate.most_likely // DAY),
            "pessimistic_duration": timedelta(days=-(-task.estimate.pessimistic // DAY)),
        }
    return peer.Task(
        id=str(task.uid),
        name=task.name,
        duration=timedelta(days=task.duration // DAY),
        planned_start=_earliest(task),
        calendar_id=None if task.calendar is None else str(task.calendar),
        **points,
    )


def timed(make: Callable[[], Any], run: Callable[[Any], object], repeats: int) -> Iterator[float]:
    """Time `run` on a fresh thing each time; the first run warms up and does not count."""
    for number in range(repeats + 1):
        made = make()
        begun = time.thread_time()
        run(made)
        if number:
            yield time.thread_time() - begun


def _earliest(task: Task) -> date | None:
    at = task.constraints[0].at if task.constraints else None
    return None if at is None else moment(at).date()


def taskjuggler(plan: Plan, repeats: int) -> list[float]:
    """Time the tj3 program on the plan as a file; infinity when patience ran out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.tjp"
        path.write_text("\n".join(lines_of(plan)), encoding="utf-8")
        command = ["tj3", "--silent", str(path)]
        seconds = []
        for _ in range(repeats):
            begun = _children()
            try:
                done = subprocess.run(command, check=False, cwd=folder, capture_output=True, timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                return [float("inf")]
            if done.returncode:
                raise SystemExit(f"tj3 refused the plan: {done.stderr.decode()[:500]}")
            seconds.append(_children() - begun)
        return seconds


def _children() -> float:
    """Give the seconds a core has worked for processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
