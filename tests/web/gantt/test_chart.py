"""The chart with the mouse: bars that are dragged, links that are drawn, and what a bar tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

Opened = Callable[..., Page]
Box = dict[str, float]

pytestmark = pytest.mark.xdist_group("browser")


def bar(page: Page, ref: str) -> Box:
    """Where the bar of a task is."""
    box = page.locator(f'.mpg-task[data-ref="{ref}"] :is(.mpg-bar, .mpg-diamond, .mpg-bracket)').bounding_box()
    assert box
    return dict(box)


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag with the mouse, in steps as a hand does."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=3)
    page.mouse.move(*end, steps=3)
    page.mouse.up()


def calls(page: Page) -> list[dict[str, Any]]:
    """The commands asked for since the last time."""
    asked: list[dict[str, Any]] = page.evaluate("window.asked.splice(0).flatMap(one => one.calls)")
    return asked


def day_width(page: Page) -> float:
    """Pixels of a day."""
    width: float = page.evaluate("1440 / page.gantt.layoutState.zoom")
    return width


def middle(box: Box) -> tuple[float, float]:
    """The middle of a box."""
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def days_zoom(page: Page) -> None:
    """Zoom to days of 40 pixels, at the start of the plan."""
    page.evaluate("page.gantt.layoutState = {zoom: 36}")
    page.evaluate("page.gantt.select('T-2')")
    page.wait_for_function("document.querySelector('.mpg-task[data-ref=\"T-3\"]')")
    # The scrolling is told a frame later, and hides what hovering shows.
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_a_bar_dragged_asks_for_its_new_start(opened: Opened) -> None:
    page = opened(30)
    days_zoom(page)
    x, y = middle(bar(page, "T-2"))
    drag(page, (x, y), (x + 3 * day_width(page), y))
    assert calls(page) == [
        {"command": "drag_task", "arguments": {"task": "T-2", "to": "2026-03-05", "mode": "constraint"}}
    ]


def test_a_driven_bar_asks_what_is_meant(opened: Opened) -> None:
    page = opened(30)
    days_zoom(page)
    x, y = middle(bar(page, "T-3"))
    drag(page, (x, y), (x + 2 * day_width(page), y))
    page.get_by_role("dialog").get_by_role("button", name="It did start").click()
    assert calls(page) == [{"command": "drag_task", "arguments": {"task": "T-3", "to": "2026-03-06", "mode": "actual"}}]


def test_a_bar_is_never_dropped_on_closed_days(opened: Opened) -> None:
    page = opened(30)
    days_zoom(page)
    x, y = middle(bar(page, "T-2"))
    drag(page, (x, y), (x + 5 * day_width(page), y))
    assert calls(page)[0]["arguments"]["to"] == "2026-03-09"


def test_the_end_of_a_bar_changes_its_duration(opened: Opened) -> None:
    page = opened(30)
    days_zoom(page)
    box = bar(page, "T-4")
    end = (box["x"] + box["width"] - 2, box["y"] + 3)
    drag(page, end, (end[0] + 7 * day_width(page), end[1]))
    asked = calls(page)
    assert asked == [{"command": "change_duration", "arguments": {"task": "T-4", "duration": "10d"}}]


def test_escape_takes_a_drag_back(opened: Opened) -> None:
    page = opened(30)
    days_zoom(page)
    x, y = middle(bar(page, "T-2"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y, steps=4)
    assert page.locator(".mpg-shadow").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".mpg-shadow").count() == 0
    page.mouse.up()
    assert calls(page) == []


def test_a_drag_tells_what_it_would_do(opened: Opened) -> None:
    page = opened(30)
    days_zoom(page)
    x, y = middle(bar(page, "T-2"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y, steps=4)
    tip = page.get_by_role("tooltip")
    tip.get_by_text("drag_task: the project ends 3 days later.").wait_for()
    assert "Start Wed" in tip.inner_text()
    page.mouse.up()


def test_from_a_bar_to_a_bar_links_them(opened: Opened) -> None:
    page = opened(30)
    days_zoom(page)
    page.mouse.move(*middle(bar(page, "T-2")))
    grip = page.locator('[data-grip="finish"] .mpg-linkgrip-dot').bounding_box()
    assert grip
    target = bar(page, "T-5")
    drag(page, middle(dict(grip)), (target["x"] + 4, target["y"] + 7))
    asked = {"command": "add_link", "arguments": {"predecessor": "T-2", "successor": "T-5", "kind": "FS", "lag": "0d"}}
    assert calls(page) == [asked]


def test_a_bar_tells_its_facts_and_what_drives_it(opened: Opened) -> None:
    page = opened(30)
    days_zoom(page)
    page.mouse.move(*middle(bar(page, "T-3")))
    tip = page.get_by_role("tooltip")
    tip.get_by_text("T-3 starts when its predecessor ends.").wait_for()
    for words in ("Start", "Finish", "Total float", "Baseline finish"):
        assert words in tip.inner_text()
    assert page.locator(".mpg-drive").count() == 1
    assert page.locator(".mpg-ring").count() == 2
    page.mouse.move(5, 5)
    assert page.locator(".mpg-drive").count() == 0
    assert not tip.is_visible()


def test_the_keyboard_goes_from_bar_to_bar(opened: Opened) -> None:
    page = opened(30)
    page.locator(".mpg-chart").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("document.querySelector('.mpg-status').textContent.includes('Start: Mon')")
    assert page.get_by_role("tooltip").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("window.heard.at(-1)") == ["mp-open", {"ref": "T-2"}]


def test_zoom_keeps_what_is_under_the_pointer(opened: Opened) -> None:
    page = opened(30)
    x, y = middle(bar(page, "T-4"))
    page.mouse.move(x, y)
    before = page.evaluate("page.gantt.layoutState.zoom")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_function("before => page.gantt.layoutState.zoom < before", arg=before)
    box = bar(page, "T-4")
    assert box["x"] - 2 <= x <= box["x"] + box["width"] + 2


def test_everything_a_bar_can_show_is_drawn_without_relying_on_colour(opened: Opened) -> None:
    page = opened(400)
    page.evaluate("page.gantt.layoutState = {zoom: 120}")
    seen = set()
    for place in range(0, 400, 15):
        page.evaluate("top => document.querySelector('.mpg-scroll').scrollTop = top", place * 32)
        page.evaluate("new Promise(requestAnimationFrame)")
        script = "[...document.querySelectorAll('.mpg-sight [class]')].flatMap(one => [...one.classList])"
        seen |= set(page.evaluate(script))
    kinds = "bar hatch progress bracket diamond ghost slack whisker deadline missed constraint label statusline closed"
    assert {f"mpg-{kind}" for kind in kinds.split()} <= seen
    assert {"mpg-is-done", "mpg-is-late", "mpg-is-critical", "mpg-is-inactive", "mpg-is-manual"} <= seen
    hatches = """document.querySelectorAll('.mpg-is-critical .mpg-bar').length
        === document.querySelectorAll('.mpg-is-critical .mpg-hatch').length"""
    assert page.evaluate(hatches)


def test_only_what_is_in_sight_is_in_the_document(opened: Opened) -> None:
    page = opened(10_000)
    assert page.locator(".mpg-task").count() < 60
    assert page.evaluate("document.querySelectorAll('mp-gantt *').length") < 2500


@pytest.mark.parametrize("tasks", [0, 1])
def test_small_plans(opened: Opened, tasks: int) -> None:
    page = opened(tasks)
    assert page.locator(".mpg-task").count() == tasks
    page.locator(".mpg-draft .mpg-cell[data-column='name']").click()
    page.keyboard.type("Kick-off")
    page.keyboard.press("Enter")
    where = {"after": "T-1"} if tasks else {}
    assert calls(page) == [{"command": "insert_task", "arguments": {"name": "Kick-off", **where}}]


def test_an_arrow_asks_what_is_to_become_of_its_link(opened: Opened) -> None:
    page = opened(30)
    days_zoom(page)
    successor = bar(page, "T-4")
    page.mouse.dblclick(successor["x"] + 4, successor["y"] - 12)
    question = page.get_by_role("dialog")
    assert question.inner_text().splitlines()[0].endswith(": FS")
    question.get_by_role("button", name="Start to start (SS)").click()
    ends = {"predecessor": "T-3", "successor": "T-4"}
    assert calls(page) == [{"command": "change_link", "arguments": {**ends, "kind": "SS"}}]
    page.mouse.dblclick(successor["x"] + 4, successor["y"] - 12)
    question.get_by_role("button", name="Remove the link").click()
    assert calls(page) == [{"command": "remove_link", "arguments": ends}]


def test_marks_lead_to_bars_beyond_the_edge(opened: Opened) -> None:
    page = opened(30)
    days_zoom(page)
    mark = page.locator('[data-beyond="T-15"]')
    assert page.locator('[data-beyond="T-3"]').count() == 0
    mark.click()
    page.locator('[data-beyond="T-3"]').wait_for()
    assert page.locator('[data-beyond="T-15"]').count() == 0
