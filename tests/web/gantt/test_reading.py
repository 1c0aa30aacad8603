"""Everybody can read the plan: both themes, wide and narrow, under the strict policy, and by its accessible tree."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

Opened = Callable[..., Page]

ROOT = Path(__file__).resolve().parents[3]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = pytest.mark.xdist_group("browser")


def violations(page: Page) -> list[tuple[str, str, str]]:
    """What axe finds."""
    page.add_script_tag(path=AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    return [(rule["id"], rule["nodes"][0]["html"], rule["nodes"][0]["failureSummary"]) for rule in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_everybody_can_read_it(opened: Opened, scheme: str, width: int) -> None:
    page = opened(60, width=width, scheme=scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_what_opens(opened: Opened, scheme: str) -> None:
    page = opened(60, scheme=scheme)
    page.locator('.mpg-row[data-ref="T-4"] .mpg-cell[data-column="start"]').click()
    page.keyboard.type("2026-05-04")
    page.keyboard.press("Enter")
    page.locator(".mpg-choice-hint").first.get_by_text("later").wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_label("Columns", exact=True).click()
    page.evaluate("page.gantt.follow({revision: 2, sentence: '4 tasks moved.', undo: {entry: 1}})")
    page.locator('.mpg-row[data-ref="T-6"] .mpg-cell[data-column="name"]').dblclick()
    assert violations(page) == []


@pytest.mark.parametrize(
    ("locale", "written"), [("en-US", "Mar 2, 2026"), ("en-GB", "2 Mar 2026"), ("de-CH", "Mar 2026")]
)
def test_dates_are_written_as_the_reader_is_used_to(opened: Opened, locale: str, written: str) -> None:
    page = opened(3, locale=locale)
    assert written in page.locator('.mpg-row[data-ref="T-2"] .mpg-cell[data-column="start"]').inner_text()


def test_rows_that_others_add_above_push_nothing_away(opened: Opened) -> None:
    page = opened(200)
    page.evaluate("document.querySelector('.mpg-scroll').scrollTop = 3207")
    page.locator('.mpg-row[data-ref="T-105"]').wait_for()
    before = page.locator('.mpg-row[data-ref="T-105"]').bounding_box()
    order = ["T-900", *(f"T-{number}" for number in range(1, 201))]
    patch = {"rows": {"ref": ["T-900"], "name": ["New"], "depth": [0]}, "order": order}
    page.evaluate("patch => page.gantt.follow({revision: 2, patch})", patch)
    page.locator('.mpg-row[data-ref="T-105"][aria-rowindex="107"]').wait_for()
    assert page.locator('.mpg-row[data-ref="T-105"]').bounding_box() == before


def test_the_theme_of_the_page_is_followed(opened: Opened) -> None:
    page = opened(10, scheme="light")
    paper = "getComputedStyle(document.querySelector('mp-gantt')).backgroundColor"
    light = page.evaluate(paper)
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    assert page.evaluate(paper) != light


def test_the_strict_policy_holds(opened: Opened) -> None:
    """Any breach would be written to the console, where the fixture listens."""
    page = opened(60, bypass_csp=False)
    page.locator('.mpg-row[data-ref="T-4"] .mpg-cell[data-column="name"]').dblclick()
    page.keyboard.press("Escape")
    box = page.locator(".mpg-bar").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + 2, box["y"] + 4)
    page.get_by_role("tooltip").wait_for()


def test_on_a_phone_one_pane_at_a_time(opened: Opened) -> None:
    page = opened(60, width=390, has_touch=True)
    assert page.locator(".mpg-title").all_inner_texts() == ["Name", "Finish", "% done"]
    page.locator('.mpg-row[data-ref="T-4"] .mpg-cell[data-column="name"]').tap()
    assert page.evaluate("window.heard.at(-1)") == ["mp-open", {"ref": "T-4"}]
    page.get_by_role("button", name="Show the chart").tap()
    page.locator(".mpg-bar").first.wait_for()
    assert not page.get_by_role("treegrid").is_visible()
    page.get_by_role("button", name="Show the outline").tap()
    assert page.get_by_role("treegrid").is_visible()


def test_columns_are_chosen_and_widened(opened: Opened) -> None:
    page = opened(30)
    page.get_by_label("Columns", exact=True).click()
    page.get_by_label("Total float").check()
    page.get_by_label("Predecessors").uncheck()
    titles = page.locator(".mpg-title").all_inner_texts()
    assert "Total float" in titles
    assert "Predecessors" not in titles
    page.keyboard.press("Escape")
    grip = page.locator('.mpg-title[data-column="name"] .mpg-grip').bounding_box()
    assert grip
    page.mouse.move(grip["x"] + 3, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(grip["x"] + 63, grip["y"] + 10, steps=3)
    page.mouse.up()
    view: dict[str, Any] = page.evaluate("page.gantt.layoutState")
    assert view["widths"] == {"name": 300}
    assert "total_float" in view["columns"]
    page.mouse.dblclick(grip["x"] + 63, grip["y"] + 10)
    fitted = page.evaluate("page.gantt.layoutState.widths.name")
    assert 120 < fitted < 300
    page.locator('.mpg-row[data-ref="T-2"] .mpg-cell[data-column="name"]').click()
    page.keyboard.press("Control+Shift+ArrowRight")
    assert page.evaluate("page.gantt.layoutState.widths.name") == fitted + 16


def test_a_view_is_kept_and_set_again(opened: Opened) -> None:
    page = opened(60)
    kept = {"columns": ["name", "finish", "p80"], "zoom": 50, "show": "critical", "collapsed": ["T-11"], "split": 400}
    page.evaluate("view => page.gantt.layoutState = view", kept)
    view: dict[str, Any] = page.evaluate("page.gantt.layoutState")
    assert {name: view[name] for name in kept} == kept
    assert page.locator(".mpg-title").all_inner_texts() == ["Name", "Finish", "80 % sure by"]
    assert page.locator(".mpg-found").inner_text().endswith("found")


def test_what_one_sees_is_what_is_exported(opened: Opened) -> None:
    page = opened(60)
    page.get_by_label("Outline level").select_option("1")
    page.wait_for_selector('.mpg-row[data-ref="T-51"]')
    shown: dict[str, Any] = page.evaluate("page.gantt.exportRows()")
    assert shown["refs"] == ["T-1", "T-11", "T-21", "T-31", "T-41", "T-51"]
    assert shown["columns"][2] == "Name"
    assert [row[2] for row in shown["rows"]] == [f"Phase {number}" for number in range(1, 7)]


def test_a_task_is_brought_into_sight(opened: Opened) -> None:
    page = opened(2000)
    page.get_by_label("Outline level").select_option("1")
    page.evaluate("page.gantt.select('T-1507')")
    assert page.locator('.mpg-row[data-ref="T-1507"]').is_visible()
    assert page.locator('.mpg-task[data-ref="T-1507"]').is_visible()
    assert page.evaluate("page.gantt.selected") == ["T-1507"]


def test_the_page_hears_of_what_is_shown_and_changed(opened: Opened) -> None:
    page = opened(10)
    page.evaluate("page.heard = []; page.gantt.addEventListener('mp-changed', event => page.heard.push(event.detail))")
    page.evaluate("page.gantt.follow({revision: 9})")
    assert page.evaluate("page.heard") == [{"revision": 9}]
    page.evaluate("page.gantt.addEventListener('mp-shown', () => page.heard.push('shown'))")
    page.evaluate("fetch('plan.json?tasks=12').then(one => one.json()).then(plan => page.gantt.data = plan)")
    page.wait_for_function("page.heard.at(-1) === 'shown'")
    page.evaluate("page.gantt.perform([{command: 'set_baseline', arguments: {}}], 'Set the baseline')")
    assert page.evaluate("window.asked.at(-1).label") == "Set the baseline"
