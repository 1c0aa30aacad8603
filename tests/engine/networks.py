"""Random plans for the laws: several calendars, summaries, every link and lag, constraints, deadlines, progress."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

from hypothesis import strategies as st

from milepost.engine.calendars import Calendar, CalendarException, Intervals
from milepost.engine.clock import instant
from milepost.engine.plan import (
    AlapMode,
    ElapsedStart,
    LagCalendar,
    LateConstraintMode,
    OutOfSequence,
    Plan,
    Settings,
    SsLagFrom,
)
from milepost.engine.resources import Assignment, Resource
from milepost.engine.tasks import Constraint, ConstraintKind, LagKind, Link, LinkType, Segment, Task
from tests.engine.reference import Reference

START = instant(datetime.fromisoformat("2026-03-02T08:00"))
DAY = 480
OFFICE: Intervals = ((480, 720), (780, 1020))
EARLY: Intervals = ((360, 840),)
NIGHT: Intervals = ((0, 360), (1320, 1440))
FREE: Intervals = ()
HOLIDAY = CalendarException("Holiday", date(2026, 3, 13), date(2026, 3, 13))
SHORT = CalendarException("Short week", date(2026, 3, 17), date(2026, 3, 19), ((480, 720),))
SATURDAY = CalendarException("Release", date(2026, 3, 7), date(2026, 3, 7), OFFICE)
STD = Calendar(1, "Standard", week=(OFFICE,) * 5 + (FREE,) * 2)
CALENDARS = (
    STD,
    Calendar(2, "Holidays", week=(OFFICE,) * 5 + (FREE,) * 2, exceptions=(HOLIDAY, SHORT)),
    Calendar(3, "Seven days", week=(EARLY,) * 7, exceptions=(HOLIDAY,)),
    Calendar(4, "Nights", week=(NIGHT,) * 5 + (FREE,) * 2),
    Calendar(5, "Release team", parent=2, exceptions=(SATURDAY,)),
)
PEOPLE = (Resource(1, "Ada", calendar=2), Resource(2, "Bo", calendar=3), Resource(3, "Cy", calendar=4))

spans = st.just(0) | st.integers(1, 12).map(lambda n: n * DAY // 2) | st.integers(1, 3000)
moments = st.integers(-5 * 24, 40 * 24).map(lambda n: START + n * 60)


@st.composite
def links(draw: st.DrawFn, before: int, after: int, rich: bool) -> Link:
    """A link of any type with any lag, a plain one with working lags only."""
    kind = draw(st.sampled_from([LagKind.WORKING] * 3 + list(LagKind))) if rich else LagKind.WORKING
    size = st.integers(-6, 10).map(lambda n: n * 240) | st.integers(-2000, 4000)
    share = st.integers(-20000, 20000)
    lag = draw(st.just(0) | (share if kind in (LagKind.PERCENT, LagKind.PERCENT_ELAPSED) else size))
    calendar = draw(st.sampled_from([None] * 6 + [3, 4])) if rich else None
    return Link(before, after, draw(st.sampled_from(LinkType)), lag, kind, calendar=calendar)


@st.composite
def constraints(draw: st.DrawFn) -> Constraint:
    """A constraint with a date; ASAP and ALAP are drawn by their own laws."""
    kinds = [kind for kind in ConstraintKind if kind not in (ConstraintKind.ASAP, ConstraintKind.ALAP)]
    return Constraint(draw(st.sampled_from(kinds)), draw(moments))


@st.composite
def leaves(draw: st.DrawFn, uid: int, rich: bool, late: bool) -> Task:
    """An unstarted task."""
    task = Task(uid, f"T{uid}", code=str(uid), duration=draw(spans))
    if not rich:
        return task
    task = replace(
        task,
        elapsed=draw(st.sampled_from([False] * 5 + [True])),
        calendar=draw(st.sampled_from([None] * 4 + [1, 2, 3, 4, 5])),
        constraints=draw(st.just(()) | st.just(()) | constraints().map(lambda row: (row,))),
        deadline=draw(st.none() | st.none() | moments),
        levelling_delay=draw(st.sampled_from([0] * 5 + [DAY, 100])),
        inactive=draw(st.sampled_from([False] * 9 + [True])),
    )
    if late and not task.constraints and draw(st.booleans()):
        task = replace(task, constraints=(Constraint(ConstraintKind.ALAP),))
    if task.duration > DAY and not task.elapsed and draw(st.booleans()):
        task = replace(task, segments=(Segment(DAY // 2, DAY), Segment(task.duration - DAY // 2)))
    return task


def _blocks(count: int, cuts: Iterable[int]) -> list[range]:
    edges = sorted({0, count, *(cut % (count + 1) for cut in cuts)})
    return [range(a, b) for a, b in pairwise(edges)]


@st.composite
def plans(
    draw: st.DrawFn, *, rich: bool = True, progress: bool = False, types: bool = True, late: bool = False
) -> Plan:
    """A plan whose links run from earlier blocks of tasks to later ones, tasks and links in any order."""
    count = draw(st.integers(1, 9))
    tasks = [draw(leaves(uid, rich, late)) for uid in range(1, count + 1)]
    blocks = _blocks(count, draw(st.lists(st.integers(0, 20), max_size=2))) if rich and draw(st.booleans()) else []
    spot = {uid: (uid, uid) for uid in range(1, count + 1)}
    for n, block in enumerate(blocks):
        if len(block) > 1:
            tasks.append(Task(100 + n, f"S{n}", code=str(100 + n)))
            spot[100 + n] = (block[0] + 1, block[-1] + 1)
            tasks = [replace(t, parent=100 + n) if t.uid - 1 in block else t for t in tasks]
    ends = draw(st.lists(st.tuples(st.sampled_from(sorted(spot)), st.sampled_from(sorted(spot))), max_size=14))
    found: dict[tuple[int, int, LinkType], Link] = {}
    for i, j in ends:
        before, after = (i, j) if spot[i][1] < spot[j][0] else (j, i)
        if spot[before][1] < spot[after][0]:
            link = draw(links(before, after, rich)) if types else Link(before, after)
            if after < 100 or link.type in (LinkType.FS, LinkType.SS):
                found[before, after, link.type] = link
    plan = Plan(draw(settings(rich)), CALENDARS, tuple(tasks), tuple(found.values()))
    if rich:
        plan = draw(staffed(plan))
    if progress:
        plan = draw(progressed(plan))
    shuffled, order = draw(st.permutations(plan.tasks)), draw(st.permutations(plan.links))
    return replace(plan, tasks=tuple(shuffled), links=tuple(order))


@st.composite
def settings(draw: st.DrawFn, rich: bool) -> Settings:
    """Options of the schedule; plain ones keep the defaults on one calendar."""
    if not rich:
        return Settings(START, calendar=1)
    return Settings(
        START,
        calendar=draw(st.sampled_from([1, 2])),
        lag_calendar=draw(st.sampled_from(LagCalendar)),
        late_constraints=draw(st.sampled_from(LateConstraintMode)),
        elapsed_start=draw(st.sampled_from(ElapsedStart)),
        must_finish_by=draw(st.none() | st.none() | moments),
        alap=draw(st.sampled_from(AlapMode)),
    )


@st.composite
def staffed(draw: st.DrawFn, plan: Plan) -> Plan:
    """Put a person full time on some tasks."""
    rows = []
    for task in plan.tasks:
        who = draw(st.sampled_from([None, None, None, 1, 2, 3]))
        # A person and a task calendar that never meet are an error, not a network.
        crosses = task.calendar is not None and (who == 3 or task.calendar == 4)
        if who and task.duration and not task.elapsed and not task.segments and task.uid < 100 and not crosses:
            work = {"work": task.duration, "remaining_work": task.duration}
            rows.append(Assignment(len(rows) + 1, task.uid, who, **work))
    return replace(plan, resources=PEOPLE, assignments=tuple(rows))


@st.composite
def progressed(draw: st.DrawFn, plan: Plan) -> Plan:
    """Report progress up to a status date: some tasks done, some begun, in or out of sequence."""
    status = START + draw(st.integers(0, 20)) * 1440 + draw(st.sampled_from([0, 240, 540]))
    told = replace(
        plan.settings,
        status_date=status,
        out_of_sequence=draw(st.sampled_from(OutOfSequence)),
        ss_lag_from=draw(st.sampled_from(SsLagFrom)),
    )
    plan = replace(plan, settings=told)
    parents, facts = {task.parent for task in plan.tasks}, Reference(plan)
    tasks = []
    for task in plan.tasks:
        state = draw(st.sampled_from(["todo", "todo", "begun", "done"]))
        if task.uid not in parents and not task.segments and state != "todo":
            line = facts.line(task)
            begun = min(line.startable(draw(st.integers(START, status))), status)
            if state == "done":
                ended = max(begun, line.prev(draw(st.integers(begun, status))))
                told_start = draw(st.sampled_from([begun, begun, begun, None]))
                task = replace(task, actual_start=told_start, actual_finish=ended)
            elif task.duration:
                left = st.integers(1, task.duration).map(lambda n: {"remaining_duration": n})
                share = st.integers(0, 99).map(lambda n: {"percent_complete": Decimal(n)})
                pause = draw(st.none() | st.none() | moments)
                task = replace(task, actual_start=begun, resume=pause, **draw(left | share))
        tasks.append(task)
    return replace(plan, tasks=tuple(tasks))


def on_weeks(plan: Plan, weeks: int) -> Plan:
    """Shift the project start by whole weeks."""
    return replace(plan, settings=replace(plan.settings, start=plan.settings.start + weeks * 7 * 1440))
