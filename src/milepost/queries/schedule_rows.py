"""The rows of a plan as columns of plain values, as the plan page, its patches and exports show them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeAlias

import numpy as np

from milepost.dossier.edits_outline import outline_numbers
from milepost.dossier.fields import RecordKind
from milepost.engine.clock import Int64s, offsets
from milepost.engine.columns import DateColumns
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Resource, ResourceKind
from milepost.engine.tasks import BaselineTask, LagKind, Link, PercentType, Task
from milepost.engine.units import MINUTES_PER_DAY, Instant, Uid
from milepost.engine.worktime import WorkTimes
from milepost.exchange.sheet_words import written_span
from milepost.forecasting.held import Held
from milepost.queries.kinds import lengths_of

#: A column: one plain value for each row.
Column: TypeAlias = list[Any]
#: Closed days are told this far beyond the plan on both sides.
_MARGIN = 366 * MINUTES_PER_DAY
_MOST_CLOSED = 4000
_DATED = ("start", "finish", "late_finish")


@dataclass(frozen=True, slots=True)
class PlanRows:
    """The rows of a plan: columns by name, the number of each row's task, and links as the page draws them.

    `span` are the instants the schedule starts and finishes at.

    Dates are minutes of the project's wall clock, durations and floats working minutes.
    """

    columns: dict[str, Column]
    uids: tuple[Uid, ...]
    links: list[list[Any]]
    span: tuple[Instant, Instant] = (0, 0)
    place: dict[Uid, int] = field(default_factory=dict)


class _Kept:
    """The rows last asked for, by state; safe to use from many threads."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._rows: OrderedDict[tuple[int, str], PlanRows] = OrderedDict()

    def of(self, held: Held) -> PlanRows:
        """Give the rows of a state."""
        key = (held.project, held.head)
        with self._lock:
            found = self._rows.get(key) if held.head else None
        if found is None:
            found = _sharing(_rows(held), self._latest(held.project))
        if held.head:
            with self._lock:
                self._rows[key] = found
                self._rows.move_to_end(key)
                while len(self._rows) > self._most:
                    self._rows.popitem(last=False)
        return found

    def _latest(self, project: int) -> PlanRows | None:
        with self._lock:
            return next((rows for (own, _), rows in reversed(self._rows.items()) if own == project), None)


def _sharing(rows: PlanRows, known: PlanRows | None) -> PlanRows:
    """Let columns that are as in another state be the same objects: an edit changes few, and there are many states."""
    if known is None:
        return rows
    columns = {name: _same(column, known.columns[name]) for name, column in rows.columns.items()}
    uids = known.uids if rows.uids == known.uids else rows.uids
    place = known.place if uids is known.uids else rows.place
    return PlanRows(columns, uids, _same(rows.links, known.links), rows.span, place)


def _same(new: Column, old: Column) -> Column:
    return old if new == old else new


_KEPT = _Kept(12)


def plan_rows(held: Held) -> PlanRows:
    """Give the rows of a project's state; those of recent states are at hand."""
    return _KEPT.of(held)


def _rows(held: Held) -> PlanRows:
    plan = held.dossier.plan
    place = {task.uid: n for n, task in enumerate(plan.tasks)}
    columns = {**_told(held, place), **_dates(held, place), **_people(plan, place)}
    columns["state"] = _states(plan, columns)
    joined = links(plan, held.dates)
    refs = {ref: row for row, ref in enumerate(columns["ref"], 1)}
    columns["predecessors"] = predecessor_cells(columns["ref"], joined, refs)
    span = held.schedule.start, held.schedule.finish
    return PlanRows(columns, tuple(place), joined, span, place)


def _told(held: Held, place: dict[Uid, int]) -> dict[str, Column]:
    """Give what the tasks say of themselves."""
    plan = held.dossier.plan
    tasks, numbers = plan.tasks, outline_numbers(plan)
    above = {task.parent for task in tasks}
    noted = {note.record for note in held.dossier.notes if note.kind is RecordKind.TASK}
    depth: Column = []
    for task in tasks:
        depth.append(0 if task.parent is None else depth[place[task.parent]] + 1)
    return {
        "ref": [f"T-{task.uid}" for task in tasks],
        "name": [task.name for task in tasks],
        "depth": depth,
        "summary": [task.uid in above for task in tasks],
        "milestone": [task.milestone for task in tasks],
        "elapsed": [task.elapsed for task in tasks],
        "duration_unit": [task.duration_unit for task in tasks],
        "wbs": [task.wbs or numbers[task.uid] for task in tasks],
        "code": [task.code for task in tasks],
        # What is below an inactive summary has no dates either.
        "inactive": [not active for active in held.dates.active.tolist()],
        "manual": [task.manual for task in tasks],
        "priority": [task.priority for task in tasks],
        "notes": [task.uid in noted for task in tasks],
    }


