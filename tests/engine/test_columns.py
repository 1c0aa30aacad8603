"""Dates as columns say what the records of the tasks say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from milepost.engine.clock import instant
from milepost.engine.columns import _told, date_columns
from milepost.engine.plan import AlapMode, Convention, CriticalDefinition, Plan
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind, TaskKind
from milepost.exchange.read import read

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "src" / "milepost" / "sample" / "portal.milepost"


def portal() -> Plan:
    """The plan of the sample: progress, baselines, people, summaries three levels deep."""
    return read(PORTAL.read_bytes(), file="portal.milepost").dossier.plan


def with_settings(**facts: object) -> Callable[[Plan], Plan]:
    """Change the settings of a plan."""
    return lambda plan: replace(plan, settings=replace(plan.settings, **facts))


def with_each(of: int, **facts: object) -> Callable[[Plan], Plan]:
    """Change every so many of the leaves that have not started."""

    def changed(plan: Plan) -> Plan:
        free = {row.uid for row in plan.tasks if not row.summary and row.actual_start is None and row.uid % of == 0}
        return replace(plan, tasks=tuple(replace(row, **facts) if row.uid in free else row for row in plan.tasks))

    return changed


def with_effort(plan: Plan) -> Plan:
    """Let a task accompany the others."""
    row = replace(plan.tasks[-1], uid=9999, kind=TaskKind.LEVEL_OF_EFFORT, parent=None, summary=False)
    return replace(plan, tasks=(*plan.tasks, row))


def late(plan: Plan) -> Plan:
    """Let some tasks be as late as possible, onto their late dates."""
    return with_settings(alap=AlapMode.TOTAL)(with_each(5, constraints=(Constraint(ConstraintKind.ALAP),))(plan))


VARIANTS: dict[str, Callable[[Plan], Plan]] = {
    "as it is": lambda plan: plan,
    "longest path": with_settings(critical=CriticalDefinition.LONGEST_PATH),
    "as Microsoft Project": with_settings(convention=Convention.MSPROJECT),
    "late ones": late,
    "some inactive": with_each(4, inactive=True),
    "expected finishes": with_each(7, expected_finish=instant(datetime.fromisoformat("2027-03-01"))),
    "level of effort": with_effort,
    "no tasks": lambda plan: Plan(plan.settings, plan.calendars),
}
NAMES = (
    "active", "start", "finish", "late_finish", "duration", "total_float", "free_float", "critical", "driving"
)  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS)
def test_columns_say_what_records_say(variant: str) -> None:
    found = schedule(VARIANTS[variant](portal()))
    columns, told = date_columns(found), _told(found)
    for name in (
        "active",
        "start",
        "finish",
        "late_finish",
        "duration",
        "total_float",
        "free_float",
        "critical",
        "driving",
    ):
        np.testing.assert_array_equal(getattr(columns, name), getattr(told, name), err_msg=name)
    leaves = [n for n, task in enumerate(found.plan.tasks) if not any(o.parent == task.uid for o in found.plan.tasks)]
    np.testing.assert_array_equal(columns.remaining[leaves], told.remaining[leaves])
