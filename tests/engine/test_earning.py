"""Work earns its budget by its rule (domain/money.md 6, 11.8)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from milepost.engine.earning import due, earned_share, earning_errors
from milepost.engine.tasks import Earning, EarningRule, PercentType, Task, TaskKind, WeightedMilestone

STEPS = tuple(
    WeightedMilestone(name, Decimal(weight), planned=at, accepted=at if at < 30 else None)
    for name, weight, at in (("Draft", "0.2", 10), ("Review", "0.3", 20), ("Accepted", "0.5", 30))
)


def share(rule: EarningRule, planned: str = "0.4", **of: object) -> Decimal:
    """What a task with this rule has earned."""
    fields = {name: of.pop(name) for name in ("at_start", "cap", "milestones", "done", "total", "base") if name in of}
    task = Task(1, "Task", earning=Earning(rule, **fields), **of)
    other = Task(2, "Other", percent_complete=Decimal(25))
    return earned_share(task, Decimal(planned), {1: task, 2: other})


def test_each_rule() -> None:
    started = {"actual_start": 5, "percent_complete": Decimal(60)}
    assert share(EarningRule.ZERO_HUNDRED, **started) == 0
    assert share(EarningRule.ZERO_HUNDRED, actual_finish=9) == 1
    assert share(EarningRule.START_FINISH, **started) == Decimal("0.5")
    assert share(EarningRule.START_FINISH, at_start=Decimal("0.2"), **started) == Decimal("0.2")
    assert share(EarningRule.START_FINISH) == 0
    assert share(EarningRule.UNITS, done=Decimal(30), total=Decimal(40)) == Decimal("0.75")
    assert share(EarningRule.DURATION, **started) == Decimal("0.6")
    assert share(EarningRule.WORK, actual_work=30, remaining_work=90) == Decimal("0.25")
    assert share(EarningRule.APPORTIONED, base=2) == Decimal("0.25")
    assert share(EarningRule.LEVEL_OF_EFFORT) == Decimal("0.4")


def test_typed_progress_is_capped_until_acceptance() -> None:
    typed = {"percent_type": PercentType.PHYSICAL, "physical_percent": Decimal(98)}
    assert share(EarningRule.PERCENT, **typed) == Decimal("0.9")
    assert share(EarningRule.PERCENT, cap=Decimal(1), **typed) == Decimal("0.98")
    assert share(EarningRule.PERCENT, cap=Decimal("0.8"), **typed) == Decimal("0.8")
    assert share(EarningRule.PERCENT, actual_finish=9, **typed) == 1
    bare = Task(1, "Task", **typed)
    assert earned_share(bare, Decimal(0), {1: bare}) == Decimal("0.98")


def test_weighted_milestones_earn_when_accepted() -> None:
    assert share(EarningRule.MILESTONES, milestones=STEPS) * 10_000 == 5_000
    assert [due(STEPS, at) for at in (9, 10, 20, 30)] == [0, Decimal("0.2"), Decimal("0.5"), 1]


def test_level_of_effort_earns_what_was_planned_without_saying_so() -> None:
    task = Task(1, "Support", kind=TaskKind.LEVEL_OF_EFFORT)
    assert earned_share(task, Decimal("0.375"), {1: task}) * 8_000 == 3_000


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Earning(EarningRule.MILESTONES, milestones=STEPS[:2]), "add up to 0.5, not to 1"),
        (Earning(EarningRule.START_FINISH, at_start=Decimal(2)), "a share from 0 to 1"),
        (Earning(EarningRule.UNITS, done=Decimal(3)), "3 of 0 units"),
        (Earning(EarningRule.APPORTIONED, base=7), "does not exist"),
        (Earning(EarningRule.APPORTIONED, base=1), "follows it in turn"),
        (Earning(cap=Decimal("1.5")), "its cap until acceptance is 1.5"),
    ],
)
def test_a_rule_that_cannot_be_applied_is_told(rule: Earning, words: str) -> None:
    (notice,) = earning_errors([Task(1, "Build", code="T1", earning=rule)])
    assert (notice.code, notice.tasks) == ("E-EARNING", (1,))
    assert "T1 Build" in notice.message
    assert words in notice.message
