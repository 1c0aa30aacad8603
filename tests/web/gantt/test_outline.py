"""The outline by keyboard, as people know it from Microsoft Project."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

Opened = Callable[..., Page]

pytestmark = pytest.mark.xdist_group("browser")


def cell(page: Page, ref: str, column: str) -> Locator:
    """A cell of the outline."""
    return page.locator(f'.mpg-row[data-ref="{ref}"] .mpg-cell[data-column="{column}"]')


def at(page: Page) -> tuple[str, str]:
    """The task and column that have the focus."""
    script = """() => {
        const cell = document.activeElement.closest('.mpg-cell');
        return [cell?.closest('.mpg-row').dataset.ref, cell?.dataset.column];
    }"""
    ref, column = page.evaluate(script)
    return ref, column


def calls(page: Page) -> list[dict[str, Any]]:
    """The commands asked for since the last time, in the order they were."""
    asked: list[dict[str, Any]] = page.evaluate("window.asked.splice(0).flatMap(one => one.calls)")
    return asked


def answer(page: Page, **answer: Any) -> None:
    """Answer the oldest change that waits."""
    page.evaluate("answer => page.gantt.patch({revision: page.gantt.revision + 1, ...answer})", answer)


def refs(page: Page) -> list[str]:
    """The lines from the top."""
    script = """async () => {
        await new Promise(requestAnimationFrame);
        const rows = [...document.querySelectorAll('.mpg-row')].sort((a, b) => a.ariaRowIndex - b.ariaRowIndex);
        return rows.map(row => row.dataset.ref);
    }"""
    found: list[str] = page.evaluate(script)
    return found


def test_says_what_it_is(opened: Opened) -> None:
    page = opened(30)
    grid = page.get_by_role("treegrid", name="Outline")
    assert grid.get_attribute("aria-rowcount") == "32"
    assert grid.get_attribute("aria-colcount") == "9"
    row = page.locator('.mpg-row[data-ref="T-2"]')
    assert row.get_attribute("aria-level") == "2"
    assert row.get_attribute("aria-rowindex") == "3"
    assert row.get_attribute("aria-expanded") is None
    assert page.locator('.mpg-row[data-ref="T-1"]').get_attribute("aria-expanded") == "true"
    assert cell(page, "T-2", "name").get_attribute("aria-colindex") == "3"
    assert page.locator(".mpg-shift [tabindex='0']").count() == 1


def test_arrows_move_and_open_and_close(opened: Opened) -> None:
    page = opened(30)
    cell(page, "T-1", "name").click()
    page.keyboard.press("ArrowDown")
    assert at(page) == ("T-2", "name")
    page.keyboard.press("ArrowRight")
    assert at(page) == ("T-2", "duration")
    page.keyboard.press("Tab")
    assert at(page) == ("T-2", "start")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector('.mpg-row[data-ref="T-1"][aria-expanded="false"]')
    page.keyboard.press("ArrowDown")
    assert at(page) == ("T-11", "name")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector('.mpg-row[data-ref="T-1"][aria-expanded="true"]')
    page.keyboard.press("Home")
    assert at(page) == ("T-1", "number")
    page.keyboard.press("End")
    assert at(page) == ("T-1", "percent")


def test_the_cursor_reaches_rows_far_away(opened: Opened) -> None:
    page = opened(10_000)
    cell(page, "T-1", "name").click()
    page.keyboard.press("Control+End")
    assert at(page)[0] == "+"
    page.keyboard.press("PageUp")
    assert at(page)[0].startswith("T-99")
    assert page.locator(".mpg-row").count() < 60
    page.keyboard.press("Control+Home")
    assert at(page) == ("T-1", "number")


def test_a_cursor_out_of_sight_keeps_the_focus(opened: Opened) -> None:
    page = opened(1000)
    cell(page, "T-5", "name").click()
    page.evaluate("document.querySelector('.mpg-scroll').scrollTop = 20000")
    page.wait_for_selector('.mpg-row[data-ref="T-626"]')
    assert at(page) == ("T-5", "name")
    page.keyboard.press("ArrowDown")
    assert at(page) == ("T-6", "name")
    assert page.evaluate("document.querySelector('.mpg-scroll').scrollTop") < 300


def test_tab_traps_nobody(opened: Opened) -> None:
    page = opened(30)
    cell(page, "T-3", "name").click()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("mpg-splitter")


@pytest.mark.parametrize(
    ("column", "typed", "call"),
    [
        ("name", "Talk", {"command": "rename_task", "arguments": {"task": "T-4", "name": "Talk"}}),
        ("duration", "2w", {"command": "change_duration", "arguments": {"task": "T-4", "duration": "2w"}}),
        ("duration", "7", {"command": "change_duration", "arguments": {"task": "T-4", "duration": "7d"}}),
        (
            "predecessors",
            "2ss + 2d; 3",
            {"command": "set_predecessors", "arguments": {"task": "T-4", "text": "2SS+2d,3"}},
        ),
        (
            "people",
            "Anna Keller 50%",
            {"command": "set_people", "arguments": {"task": "T-4", "text": "Anna Keller 50%"}},
        ),
        ("percent", "35", {"command": "record_progress", "arguments": {"task": "T-4", "percent": 35}}),
    ],
)
def test_typing_into_a_cell(opened: Opened, column: str, typed: str, call: dict[str, Any]) -> None:
    page = opened(30)
    cell(page, "T-4", column).click()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    assert calls(page) == [call]
    assert at(page) == ("T-5", column)
    page.wait_for_selector(f'.mpg-row[data-ref="T-4"] .mpg-waiting[data-column="{column}"]')
    answer(page, patch={"rows": {"ref": ["T-4"]}})
    page.wait_for_function("!document.querySelector('.mpg-waiting')")


def test_escape_and_the_same_text_change_nothing(opened: Opened) -> None:
    page = opened(30)
    name = cell(page, "T-4", "name").inner_text()
    cell(page, "T-4", "name").dblclick()
    page.keyboard.type("Something else")
    page.keyboard.press("Escape")
    assert cell(page, "T-4", "name").inner_text() == name
    page.keyboard.press("F2")
    page.keyboard.press("Enter")
    assert calls(page) == []


@pytest.mark.parametrize(
    ("column", "typed", "sentence"),
    [
        ("duration", "soon", "“soon” is no duration. Write 3d, 4h, 2w or, for elapsed time, 3ed."),
        ("predecessors", "12XX", "“12XX” names no predecessor"),
        ("predecessors", "99", "There is no row 99; the outline has 30."),
        ("predecessors", "4", "A task cannot be its own predecessor."),
        ("start", "32.1.2026", "“32.1.2026” is no date."),
        ("percent", "120", "Write a number from 0 to 100."),
    ],
)
def test_what_is_wrong_is_said_at_the_cell(opened: Opened, column: str, typed: str, sentence: str) -> None:
    page = opened(30)
    cell(page, "T-4", column).click()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    assert sentence in page.get_by_role("alert").inner_text()
    assert at(page) == ("T-4", column)
    assert calls(page) == []
    page.keyboard.press("Escape")
    assert page.get_by_role("alert").count() == 0


def test_a_date_of_a_driven_task_asks_what_is_meant(opened: Opened) -> None:
    page = opened(30)
    cell(page, "T-4", "start").click()
    page.keyboard.type("2026-04-20")
    page.keyboard.press("Enter")
    question = page.get_by_role("dialog")
    assert "is driven by a predecessor. What is meant?" in question.inner_text()
    page.wait_for_function("document.querySelector('.mpg-choice-hint').textContent.includes('3 days later')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert calls(page) == [{"command": "drag_task", "arguments": {"task": "T-4", "to": "2026-04-20", "mode": "lag"}}]
    cell(page, "T-2", "start").click()
    page.keyboard.type("2026-04-20")
    page.keyboard.press("Enter")
    assert page.get_by_role("dialog").count() == 0
    assert calls(page)[0]["arguments"]["mode"] == "constraint"


def test_structure_by_keyboard(opened: Opened) -> None:
    page = opened(30)
    cell(page, "T-4", "name").click()
    for keys, command in (
        ("Alt+Shift+ArrowRight", {"command": "indent_tasks", "arguments": {"tasks": ["T-4"]}}),
        ("Alt+Shift+ArrowLeft", {"command": "outdent_tasks", "arguments": {"tasks": ["T-4"]}}),
        ("Alt+ArrowUp", {"command": "move_tasks", "arguments": {"tasks": ["T-4"], "before": "T-3"}}),
        ("Alt+ArrowDown", {"command": "move_tasks", "arguments": {"tasks": ["T-4"], "after": "T-5"}}),
        ("Control+z", {"command": "undo", "arguments": {}}),
        ("Control+y", {"command": "redo", "arguments": {}}),
    ):
        page.keyboard.press(keys)
        assert calls(page) == [command], keys
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+F2")
    links = [(call["arguments"]["predecessor"], call["arguments"]["successor"]) for call in calls(page)]
    assert links == [("T-4", "T-5"), ("T-5", "T-6")]
    page.keyboard.press("Delete")
    assert calls(page) == [{"command": "remove_tasks", "arguments": {"tasks": ["T-4", "T-5", "T-6"]}}]


def test_delete_empties_cells_that_may_be_empty(opened: Opened) -> None:
    page = opened(30)
    cell(page, "T-4", "predecessors").click()
    page.keyboard.press("Delete")
    assert calls(page) == [{"command": "set_predecessors", "arguments": {"task": "T-4", "text": ""}}]


def test_new_tasks_are_written_one_after_the_other(opened: Opened) -> None:
    page = opened(10)
    cell(page, "T-5", "name").click()
    page.keyboard.press("Insert")
    page.keyboard.type("First")
    page.keyboard.press("Enter")
    page.keyboard.type("Second")
    page.keyboard.press("Enter")
    page.keyboard.type("Thi")
    assert calls(page) == [{"command": "insert_task", "arguments": {"name": "First", "after": "T-4"}}]
    assert refs(page)[3:9] == ["T-4", "+1", "+2", "+3", "T-5", "T-6"]
    order = [f"T-{number}" for number in range(1, 11)]
    order.insert(4, "T-20")
    patch = {"rows": {"ref": ["T-20"], "name": ["First"], "depth": [1]}, "order": order}
    answer(page, patch=patch, sentence="“First” was added.")
    assert calls(page) == [{"command": "insert_task", "arguments": {"name": "Second", "after": "T-20"}}]
    page.keyboard.type("rd")
    assert page.locator(".mpg-input").input_value() == "Third"
    order.insert(5, "T-21")
    answer(page, patch={"rows": {"ref": ["T-21"], "name": ["Second"], "depth": [1]}, "order": order})
    page.keyboard.press("Escape")
    assert refs(page)[3:8] == ["T-4", "T-20", "T-21", "T-5", "T-6"]
    assert at(page) == ("T-21", "name")


def test_an_empty_plan_waits_for_its_first_task(opened: Opened) -> None:
    page = opened(0)
    page.keyboard.type("Analysis")
    page.keyboard.press("Enter")
    assert calls(page) == [{"command": "insert_task", "arguments": {"name": "Analysis"}}]


def test_a_plan_with_tasks_leaves_the_focus_to_the_page(opened: Opened) -> None:
    page = opened(3)
    assert page.evaluate("document.activeElement === document.body")


def test_a_new_task_may_stand_deeper(opened: Opened) -> None:
    page = opened(10)
    cell(page, "+", "name").click()
    page.keyboard.press("Tab")
    page.keyboard.type("Below the last")
    page.keyboard.press("Tab")
    assert calls(page) == [{"command": "insert_task", "arguments": {"name": "Below the last", "under": "T-10"}}]
    order = [f"T-{number}" for number in range(1, 12)]
    answer(page, patch={"rows": {"ref": ["T-11"], "name": ["Below the last"], "depth": [2]}, "order": order})
    assert at(page) == ("T-11", "duration")
    page.keyboard.type("4h")
    page.keyboard.press("Enter")
    assert calls(page) == [{"command": "change_duration", "arguments": {"task": "T-11", "duration": "4h"}}]


def test_a_refusal_stands_at_its_cell(opened: Opened) -> None:
    page = opened(30)
    cell(page, "T-4", "duration").click()
    page.keyboard.type("9d")
    page.keyboard.press("Enter")
    page.evaluate("page.gantt.refuse({detail: 'The project is archived.', code: 'archived'})")
    assert page.get_by_role("dialog", name="The project is archived.").is_visible()
    page.keyboard.press("Enter")
    assert at(page)[1] == "duration"
    # What was typed is there again, to be put right.
    assert page.locator(".mpg-input").input_value() == "9d"


def test_a_conflict_shows_both_values(opened: Opened) -> None:
    page = opened(30)
    cell(page, "T-4", "duration").click()
    page.keyboard.type("9d")
    page.keyboard.press("Enter")
    first = calls(page)
    problem = {"detail": "Ben has changed the duration.", "code": "conflict", "yours": "9d", "theirs": "4d"}
    page.evaluate("problem => page.gantt.refuse(problem)", problem)
    question = page.get_by_role("dialog", name="Ben has changed the duration.")
    assert "4d" in question.get_by_role("button", name="Keep theirs").inner_text()
    question.get_by_role("button", name="Use mine").click()
    assert calls(page) == first


def test_what_moved_is_said_shown_and_can_be_undone(opened: Opened) -> None:
    page = opened(30)
    old = page.evaluate("page.gantt.exportRows().rows[3][4]")
    day = 1440
    start = 29_541_600 + 30 * day
    patch = {"rows": {"ref": ["T-4"], "start": [start], "finish": [start + 480]}}
    page.evaluate("page.gantt.follow({revision: 2})")
    moved = [["T-4", start - day, start, start - day + 480, start + 480]]
    answer(page, patch=patch, moved=moved, sentence="1 task moved; the project ends the same day.", undo={"entry": 7})
    page.wait_for_selector('.mpg-row[data-ref="T-4"].mpg-moved')
    assert page.evaluate("page.gantt.exportRows().rows[3][4]") != old
    assert page.locator(".mpg-status").inner_text() == "1 task moved; the project ends the same day."
    page.get_by_role("button", name="Undo", exact=True).click()
    assert calls(page) == [{"command": "undo", "arguments": {"entry": 7}}]
    answer(page, sentence="1 task moved.")
    assert page.locator(".mpg-toast-words").inner_text() == "Undo: 1 task moved."


def test_filters(opened: Opened) -> None:
    page = opened(200)
    cell(page, "T-1", "name").click()
    page.keyboard.press("/")
    page.keyboard.type("T-21")
    page.wait_for_function("document.querySelector('.mpg-found').textContent === '1 found'")
    assert refs(page) == ["T-21"]
    page.keyboard.press("Escape")
    page.wait_for_function("document.querySelector('.mpg-found').textContent === ''")
    assert len(refs(page)) > 10
    page.get_by_label("Show", exact=True).select_option("late")
    page.wait_for_function("document.querySelector('.mpg-found').textContent !== ''")
    assert "+" not in refs(page)
    page.get_by_label("Show", exact=True).select_option("all")
    page.get_by_label("Outline level").select_option("1")
    page.wait_for_selector('.mpg-row[data-ref="T-11"]')
    assert refs(page)[:3] == ["T-1", "T-11", "T-21"]


def test_pasting_from_a_spreadsheet(opened: Opened) -> None:
    page = opened(30)
    paste = """text => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', text);
        const event = new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true});
        document.activeElement.dispatchEvent(event);
    }"""
    cell(page, "T-4", "name").click()
    page.evaluate(paste, "Analyse\t3d\r\nBuild\t2w\r\n")
    rows = [{"name": "Analyse", "duration": "3d"}, {"name": "Build", "duration": "2w"}]
    assert calls(page) == [{"command": "paste_tasks", "arguments": {"rows": rows, "after": "T-4"}}]
    page.evaluate(paste, "Predecessors\tTask Name\n3\tShip")
    assert calls(page)[0]["arguments"]["rows"] == [{"predecessors": "3", "name": "Ship"}]
    cell(page, "T-4", "duration").click()
    page.evaluate(paste, "9d\n10d")
    assert [call["arguments"] for call in calls(page)] == [
        {"task": "T-4", "duration": "9d"},
        {"task": "T-5", "duration": "10d"},
    ]
    page.evaluate(paste, "9d\nsoon")
    assert "no duration" in page.get_by_role("dialog").inner_text()
    assert calls(page) == []


def test_readers_change_nothing(opened: Opened) -> None:
    page = opened(30, query="&locked=1")
    cell(page, "T-4", "name").click()
    for key in ("Delete", "Insert", "Alt+Shift+ArrowRight", "Control+z", "x"):
        page.keyboard.press(key)
    assert calls(page) == []
    page.keyboard.press("Enter")
    assert page.evaluate("window.heard.at(-1)") == ["mp-open", {"ref": "T-4"}]
    assert page.get_by_role("button", name="Indent").count() == 0
    assert page.get_by_role("treegrid").get_attribute("aria-readonly") == "true"


def test_text_stays_text(opened: Opened) -> None:
    page = opened(10)
    hostile = "<img src=x onerror=alert(1)><b>“&amp;"
    answer(page, patch={"rows": {"ref": ["T-2"], "name": [hostile]}}, sentence=hostile)
    page.wait_for_function(
        "document.querySelector('.mpg-row[data-ref=\"T-2\"] .mpg-name').textContent.includes('onerror')"
    )
    assert cell(page, "T-2", "name").inner_text() == hostile
    assert page.locator("mp-gantt img").count() == 0


def test_rows_are_moved_by_their_number(opened: Opened) -> None:
    page = opened(30)
    source = cell(page, "T-4", "number").bounding_box()
    target = cell(page, "T-7", "number").bounding_box()
    assert source
    assert target
    page.mouse.move(source["x"] + 20, source["y"] + 16)
    page.mouse.down()
    page.mouse.move(target["x"] + 20, target["y"] + 2, steps=5)
    assert page.locator(".mpg-drop").count() == 1
    page.mouse.up()
    assert page.locator(".mpg-drop").count() == 0
    assert calls(page) == [{"command": "move_tasks", "arguments": {"tasks": ["T-4"], "before": "T-7"}}]


def test_people_are_offered_while_they_are_typed(opened: Opened) -> None:
    page = opened(30)
    cell(page, "T-4", "people").click()
    page.keyboard.type("Anna Keller 50%, ok")
    option = page.get_by_role("option", name="Ben Okafor")
    option.wait_for()
    page.keyboard.press("ArrowDown")
    assert option.get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    assert page.locator(".mpg-input").input_value() == "Anna Keller 50%, Ben Okafor"
    page.keyboard.press("Enter")
    text = "Anna Keller 50%, Ben Okafor"
    assert calls(page) == [{"command": "set_people", "arguments": {"task": "T-4", "text": text}}]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(opened: Opened) -> None:
    page = opened(10)
    cell(page, "T-3", "name").dblclick()
    revision = page.evaluate("page.gantt.revision")
    page.locator(".mpg-input").fill("Mine")
    page.evaluate(
        "page.gantt.follow({revision: page.gantt.revision + 1, patch: {rows: {ref: ['T-3'], name: ['Theirs']}}})"
    )
    page.keyboard.press("Enter")
    (asked,) = page.evaluate("window.asked.splice(0)")
    assert (asked["revision"], asked["since"]) == (revision + 1, revision)
    cell(page, "T-4", "name").dblclick()
    page.locator(".mpg-input").fill("Also mine")
    page.keyboard.press("Enter")
    assert page.evaluate("window.asked.splice(0)")[0]["since"] is None


def test_what_a_row_is_stays_in_sight_while_its_columns_move(opened: Opened) -> None:
    page = opened(10, width=900)
    left = cell(page, "T-3", "name").bounding_box()
    cell(page, "T-3", "start").click()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.querySelector('.mpg-outline').scrollLeft") > 0
    now = cell(page, "T-3", "name").bounding_box()
    assert left is not None
    assert now is not None
    # The signs beside the number move away under the name.
    assert 0 <= left["x"] - now["x"] <= 60
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= now["x"] + now["width"] - 1


def test_the_right_button_offers_what_can_be_done_with_the_row(opened: Opened) -> None:
    page = opened(30)
    cell(page, "T-3", "name").click(button="right")
    menu = page.get_by_role("dialog")
    menu.get_by_role("button", name="Indent").click()
    assert calls(page) == [{"command": "indent_tasks", "arguments": {"tasks": ["T-3"]}}]
    assert at(page) == ("T-3", "name")
    answer(page)
    cell(page, "T-4", "duration").click()
    cell(page, "T-5", "name").click(modifiers=["Shift"])
    cell(page, "T-5", "name").click(button="right")
    assert menu.get_by_role("button", name="Details").count() == 0
    menu.get_by_role("button", name="Deactivate").click()
    assert [(each["command"], each["arguments"]["task"]) for each in calls(page)] == [
        ("deactivate", "T-4"),
        ("deactivate", "T-5"),
    ]


def test_the_menu_opens_and_closes_by_keyboard_and_offers_readers_only_what_they_may(opened: Opened) -> None:
    page = opened(30)
    cell(page, "T-3", "name").click()
    page.keyboard.press("Shift+F10")
    menu = page.get_by_role("dialog")
    menu.get_by_role("button", name="Remove", exact=True).wait_for()
    page.keyboard.press("Escape")
    assert menu.count() == 0
    assert at(page) == ("T-3", "name")
    page = opened(30, query="&locked=1")
    cell(page, "T-3", "name").click(button="right")
    offered = page.get_by_role("dialog").get_by_role("button")
    assert [each.locator("span").first.inner_text() for each in offered.all()] == ["Details", "Go to its bar"]


def test_a_new_task_that_is_refused_is_sent_once_and_kept(opened: Opened) -> None:
    page = opened(10)
    cell(page, "T-4", "name").click()
    page.keyboard.press("Insert")
    page.keyboard.type("Too long")
    page.keyboard.press("Enter")
    assert [each["command"] for each in calls(page)] == ["insert_task"]
    page.evaluate("page.gantt.refuse({status: 422, code: 'rule', detail: 'A name is shorter.'})")
    page.wait_for_timeout(300)
    assert "A name is shorter." in page.get_by_role("dialog").inner_text()
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert calls(page) == []
    assert "Too long" in page.locator(".mpg-draft").first.inner_text()
