"""Nobody reads a word that is none of theirs: a mark stands in every text, and no answer to a vendor holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from milepost.dossier.dossier import Dossier
from milepost.dossier.people import Role
from milepost.engine.resources import Resource
from milepost.engine.tasks import Task
from milepost.exchange.archive import write
from milepost.forecasting.load import load
from milepost.forecasting.review import compute as review
from milepost.forecasting.simulation import compute as simulate
from milepost.queries.access import Actor
from milepost.queries.catalogue import ask, catalogue
from milepost.queries.encoding import to_json
from milepost.queries.refused import Refused
from milepost.records.models import Project
from tests.worlds import AT, do, join, sample, user

pytestmark = pytest.mark.django_db
MARK = "zanzibar"
#: Fields in which people write; what is none is a key that others refer to, or a word of ours.
WRITTEN = frozenset(
    "name title text note notes cause effect event description owner email team group reason response by sponsor "
    "manager trigger sign mitigation vendor supplier reference decision requester rationale assumptions action".split()
)
#: Who the vendor is in the plan.
MINE = 10
TASKS = ("T-1", "T-2", "T-60", "T-70", "T-83", "T-999")


def marked(value: Any, own: frozenset[int]) -> Any:
    """The same with a mark in every text, but not in what is the vendor's own."""
    if isinstance(value, Task) and value.uid in own:
        return value
    if isinstance(value, Resource) and value.uid == MINE:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        new = {each.name: _field(each.name, getattr(value, each.name), own) for each in fields(value) if each.init}
        return replace(value, **{name: each for name, each in new.items() if each is not getattr(value, name)})
    if isinstance(value, tuple):
        new_items = tuple(marked(each, own) for each in value)
        return new_items if any(a is not b for a, b in zip(new_items, value, strict=True)) else value
    return value


def _field(name: str, value: Any, own: frozenset[int]) -> Any:
    if type(value) is str:
        return f"{MARK} {value}" if value and name in WRITTEN else value
    return marked(value, own)


def texts_of(value: Any) -> int:
    """How often the mark stands in something."""
    return repr(value).count(MARK)


def theirs(plain: Dossier) -> frozenset[int]:
    """The vendor's tasks and what they lie in: all they may see of a plan."""
    above = {each.uid: each.parent for each in plain.plan.tasks}
    found: set[int] = set()
    for row in plain.plan.assignments:
        uid = row.task if row.resource == MINE else None
        while uid is not None:
            found.add(uid)
            uid = above[uid]
    return frozenset(found)


@pytest.fixture
def own() -> frozenset[int]:
    """The vendor's tasks in a project full of marks."""
    ana = user("ana")
    plain = load(sample(ana, "PLAIN")).dossier
    mine = theirs(plain)
    full = marked(plain, mine)
    calendars = {plain.plan.settings.calendar, *(each.calendar for each in plain.plan.resources if each.uid == MINE)}
    followed = tuple(
        plain.plan.calendars[n] if each.uid in calendars else each for n, each in enumerate(full.plan.calendars)
    )
    full = replace(
        full,
        project=replace(full.project, name="Portal", manager="Mei Lindqvist"),
        plan=replace(full.plan, calendars=followed),
    )
    do(ana, None, "import_project", code="FULL", file="full.milepost", content=write(full))
    project = Project.objects.get(code="FULL")
    assert texts_of(load(project).dossier) > 250
    do(ana, "FULL", "comment", about="T-1", text=f"{MARK} words")
    wish = [{"command": "rename_task", "arguments": {"task": "T-1", "name": f"{MARK} wish"}}]
    do(ana, "FULL", "request_change", title=f"{MARK} change", calls=wish)
    do(ana, "FULL", "rename_task", task="T-1", name=f"{MARK} renamed")
    simulate(project.pk, AT)
    review(project.pk, AT)
    vendor = user("vendor")
    join(project, vendor, Role.VENDOR, resource=MINE)
    return mine


def arguments(name: str) -> list[Mapping[str, Any]]:
    """What a query is asked with: nothing, and each reference it takes, of records of one's own and of others."""
    wanted = {each.name for each in catalogue()[name].parameters}
    known: dict[str, list[Any]] = {
        "task": list(TASKS), "about": [*TASKS, "R-01", "C-1"], "risk": ["R-01", "R-02"], "change": ["C-1", "C-99"],
        "table": ["tasks", "resources", "calendars", "risks", "changes"], "text": ["", MARK], "revision": [1, 2, 4],
        "first": [1], "second": [4], "entry": [2], "resource": ["P-1", f"P-{MINE}"], "person": ["P-1", f"P-{MINE}"],
        "calendar": ["CAL-1", "CAL-2", "CAL-101", "CAL-110", "CAL-999"], "search": [MARK],
    }  # fmt: skip
    found: list[Mapping[str, Any]] = [{}]
    found += [{each: value} for each in known.keys() & wanted for value in known[each]]
    if "table" in wanted:
        found += [{"table": table, "text": MARK, "most": 200} for table in known["table"]]
    return found


def told(name: str, given: Mapping[str, Any], actor: Actor) -> str:
    """What somebody is told: an answer, or the words of a refusal."""
    project = None if catalogue()[name].site else "FULL"
    try:
        return repr(to_json(ask(name, given, actor=actor, at=AT, project=project)))
    except Refused as refused:
        return f"{refused.message} {refused.details}"


def leaks(actor: Actor) -> list[str]:
    """Every answer to somebody in which the mark stands, and some of the words around it."""
    found = []
    for name in catalogue():
        for given in arguments(name):
            text = told(name, given, actor)
            if MARK in text.replace(str(given), ""):
                place = text.index(MARK)
                found.append(f"{name} {dict(given)}: ...{text[max(0, place - 90) : place + 60]}")
    return found


def test_a_vendor_reads_no_word_about_the_work_of_others(own: frozenset[int]) -> None:
    assert own
    assert leaks(user("vendor")) == []


def test_somebody_in_no_project_reads_no_word_at_all(own: frozenset[int]) -> None:
    assert leaks(user("eve")) == []


def test_the_mark_is_found_where_it_may_be_read(own: frozenset[int]) -> None:
    assert len({each.partition(" ")[0] for each in leaks(user("ana"))}) > 15


def test_a_calendar_of_somebody_else_is_refused_like_one_that_is_not_there(own: frozenset[int]) -> None:
    vendor = user("vendor")
    said = {told("holidays", {"calendar": each}, vendor).replace(each, "X") for each in ("CAL-101", "CAL-999")}
    assert said == {"There is no calendar X in this project. {}"}
    assert [each.ref for each in ask("calendars", actor=vendor, at=AT, project="FULL")] == ["CAL-1", "CAL-110"]
