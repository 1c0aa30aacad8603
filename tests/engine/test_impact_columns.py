"""Two schedules compared by columns differ in what their records differ in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from milepost.engine.columns import date_columns
from milepost.engine.impact import impact
from milepost.engine.impact_columns import Side, impact_of_columns
from milepost.engine.plan import Plan
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Task
from tests.engine.test_columns import portal


def with_first(change: Callable[[Task], Task]) -> Callable[[Plan], Plan]:
    """Change the first leaf that has not started."""

    def changed(plan: Plan) -> Plan:
        first = next(row for row in plan.tasks if not row.summary and row.actual_start is None and not row.milestone)
        return replace(plan, tasks=tuple(change(row) if row is first else row for row in plan.tasks))

    return changed


EDITS: dict[str, Callable[[Plan], Plan]] = {
    "nothing": lambda plan: plan,
    "longer": with_first(lambda row: replace(row, duration=row.duration * 6)),
    "shorter": with_first(lambda row: replace(row, duration=60)),
    "dropped": with_first(lambda row: replace(row, inactive=True)),
    "promised": lambda plan: with_first(lambda row: replace(row, deadline=plan.settings.start))(plan),
    "another": lambda plan: replace(plan, tasks=(Task(9999, "Before all", duration=960), *plan.tasks)),
    "unlinked": lambda plan: replace(plan, links=plan.links[::2]),
}


@pytest.mark.parametrize("edit", EDITS)
def test_columns_tell_the_same_difference(edit: str) -> None:
    before, after = schedule(portal()), schedule(EDITS[edit](portal()))
    sides = [Side(each, date_columns(each)) for each in (before, after)]
    expected = replace(impact(before, after, people=False), cost_before=None, cost_after=None)
    assert impact_of_columns(*sides) == expected
    back = replace(impact(after, before, people=False), cost_before=None, cost_after=None)
    assert impact_of_columns(*sides[::-1]) == back
