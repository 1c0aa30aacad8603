"""Negative float: which chain of tasks is late, what binds it, and the days to win back (domain/schedule.md 8)."""

from __future__ import annotations

from collections.abc import Sequence

from milepost.engine.kernel import FAR
from milepost.engine.kernels_time import between
from milepost.engine.notices import Notice
from milepost.engine.passes import Passes
from milepost.engine.tables import COMPLETE
from milepost.engine.tasks import ConstraintKind
from milepost.engine.units import Minutes
from milepost.engine.words import days, label, when


def negative_float(passes: Passes, totals: Sequence[Minutes]) -> list[Notice]:
    """Warn once for each chain of linked tasks that share a negative total float."""
    states = passes.tasks.state
    late = {p for p, total in enumerate(totals) if total < 0 and states[p] != COMPLETE}
    return [_notice(passes, chain, totals[chain[0]], late) for chain in _chains(passes, late, totals)]


def _chains(passes: Passes, late: set[int], totals: Sequence[Minutes]) -> list[list[int]]:
    edges = passes.plan.edges
    near: dict[int, list[int]] = {p: [] for p in late}
    for i, j in zip(edges.pred, edges.succ, strict=True):
        if i in late and j in late and totals[i] == totals[j]:
            near[i].append(j)
            near[j].append(i)
    chains: list[list[int]] = []
    seen: set[int] = set()
    for p in sorted(late):
        if p in seen:
            continue
        chain, waiting = [], [p]
        seen.add(p)
        while waiting:
            q = waiting.pop()
            chain.append(q)
            fresh = {other for other in near[q] if other not in seen}
            seen.update(fresh)
            waiting.extend(fresh)
        chains.append(sorted(chain))
    return sorted(chains, key=lambda chain: (totals[chain[0]], chain))


def _notice(passes: Passes, chain: list[int], total: Minutes, late: set[int]) -> Notice:
    base = passes.plan.frame
    settings = base.plan.settings
    tasks = [base.leaves[p] for p in chain if p not in base.hubs]
    names = " -> ".join(label(task) for task in tasks[:8]) + (" ..." if len(tasks) > 8 else "")
    message = (
        f"{days(-total, settings)} must be recovered: {names} cannot meet {_cause(passes, chain, late)}. "
        f"{len(tasks)} {'task shares' if len(tasks) == 1 else 'tasks share'} this negative float."
    )
    return Notice("W-NEG-SLACK", message, tuple(task.uid for task in tasks))


def _beyond(passes: Passes, chain: list[int], late: set[int]) -> list[int]:
    """List the late tasks that follow the last task of a chain, the nearest first, then those after the others."""
    edges = passes.plan.edges
    found: dict[int, None] = {}
    waiting = list(reversed(chain))
    while waiting:
        p = waiting.pop(0)
        after = sorted(edges.succ[edges.out[o]] for o in range(edges.out_first[p], edges.out_first[p + 1]))
        fresh = [q for q in after if q in late and q not in found and q not in chain]
        found.update(dict.fromkeys(fresh))
        waiting[:0] = fresh
    return list(found)


def _cause(passes: Passes, chain: list[int], late: set[int]) -> str:
    """Name the date that the last task of a chain, or one that follows it, has to meet."""
    base, tasks, dates = passes.plan.frame, passes.tasks, passes.dates
    settings = base.plan.settings
    for p in (*reversed(chain), *_beyond(passes, chain, late)):
        named = (
            (tasks.finish_on[p], dates.late_finish[p], f"its constraint {ConstraintKind.MFO}"),
            (tasks.start_on[p], dates.late_start[p], f"its constraint {ConstraintKind.MSO}"),
            (tasks.deadline[p], dates.late_finish[p], "its deadline"),
            (tasks.finish_by[p], dates.late_finish[p], f"its constraint {ConstraintKind.FNLT}"),
            (tasks.start_by[p], dates.late_remaining[p], f"its constraint {ConstraintKind.SNLT}"),
            (tasks.terminal[p], dates.late_finish[p], "the project's must-finish-by date"),
        )
        for bound, at, words in named:
            if bound < FAR and between(passes.clocks, tasks.clock[p], at, bound) == 0:
                where = "" if words.startswith("the project") else f" of {label(base.leaves[p])}"
                return f"{words}{where} ({when(bound, settings)})"
    return "the late dates of the tasks after it"
