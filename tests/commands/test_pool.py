"""The pool of people: what is said of somebody once holds in every project, and nobody learns what is not theirs."""

from __future__ import annotations

from typing import cast

import pytest

from milepost.dossier.people import Role
from milepost.engine.plan import Plan
from milepost.forecasting.load import load
from milepost.queries.access import Actor
from milepost.queries.catalogue import ask
from milepost.queries.pool import PoolLine, PoolPerson
from milepost.queries.refused import Refused
from milepost.records.models import JournalEntry, Project
from tests.worlds import AT, do, join, small, user

pytestmark = pytest.mark.django_db


def shared() -> tuple[Actor, str]:
    """Mei of the pool does Design in two projects."""
    root = user("root", "administrator")
    (mei,) = do(root, None, "add_person", name="Mei Lindqvist", team="Identity").results
    for code in ("ONE", "TWO"):
        small(root, code)
        assert do(root, code, "add_from_pool", person=mei).results == ("P-1",)
        do(root, code, "assign", task="T-1", resource="P-1")
    return root, mei


def plan_of(code: str) -> Plan:
    """The plan of a project as it is now."""
    return load(Project.objects.get(code=code)).dossier.plan


def finish(code: str) -> int:
    """When a project ends."""
    return load(Project.objects.get(code=code)).schedule.finish


def test_leave_moves_every_project_somebody_is_in_and_can_be_taken_back() -> None:
    root, mei = shared()
    before = finish("ONE"), finish("TWO")
    (said,) = do(root, None, "record_leave", person=mei, first="2026-03-04", last="2026-03-05", reason="Family").results
    assert said == (
        "ONE: 3 tasks moved; the project ends 2 working days later (Fri 27 Mar 2026). "
        "TWO: 3 tasks moved; the project ends 2 working days later (Fri 27 Mar 2026)."
    )
    entry = JournalEntry.objects.filter(project__code="TWO").latest("number")
    assert (entry.command, "Family" in f"{entry.calls}{entry.changes}") == ("record_leave", False)
    with pytest.raises(Refused, match="away on some of these days already"):
        do(root, None, "record_leave", person=mei, first="2026-03-05")
    do(root, None, "remove_leave", person=mei, first="2026-03-04")
    assert (finish("ONE"), finish("TWO")) == before


def test_skills_rates_and_names_are_the_same_everywhere() -> None:
    root, mei = shared()
    do(root, None, "set_person_skill", person=mei, skill="Identity", level=5)
    do(root, None, "set_person_rate", person=mei, standard="122")
    do(root, None, "change_person", person=mei, name="Mei Lindqvist-Holm", units="0.8")
    for code in ("ONE", "TWO"):
        (row,) = plan_of(code).resources
        assert (row.name, str(row.max_units), row.pool) == ("Mei Lindqvist-Holm", "0.8", mei)
        assert [(each.name, each.level) for each in row.skills] == [("Identity", 5)]
        assert [str(each.standard) for each in row.rates] == ["122"]


def test_what_a_project_says_of_somebody_stays_until_the_pool_says_otherwise() -> None:
    root = user("root", "administrator")
    small(root, "ONE")
    do(root, "ONE", "add_resource", name="Mei", team="Security")
    do(root, "ONE", "set_skill", resource="P-1", skill="Audit", level=4)
    do(root, None, "add_person", name="Mei Lindqvist")
    do(root, "ONE", "join_pool", resource="P-1", person="MEI-LINDQVIST")
    (row,) = plan_of("ONE").resources
    assert (row.name, row.team, row.skills[0].name) == ("Mei Lindqvist", "Security", "Audit")
    with pytest.raises(Refused, match="in this project already"):
        do(root, "ONE", "add_from_pool", person="MEI-LINDQVIST")
    with pytest.raises(Refused, match="is in ONE"):
        do(root, None, "remove_person", person="MEI-LINDQVIST")


def test_who_is_written_on_a_task_comes_into_the_project_from_the_pool() -> None:
    root = user("root", "administrator")
    small(root, "ONE")
    do(root, None, "add_person", name="Mei Lindqvist", units="0.8")
    do(root, "ONE", "set_people", task="T-1", text="mei lindqvist 50%")
    (row,), (work,) = plan_of("ONE").resources, plan_of("ONE").assignments
    assert (row.name, row.pool, work.resource, str(work.units)) == ("Mei Lindqvist", "MEI-LINDQVIST", row.uid, "0.5")
    with pytest.raises(Refused, match="There is no Eve"):
        do(root, "ONE", "set_people", task="T-1", text="Eve")


def test_one_records_ones_own_leave_and_no_other() -> None:
    root, mei = shared()
    ana, ben = user("ana"), user("ben")
    do(root, None, "change_person", person=mei, user="ana")
    do(ana, None, "record_leave", person=mei, first="2026-03-04", reason="Dentist")
    with pytest.raises(Refused, match="your own leave"):
        do(ben, None, "record_leave", person=mei, first="2026-03-09")
    with pytest.raises(Refused, match="Only an administrator"):
        do(ana, None, "set_person_skill", person=mei, skill="Everything", level=5)


def test_nobody_learns_of_projects_rates_and_reasons_that_are_not_theirs() -> None:
    root, mei = shared()
    do(root, None, "set_person_rate", person=mei, standard="122")
    do(root, None, "record_leave", person=mei, first="2026-03-04", reason="Dentist")
    ben = user("ben")
    join(Project.objects.get(code="TWO"), ben, Role.VIEWER)
    (line,) = cast("tuple[PoolLine, ...]", ask("pool", {}, actor=ben, at=AT))
    assert (line.projects, line.rate, line.away) == (("TWO",), None, ("2026-03-04 to 2026-03-04",))
    found = cast("PoolPerson", ask("person", {"person": mei}, actor=ben, at=AT))
    assert [each.reason for each in found.leave] == [""]
    told = cast("PoolPerson", ask("person", {"person": mei}, actor=root, at=AT))
    assert [each.reason for each in told.leave] == ["Dentist"]


@pytest.mark.parametrize(
    ("command", "told", "words"),
    [
        ("add_person", {"name": " "}, "Give a name"),
        ("add_person", {"name": "Mei", "code": "mei lindqvist"}, "capital letters"),
        ("add_person", {"name": "Mei", "code": "MEI-LINDQVIST"}, "already"),
        ("add_person", {"name": "Mei", "units": "-1"}, "half of it"),
        ("add_person", {"name": "Mei", "user": "nobody"}, "Nobody signs in as nobody"),
        ("record_leave", {"person": "MEI-LINDQVIST", "first": "2026-03-04", "last": "2026-03-01"}, "or later"),
        ("remove_leave", {"person": "MEI-LINDQVIST", "first": "2026-03-04"}, "no leave that begins"),
        ("set_person_skill", {"person": "MEI-LINDQVIST", "skill": "Tea", "level": 9}, "from 1 to 5"),
        ("set_person_rate", {"person": "MEI-LINDQVIST", "standard": "-3"}, "zero or more"),
        ("change_person", {"person": "EVE", "name": "Eve"}, "nobody called EVE"),
    ],
)
def test_bad_input_says_what_would_be_right(command: str, told: dict[str, str], words: str) -> None:
    root = user("root", "administrator")
    do(root, None, "add_person", name="Mei Lindqvist")
    with pytest.raises(Refused, match=words):
        do(root, None, command, **told)
