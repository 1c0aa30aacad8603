"""One defect at a time in a project in perfect order: it is found, with what follows from it (review.md 8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from milepost.advisor.finding import Severity
from milepost.dossier import Dossier, Project
from milepost.dossier.edits import Edit, apply, carry_out
from milepost.engine.calendars import Calendar, CalendarException
from milepost.engine.impact import impact
from milepost.engine.plan import Convention, Plan
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind, Link
from tests.advisor.clean import CLEAN, edited
from tests.advisor.drawn import DAY, day, evening, leave_calendar
from tests.advisor.test_review import of


def changed(uid: int, plan: Plan = CLEAN, **facts: Any) -> Plan:
    """The plan with one task changed."""
    return replace(plan, tasks=tuple(replace(t, **facts) if t.uid == uid else t for t in plan.tasks))


def msp(plan: Plan) -> Plan:
    """The plan as Microsoft Project schedules it: progress moves nothing on its own."""
    return replace(plan, settings=replace(plan.settings, convention=Convention.MSPROJECT))


def without_progress(uid: int) -> Plan:
    """The plan in which nobody recorded that a task has begun."""
    plan = changed(
        uid,
        actual_start=None,
        percent_complete=Decimal(0),
        actual_duration=None,
        remaining_duration=None,
        actual_cost=None,
    )
    rows = tuple(
        replace(row, actual_work=0, remaining_work=row.work) if row.task == uid else row for row in plan.assignments
    )
    return msp(replace(plan, assignments=rows))


def on_leave() -> Plan:
    """Dan is away when he is to fix and retest."""
    people = tuple(replace(p, calendar=104) if p.uid == 4 else p for p in CLEAN.resources)
    return replace(CLEAN, resources=people, calendars=(*CLEAN.calendars, leave_calendar(4, 2, 3, 7)))


def unfinished() -> Plan:
    """Building services started two weeks ago and should be done."""
    plan = changed(
        5,
        actual_start=day(1),
        duration=8 * DAY,
        percent_complete=Decimal(25),
        actual_duration=2 * DAY,
        remaining_duration=6 * DAY,
    )
    return msp(plan)


def lead() -> Plan:
    """Retesting is to start a day before the test ends."""
    links = tuple(replace(each, lag=-DAY) if each.predecessor == 7 else each for each in CLEAN.links)
    return replace(CLEAN, links=links)


def out_of_sequence() -> Plan:
    """Testing has begun before anything is built."""
    done = DAY // 2
    return changed(
        7, actual_start=day(12), percent_complete=Decimal(10), actual_duration=done, remaining_duration=5 * DAY - done
    )


def slow() -> Plan:
    """Building pages has used five of six days for two fifths of the work."""
    done = 6 * DAY * 2 // 5
    facts = {"actual_duration": done, "remaining_duration": 6 * DAY - done}
    return msp(changed(6, actual_start=day(8), percent_complete=Decimal(40), **facts))


def effort() -> Plan:
    """Building services has taken four days of work for an eighth of it."""
    rows = tuple(replace(a, actual_work=4 * DAY, work=11 * DAY) if a.task == 5 else a for a in CLEAN.assignments)
    return replace(CLEAN, assignments=rows)


def frozen() -> Plan:
    """The release falls into a freeze that another calendar knows of."""
    freeze = CalendarException("Release freeze", date(2026, 6, 29), date(2026, 7, 31))
    return replace(CLEAN, calendars=(*CLEAN.calendars, Calendar(9, "Production", exceptions=(freeze,))))


def fragile() -> Plan:
    """Ben builds everything and is away on a day of it."""
    people = tuple(replace(p, calendar=102) if p.uid == 2 else p for p in CLEAN.resources)
    plan = replace(CLEAN, resources=people, calendars=(*CLEAN.calendars, leave_calendar(2, 22, 22)))
    return apply(plan, [Edit("reassign", {"task": 6, "resource": 3, "to": 2})])


def nearly() -> Plan:
    """Building services is nine tenths done."""
    done = int(DAY * 7.2)
    facts = {"actual_duration": done, "remaining_duration": 8 * DAY - done}
    return msp(changed(5, actual_start=day(1), percent_complete=Decimal(90), **facts))


def a_week_later(plan: Plan) -> Plan:
    """The same progress, told again on 19 June."""
    return replace(plan, settings=replace(plan.settings, status_date=evening(19)))


TODAY = date(2026, 6, 12)
SLOW_PAGES = edited(("change_remaining", {"task": 6, "remaining": 10 * DAY}))
FEWER_DAYS = edited(("change_remaining", {"task": 6, "remaining": 6 * DAY}))
SILENT = edited(("set_status_date", {"at": evening(26)}))
NOT_SAID = {"SCH-02", "SCH-03", "SCH-04", "SCH-05", "SCH-13", "SCH-16", "SCH-17", "MON-13"}
LATER = edited(("set_status_date", {"at": evening(18)}))
#: Network and earned schedule may part over any defect that touches dates or progress.
ANYWAY = {"SCH-15"}
#: The plan with the defect, the plan before, today, the finding, its severity, what else follows, priced or not.
DEFECTS: dict[str, tuple[Plan, Plan | None, date, str, str, set[str], bool]] = {
    "SCH-01": (CLEAN, None, date(2026, 6, 19), "SCH-01:status-date", "S2", set(), False),
    "SCH-02": (without_progress(6), None, TODAY, "SCH-02:task-6", "S2", {"SCH-13"}, True),
    "SCH-03": (unfinished(), None, TODAY, "SCH-03:task-5", "S2", {"SCH-13", "SCH-16", "SCH-17"}, True),
    "SCH-04": (LATER, CLEAN, date(2026, 6, 18), "SCH-04:task-5", "S1", {"SCH-05", "SCH-13", "SCH-17", "MON-13"}, True),
    "SCH-05": (
        edited(("change_remaining", {"task": 5, "remaining": 12 * DAY})),
        None,
        TODAY,
        "SCH-05:task-9",
        "S1",
        {"SCH-13", "MON-02", "MON-13", "RES-10"},
        True,
    ),
    "SCH-06": (changed(9, deadline=evening(1, 7)), None, TODAY, "SCH-06:task-9", "S1", {"SCH-13"}, True),
    "SCH-08": (SLOW_PAGES, CLEAN, TODAY, "SCH-08:longest-path", "S3", {"SCH-05", "SCH-13", "MON-02", "MON-13"}, False),
    "SCH-10": (FEWER_DAYS, CLEAN, TODAY, "SCH-10:task-6", "S3", {"MON-02"}, False),
    "SCH-12": (out_of_sequence(), None, TODAY, "SCH-12:link-5-7", "S2", set(), True),
    "SCH-13 open end": (
        replace(CLEAN, links=tuple(each for each in CLEAN.links if each != Link(6, 7))),
        None,
        TODAY,
        "SCH-13:dcma-01",
        "S3",
        set(),
        True,
    ),
    "SCH-13 lead": (lead(), None, TODAY, "SCH-13:dcma-02", "S3", {"RES-01", "RES-06"}, True),
    "SCH-14": (
        changed(7, constraints=(Constraint(ConstraintKind.MSO, day(30)),)),
        None,
        TODAY,
        "SCH-14:task-7",
        "S2",
        {"SCH-05", "SCH-13", "MON-13"},
        True,
    ),
    "SCH-16": (changed(7, estimated=True), None, TODAY, "SCH-16:task-7", "S1", set(), False),
    "SCH-17": (slow(), None, TODAY, "SCH-17:task-6", "S2", {"RES-01", "RES-06"}, True),
    "SCH-18": (a_week_later(nearly()), nearly(), date(2026, 6, 19), "SCH-18:task-5", "S2", NOT_SAID, True),
    "SCH-19": (frozen(), None, TODAY, "SCH-19:task-9", "S1", set(), True),
    "SCH-20": (replace(CLEAN, baselines=()), None, TODAY, "SCH-20:baseline", "S3", set(), True),
    "RES-01": (
        edited(("reassign", {"task": 6, "resource": 3, "to": 2})),
        None,
        TODAY,
        "RES-01:resource-2",
        "S1",
        {"RES-06"},
        True,
    ),
    "RES-02": (on_leave(), None, TODAY, "RES-02:resource-4-task-8", "S1", {"SCH-05", "SCH-13", "MON-13"}, True),
    "RES-03": (
        replace(CLEAN, assignments=tuple(row for row in CLEAN.assignments if row.task != 7)),
        None,
        TODAY,
        "RES-03:task-7",
        "S1",
        {"SCH-13"},
        True,
    ),
    "RES-06": (
        edited(("reassign", {"task": 6, "resource": 3, "to": 2})),
        None,
        TODAY,
        "RES-06:resource-3",
        "S3",
        {"RES-01"},
        False,
    ),
    "RES-10": (effort(), None, TODAY, "RES-10:task-5", "S1", {"RES-01", "RES-06"}, True),
    "MON-01": (changed(3, actual_cost=Decimal(6000)), None, TODAY, "MON-01:cost", "S1", {"MON-02", "MON-03"}, False),
    "MON-03": (
        changed(3, actual_cost=Decimal(6000)),
        None,
        TODAY,
        "MON-03:to-complete-index",
        "S2",
        {"MON-01", "MON-02"},
        False,
    ),
    "MON-13": (SLOW_PAGES, None, TODAY, "MON-13:cost-of-delay", "S2", {"SCH-05", "SCH-13", "MON-02"}, False),
    "X-02": (
        fragile(),
        None,
        TODAY,
        "X-02:resource-2-task-5",
        "S1",
        {"SCH-05", "SCH-13", "RES-01", "RES-02", "RES-06", "MON-13"},
        True,
    ),
    "X-10": (SILENT, CLEAN, date(2026, 6, 26), "X-10:quiet", "S3", NOT_SAID, False),
    "DAT-01": (changed(5, percent_complete=Decimal(100)), None, TODAY, "DAT-01:data", "S4", set(), False),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_the_defect_is_found_with_what_follows_from_it(name: str) -> None:
    plan, before, today, found, severity, follows, _ = DEFECTS[name]
    findings = of(plan, before, today).findings
    known = {each.id: each for each in findings}
    assert found in known, f"only {sorted(known)}"
    assert known[found].severity.value == severity
    assert known[found].evidence
    others = {
        each.check for each in findings if each.check != known[found].check and each.severity is not Severity.INFO
    }
    assert others <= follows | ANYWAY


@pytest.mark.parametrize("name", [name for name, row in DEFECTS.items() if row[-1]])
def test_a_proposal_does_what_it_says(name: str) -> None:
    plan, before, today, found, _, _, _ = DEFECTS[name]
    finding = next(each for each in of(plan, before, today).findings if each.id == found)
    priced = [each for each in finding.proposals if each.edits and each.impact is not None]
    assert priced, finding.headline
    was, dossier = schedule(plan), Dossier(Project("Portal", currency="EUR"), plan)
    for proposal in priced:
        assert impact(was, schedule(carry_out(dossier, proposal.edits).plan)) == proposal.impact


def test_a_defect_that_is_mended_is_resolved() -> None:
    plan = DEFECTS["SCH-06"][0]
    said = of(CLEAN, plan)
    assert {each.id for each in said.resolved} == {"SCH-06:task-9", "SCH-13:dcma-07"}
