"""The charts show what the plan has data for."""

from __future__ import annotations

from dataclasses import replace

from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, Resource
from milepost.engine.schedule import schedule
from milepost.press.facts import PlanFacts, schedule_section
from milepost.press.pictures import pictures, week_edges, workload_chart
from tests.press.reports import DAY, MONDAY, small_dossier


def facts(**changes: object) -> PlanFacts:
    """The small dossier, its plan changed."""
    dossier = small_dossier()
    plan: Plan = replace(dossier.plan, **changes)  # type: ignore[arg-type]
    return PlanFacts.of(replace(dossier, plan=plan), schedule(plan))


def test_float_is_always_drawn() -> None:
    assert [chart.key for chart in pictures(facts())] == ["float-chart"]


def test_people_add_their_workload() -> None:
    assert workload_chart(facts()) is None
    full = facts(
        resources=(Resource(1, "Ana"),), assignments=(Assignment(1, 2, 1, work=5 * 480, remaining_work=5 * 480),)
    )
    chart = workload_chart(full)
    assert chart is not None
    assert "0 of 1 people go over" in chart.said


def test_weeks_begin_on_mondays_after_the_status_date() -> None:
    settings = small_dossier().plan.settings
    assert week_edges(facts())[0] == MONDAY - 480
    friday = facts(settings=replace(settings, status_date=MONDAY + 4 * DAY))
    assert week_edges(friday)[0] == MONDAY - 480 + 7 * DAY


def test_the_schedule_table_says_how_late_and_how_far() -> None:
    table = schedule_section(facts()).table
    assert table.rows[0][4:] == ("+2 d", "-3 d", "not started, critical")
    assert table.strong == (0, 2)
