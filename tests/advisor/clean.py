"""A small project in perfect order: every test breaks one thing in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from milepost.dossier.edits import Edit, apply
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Assignment
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Baseline, BaselineTask, Link, Task
from tests.advisor.drawn import DAY, OFFICE, chain, day, evening, person, rate, task

#: Friday 12 June 2026, two weeks into the project.
STATUS_DAY = date(2026, 6, 12)
_PEOPLE = (
    person(1, "Ana", "Design", rates=rate(100)),
    person(2, "Ben", "Development", rates=rate(100)),
    person(3, "Cleo", "Development", rates=rate(100)),
    person(4, "Dan", "Test", rates=rate(100)),
    person(5, "Eve", "Test", rates=rate(100)),
)
_WORK = ((2, 1, 4), (3, 1, 5), (5, 2, 8), (6, 3, 6), (7, 4, 5), (8, 4, 4))


def _task(uid: int, name: str, days: float, **facts: Any) -> Task:
    return replace(task(uid, name, days, **facts), code=str(uid), work=int(days * DAY))


_TASKS = (
    replace(task(1, "Kick-off", 0), code="1"),
    _task(2, "Agree requirements", 4),
    _task(3, "Design", 5),
    replace(task(4, "Design approved", 0), code="4"),
    _task(5, "Build services", 8),
    _task(6, "Build pages", 6),
    _task(7, "Test", 5),
    _task(8, "Fix and retest", 4),
    replace(task(9, "Release", 0, deadline=evening(31, 7)), code="9"),
)


def _planned() -> Plan:
    assignments = tuple(
        Assignment(n, uid, who, work=days * DAY, remaining_work=days * DAY)
        for n, (uid, who, days) in enumerate(_WORK, start=1)
    )
    links = (*chain(1, 2, 3, 4, 5, 7, 8, 9), Link(4, 6), Link(6, 7))
    settings = Settings(start=day(1), calendar=1)
    return Plan(settings, calendars=(OFFICE,), tasks=_TASKS, links=links, resources=_PEOPLE, assignments=assignments)


def _baselined(plan: Plan) -> Plan:
    dates = schedule(plan).by_uid
    cost = {uid: Decimal(days * 800) for uid, _, days in _WORK}
    rows = tuple(
        BaselineTask(t.uid, dates[t.uid].start, dates[t.uid].finish, t.duration, work=t.work, cost=cost.get(t.uid))
        for t in plan.tasks
    )
    return replace(plan, baselines=(Baseline(0, "Approved", day(1), "Steering", tasks=rows),))


def _progressed(plan: Plan) -> Plan:
    """Everything due by the status date is done on its day, for its cost."""
    done = {
        1: (day(1), day(1), 0),
        2: (day(1), evening(4), 3200),
        3: (day(5), evening(11), 4000),
        4: (evening(11), evening(11), 0),
    }
    edits = [Edit("set_status_date", {"at": evening(12)})]
    for uid, (start, finish, _) in done.items():
        edits.append(Edit("record_actual_finish", {"task": uid, "started": start, "at": finish}))
    for uid, percent in ((5, "12.5"), (6, "16.666667")):
        edits.append(Edit("record_actual_start", {"task": uid, "at": day(12)}))
        edits.append(Edit("record_progress", {"task": uid, "percent": percent}))
    spent = {uid: Decimal(cost) for uid, (_, _, cost) in done.items()} | {5: Decimal(800), 6: Decimal(800)}
    after = apply(plan, edits)
    return replace(after, tasks=tuple(replace(t, actual_cost=spent.get(t.uid)) for t in after.tasks))


#: On Friday 12 June in the evening everything is as planned; the release on 7 July is well before its deadline.
CLEAN = _progressed(_baselined(_planned()))


def edited(*edits: tuple[str, dict[str, Any]], plan: Plan = CLEAN) -> Plan:
    """The plan after edits."""
    return apply(plan, [Edit(word, arguments) for word, arguments in edits])
