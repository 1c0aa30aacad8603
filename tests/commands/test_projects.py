"""How projects begin, and what they may become."""

from __future__ import annotations

from datetime import date

import pytest

from milepost.commands.templates import Template
from milepost.engine.clock import moment
from milepost.forecasting.load import load
from milepost.queries.refused import Refused
from milepost.records.models import Project
from tests.worlds import do, small, user

pytestmark = pytest.mark.django_db


def begin(template: str, **more: str) -> Project:
    """A project that begins on the Thursday before Good Friday."""
    do(user(), None, "create_project", code="NEW", name="New", start="2026-04-02", template=template, **more)
    return Project.objects.get(code="NEW")


def test_what_is_no_template_or_country_is_refused_and_nothing_is_made() -> None:
    with pytest.raises(Refused, match="rocket"):
        begin("rocket")
    with pytest.raises(Refused, match="no country whose holidays are known"):
        begin("empty", country="XX")
    for start, words in (("0708-01-15", "from 1900 to 2199"), ("2150-01-01", "2099 at the latest")):
        with pytest.raises(Refused, match=words):
            do(user(), None, "create_project", code="NEW", name="N", start=start, template="software_release")
    with pytest.raises(Refused, match="needs a name"):
        do(user(), None, "create_project", code="NEW", name=" ", start="2026-04-02")
    assert not Project.objects.exists()


@pytest.mark.parametrize("template", [each for each in Template if each is not Template.EMPTY])
def test_a_template_gives_one_connected_outline_that_starts_when_the_project_does(template: Template) -> None:
    held = load(begin(template))
    plan = held.dossier.plan
    assert moment(held.schedule.start, "UTC").date() == date(2026, 4, 2)
    assert len(plan.tasks) >= 30
    assert all(not task.constraints for task in plan.tasks)
    last = plan.tasks[-1]
    assert last.milestone
    assert held.schedule.by_uid[last.uid].finish == held.schedule.finish
    linked = {link.successor for link in plan.links}
    begins = [task.name for task in plan.tasks if not task.summary and task.uid not in linked]
    assert len(begins) == 1
    led_on = {link.predecessor for link in plan.links}
    assert [task.name for task in plan.tasks if not task.summary and task.uid not in led_on] == [last.name]


def test_a_calendar_knows_the_holidays_of_its_country() -> None:
    without = load(begin("software_release")).schedule.finish
    do(user(), None, "create_project", code="BERLIN", name="B", start="2026-04-02", template="software_release",
       country="DE")  # fmt: skip
    held = load(Project.objects.get(code="BERLIN"))
    assert held.schedule.finish > without
    days = {each.start for each in held.dossier.plan.calendars[0].exceptions}
    assert {date(2026, 4, 3), date(2029, 12, 25)} <= {day if isinstance(day, date) else day.date() for day in days}


def test_a_project_goes_from_phase_to_phase_and_is_told_where_it_can_go() -> None:
    ana, ben = user(), user("ben")
    small(ana)
    do(ana, "SMALL", "set_member", user="ben", role="manager")
    with pytest.raises(Refused, match="from here it can go to initiation, execution, on hold, cancelled") as refused:
        do(ana, "SMALL", "change_phase", phase="closed")
    assert refused.value.field == "phase"
    for phase in ("execution", "on_hold", "execution", "closing", "closed"):
        do(ana, "SMALL", "change_phase", phase=phase)
    assert Project.objects.get().phase == "closed"
    with pytest.raises(Refused):
        do(ben, "SMALL", "change_phase", phase="closing")
    do(ana, "SMALL", "change_phase", phase="closing")
    do(ana, "SMALL", "undo")
    assert Project.objects.get().phase == "closed"


def test_an_archived_project_is_read_only_until_restored() -> None:
    ana = user()
    small(ana)
    do(ana, "SMALL", "archive_project")
    with pytest.raises(Refused, match="archived; restore it first"):
        do(ana, "SMALL", "rename_project", name="Other")
    do(ana, "SMALL", "restore_project")
    do(ana, "SMALL", "rename_project", name="Other")
    assert Project.objects.get().name == "Other"