def _dates(held: Held, place: dict[Uid, int]) -> dict[str, Column]:
    """Give the computed dates and those the tasks are held to, on the wall clock."""
    plan, dates = held.dossier.plan, held.dates
    wall = Walls(plan.settings)
    found: dict[str, Column] = {}
    for name in _DATED:
        column = np.where(dates.active, getattr(dates, name), plan.settings.start)
        found[name] = wall.all(column).tolist()
    found["duration"] = np.where(dates.active, dates.duration, [task.duration for task in plan.tasks]).tolist()
    found["total_float"], found["free_float"] = dates.total_float.tolist(), dates.free_float.tolist()
    found["critical"] = dates.critical.tolist()
    found["percent"] = percents(plan, dates, place)
    for name in ("deadline", "actual_start", "actual_finish"):
        found[name] = [wall.one(getattr(task, name)) for task in plan.tasks]
    found["constraint"] = [_constraint(task, wall) for task in plan.tasks]
    base = baseline_of(plan)
    remembered = [base.get(task.uid) for task in plan.tasks]
    found["baseline_start"] = [None if row is None else wall.one(row.start) for row in remembered]
    found["baseline_finish"] = [None if row is None else wall.one(row.finish) for row in remembered]
    return found


def _constraint(task: Task, wall: Walls) -> list[Any] | None:
    for each in task.constraints:
        return [str(each.kind), wall.one(each.at)]
    return None


def baseline_of(plan: Plan) -> dict[Uid, BaselineTask]:
    """Give what the current baseline remembers, by task."""
    for each in plan.baselines:
        if each.number == plan.settings.current_baseline:
            return {row.task: row for row in each.tasks}
    return {}


class Walls:
    """Instants as minutes of the wall clock of a plan's zone."""

    def __init__(self, settings: Settings) -> None:
        """Take the plan's zone."""
        self.zone = settings.zone

    def all(self, instants: Int64s) -> Int64s:
        """Turn a column of instants."""
        if not self.zone or not len(instants):
            return instants
        begins, minutes = offsets(self.zone, int(instants.min()), int(instants.max()))
        shown: Int64s = instants + minutes[np.searchsorted(begins, instants, side="right") - 1]
        return shown

    def one(self, at: Instant | None) -> int | None:
        """Turn an instant, or nothing."""
        return at if at is None or not self.zone else int(self.all(np.array([at], dtype=np.int64))[0])


def percents(plan: Plan, dates: DateColumns, place: dict[Uid, int]) -> Column:
    """Give how much of each task is done, 0 to 100; of summaries by the durations below them."""
    count = len(plan.tasks)
    done, whole = np.zeros(count), np.zeros(count)
    above = [-1 if task.parent is None else place[task.parent] for task in plan.tasks]
    leaf = np.ones(count, dtype=bool)
    leaf[[n for n in above if n >= 0]] = False
    for n, task in enumerate(plan.tasks):
        if leaf[n] and dates.active[n]:
            whole[n] = max(int(dates.duration[n]), 1)
            done[n] = whole[n] * _share(task, int(dates.duration[n]), int(dates.remaining[n]))
    own = done.copy()
    for n in range(count - 1, -1, -1):
        if above[n] >= 0:
            own[above[n]] += own[n]
            whole[above[n]] += whole[n]
    shares = np.divide(own * 100, whole, out=np.zeros(count), where=whole > 0)
    shown: Column = np.floor(shares + 1e-9).astype(np.int64).tolist()
    return shown


def _share(task: Task, duration: int, remaining: int) -> float:
    if task.actual_finish is not None:
        return 1.0
    if task.percent_type is PercentType.PHYSICAL:
        return float(task.physical_percent or 0) / 100
    if task.percent_complete:
        return float(task.percent_complete) / 100
    return (duration - remaining) / duration if duration and task.actual_start is not None else 0.0


