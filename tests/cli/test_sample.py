"""The sample is a realistic project with the troubles it tells of."""

from __future__ import annotations

from milepost.cli.sample import BEFORE, NOW, sample_bytes
from milepost.dossier import Dossier
from milepost.engine.results import Schedule
from milepost.engine.schedule import schedule
from milepost.engine.tasks import ConstraintKind
from milepost.exchange.read import read


def opened(name: str) -> tuple[Dossier, Schedule]:
    """A file of the sample, scheduled."""
    dossier = read(sample_bytes(name), file=name).dossier
    return dossier, schedule(dossier.plan)


def test_has_people_calendars_costs_progress_and_a_baseline() -> None:
    dossier, dates = opened(NOW)
    plan = dossier.plan
    assert 60 <= sum(not row.summary for row in dates.tasks) <= 120
    assert len(plan.resources) >= 10
    assert all(resource.rates for resource in plan.resources)
    assert any(calendar.exceptions for calendar in plan.calendars)
    assert plan.settings.status_date is not None
    assert plan.baselines
    assert any(task.actual_finish for task in plan.tasks)
    assert dossier.notes


def test_has_its_troubles() -> None:
    dossier, dates = opened(NOW)
    constraints = {constraint.kind for task in dossier.plan.tasks for constraint in task.constraints}
    assert ConstraintKind.MSO in constraints
    assert min(row.total_float for row in dates.tasks) < 0
    late = [t for t in dossier.plan.tasks if t.deadline is not None and dates.by_uid[t.uid].finish > t.deadline]
    assert [task.name for task in late] == ["Go-live"]
    linked = {link.predecessor for link in dossier.plan.links}
    assert any(task.name == "Renew the privacy notice" and task.uid not in linked for task in dossier.plan.tasks)


def test_slipped_since_two_weeks_ago() -> None:
    (_, now), (_, before) = opened(NOW), opened(BEFORE)
    assert now.finish > before.finish
