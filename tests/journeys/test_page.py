"""A sponsor opens the page: light, dark, on a phone, on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from milepost.cli.reports import full
from milepost.cli.sample import reviewed_sample
from milepost.press.html import html
from tests.press.reports import report

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module", params=["sample", "hostile"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the sample's review, and one whose every text tries to break it."""
    file = tmp_path_factory.mktemp("page") / "review.html"
    if request.param == "sample":
        reviewed = reviewed_sample()
        shown = full(reviewed.imported, reviewed.schedule, reviewed.review)
    else:
        shown = report()
    file.write_text(html(shown), encoding="utf-8")
    return file.as_uri()


def opened(browser: Browser, address: str, scheme: Any, width: int) -> tuple[Page, list[str]]:
    """Open the page and listen for requests beyond it and for errors."""
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=False)
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url) if request.url != address else None)
    page.goto(address)
    return page, heard


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_opens_quietly_and_fits(browser: Browser, address: str, scheme: str, width: int) -> None:
    page, heard = opened(browser, address, scheme, width)
    assert heard == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_the_theme_button_turns_light_and_dark(browser: Browser, address: str) -> None:
    page, heard = opened(browser, address, "light", 1440)
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Use dark colours").click()
    assert page.evaluate(paper) != light
    page.get_by_role("button", name="Use light colours").click()
    assert page.evaluate(paper) == light
    assert heard == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(browser: Browser, address: str, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    page.add_script_tag(path=AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"], rule["nodes"][0]["failureSummary"]) for rule in found] == []
    context.close()


def test_paper_is_light_and_has_no_controls(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address, "dark", 1440)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.close()
