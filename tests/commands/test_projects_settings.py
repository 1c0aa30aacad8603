"""How a project is counted and scheduled: what is refused, what moves, and who is told to have changed it."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.commands.preview import preview
from milepost.commands.run import Call
from milepost.dossier.people import Role
from milepost.engine.plan import CriticalDefinition, OutOfSequence
from milepost.forecasting.load import load
from milepost.queries.catalogue import ask
from milepost.queries.projects_settings import Setting
from milepost.queries.refused import Refused
from milepost.records.models import Project
from tests.worlds import AT, do, join, sample, small, user

pytestmark = pytest.mark.django_db


def shown(name: str) -> Setting:
    """A setting as the Settings page shows it."""
    found = ask("settings", actor=user(), at=AT, project="SMALL")
    return next(each for group in found.groups for each in group.settings if each.name == name)


@pytest.mark.parametrize(
    ("command", "arguments", "field"),
    [
        ("set_currency", {"currency": "Euro"}, "currency"),
        ("set_currency", {"currency": "EUR", "digits": 5}, "digits"),
        ("set_work_lengths", {"hours_a_day": "0"}, "hours_a_day"),
        ("set_work_lengths", {"hours_a_day": "25"}, "hours_a_day"),
        ("set_work_lengths", {"hours_a_day": "7.333"}, "hours_a_day"),
        ("set_work_lengths", {"hours_a_week": "6"}, "hours_a_week"),
        ("set_work_lengths", {"days_a_month": 32}, "days_a_month"),
        ("set_day_ends", {"begins": "8 o'clock", "ends": "17:00"}, "begins"),
        ("set_day_ends", {"begins": "24:30", "ends": "17:00"}, "begins"),
        ("set_day_ends", {"begins": "17:00", "ends": "08:00"}, "ends"),
        ("set_critical", {"near": "-1d"}, "near"),
        ("set_conventions", {"alap": "never"}, "alap"),
        ("schedule_from", {"end": "middle"}, "end"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(command: str, arguments: dict[str, Any], field: str) -> None:
    ana = user()
    before = small(ana).revision
    with pytest.raises(Refused) as refused:
        do(ana, "SMALL", command, **arguments)
    assert refused.value.field == field
    assert Project.objects.get().revision == before


def test_only_who_plans_the_project_changes_its_settings() -> None:
    project, ben = small(user()), user("ben")
    join(project, ben, Role.MEMBER)
    with pytest.raises(Refused, match="does not allow you to set currency"):
        do(ben, "SMALL", "set_currency", currency="CHF")


def test_a_setting_says_who_changed_it_last_and_undoing_gives_it_back() -> None:
    ana, ben = user(), user("ben")
    join(small(ana), ben, Role.MANAGER)
    assert (shown("currency").value, shown("currency").entry) == ("EUR", 1)
    done = do(ben, "SMALL", "set_currency", currency="chf")
    do(ana, "SMALL", "rename_project", name="Smaller")
    now = shown("currency")
    assert (now.value, now.by, now.entry) == ("CHF", "ben", done.number)
    assert (shown("name").value, shown("name").by) == ("Smaller", "ana")
    do(ben, "SMALL", "undo")
    assert shown("currency").value == "EUR"


def test_lengths_of_work_change_words_and_no_date() -> None:
    ana = user()
    project = small(ana)
    before = load(project).schedule
    do(ana, "SMALL", "set_work_lengths", hours_a_day="6", hours_a_week="30", days_a_month=22)
    project.refresh_from_db()
    held = load(project)
    told = held.dossier.plan.settings
    assert (told.minutes_per_day, told.minutes_per_week, told.days_per_month) == (360, 1800, 22)
    assert held.schedule.finish == before.finish
    do(ana, "SMALL", "change_duration", task="T-1", duration="1d")
    project.refresh_from_db()
    assert load(project).dossier.plan.tasks[0].duration == 360


def test_critical_is_what_the_project_says() -> None:
    ana = user()
    project = small(ana)
    do(ana, "SMALL", "add_task", name="Aside", duration="17d")
    do(ana, "SMALL", "set_critical", within="2d")
    project.refresh_from_db()
    assert all(row.critical for row in load(project).schedule.tasks)
    do(ana, "SMALL", "set_critical", by="longest_path", near="3d")
    project.refresh_from_db()
    held = load(project)
    assert held.dossier.plan.settings.critical is CriticalDefinition.LONGEST_PATH
    assert held.dossier.plan.settings.near_threshold == 3 * 480
    assert shown("critical").value == "on the longest path"


def test_the_preview_of_scheduling_backwards_is_what_it_then_does() -> None:
    ana = user()
    project = small(ana)
    call = Call("schedule_from", {"end": "finish", "at": "2026-06-30"})
    seen = preview([call], actor=ana, door="test", at=AT, project="SMALL").after.schedule
    do(ana, "SMALL", call.command, **call.arguments)
    project.refresh_from_db()
    assert [(row.start, row.finish) for row in load(project).schedule.tasks] == [
        (row.start, row.finish) for row in seen.tasks
    ]
    do(ana, "SMALL", "schedule_from", end="start")
    do(ana, "SMALL", "set_conventions", out_of_sequence="progress_override", float_per_network=True)
    project.refresh_from_db()
    told = load(project).dossier.plan.settings
    assert (told.schedule_from_finish, told.out_of_sequence, told.float_per_network) == (
        False,
        OutOfSequence.PROGRESS_OVERRIDE,
        True,
    )


def test_a_currency_that_exchange_rates_lead_to_stays() -> None:
    ana = user()
    project = sample(ana)
    if not load(project).dossier.ledger.rates:
        pytest.fail("The sample project pays in a foreign currency.")
    with pytest.raises(Refused, match="exchange rates"):
        do(ana, "PORTAL", "set_currency", currency="USD")


def test_holidays_are_shown_with_what_they_would_move_before_they_are_entered() -> None:
    ana = user()
    small(ana)
    do(ana, "SMALL", "set_project_start", at="2026-04-02")
    nothing = ask("holidays", actor=ana, at=AT, project="SMALL")
    assert not nothing.days
    assert {"DE", "US", "JP"} <= {each.code for each in nothing.countries}
    told = {"country": "de", "region": "BY", "first_year": 2026, "last_year": 2026}
    seen = ask("holidays", told, actor=ana, at=AT, project="SMALL")
    assert seen.new_finish > seen.finish
    assert "later" in seen.sentence
    do(ana, "SMALL", "add_holidays", calendar=seen.calendar, **told)
    then = ask("holidays", told, actor=ana, at=AT, project="SMALL")
    assert (then.fresh, then.finish) == (0, seen.new_finish)
    (calendar,) = ask("calendars", actor=ana, at=AT, project="SMALL")
    assert (calendar.exceptions, calendar.week) == (
        seen.fresh, ("Mon to Fri 08:00-12:00, 13:00-17:00", "Sat to Sun free"),
    )  # fmt: skip


@pytest.mark.parametrize("told", [{"country": "XX"}, {"country": "DE", "region": "ZZ"}, {"first_year": 1200}])
def test_holidays_nobody_knows_are_refused(told: dict[str, Any]) -> None:
    small(user())
    with pytest.raises(Refused):
        ask("holidays", told, actor=user(), at=AT, project="SMALL")
