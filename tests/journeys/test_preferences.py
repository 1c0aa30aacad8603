"""What somebody says on their settings page holds in every browser of theirs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.visiting import Visitor
from tests.web.visitors import cast

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def windows(chromium: Browser, live_server: LiveServer) -> Iterator[tuple[Visitor, Visitor]]:
    """Two browsers of the same person."""
    cache.clear()
    cast()
    both = Visitor(chromium, live_server.url), Visitor(chromium, live_server.url, width=390)
    for each in both:
        each.sign_in("manager")
        each.page.wait_for_url("**/today")
    yield both
    for each in both:
        each.close()
    assert [each.complaints for each in both] == [[], []]


def test_theme_language_and_zone_hold_in_every_browser(windows: tuple[Visitor, Visitor]) -> None:
    here, there = windows
    here.page.goto("/preferences")
    assert here.barriers() == []
    here.page.get_by_label("Theme").select_option("dark")
    here.page.get_by_label("Language of dates").fill("de")
    here.page.get_by_label("Time zone").fill("Asia/Tokyo")
    here.page.get_by_role("button", name="Save").click()
    expect(here.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    here.page.goto("/p/SMALL/history")
    # Nine in the morning in Greenwich is the evening in Tokyo.
    expect(here.page.locator(".mp-history time").first).to_have_text("2. März 2026, 18:00")

    there.page.evaluate("sessionStorage.clear()")
    there.page.goto("/p/SMALL/history")
    expect(there.page.locator(".mp-history time").first).to_have_text("2. März 2026, 18:00")
    expect(there.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert not there.too_wide()


def test_a_zone_nobody_knows_is_refused_at_its_field(windows: tuple[Visitor, Visitor]) -> None:
    page = windows[0].page
    page.goto("/preferences")
    page.get_by_label("Time zone").fill("Moon/Base")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("'Moon/Base' is no time zone; write Europe/Berlin.")).to_be_visible()
