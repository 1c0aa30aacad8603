"""Somebody looks back: the project as it was, what changed since, and why an action cannot be undone any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.visiting import Visitor
from tests.web.visitors import cast
from tests.worlds import do, user

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
Visit = Callable[..., Visitor]


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """Opens windows of the manager; afterwards none of them may have complained."""
    cache.clear()
    open_: list[Visitor] = []

    def opened(**given: Any) -> Visitor:
        open_.append(Visitor(chromium, live_server.url, **given))
        open_[-1].sign_in("manager")
        open_[-1].page.wait_for_url("**/today")
        return open_[-1]

    yield opened
    for each in open_:
        each.close()
    assert [each.complaints for each in open_] == [[] for _ in open_]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_from_the_history_to_the_past_and_what_changed_since(visit: Visit, scheme: str, width: int) -> None:
    cast()
    ana = user("owner")
    do(ana, "SMALL", "change_duration", task="T-2", duration="15d")
    do(ana, "SMALL", "change_duration", task="T-2", duration="7d")
    visitor = visit(scheme=scheme, width=width)
    page = visitor.page
    page.goto("/p/SMALL/history")
    assert (visitor.barriers(), visitor.too_wide()) == ([], False)
    page.get_by_role("link", name="See", exact=True).nth(2).click()
    expect(page.get_by_role("heading", name="Small as it was")).to_be_visible()
    expect(page.get_by_text("Revision 2", exact=True)).to_be_visible()
    assert (visitor.barriers(), visitor.too_wide()) == ([], False)
    page.get_by_role("link", name="Compare with now").click()
    expect(page.get_by_text("Build: duration 10 working days → 7 working days")).to_be_visible()
    assert (visitor.barriers(), visitor.too_wide()) == ([], False)
    for path in ("settings", "holidays?country=DE"):
        page.goto(f"/p/SMALL/{path}")
        assert (visitor.barriers(), visitor.too_wide()) == ([], False)

    page.goto("/p/SMALL/history")
    page.get_by_role("link", name="Undo", exact=True).nth(2).click()
    page.get_by_role("dialog").get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("duration of T-2 has changed since (entry 4 by owner)")
