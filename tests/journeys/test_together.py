"""Two windows on one server as it is run: each sees at once what is done in the other and what is computed."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cli.test_serve import PROGRAM, environment
from tests.journeys.visiting import Visitor
from tests.web.visitors import PASSWORD

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of a fresh server with its worker, where somebody may set the site up."""
    process = subprocess.Popen(
        [*PROGRAM, "serve", "--port", "0"],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    found = re.search(r"http://localhost:\d+", process.stdout.readline())
    assert found is not None
    yield found.group()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 0


def set_up(page: Page) -> None:
    """Make the first account, which signs in."""
    page.goto("/")
    for name, text in {"username": "ana", "name": "Ana Berg", "password": PASSWORD, "password_again": PASSWORD}.items():
        page.locator(f"[name={name}]").fill(text)
    page.get_by_role("button", name="Create the administrator").click()


def found_project(page: Page) -> None:
    """Start a project, which opens on its plan, and type two tasks."""
    page.get_by_role("link", name="Create project").first.click()
    dialog = page.get_by_role("dialog")
    for label, text in {"Code": "TWO", "Name": "Two of us", "Start": "2027-03-01"}.items():
        dialog.get_by_label(label).fill(text)
    dialog.get_by_role("button", name="Create project").click()
    page.wait_for_url("**/p/TWO/plan")
    expect(page.locator("[role=row]", has_text="Add a task")).to_be_visible()
    for name in ("Design", "Build"):
        page.keyboard.type(name)
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")


def test_a_second_window_sees_what_the_first_one_does_and_what_the_worker_computes(
    chromium: Browser, address: str
) -> None:
    mine, theirs = Visitor(chromium, address), Visitor(chromium, address)
    set_up(mine.page)
    found_project(mine.page)
    theirs.sign_in("ana")
    theirs.page.goto("/p/TWO/plan")
    row = theirs.page.locator('.mpg-row[data-ref="T-2"]')
    expect(row).to_contain_text("Build")
    mine.page.locator('.mpg-row[data-ref="T-2"] [data-column="duration"]').click()
    mine.page.keyboard.type("8d")
    mine.page.keyboard.press("Enter")
    expect(row).to_contain_text("8d", timeout=2_000)
    # A while after the last change the worker simulates the plan; the page that waits for it shows it by itself.
    mine.page.goto("/p/TWO/risks")
    expect(mine.page.get_by_text("The first simulation is being computed")).to_be_visible()
    expect(mine.page.get_by_text("The first simulation is being computed")).to_be_hidden(timeout=20_000)
    theirs.page.goto("/p/TWO/tasks")
    expect(theirs.page.get_by_text("Design", exact=True)).to_be_visible()
    mine.page.goto("/p/TWO/plan")
    mine.page.locator('.mpg-row[data-ref="T-1"] [data-column="name"]').click()
    mine.page.keyboard.type("Think")
    mine.page.keyboard.press("Enter")
    expect(theirs.page.get_by_text("Think", exact=True)).to_be_visible(timeout=2_000)
    assert (mine.complaints, theirs.complaints) == ([], [])
    mine.close()
    theirs.close()
