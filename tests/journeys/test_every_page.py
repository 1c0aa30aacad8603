"""Every page, in both themes and at both widths, for everybody: it opens quietly, fits, and bars nobody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from milepost.web.shell import may_see
from tests.journeys.visiting import Visitor
from tests.web.test_pages import PLAIN, address, visit_of
from tests.web.visitors import ROLES, browser, cast
from tests.worlds import sample, user

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def server(live_server: LiveServer) -> str:
    """The server, with a small project and everybody in it, and the sample project whose owner is the small one's."""
    cast()
    sample(user("owner"))
    return live_server.url


def signed_in(chromium: Browser, server: str, name: str, scheme: str = "light", width: int = 1440) -> Visitor:
    """Somebody at a browser who has signed in before."""
    visitor = Visitor(chromium, server, scheme=scheme, width=width)
    session = browser(name).cookies[settings.SESSION_COOKIE_NAME].value
    visitor.window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}])
    return visitor


def addresses(name: str, code: str) -> Iterator[str]:
    """The pages somebody may see, about a project where they belong to one."""
    for page in PLAIN:
        if may_see(page, visit_of(name, page)):
            yield address(page, code)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_bars_anybody(chromium: Browser, server: str, scheme: str, width: int) -> None:
    visitor = signed_in(chromium, server, "owner", scheme, width)
    found = []
    # What is nearly empty differs in its words, not in its colours.
    codes = ("PORTAL", "SMALL") if scheme == "light" else ("PORTAL",)
    for each in dict.fromkeys(each for code in codes for each in addresses("owner", code)):
        visitor.page.goto(each, wait_until="load")
        if each.endswith("/plan"):
            visitor.page.locator("mp-gantt [role=row]").nth(1).wait_for()
        found += [f"{each}: {barrier}" for barrier in visitor.barriers()]
        found += [f"{each} is too wide"] * visitor.too_wide()
    visitor.close()
    assert "\n".join([*found, *visitor.complaints]) == ""


@pytest.mark.parametrize("role", [role for role in ROLES if role != "stranger"])
@pytest.mark.parametrize("width", [390, 1440])
def test_every_page_opens_quietly_and_fits_for_every_role(
    chromium: Browser, server: str, role: str, width: int
) -> None:
    visitor = signed_in(chromium, server, role, width=width)
    found = []
    for each in addresses(role, "SMALL"):
        answer = visitor.page.goto(each, wait_until="load")
        assert answer is not None
        if answer.status != 200 or visitor.too_wide():
            found.append(f"{each} {answer.status}")
    visitor.close()
    assert (found, visitor.complaints) == ([], [])
