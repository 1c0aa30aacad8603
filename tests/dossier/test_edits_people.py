"""Edits on estimates, places, levelling and new tasks: each does what its word says or refuses in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from milepost.dossier.edits import EditRefusedError
from milepost.engine.resources import Assignment
from milepost.engine.schedule import schedule
from tests.dossier.test_edits import DAY, PLAN, edited, finish, task

#: Writing waits for somebody who can write.
OPEN = replace(
    PLAN,
    assignments=(
        *PLAN.assignments,
        Assignment(3, 4, None, work=2 * DAY, remaining_work=2 * DAY, skill="Writing"),
    ),
)


def test_set_estimate_gives_a_range() -> None:
    after = edited(("set_estimate", {"task": 1, "optimistic": DAY, "most_likely": 2 * DAY, "pessimistic": 4 * DAY}))
    estimate = task(after, 1).estimate
    assert estimate is not None
    assert (estimate.optimistic, estimate.most_likely, estimate.pessimistic) == (DAY, 2 * DAY, 4 * DAY)
    with pytest.raises(EditRefusedError, match="must rise from 0"):
        edited(("set_estimate", {"task": 1, "optimistic": 9, "most_likely": 5, "pessimistic": 6}))


def test_fill_place_names_somebody() -> None:
    after = edited(("fill_place", {"assignment": 3, "resource": 2}), plan=OPEN)
    assert (after.assignments[2].resource, after.assignments[2].skill) == (2, "Writing")
    for arguments, said in (
        ({"assignment": 3, "resource": 3}, "Cid is inactive"),
        ({"assignment": 9, "resource": 1}, "no assignment with number 9"),
        ({"assignment": 1, "resource": 1}, "already assigned"),
    ):
        with pytest.raises(EditRefusedError, match=said):
            edited(("fill_place", arguments), plan=OPEN)


def test_set_levelling_lets_a_task_wait_and_pause() -> None:
    after = edited(("set_levelling", {"task": 1, "delay": 2 * DAY}))
    assert (finish(PLAN, 1), finish(after, 1)) == ("12T17:00", "16T17:00")
    split = edited(("set_levelling", {"task": 1, "delay": 0, "pieces": [[DAY, DAY], [4 * DAY, 0]]}))
    assert finish(split, 1) == "15T17:00"
    with pytest.raises(EditRefusedError, match="zero or more"):
        edited(("set_levelling", {"task": 1, "delay": -1}))


def test_set_skill_counts_one_level_for_each_skill() -> None:
    once = edited(("set_skill", {"resource": 2, "skill": "Java", "level": 2}))
    twice = edited(("set_skill", {"resource": 2, "skill": "java", "level": 4}), plan=once)
    assert [(each.name, each.level) for each in twice.resources[1].skills] == [("java", 4)]
    with pytest.raises(EditRefusedError, match="level from 1 to 5"):
        edited(("set_skill", {"resource": 2, "skill": "Java", "level": 6}))


def test_add_task_stands_between_others() -> None:
    facts: dict[str, Any] = {"name": "Check", "duration": DAY, "resource": 2, "after": 1, "before": 2, "parent": 9}
    after = edited(("add_task", facts))
    added = task(after, 10)
    assert [each.uid for each in after.tasks] == [9, 1, 2, 10, 3, 4]
    assert (added.name, added.parent, added.work) == ("Check", 9, DAY)
    assert schedule(after).by_uid[2].start > schedule(after).by_uid[10].start >= schedule(after).by_uid[1].finish
    assert [(row.task, row.resource) for row in after.assignments][-1] == (10, 2)
    with pytest.raises(EditRefusedError, match="needs a name"):
        edited(("add_task", {"name": "", "duration": DAY}))
