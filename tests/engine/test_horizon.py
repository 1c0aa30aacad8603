"""Plans that reach further than 50 years are refused by the task that leads there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from milepost.engine.notices import PlanRefusedError
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind, Link, Task
from tests.engine.calendar_drawings import at, plan

FAR = at("2090-01-02 08:00")
EARLY = at("1950-01-02 08:00")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"constraints": (Constraint(ConstraintKind.SNET, FAR),)}, "The SNET date of Test, Mon 2 Jan 2090 08:00,"),
        ({"actual_start": EARLY}, "The actual start of Test, Mon 2 Jan 1950 08:00,"),
        ({"deadline": EARLY}, "The deadline of Test, Mon 2 Jan 1950 08:00,"),
        ({"duration": 480 * 300 * 100}, "Test would lie more than 50 years"),
    ],
)
def test_the_task_that_leads_too_far_is_named(facts: dict[str, object], words: str) -> None:
    tasks = (Task(1, "Build", duration=480), Task(2, "Test", **({"duration": 480} | facts)), Task(3, "Ship"))  # type: ignore[arg-type]
    with pytest.raises(PlanRefusedError) as refused:
        schedule(plan(tasks=tasks, links=(Link(1, 2), Link(2, 3))))
    (notice,) = refused.value.notices
    assert (notice.code, notice.tasks) == ("E-HORIZON", (2,))
    assert notice.message.startswith(words)


def test_of_a_far_status_date_only_the_status_date_is_wrong() -> None:
    begun = Task(1, "Build", duration=480, actual_start=at("2026-03-02 08:00"), remaining_duration=240)
    far = plan(tasks=(begun, Task(2, "Test", duration=480)))
    with pytest.raises(PlanRefusedError) as refused:
        schedule(replace(far, settings=replace(far.settings, status_date=at("2999-01-02 08:00"))))
    (notice,) = refused.value.notices
    assert notice.code == "E-HORIZON"
    assert notice.message.startswith("The status date, ")


def test_a_far_deadline_that_binds_nothing_is_no_error() -> None:
    tasks = (Task(1, "Build", duration=480), Task(2, "Test", duration=480, deadline=FAR))
    assert schedule(plan(tasks=tasks, links=(Link(1, 2),))).finish == at("2026-03-03 17:00")
