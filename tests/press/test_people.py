"""What the people chapter says is what levelling found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.level import level
from milepost.engine.levelling.levelled import Levelled
from milepost.engine.overload import overload
from milepost.engine.schedule import schedule
from milepost.exchange.read import read
from milepost.press.facts import PlanFacts
from milepost.press.people import hours, people_chapter
from milepost.press.report import Chapter
from milepost.press.words import day
from tests.press.reports import small_dossier

SAMPLE = Path(__file__).resolve().parents[2] / "src" / "milepost" / "sample" / "portal.milepost"


@pytest.fixture(scope="module")
def facts() -> PlanFacts:
    dossier = read(SAMPLE.read_bytes(), file=SAMPLE.name).dossier
    return PlanFacts.of(dossier, schedule(dossier.plan))


@pytest.fixture(scope="module")
def levelled(facts: PlanFacts) -> Levelled:
    return level(facts.schedule.plan, budget=Budget(schedules=30))


@pytest.fixture(scope="module")
def chapter(facts: PlanFacts, levelled: Levelled) -> Chapter:
    return people_chapter(facts, levelled)


def test_says_when_the_project_ends_if_nobody_is_in_two_places(levelled: Levelled, chapter: Chapter) -> None:
    assert day(levelled.finish) in chapter.said[0]
    assert "later" in chapter.said[0]
    assert chapter.figures[0].value == day(levelled.finish)


def test_hours_are_those_of_both_schedules(facts: PlanFacts, levelled: Levelled, chapter: Chapter) -> None:
    before, after = hours(facts, levelled)
    assert before == round(overload(facts.schedule) / 60) > 0
    assert after == 0
    assert chapter.figures[1].value == "0"
    assert f"{before:,} in the plan" in chapter.figures[1].note


def test_names_who_is_waited_for_and_counts_the_followers(levelled: Levelled, chapter: Chapter) -> None:
    moved = next(section for section in chapter.sections if section.key == "moves")
    waiting = [move for move in levelled.moves if move.resource is not None or move.people]
    assert len(moved.table.rows) == len(waiting)
    assert moved.note == f"{len(levelled.moves) - len(waiting)} more tasks only follow these."
    assert any("Mei Lindqvist" in row[-1] for row in moved.table.rows)


def test_one_more_person_is_only_named_if_that_buys_time(chapter: Chapter) -> None:
    found = next(section for section in chapter.sections if section.key == "one-more")
    assert found.table.rows[0][0] == "like Mei Lindqvist"
    assert all(not row[2].startswith("-") and row[2] != "0 d" for row in found.table.rows)


def test_both_workloads_are_drawn(chapter: Chapter) -> None:
    assert [chart.title for chart in chapter.charts] == ["Workload as planned", "Workload, levelled"]
    assert "0 of" in chapter.charts[1].said


def test_a_calm_plan_says_so() -> None:
    dossier = small_dossier()
    plan = replace(dossier.plan, settings=replace(dossier.plan.settings))
    calm = people_chapter(PlanFacts.of(dossier, schedule(plan)), level(plan, budget=Budget(schedules=1)))
    assert calm.said == ("Nobody is asked for more than they have: no task has to move.",)
