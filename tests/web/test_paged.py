"""Registers whose query pages by itself: what one asks reaches the query in its words."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from milepost.queries.catalogue import find
from milepost.web.paged import arguments
from tests.web.visitors import browser, cast
from tests.worlds import several, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Client:
    """Somebody who plans a project of 60 tasks and more."""
    cast()
    calls = [("add_task", {"name": f"Step {number}", "duration": f"{number}d"}) for number in range(1, 61)]
    several(user("owner"), "SMALL", *calls)
    return browser("manager")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"q": "oak"}, {"text": "oak"}),
        ({"sort": "-finish"}, {"order": "finish", "descending": "yes"}),
        ({"sort": "finish"}, {"order": "finish", "descending": "no"}),
        ({"sort": "wbs"}, {}),
        ({"is.state": "late", "is.nothing": "x", "page": "2"}, {"state": "late", "page": "2"}),
        ({"critical": "yes", "columns": "name"}, {"critical": "yes"}),
    ],
)
def test_what_is_asked_of_a_register_is_said_in_the_words_of_its_query(
    asked: dict[str, str], told: dict[str, str]
) -> None:
    assert arguments(find("task_list"), asked) == told


def names(answer: Any) -> list[str]:
    """The names in the order of the table."""
    return [line.cells[1].text for line in answer.context["sheet"].lines]


def test_pages_follow_one_another(manager: Client) -> None:
    first, second = manager.get("/p/SMALL/tasks"), manager.get("/p/SMALL/tasks?page=2")
    assert (len(names(first)), len(names(second))) == (50, 13)
    assert "Page 2 of 2" in second.content.decode()
    assert not set(names(first)) & set(names(second))


def test_sorting_and_searching_reach_beyond_the_page(manager: Client) -> None:
    assert names(manager.get("/p/SMALL/tasks?sort=-finish"))[0] == "Step 60"
    assert names(manager.get("/p/SMALL/tasks?q=design")) == ["Design"]
    assert "Nothing matches" in manager.get("/p/SMALL/tasks?q=nothing").content.decode()


def test_all_of_it_is_taken_away(manager: Client) -> None:
    lines = manager.get("/p/SMALL/tasks.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 64
    assert len(manager.get("/p/SMALL/tasks.csv?q=design").content.decode("utf-8-sig").splitlines()) == 2


def test_cells_are_edited_by_those_who_may(manager: Client) -> None:
    assert 'data-edit="rename_task"' in manager.get("/p/SMALL/tasks").content.decode()
    member = browser("member").get("/p/SMALL/tasks").content.decode()
    assert 'data-edit="rename_task"' not in member
    assert 'data-edit="record_progress"' in member
    assert "data-pick" not in member
    assert "data-edit" not in browser("viewer").get("/p/SMALL/tasks").content.decode()
