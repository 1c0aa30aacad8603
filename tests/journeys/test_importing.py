"""A plan comes from Microsoft Project, is looked at, comes again in a newer version, and is taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from milepost.exchange.read import read
from milepost.exchange.write import write
from tests.engine.stored_plans import DATA
from tests.journeys.test_apart import address
from tests.journeys.test_together import set_up
from tests.journeys.visiting import Visitor
from tests.web.visitors import cast
from tests.worlds import SAMPLE

__all__ = ["address"]
pytestmark = pytest.mark.xdist_group("browser")
#: A plan that Microsoft Project saved (Aspose.Tasks samples, MIT), with all dates it stored.
PLAN = DATA / "msproject" / "aspose-net" / "Software Development Plan.mpp"


@pytest.fixture
def visitor(chromium: Browser, live_server: LiveServer) -> Iterator[Visitor]:
    """Somebody who plans, signed in; afterwards the browser has nothing to complain about."""
    cache.clear()
    cast()
    found = Visitor(chromium, live_server.url)
    found.sign_in("manager")
    found.page.wait_for_url(lambda address: "login" not in address)
    yield found
    found.close()
    assert found.complaints == []


def newer_version() -> bytes:
    """The plan as Microsoft Project would save it after its scope took five days instead of half a day."""
    dossier = read(PLAN.read_bytes(), file=PLAN.name).dossier
    tasks = tuple(
        replace(row, duration=5 * 480, remaining_duration=None, work=None, remaining_work=None)
        if row.uid == 2 else row for row in dossier.plan.tasks
    )  # fmt: skip
    plan = replace(dossier.plan, tasks=tasks, assignments=(), resources=())
    return write(replace(dossier, plan=plan, stored=(), values=(), notes=()), "mspdi")


def start_of(page: Page, ref: str) -> str:
    """When a task starts, as its row on the plan page says."""
    return page.locator(f'.mpg-row[data-ref="{ref}"] [data-column="start"]').inner_text()


@pytest.mark.django_db(transaction=True)
def test_a_plan_from_microsoft_project_comes_comes_again_and_is_taken_back(visitor: Visitor) -> None:
    page = visitor.page
    page.goto("/import")
    assert visitor.barriers() == []
    page.get_by_label("Plan file").set_input_files(PLAN)
    expect(page.locator("[data-drop-name]")).to_contain_text("Software Development Plan.mpp")
    page.get_by_label("Code").fill("soft")
    page.get_by_role("button", name="Import project").click()
    page.wait_for_url("**/p/SOFT/receipt")
    expect(page.get_by_text("Dates as in the file")).to_be_visible()
    expect(page.get_by_text("all 74")).to_be_visible()
    assert visitor.barriers() == []
    page.get_by_role("link", name="Open the plan").click()
    row = page.locator('.mpg-row[data-ref="T-3"]')
    expect(row).to_contain_text("Secure project sponsorship")
    before = start_of(page, "T-3")
    assert "24" in before
    page.goto("/p/SOFT/import")
    assert visitor.barriers() == []
    file = FilePayload(name="plan-2.xml", mimeType="text/xml", buffer=newer_version())
    page.get_by_label("Plan file").set_input_files(file)
    page.get_by_role("button", name="See what it would change").click()
    page.wait_for_url(re.compile(r"/p/SOFT/import/\d+"))
    expect(page.get_by_text("known again")).to_be_visible()
    expect(page.get_by_text("The project ends", exact=True)).to_be_visible()
    assert visitor.barriers() == []
    page.get_by_role("button", name="Take it over").click()
    page.wait_for_url("**/p/SOFT/receipt")
    expect(page.get_by_text("plan-2.xml").first).to_be_visible()
    page.get_by_role("link", name="Open the plan").click()
    expect(row).to_be_visible()
    assert start_of(page, "T-3") != before
    page.goto("/p/SOFT/history")
    page.get_by_role("link", name="Undo").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undo: done")).to_be_visible()
    page.goto("/p/SOFT/plan")
    expect(row.locator('[data-column="start"]')).to_have_text(before)


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_no_plan_is_said_where_it_was_chosen(visitor: Visitor) -> None:
    page = visitor.page
    page.goto("/p/SMALL/import")
    file = FilePayload(name="cut.mpp", mimeType="application/octet-stream", buffer=PLAN.read_bytes()[:30_000])
    page.get_by_label("Plan file").set_input_files(file)
    page.get_by_role("button", name="See what it would change").click()
    expect(page.get_by_role("alert").filter(has_text="cut.mpp")).to_be_visible()
    assert visitor.barriers() == []


@pytest.mark.django_db(transaction=True)
def test_a_refused_import_keeps_the_file_and_a_code_is_suggested(visitor: Visitor) -> None:
    page = visitor.page
    page.goto("/import")
    page.get_by_label("Plan file").set_input_files(PLAN)
    expect(page.get_by_label("Code")).to_have_value("SOFTWARE-DEVELOPMENT")
    page.get_by_label("Code").fill("SMALL")
    page.get_by_role("button", name="Import project").click()
    expect(page.get_by_role("alert").filter(has_text="SMALL")).to_be_visible()
    assert visitor.barriers() == []
    page.get_by_label("Code").fill("soft")
    page.get_by_role("button", name="Import project").click()
    page.wait_for_url("**/p/SOFT/receipt")


def test_a_large_file_is_taken_in_by_another_process_while_its_page_tells_how_far(
    chromium: Browser, address: str
) -> None:
    visitor = Visitor(chromium, address)
    page = visitor.page
    set_up(page)
    page.goto("/import")
    # Spaces at the end make a plan of any size of it.
    content = SAMPLE.read_bytes() + b" " * (2 << 20)
    page.get_by_label("Plan file").set_input_files(
        FilePayload(name="portal.milepost", mimeType="application/json", buffer=content)
    )
    page.get_by_label("Code").fill("LARGE")
    page.get_by_role("button", name="Import project").click()
    page.wait_for_url(re.compile(r"/imports/\d+"))
    page.wait_for_url("**/p/LARGE/receipt", timeout=30_000)
    expect(page.get_by_text("Everything was taken over as it was")).to_be_visible()
    assert visitor.complaints == []
    visitor.close()
