"""A view kept in one window is there in another; one that is shared is offered to the others of the project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.visiting import Visitor
from tests.web.visitors import cast

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
Visit = Callable[..., Visitor]


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """Opens windows; afterwards none of them may have complained."""
    cache.clear()
    open_: list[Visitor] = []

    def opened(name: str, **given: Any) -> Visitor:
        open_.append(Visitor(chromium, live_server.url, **given))
        open_[-1].sign_in(name)
        open_[-1].page.wait_for_url("**/today")
        return open_[-1]

    yield opened
    for each in open_:
        each.close()
    assert [each.complaints for each in open_] == [[] for _ in open_]


def views(page: Page) -> None:
    """Open the list of views."""
    page.get_by_text("Views", exact=True).click()


def test_a_view_of_the_plan_is_kept_shared_shown_renamed_and_removed(visit: Visit) -> None:
    cast()
    visitor = visit("manager")
    page = visitor.page
    page.goto("/p/SMALL/plan")
    expect(page.locator("mp-gantt [role=row]", has_text="Design")).to_be_visible()
    page.get_by_label("Filter tasks").fill("Build")
    expect(page.locator("mp-gantt [role=row]", has_text="Design")).to_have_count(0)
    views(page)
    page.get_by_label("Keep what is shown as").fill("Building")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Share the view Building").click()
    expect(page.get_by_role("button", name="Unshare the view Building")).to_be_visible()
    assert visitor.barriers() == []

    other = visit("member").page
    other.goto("/p/SMALL/plan")
    expect(other.locator("mp-gantt [role=row]", has_text="Design")).to_be_visible()
    views(other)
    expect(other.get_by_role("button", name="Remove the view Building")).to_have_count(0)
    other.get_by_role("button", name="Building by manager").click()
    expect(other.locator("mp-gantt [role=row]", has_text="Design")).to_have_count(0)

    page.get_by_role("button", name="Rename the view Building").click()
    page.get_by_label("Name of the view").fill("Works")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Remove the view Works").click()
    expect(page.locator("#plan-views .mp-view")).to_have_count(0)


def test_a_view_of_a_register_keeps_its_filter_in_every_window(visit: Visit) -> None:
    cast()
    page = visit("member").page
    page.goto("/p/SMALL/tasks?q=Build")
    views(page)
    page.get_by_role("button", name="Save what you see").click()
    page.get_by_label("Name of the view").fill("Mine")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Mine", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Share the view Mine")).to_have_count(0)

    again = visit("member", width=390).page
    again.goto("/p/SMALL/tasks")
    views(again)
    again.get_by_role("button", name="Mine", exact=True).click()
    expect(again.locator("#register tbody tr")).to_have_count(1)
    expect(again.locator("#register tbody")).to_contain_text("Build")
