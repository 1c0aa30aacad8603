"""Compare a computed schedule with what the authoring tool had stored, leaf by leaf and field by field.

Run as a program it prints where they differ:
    python -m tests.engine.fidelity [WORDS IN THE FILE NAME ...]
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from milepost.engine.results import Schedule
from milepost.engine.schedule import schedule
from milepost.engine.worktime import WorkTimes
from tests.engine.stored_plans import StoredPlan, files, load

INSTANTS = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
NUMBERS = ("total_float", "free_float", "critical")


@dataclass
class Comparison:
    """How many leaf tasks agree in every field: on the clock, and in working time; and where the rest differ."""

    leaves: int = 0
    on_clock: int = 0
    in_working_time: int = 0
    misses: list[tuple[int, dict[str, tuple[object, object]]]] = field(default_factory=list)
    fields: Counter[str] = field(default_factory=Counter)


def compare(source: StoredPlan, computed: Schedule) -> Comparison:
    """Compare every leaf that has stored early dates."""
    result = Comparison()
    times = WorkTimes(source.plan)
    parents = {task.parent for task in source.plan.tasks}
    for task in source.plan.tasks:
        stored = source.stored[task.uid]
        if task.uid in parents or task.summary or stored.early_start is None or task.uid not in computed.by_uid:
            continue
        dates = computed.by_uid[task.uid]
        clock = {
            name: (getattr(dates, name), getattr(stored, name))
            for name in (*INSTANTS, *NUMBERS)
            if getattr(stored, name) is not None
            and not _equal(name, getattr(dates, name), getattr(stored, name), source.dates_only)
        }
        same = times.of_task(task.uid).same
        working = {n: v for n, v in clock.items() if n not in INSTANTS or not same(v[0], v[1])}
        result.leaves += 1
        result.on_clock += not clock
        result.in_working_time += not working
        result.fields.update((working or clock).keys())
        if clock:
            result.misses.append((task.uid, clock))
    return result


def _equal(name: str, computed: int, stored: int, dates_only: bool) -> bool:
    if dates_only and name in INSTANTS:
        return computed // 1440 == stored // 1440
    return computed == stored


def category(source: StoredPlan) -> str:
    """Say which class of the issue a plan belongs to: mpsplib, plain, or other (progress, manual tasks, splits)."""
    if source.name.startswith("mp_j"):
        return "mpsplib"
    unlike = any(
        task.percent_complete or task.actual_start is not None or task.manual or len(task.stored_pieces) > 1
        for task in source.plan.tasks
    )
    return "other" if unlike else "plain"


def _shown(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and value > 1_000_000:
        return f"{datetime.fromtimestamp(value * 60, UTC):%Y-%m-%d %H:%M}"
    return str(value)


def main(words: list[str]) -> None:
    """Print a line per file and, where files are named, each miss."""
    totals: dict[str, Comparison] = {}
    for path in files("msproject/json"):
        if words and not any(word in path.name for word in words):
            continue
        source = load(path)
        result = compare(source, schedule(source.plan))
        total = totals.setdefault(category(source), Comparison())
        total.leaves += result.leaves
        total.on_clock += result.on_clock
        total.in_working_time += result.in_working_time
        if result.misses:
            counts = f"{result.on_clock}/{result.in_working_time} of {result.leaves}"
            print(f"{category(source):8} {counts:16} {source.name} {dict(result.fields)}")
        for uid, miss in result.misses if words else ():
            said = "; ".join(f"{name} {_shown(ours)} not {_shown(theirs)}" for name, (ours, theirs) in miss.items())
            print(f"    {uid}: {said}")
    for name, total in totals.items():
        clock, working = (100 * n / max(total.leaves, 1) for n in (total.on_clock, total.in_working_time))
        print(f"{name}: {total.leaves} leaves, {clock:.2f} % on the clock, {working:.2f} % in working time")


if __name__ == "__main__":
    main(sys.argv[1:])
