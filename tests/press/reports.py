"""A small report to lay out, with texts that would break a careless page."""

from __future__ import annotations

from dataclasses import replace

from milepost.charts.floats import floats
from milepost.dossier import Dossier, Project
from milepost.engine.calendars import Calendar
from milepost.engine.plan import Plan, Settings
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Baseline, BaselineTask, Link, Task
from milepost.press.facts import PlanFacts
from milepost.press.gantt import gantt
from milepost.press.report import (
    Chapter,
    Chart,
    Column,
    Fact,
    Level,
    PricedProposal,
    Rating,
    Report,
    ReportedFinding,
    Section,
    Table,
)

HOSTILE = '<script>alert("x")</script><img src=https://example.com/x.png onerror=alert(1)> & "quoted"'
#: Monday 2026-06-01 08:00.
MONDAY = 20_605 * 1440 + 480
DAY = 1440


def table(*rows: tuple[str, ...]) -> Table:
    """A table of texts with as many columns as its first row."""
    return Table(tuple(Column(f"column {n}") for n in range(len(rows[0]) if rows else 2)), rows)


WORKDAY = ((480, 720), (780, 1020))
OFFICE = Calendar(1, "Office", week=(WORKDAY, WORKDAY, WORKDAY, WORKDAY, WORKDAY, (), ()))


def small_dossier() -> Dossier:
    """A summary with a critical task, a task with float and a late milestone."""
    tasks = (
        Task(uid=1, name="Phase", summary=True),
        Task(uid=2, name=HOSTILE, parent=1, duration=5 * 480),
        Task(uid=3, name="Write help pages", parent=1, duration=480),
        Task(uid=4, name="Go-live", parent=1, milestone=True, deadline=MONDAY + 2 * DAY),
    )
    plan = Plan(
        Settings(start=MONDAY, calendar=1),
        calendars=(OFFICE,),
        tasks=tasks,
        links=(Link(2, 4), Link(3, 4)),
        baselines=(Baseline(number=0, tasks=(BaselineTask(task=2, start=MONDAY, finish=MONDAY + 2 * DAY + 540),)),),
    )
    return Dossier(Project("Portal"), plan)


def report() -> Report:
    """The small report, with a hostile text in every place a file can reach."""
    effect = Table(
        tuple(map(Column, ("Measure", "Before", "After", "Change"))), (("Finish", "2 Jan", "1 Jan", "-1 d"),)
    )
    dossier = small_dossier()
    section = Section("next", "The next ten days", HOSTILE, table((HOSTILE, "b")))
    return Report(
        title=HOSTILE,
        subtitle=HOSTILE,
        as_of="16 Oct 2026",
        facts=(Fact("Manager", HOSTILE),),
        level=Level.RED,
        health=HOSTILE,
        ratings=(
            Rating("Schedule", Level.RED, "worse", HOSTILE, "rule"),
            Rating("Cost", Level.GREY, "", "unknown", ""),
        ),
        figures=(Fact("Finish", "1 Jan", HOSTILE, Level.RED),),
        changes_since="What changed",
        changes=(HOSTILE,),
        findings=(
            ReportedFinding(
                "f1",
                "SCH-06",
                "S1",
                HOSTILE,
                "new",
                (Fact("Owner", HOSTILE),),
                (PricedProposal(HOSTILE, HOSTILE, effect, HOSTILE),),
                Level.RED,
            ),
        ),
        more_findings=replace(section, key="more", title="3 more findings"),
        milestones=replace(section, key="milestones", title="Key dates"),
        look_ahead=section,
        gaps=(HOSTILE,),
        quality=replace(section, key="quality", title="Quality"),
        schedule=replace(section, key="schedule", title="Schedule"),
        receipt=(replace(section, key="fields", title="Fields"),),
        method=(Fact("Dates", HOSTILE),),
        chapters=(
            Chapter(
                "people",
                "People",
                (f"First {HOSTILE}", "Then this."),
                (Fact("Hours beyond capacity", "12", "of 40", Level.AMBER),),
                (Section("moves", "What would move", "", table(("Build", HOSTILE))),),
                (Chart("people-chart", "Workload", "Who is busy", floats([1, 2])),),
            ),
        ),
        charts=(Chart("floats", HOSTILE, HOSTILE, floats([0, 3])),),
        gantt=gantt(PlanFacts.of(dossier, schedule(dossier.plan))),
    )
