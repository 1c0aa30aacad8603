"""Skills: more asked for than free, one holder; levelling and ranked people among the proposals."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from milepost.advisor.context import Context
from milepost.advisor.pricing import outcome
from milepost.advisor.rules.people import over_allocated, unassigned
from milepost.advisor.rules.staffing import leaver, one_holder, skill_gap
from milepost.advisor.staffed import worked_out
from milepost.engine.resources import Assignment, AvailabilityStep, Skill
from tests.advisor.drawn import DAY, chain, context, day, found, leave_calendar, on, person, task


def place(uid: int, work: int, skill: str, days: int, level: int = 1) -> Assignment:
    """Work nobody is named for."""
    return Assignment(uid, work, None, work=days * DAY, remaining_work=days * DAY, skill=skill, level=level)


ANA = person(1, "Ana", "Dev", skills=(Skill("Java", 4),))
BEN = person(2, "Ben", "Dev", skills=(Skill("Java", 2), Skill("SQL", 3)))


def drawn(*work: Assignment, **facts: Any) -> Context:
    """Build for ten days, then test for five."""
    facts = {"people": (ANA, BEN), **facts}
    return context((task(1, "Build", 10), task(2, "Test", 5)), chain(1, 2), work=work, status=day(1), **facts)


def test_res_04_compares_skill_asked_with_skill_free() -> None:
    assert not found(skill_gap, drawn(place(1, 1, "Java", 10)))
    assert not found(skill_gap, drawn(on(1, 1, 1, 10)))
    (nobody,) = skill_gap(drawn(place(1, 1, "Rust", 10)))
    assert (nobody.id, nobody.severity.value) == ("RES-04:skill-rust-1", "S1")
    assert nobody.headline == "The next eight weeks ask for 10 person-days of Rust; nobody has it."
    busy = on(2, 2, 1, 60)
    rows = (task(1, "Build", 10), task(2, "Run", 60))
    (finding,) = skill_gap(context(rows, people=(ANA, BEN), work=(place(1, 1, "java", 10, 3), busy), status=day(1)))
    assert (
        finding.headline
        == "The next eight weeks ask for 10 person-days of java at level 3; only 0 person-days are free."
    )
    assert finding.severity.value == "S2"
    assert finding.proposals[0].sentence == "Bring Ben from level 2 to 3 in java: 3 working days."
    assert [[e.command for e in p.edits] for p in finding.proposals] == [
        ["add_task", "set_skill"],
        [],
        ["set_constraint"],
    ]


def test_res_05_finds_the_only_holder_of_a_skill() -> None:
    asked = replace(on(1, 1, 2, 10), skill="SQL")
    (finding,) = one_holder(drawn(asked))
    assert (finding.id, finding.severity.value) == ("RES-05:resource-2-sql", "S2")
    assert finding.headline == "Only Ben has the skill SQL, and Build (1) on the critical path needs it."
    before = drawn(asked)
    priced = outcome(before, finding.proposals[0].edits)
    assert priced is not None
    after = context(
        priced.schedule.plan.tasks, chain(1, 2), people=priced.schedule.plan.resources, work=(asked,), status=day(1)
    )
    assert not found(one_holder, after)
    assert not found(one_holder, drawn(replace(asked, skill="Java")))
    assert not found(one_holder, drawn(on(1, 1, 2, 10)))
    away = replace(BEN, calendar=102)
    (worse,) = one_holder(drawn(asked, people=(ANA, away), calendars=(leave_calendar(2, 9, 10),)))
    assert worse.severity.value == "S1"
    assert worse.headline.endswith("Tue 9 Jun is the first day away.")


def test_res_03_is_priced_by_ranked_candidates() -> None:
    before = drawn(place(1, 1, "Java", 10), on(2, 2, 1, 5))
    (finding,) = unassigned(before)
    offers = worked_out(before, finding)
    assert [each.edits[0].command for each in offers] == ["fill_place", "fill_place"]
    assert {each.edits[0].arguments["resource"] for each in offers} == {1, 2}
    priced = outcome(before, offers[0].edits)
    assert priced is not None
    assert priced.impact.overload_after == 0


def test_res_01_is_priced_by_levelling() -> None:
    rows = (task(1, "Build", 10), task(2, "Write", 5))
    before = context(rows, people=(ANA, BEN), work=(on(1, 1, 1, 10), on(2, 2, 1, 5)), status=day(1))
    (finding,) = over_allocated(before)
    offer = next(each for each in worked_out(before, finding) if each.id == "level")
    assert [each.command for each in offer.edits] == ["set_levelling"]
    priced = outcome(before, offer.edits)
    assert priced is not None
    assert (priced.impact.overload_before, priced.impact.overload_after) == (5 * DAY, 0)


def test_res_11_finds_work_planned_beyond_somebodys_last_day() -> None:
    def leaving(last: int | None) -> Context:
        end = None if last is None else day(last, hour=0)
        away = replace(BEN, availability=(AvailabilityStep(None, end, Decimal(1)),))
        return drawn(on(1, 1, 2, 10), people=(ANA, away))

    assert not found(leaver, leaving(None))
    assert not found(leaver, leaving(27))
    assert not found(leaver, drawn(on(1, 1, 2, 10)))
    before = leaving(10)
    (finding,) = leaver(before)
    assert (finding.id, finding.severity.value) == ("RES-11:resource-2", "S1")
    assert finding.headline == "Ben leaves on Tue 9 Jun and is planned on Build (1) after that."
    hand = finding.proposals[0]
    assert hand.edits[0].arguments == {"task": 1, "resource": 2, "to": 1}
    assert outcome(before, hand.edits) is not None
