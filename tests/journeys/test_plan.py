"""A plan is made: written by keyboard, linked and moved by mouse, taken back, shown on the board, changed together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from milepost.commands.run import Call, run
from milepost.engine.clock import moment
from milepost.forecasting.load import load
from milepost.queries.access import actor_of
from milepost.records.models import Project, User
from tests.journeys.visiting import Visitor
from tests.web.visitors import account
from tests.worlds import do, sample, user

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

    def opened(**given: Any) -> Visitor:
        account("ana")
        open_.append(Visitor(chromium, live_server.url, **given))
        open_[-1].sign_in("ana")
        return open_[-1]

    yield opened
    for each in open_:
        each.close()
    assert [each.complaints for each in open_] == [[] for _ in open_]


def starts(code: str) -> dict[str, str]:
    """The day each task of a project starts on, as the record has it."""
    held = load(Project.objects.get(code=code))
    names = {task.uid: task.name for task in held.dossier.plan.tasks}
    return {names[dates.uid]: f"{moment(dates.start):%d %b}" for dates in held.schedule.tasks}


def links(code: str) -> set[tuple[int, int]]:
    """Which task waits for which, as the record has it."""
    return {(link.predecessor, link.successor) for link in load(Project.objects.get(code=code)).dossier.plan.links}


def cell(page: Page, ref: str, column: str) -> Locator:
    """A cell of the outline."""
    return page.locator(f'.mpg-row[data-ref="{ref}"] [data-column="{column}"]')


def bar(page: Page, ref: str) -> FloatRect:
    """Where the bar of a task is drawn."""
    box = page.locator(f'.mpg-task[data-ref="{ref}"] .mpg-bar').first.bounding_box()
    assert box is not None
    return box


def day_width(page: Page) -> float:
    """How wide a day is drawn."""
    width: float = page.locator("#gantt").evaluate("gantt => 1440 / gantt.layoutState.zoom")
    return width


def write(page: Page, *names: str) -> None:
    """Write tasks one below the other, as one types a list."""
    page.get_by_text("Add a task").click()
    for name in names:
        page.keyboard.type(name)
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(f'.mpg-row[data-ref="T-{len(names)}"]')).to_be_visible()


def test_a_plan_is_written_linked_moved_and_taken_back(visit: Visit) -> None:
    do(user("ana"), None, "create_project", code="MOVE", name="Office move", start="2026-03-02")
    page = visit().page
    page.goto("/p/MOVE/plan")
    write(page, "Prepare", "Pack", "Carry")
    assert list(starts("MOVE")) == ["Prepare", "Pack", "Carry"]

    # Indent two tasks below the first, type a duration and a predecessor.
    cell(page, "T-2", "name").click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Alt+Shift+ArrowRight")
    expect(page.locator('.mpg-row[data-ref="T-1"]')).to_have_attribute("aria-expanded", "true")
    cell(page, "T-2", "duration").dblclick()
    page.keyboard.type("3d")
    page.keyboard.press("Enter")
    expect(cell(page, "T-2", "finish")).to_contain_text("4,")
    assert load(Project.objects.get(code="MOVE")).dossier.plan.tasks[1].parent == 1

    # Link by drag, from the end of one bar onto the other.
    box = bar(page, "T-2")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    grip = page.locator('[data-grip="finish"] .mpg-linkgrip-dot').bounding_box()
    target = bar(page, "T-3")
    assert grip is not None
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(target["x"] + 20, target["y"] + 20, steps=4)
    page.mouse.move(target["x"] + 4, target["y"] + target["height"] / 2, steps=4)
    page.mouse.up()
    expect(cell(page, "T-3", "start")).to_contain_text("5,")
    assert links("MOVE") == {(2, 3)}
    assert starts("MOVE")["Carry"] == "05 Mar"

    # Drag a bar three days on: what follows moves along, and the page says so.
    box, width = bar(page, "T-2"), day_width(page)
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 1.5 * width, middle[1], steps=4)
    page.mouse.move(middle[0] + 2 * width, middle[1], steps=4)
    page.mouse.up()
    expect(cell(page, "T-3", "start")).to_contain_text("9,")
    assert starts("MOVE")["Pack"] == "04 Mar"
    assert starts("MOVE")["Carry"] == "09 Mar"

    # Take it back, with the keyboard.
    cell(page, "T-2", "name").click()
    page.keyboard.press("Control+z")
    expect(cell(page, "T-3", "start")).to_contain_text("5,")
    assert starts("MOVE")["Carry"] == "05 Mar"


def test_what_cannot_be_is_said_at_the_cell(visit: Visit) -> None:
    do(user("ana"), None, "create_project", code="LOOP", name="Loop", start="2026-03-02")
    page = visit().page
    page.goto("/p/LOOP/plan")
    write(page, "One", "Two")
    for ref, row in (("T-2", "1"), ("T-1", "2")):
        cell(page, ref, "predecessors").dblclick()
        page.keyboard.type(row)
        page.keyboard.press("Enter")
    expect(page.locator("#gantt")).to_contain_text("These tasks wait for each other")
    assert links("LOOP") == {(1, 2)}


def test_what_somebody_else_changed_is_not_overwritten(visit: Visit) -> None:
    do(user("ana"), None, "create_project", code="BOTH", name="Both", start="2026-03-02")
    page = visit().page
    page.goto("/p/BOTH/plan")
    write(page, "One")
    account("ben")
    call = Call("change_duration", {"task": "T-1", "duration": "4d"})
    ana = actor_of(User.objects.get(username="ana"))
    run([call], actor=ana, door="api", at=datetime.now(UTC), project="BOTH")
    cell(page, "T-1", "duration").dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type("2d")
    page.keyboard.press("Enter")
    page.get_by_text("Use mine").click()
    expect(cell(page, "T-1", "finish")).to_contain_text("3,")
    assert load(Project.objects.get(code="BOTH")).dossier.plan.tasks[0].duration == 960


def test_several_tasks_are_changed_together_and_the_details_follow(visit: Visit) -> None:
    do(user("ana"), None, "create_project", code="MANY", name="Many", start="2026-03-02")
    page = visit().page
    page.goto("/p/MANY/plan")
    write(page, "One", "Two", "Three")
    cell(page, "T-1", "name").click()
    page.keyboard.press("Shift+ArrowDown")
    page.get_by_label("What to change").select_option("duration")
    page.get_by_label("New value").fill("5d")
    page.get_by_role("button", name="Apply").click()
    expect(cell(page, "T-2", "duration")).to_have_text("5d")
    assert [task.duration for task in load(Project.objects.get(code="MANY")).dossier.plan.tasks] == [2400, 2400, 480]
    page.goto("/p/MANY/plan?task=T-2")
    details = page.get_by_role("complementary", name="Task")
    expect(details.get_by_role("heading", name="Two")).to_be_visible()
    expect(details).to_contain_text("Two starts Mon 2 Mar 08:00 because the project starts")
    page.keyboard.press("Escape")
    expect(details).to_be_hidden()


def test_a_card_moved_on_the_board_is_work_begun(visit: Visit) -> None:
    do(user("ana"), None, "create_project", code="CARDS", name="Cards", start="2026-03-02")
    do(user("ana"), "CARDS", "insert_task", name="Build")
    page = visit().page
    page.goto("/p/CARDS/board")
    card = page.locator('[data-task="T-1"]')
    card.drag_to(page.locator('.mp-board-cards[data-state="started"]'))
    # The board has been fetched anew once the card's link has the focus.
    expect(card.get_by_role("link")).to_be_focused()
    expect(page.locator('.mp-board-cards[data-state="started"] [data-task="T-1"]')).to_be_visible()
    expect(page.locator('.mp-board-cards[data-state="planned"] [data-task="T-1"]')).to_have_count(0)
    assert load(Project.objects.get(code="CARDS")).dossier.plan.tasks[0].actual_start is not None
    card.get_by_label("Move Build").click()
    card.get_by_role("button", name="Move to Done").click()
    expect(page.locator('.mp-board-cards[data-state="done"] [data-task="T-1"]')).to_be_visible()
    page.locator("#toasts").get_by_role("button", name="Undo").last.click()
    expect(page.locator('.mp-board-cards[data-state="started"] [data-task="T-1"]')).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_stands_in_anybodys_way(visit: Visit, scheme: str, width: int) -> None:
    sample(user("ana"))
    visitor = visit(scheme=scheme, width=width)
    for path in ("plan", "plan?task=T-13", "board", "tasks/T-13"):
        visitor.page.goto(f"/p/PORTAL/{path}")
        if path.startswith("plan"):
            expect(visitor.page.locator(".mpg-row").nth(5)).to_be_visible()
        assert visitor.barriers() == [], path
        assert not visitor.too_wide(), path
