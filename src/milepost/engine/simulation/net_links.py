"""The links between tasks as a simulation follows them: which codes they read, and on which calendars lags run."""

from __future__ import annotations

from typing import NamedTuple

from milepost.engine.kernel import FAR
from milepost.engine.kernels_time import shift
from milepost.engine.passes import Passes
from milepost.engine.simulation.frames import TO_FINISH, Frames
from milepost.engine.simulation.slots import Coder
from milepost.engine.simulation.tables import DETACHED, DONE, GIVEN, PLAIN
from milepost.engine.tables import FF, FS, SF, SS, STARTED, Tasks
from milepost.engine.units import Instant


class LinkRow(NamedTuple):
    """One link into a task: the columns of `Net` from `pred` on."""

    pred: int
    from_start: int
    to_finish: int
    before: int
    through: int
    lag: int
    crosses: int
    after: int
    group: int
    simple: int


class Into(NamedTuple):
    """What leads into a task: links to follow, and the latest fixed start and finish of those that cannot move."""

    rows: list[LinkRow]
    starts: list[Instant]
    finishes: list[Instant]


def into(passes: Passes, tasks: Tasks, found: Frames, coder: Coder, p: int) -> Into:
    """List what leads into the task at a position."""
    edges, made = passes.plan.edges, Into([], [], [])
    if found.way[p] in (DONE, GIVEN) or (passes.rules.msp and tasks.state[p] == STARTED):
        return made
    for e in range(edges.first[p], edges.first[p + 1]):
        if edges.off[e]:
            continue
        fixed = _fixed(passes, tasks, found, e)
        if fixed is None:
            made.rows.append(_row(passes, found, e))
        elif edges.group[e]:
            to_finish = int(edges.kind[e] in TO_FINISH)
            code = coder.code(found.frame[p], fixed)
            made.rows.append(LinkRow(-1, 0, to_finish, 0, -1, 0, 0, code, edges.group[e], 0))
        elif edges.kind[e] in TO_FINISH:
            made.finishes.append(fixed)
        else:
            made.starts.append(fixed)
    made.rows.sort(key=lambda row: (row.group, -row.simple))
    return made


def _fixed(passes: Passes, tasks: Tasks, found: Frames, e: int) -> Instant | None:
    """Give the date a link puts on its successor where nothing can move it, None where something can."""
    edges, dates = passes.plan.edges, passes.dates
    i, kind = edges.pred[e], edges.kind[e]
    begun = kind in (SS, SF) and tasks.state[i] == STARTED
    if found.way[i] != DONE and not begun:
        return None
    anchor = dates.early_start[i] if kind in (SS, SF) else dates.remaining[i]
    if kind in (FS, FF):
        anchor = dates.early_finish[i]
    return shift(passes.clocks, edges.clock[e], anchor, edges.lag[e])


def _row(passes: Passes, found: Frames, e: int) -> LinkRow:
    """Lay out a link: its lag runs on one of the two frames where it can, else on a calendar in between."""
    edges = passes.plan.edges
    i, j, kind, lag, k = edges.pred[e], edges.succ[e], edges.kind[e], edges.lag[e], edges.clock[e]
    crosses = found.frame[i] != found.frame[j]
    before = lag if lag and k == found.frame[i] else 0
    after = lag if lag and not before and k == found.frame[j] else 0
    between = lag if lag and not before and not after else 0
    return LinkRow(
        pred=i,
        from_start=int(kind not in (FS, FF)),
        to_finish=int(kind in TO_FINISH),
        before=before,
        through=k if between else -1,
        lag=between,
        crosses=int(crosses or between != 0),
        after=after,
        group=edges.group[e],
        simple=int(kind == FS and not lag and not crosses and not edges.group[e]),
    )


def dominated(passes: Passes, tasks: Tasks, found: Frames, p: int, *, same: bool) -> bool:
    """Tell whether some task never finishes before the one at a position does.

    With `same`, a task of the same frame, so that one on a longest path leads to the other.
    """
    edges, rules = passes.plan.edges, passes.rules
    if found.way[p] not in (PLAIN, DETACHED):
        return False
    for o in range(edges.out_first[p], edges.out_first[p + 1]):
        e = edges.out[o]
        j = edges.succ[e]
        follows = edges.kind[e] == FS and edges.lag[e] >= 0 and not edges.off[e] and not edges.group[e]
        moves = found.way[j] in (PLAIN, DETACHED) and j not in passes.plan.aside
        free = min(tasks.start_on[j], tasks.finish_on[j], tasks.start_by[j], tasks.finish_by[j]) == FAR
        waits = not (rules.msp and tasks.state[j] == STARTED)
        alike = found.frame[p] == found.frame[j] and found.way[p] == found.way[j] == PLAIN
        if follows and moves and free and waits and (alike or not same):
            return True
    return False
