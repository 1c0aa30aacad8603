"""What the recovery chapter says is what was found."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from milepost.dossier import Dossier, Project
from milepost.engine.plan import Plan, Settings
from milepost.engine.recovery.options import RecoveryOptions, options
from milepost.engine.resources import Assignment, Rate, Resource
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Link, Task
from milepost.press.facts import PlanFacts
from milepost.press.recovery import RecoveryFacts, recovery_chapter
from tests.press.reports import DAY, MONDAY, OFFICE

WORK = 480


def found(due: int) -> RecoveryFacts:
    """Three tasks in a row that can be shortened for money, to end by an instant."""
    tasks = tuple(
        Task(n, name, duration=5 * WORK, crash_duration=3 * WORK, crash_cost=Decimal(price))
        for n, name, price in ((1, "Design", 800), (2, "Build", 200), (3, "Test", 400))
    )
    plan = Plan(
        Settings(start=MONDAY, calendar=1),
        calendars=(OFFICE,),
        tasks=tasks,
        links=(Link(1, 2), Link(2, 3)),
        resources=(Resource(1, "Ana", rates=(Rate("A", None, Decimal(50)),)),),
        assignments=tuple(Assignment(n, n, 1, work=5 * WORK, remaining_work=5 * WORK) for n in (1, 2, 3)),
    )
    facts = PlanFacts.of(Dossier(Project("Portal", currency="EUR"), plan), schedule(plan))
    return RecoveryFacts(facts, options(plan, target=due, settings=RecoveryOptions(evaluations=40)))


@pytest.fixture(scope="module")
def late() -> RecoveryFacts:
    # Fifteen working days end on Friday 19 June; three days less is Tuesday 16 June.
    return found(MONDAY + 15 * DAY + 540)


def test_says_how_late_it_is_and_what_the_best_way_wins(late: RecoveryFacts) -> None:
    said = recovery_chapter(late).said
    assert said[0].startswith("The project ends on 19 Jun 2026 with nobody in two places, 3 d after 16 Jun 2026.")
    assert said[1].startswith("The best way found keeps the date for EUR ")


def test_lists_ways_then_doing_nothing_then_another_date(late: RecoveryFacts) -> None:
    rows = recovery_chapter(late).sections[0].table.rows
    assert rows[0][-1] == "yes"
    assert rows[-2][:3] == ("Do nothing", "19 Jun 2026", "0 d")
    assert rows[-1][0].startswith("Agree on Fri 19 Jun 17:00")
    assert len(rows) == min(len([row for row in late.recovery.front if row.options]), 10) + 2


def test_every_option_rests_on_something(late: RecoveryFacts) -> None:
    tried = next(section for section in recovery_chapter(late).sections if section.key == "options")
    assert len(tried.table.rows) == len(late.recovery.options)
    assert all(row[2] for row in tried.table.rows)


def test_simulated_risk_is_a_chance(late: RecoveryFacts) -> None:
    expected, chance = recovery_chapter(late), recovery_chapter(replace(late, simulated=True))
    assert "Risks add" in [column.title for column in expected.sections[0].table.columns]
    assert "Misses the date" in [column.title for column in chance.sections[0].table.columns]


def test_a_date_that_is_kept_needs_no_tables() -> None:
    chapter = recovery_chapter(found(MONDAY + 30 * DAY))
    assert "is kept without doing anything" in chapter.said[0]
    assert chapter.sections == ()
