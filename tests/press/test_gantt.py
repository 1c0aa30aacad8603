"""The Gantt drawing says what it shows."""

from __future__ import annotations

from html import escape

import pytest

from milepost.engine.schedule import schedule
from milepost.press import gantt as drawing
from milepost.press.facts import PlanFacts
from milepost.press.timeline import timeline
from tests.press.reports import HOSTILE, MONDAY, small_dossier


def test_rows_say_dates_criticality_baseline_and_deadline() -> None:
    dossier = small_dossier()
    chart = drawing.gantt(PlanFacts.of(dossier, schedule(dossier.plan)))
    summary, critical, floating, golive = chart.rows
    assert [row.level for row in chart.rows] == [0, 1, 1, 1]
    assert (summary.kind, golive.kind) == ("summary", "milestone")
    assert 'class="stripes"' in critical.drawing
    assert critical.slip == "+2 d"
    assert 'class="slack"' in floating.drawing
    assert "missed" in golive.drawing
    assert chart.has_baseline


def test_names_are_escaped() -> None:
    dossier = small_dossier()
    chart = drawing.gantt(PlanFacts.of(dossier, schedule(dossier.plan)))
    assert chart.rows[1].name == HOSTILE
    assert all("<script" not in row.drawing for row in chart.rows)
    assert escape(HOSTILE) not in chart.axis


def test_a_long_plan_shows_its_most_telling_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = small_dossier()
    facts = PlanFacts.of(dossier, schedule(dossier.plan))
    monkeypatch.setattr(drawing, "MOST_ROWS", 3)
    chart = drawing.gantt(facts)
    assert [row.name for row in chart.rows] == ["Phase", HOSTILE, "Go-live"]
    assert chart.left_out == 1


def test_the_axis_names_what_fits() -> None:
    week, month = timeline(MONDAY, MONDAY + 30 * 1440), timeline(MONDAY, MONDAY + 300 * 1440)
    assert all(tick.label.split()[0].isdigit() for tick in week.ticks())
    assert 9 <= len(month.ticks()) <= 12
    assert timeline(MONDAY, MONDAY + 4000 * 1440).ticks()[0].label.isdigit()


def test_criticality_is_a_number_and_shades_bars_that_are_not_critical_by_plan() -> None:
    dossier = small_dossier()
    facts = PlanFacts.of(dossier, schedule(dossier.plan))
    plain = drawing.gantt(facts)
    _, critical, floating, _ = drawing.gantt(facts, {2: 0.97, 3: 0.26}).rows
    assert not plain.has_criticality
    assert (critical.criticality, floating.criticality) == ("97 %", "26 %")
    assert "critical in 26 % of the runs" in floating.drawing
    assert '<g opacity="0.26"><rect class="chance"' in floating.drawing
    assert "chance" not in critical.drawing
    assert all('class="chance"' not in row.drawing for row in plain.rows)
