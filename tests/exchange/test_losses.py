"""What a format cannot hold is named when it is written; what is not named is there when it is read back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from milepost.dossier import Dossier
from milepost.engine.accounts import Ledger
from milepost.engine.risks import Uncertainty
from milepost.exchange.losses import losses
from milepost.exchange.read import read
from milepost.exchange.write import write

SAMPLE = Path(__file__).resolve().parents[2] / "src" / "milepost" / "sample" / "portal.milepost"


def sample() -> Dossier:
    """The sample project, whole."""
    return read(SAMPLE.read_bytes(), file=SAMPLE.name).dossier


def bare(dossier: Dossier) -> Dossier:
    """The plan alone, without what only the archive holds."""
    nothing = {"estimate": None, "crash_duration": None, "crash_cost": None, "moscow": None, "value": None}
    tasks = tuple(replace(task, cost_account="", **nothing) for task in dossier.plan.tasks)  # type: ignore[arg-type]
    people = tuple(replace(person, skills=()) for person in dossier.plan.resources)
    places = tuple(replace(one, skill="", level=1) for one in dossier.plan.assignments)
    plan = replace(dossier.plan, tasks=tasks, resources=people, assignments=places)
    return replace(dossier, plan=plan, risks=(), uncertainty=Uncertainty(), ledger=Ledger())


def test_archive_loses_nothing() -> None:
    assert losses(sample(), "archive") == ()


@pytest.mark.parametrize("format_id", ["mspdi", "xlsx"])
def test_a_plan_alone_loses_nothing(format_id: str) -> None:
    assert losses(bare(sample()), format_id) == ()


def test_counts_what_microsoft_project_cannot_hold() -> None:
    said = losses(sample(), "mspdi")
    assert "12 risks" in said
    assert "33 estimates with ranges" in said
    assert "1 place's skill" in said
    assert any(one.endswith("postings") for one in said)


@pytest.mark.parametrize("format_id", ["mspdi", "csv", "xlsx"])
def test_what_is_lost_is_named(format_id: str) -> None:
    dossier = sample()
    back = read(write(dossier, format_id), file=f"back.{format_id}").dossier
    said = " ".join(losses(dossier, format_id))
    for kind, kept in {
        "risks": back.risks == dossier.risks,
        "estimates": [t.estimate for t in back.plan.tasks] == [t.estimate for t in dossier.plan.tasks],
        "people's skills": any(person.skills for person in back.plan.resources),
        "postings": back.ledger.actuals == dossier.ledger.actuals,
        "calendars": len(back.plan.calendars) == len(dossier.plan.calendars),
    }.items():
        assert (kind in said) is not kept, kind