def _people(plan: Plan, place: dict[Uid, int]) -> dict[str, Column]:
    """Give who works on each task."""
    workers = {row.uid for row in plan.resources if is_worker(row)}
    people: Column = [[] for _ in plan.tasks]
    for row in plan.assignments:
        if row.resource in workers:
            people[place[row.task]].append([f"P-{row.resource}", float(row.units)])
    empty: Column = [None] * len(plan.tasks)
    return {"people": people, "p80": empty, "criticality": empty}


def is_worker(row: Resource) -> bool:
    """Tell whether a resource has working time."""
    return row.kind in (ResourceKind.WORK, ResourceKind.EQUIPMENT)


def lag_text(link: Link, settings: Settings) -> str:
    """Give a lag as people type it: `+2d`, `-4h`, `+3ed`, `+50%`; nothing for no lag."""
    if not link.lag:
        return ""
    sign, size = ("+" if link.lag > 0 else "-"), abs(link.lag)
    if link.lag_kind in (LagKind.PERCENT, LagKind.PERCENT_ELAPSED):
        mark = "e" if link.lag_kind is LagKind.PERCENT_ELAPSED else ""
        return f"{sign}{size / 100:g}{mark}%"
    unit = link.lag_unit.removeprefix("e") or "d"
    return sign + written_span(size, unit, lengths_of(settings), elapsed=link.lag_kind is LagKind.ELAPSED)


def links(plan: Plan, dates: DateColumns) -> list[list[Any]]:
    """List the links: both references, kind, lag as typed, and whether it decides a start."""
    driving = dates.driving.tolist()
    return [
        [f"T-{link.predecessor}", f"T-{link.successor}", str(link.type), lag_text(link, plan.settings), drives]
        for link, drives in zip(plan.links, driving, strict=True)
    ]


def predecessor_cells(refs: Sequence[str], links: Sequence[Sequence[Any]], row: Mapping[str, int]) -> list[str]:
    """Write the predecessors of each row as people type them, by the numbers of the rows shown."""
    cells: dict[str, list[str]] = {}
    for first, last, kind, lag, _ in links:
        text = str(row[first])
        cells.setdefault(last, []).append(text if kind == "FS" and not lag else f"{text}{kind}{lag}")
    return [",".join(cells.get(ref, ())) for ref in refs]


def _states(plan: Plan, columns: dict[str, Column]) -> Column:
    """Say of each task whether it is planned, started, done, late or inactive.

    Late is what is not done though its baseline says so by the status date, and what misses its deadline.
    """
    now = Walls(plan.settings).one(plan.settings.status_date)
    found: Column = []
    rows = zip(columns["percent"], columns["actual_start"], columns["actual_finish"], columns["finish"],
               columns["deadline"], columns["baseline_finish"], columns["summary"], columns["inactive"],
               strict=True)  # fmt: skip
    for percent, begun, ended, finish, deadline, planned, summary, inactive in rows:
        if inactive:
            found.append("inactive")
        elif ended is not None or (summary and percent >= 100):
            found.append("done")
        elif (deadline is not None and finish > deadline) or (
            now is not None and planned is not None and planned < now
        ):
            found.append("late")
        else:
            found.append("started" if percent or begun is not None else "planned")
    return found


def _before(first: int | None, second: int | None) -> bool:
    return first is not None and second is not None and first < second


def closed_days(plan: Plan, first: Instant, last: Instant) -> list[list[int]]:
    """List the stretches of whole days in which the project calendar never works, on the wall clock."""
    line, wall = WorkTimes(plan).of_calendar(None), Walls(plan.settings)
    low, high = line.limits
    starts, ends = line.spans(max(first - _MARGIN, low), min(last + _MARGIN, high))
    if not len(starts):
        return []
    shut = wall.all(ends[:-1])
    opened = wall.all(starts[1:])
    begin = -(-shut // MINUTES_PER_DAY) * MINUTES_PER_DAY
    end = opened // MINUTES_PER_DAY * MINUTES_PER_DAY
    days = end > begin
    pairs = np.stack([begin[days], end[days]], axis=1)[:_MOST_CLOSED]
    listed: list[list[int]] = pairs.tolist()
    return listed


def chosen(rows: PlanRows, places: Sequence[int], names: Iterable[str] | None = None) -> dict[str, Column]:
    """Give some rows of the columns."""
    wanted = rows.columns if names is None else names
    return {name: [rows.columns[name][place] for place in places] for name in wanted}
