"""The numbers a project is held to: what is refused, who may set them, and that review and changes follow them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from milepost.commands.run import Call
from milepost.commands.run import run as carried_out
from milepost.dossier.changes import ChangeClass
from milepost.dossier.people import Role
from milepost.forecasting.load import load, read
from milepost.forecasting.review import compute, newest_review
from milepost.forecasting.thresholds import KNOWN, ThresholdName
from milepost.queries.access import Actor
from milepost.queries.catalogue import ask
from milepost.queries.projects_settings import Setting
from milepost.queries.refused import Refused
from milepost.records.models import Project
from tests.worlds import AT, do, join, sample, small, user

pytestmark = pytest.mark.django_db


def shown(name: str, code: str = "SMALL") -> Setting:
    """A threshold as the Settings page shows it."""
    found = ask("settings", actor=user(), at=AT, project=code)
    return next(each for group in found.groups for each in group.settings if each.name == name)


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("confidence", "0.9", "name"),
        ("confidence_amber", "80", "value"),
        ("confidence_amber", "-0.1", "value"),
        ("confidence_amber", "0.4", "value"),
        ("milestone_days", "1.5", "value"),
        ("review_days_high", "20", "value"),
        ("major_share", "0.001", "value"),
    ],
)
def test_what_makes_no_sense_is_refused(name: str, value: str, field: str) -> None:
    small(user())
    with pytest.raises(Refused) as refused:
        do(user(), "SMALL", "set_threshold", name=name, value=value)
    assert refused.value.field == field


def test_every_threshold_has_its_words() -> None:
    assert set(KNOWN) == set(ThresholdName)


def test_who_decides_changes_only_owner_and_sponsor_say() -> None:
    project, ben, eve, max_ = small(user()), user("ben"), user("eve"), user("max")
    join(project, max_, Role.MEMBER)
    join(project, ben, Role.MANAGER)
    join(project, eve, Role.SPONSOR)
    do(ben, "SMALL", "set_threshold", name="milestone_days", value="3")
    with pytest.raises(Refused, match="Only owner and sponsor"):
        do(ben, "SMALL", "set_threshold", name="minor_amount", value="90000")
    do(eve, "SMALL", "set_threshold", name="minor_amount", value="90000")
    with pytest.raises(Refused, match="does not allow"):
        do(max_, "SMALL", "set_threshold", name="milestone_days", value="9")


def test_a_threshold_is_set_shown_undone_and_forgotten_where_it_is_the_usual_one() -> None:
    ana = user()
    project = small(ana)
    entry = do(ana, "SMALL", "set_threshold", name="confidence_amber", value="0.9").number
    now = shown("confidence_amber")
    assert (now.value, now.entry, now.help.endswith("Usually 80 %.")) == ("90 %", entry, True)
    assert shown("confidence_red").entry == 1
    do(ana, "SMALL", "set_threshold", name="milestone_days", value="3")
    do(ana, "SMALL", "set_threshold", name="confidence_amber")
    project.refresh_from_db()
    assert [each.name for each in load(project).dossier.thresholds] == ["milestone_days"]
    assert read(project).dossier == load(project).dossier
    do(ana, "SMALL", "undo")
    assert shown("confidence_amber").value == "90 %"


def test_the_review_follows_them() -> None:
    ana = user()
    project = sample(ana)

    def ahead(days: int) -> int:
        compute(project.pk, AT + timedelta(days=days))
        kept = newest_review(project.pk, costs=True)
        assert kept is not None
        return len(kept.value.look_ahead)

    usual = ahead(0)
    do(ana, "PORTAL", "set_threshold", name="look_ahead_days", value="200")
    assert ahead(0) > usual


def asked(actor: Actor, title: str) -> ChangeClass:
    """How a change that costs 250 is classed."""
    calls = [{"command": "add_fixed_cost", "arguments": {"task": "T-70", "cost": "250"}}]
    told = {"title": title, "calls": calls, "submit": True}
    done = carried_out([Call("request_change", told)], actor=actor, door="test", at=AT, project="PORTAL")
    rows = ask("changes", actor=actor, at=AT, project="PORTAL").rows
    found: ChangeClass = next(row.category for row in rows if row.ref == done.results[0])
    return found


def test_changes_are_classed_by_them() -> None:
    ana = user()
    sample(ana)
    assert Project.objects.get().revision == 1
    assert asked(ana, "Before") is ChangeClass.MINOR
    do(ana, "PORTAL", "set_threshold", name="minor_amount", value="100")
    assert asked(ana, "After") is ChangeClass.NORMAL
