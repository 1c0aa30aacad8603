"""Work that has begun and does not get on."""

from __future__ import annotations

from milepost.advisor.rules.pace import nearly_done, slow, stalled
from milepost.dossier.edits import apply
from milepost.engine.schedule import schedule
from tests.advisor.drawn import DAY, chain, context, day, evening, found, on, person, started, task

TEAM = (person(1, "Ana", "Dev"), person(2, "Ben", "Dev"))


def test_sch_04_says_since_when_nothing_moved() -> None:
    tasks = (started(1, "Build", 10, 40, day(1)), task(2, "Test", 2))
    before = context(tasks, chain(1, 2), status=evening(5), people=TEAM, work=(on(1, 1, 1, 10, done=4),))
    now = context(tasks, chain(1, 2), status=evening(10), people=TEAM, work=(on(1, 1, 1, 10, done=4),), previous=before)
    assert found(stalled, now) == [
        ("SCH-04:task-1", "S1", "Build (1), with Ana, has stood at 40 % since Fri 5 Jun, 3 working days ago.")
    ]
    (finding,) = stalled(now)
    assert [offered.id for offered in finding.proposals] == ["hand-over", "ask"]
    moved = started(1, "Build", 10, 60, day(1))
    assert not found(stalled, context((moved, tasks[1]), chain(1, 2), status=evening(10), previous=before))


def test_sch_17_says_what_the_pace_implies_and_prices_it() -> None:
    tasks = (started(1, "Build", 10, 40, day(1)), task(2, "Test", 2))
    late = context(tasks, chain(1, 2), status=evening(11))
    assert found(slow, late) == [
        (
            "SCH-17:task-1",
            "S1",
            "Build (1) has used 9 working days, was planned for 10 working days and is 40 % complete; at this pace it "
            "takes 23 working days.",
        )
    ]
    (finding,) = slow(late)
    after = schedule(apply(late.schedule.plan, finding.proposals[0].edits))
    assert late.working(late.schedule.finish, after.finish) == 8 * DAY
    assert not found(slow, context((started(1, "Build", 10, 80, day(1)), tasks[1]), chain(1, 2), status=evening(11)))


def test_sch_18_compares_with_the_last_review() -> None:
    before = context((started(1, "Build", 10, 90, day(1)),), status=evening(12))
    now = context((started(1, "Build", 10, 95, day(1)),), status=evening(19), previous=before)
    assert found(nearly_done, now) == [
        (
            "SCH-18:task-1",
            "S1",
            "Build (1) was 90 % complete on Fri 12 Jun and is 95 % now, 5 working days later.",
        )
    ]
    early = context((started(1, "Build", 10, 50, day(1)),), status=evening(12))
    assert not found(nearly_done, context((started(1, "Build", 10, 95, day(1)),), status=evening(19), previous=early))
