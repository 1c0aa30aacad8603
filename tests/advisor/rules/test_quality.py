"""The quality of the schedule: logic, baseline, contradictory data."""

from __future__ import annotations

from decimal import Decimal

import pytest

from milepost.advisor.context import Context
from milepost.advisor.rules.quality import contradictions, failed_metrics, no_baseline, out_of_sequence
from milepost.dossier.edits import apply
from milepost.engine.health import assess
from milepost.engine.plan import Convention
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind, LinkType
from tests.advisor.drawn import chain, context, day, evening, found, promised, started, task, wait


def test_sch_12_names_both_tasks_of_broken_sequence() -> None:
    tasks = (task(1, "Design", 5), started(2, "Build", 5, 20, day(2)))
    drawn = context(tasks, chain(1, 2), status=evening(3))
    assert found(out_of_sequence, drawn) == [
        (
            "SCH-12:link-1-2",
            "S2",
            "Build (2) began on Tue 2 Jun although Design (1), which it should wait for, is not complete.",
        )
    ]
    (finding,) = out_of_sequence(drawn)
    ends = [schedule(apply(drawn.schedule.plan, offered.edits)).finish for offered in finding.proposals]
    assert max(ends) < drawn.schedule.finish


def line(count: int = 4) -> tuple[tuple[object, ...], tuple[object, ...]]:
    return tuple(task(n, f"Step {n}", 2) for n in range(1, count + 1)), chain(*range(1, count + 1))


def flawed(number: int) -> Context:
    """A chain of four tasks with one flaw of the assessment in it."""
    tasks = [task(n, f"Step {n}", 2) for n in range(1, 5)]
    links = list(chain(1, 2, 3, 4))
    if number == 1:
        links = [*chain(1, 2, 4)]
    elif number == 2:
        links[1] = wait(2, 3, -1)
    elif number == 3:
        links[1] = wait(2, 3, 3)
    elif number == 4:
        links[1] = wait(2, 3, 0, LinkType.SS)
    elif number == 5:
        tasks[2] = task(3, "Step 3", 2, constraints=(Constraint(ConstraintKind.SNLT, day(30)),))
    elif number == 8:
        tasks[2] = task(3, "Step 3", 50)
    return context(tasks, links)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 8])
def test_sch_13_mends_what_it_names(number: int) -> None:
    drawn = flawed(number)
    finding = next(f for f in failed_metrics(drawn) if f.scope == f"dcma-{number:02d}")
    assert finding.severity.value == "S3"
    mended = schedule(apply(drawn.schedule.plan, finding.proposals[0].edits))
    assert assess(mended).number(number).passed


def test_sch_13_says_nothing_of_a_sound_plan() -> None:
    drawn = context([task(n, f"Step {n}", 2, cost=Decimal(1)) for n in range(1, 5)], chain(1, 2, 3, 4))
    assert not found(failed_metrics, drawn)


def test_sch_13_moves_work_out_of_the_past() -> None:
    tasks = (task(1, "Design", 2), task(2, "Build", 2))
    past = context(tasks, chain(1, 2), status=evening(5), convention=Convention.MSPROJECT)
    finding = next(f for f in failed_metrics(past) if f.scope == "dcma-09")
    assert finding.severity.value == "S2"
    assert finding.headline == "2 tasks are planned in the past or done in the future (none)."
    mended = schedule(apply(past.schedule.plan, finding.proposals[0].edits))
    assert assess(mended).number(9).passed


def test_sch_20_tells_no_baseline_from_a_gap_in_it() -> None:
    tasks = (task(1, "Design", 2), task(2, "Build", 2))
    bare = context(tasks, chain(1, 2))
    (finding,) = no_baseline(bare)
    assert finding.headline.startswith("The plan has no baseline")
    saved = apply(bare.schedule.plan, finding.proposals[0].edits)
    assert {row.task for row in saved.baselines[0].tasks} == {1, 2}
    part = context(tasks, chain(1, 2), baseline=promised((1, day(1), evening(2), 0)))
    assert found(no_baseline, part) == [
        ("SCH-20:baseline", "S3", "1 of 2 open tasks is not in the baseline: Build (2).")
    ]
    whole = promised((1, day(1), evening(2), 0), (2, day(3), evening(4), 0))
    assert not found(no_baseline, context(tasks, chain(1, 2), baseline=whole))


def test_dat_01_counts_contradictions_and_mends_them() -> None:
    tasks = (started(1, "Design", 2, 100, day(1)), task(2, "Build", 2))
    drawn = context(tasks, chain(1, 2), status=evening(3))
    assert found(contradictions, drawn) == [
        ("DAT-01:data", "S4", "1 fact in the plan is missing or contradicts another.")
    ]
    (finding,) = contradictions(drawn)
    assert finding.evidence[0].name == "100 % without an actual finish"
    assert not found(contradictions, context((task(1, "Design", 2),)))
