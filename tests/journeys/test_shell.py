"""Somebody finds their way: signing in, going and doing by keyboard, lists, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from milepost.records.models import Project
from tests.journeys.visiting import Visitor
from tests.web.test_signing_in import HALF_MINUTE, code_of
from tests.web.visitors import PASSWORD, account, cast
from tests.worlds import do, user

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
        open_.append(Visitor(chromium, live_server.url, **given))
        return open_[-1]

    yield opened
    for each in open_:
        each.close()
    assert [each.complaints for each in open_] == [[] for _ in open_]


def test_the_first_visitor_sets_the_site_up_and_starts_a_project(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    page.goto("/")
    for name, text in {"username": "ana", "name": "Ana Berg", "password": PASSWORD, "password_again": PASSWORD}.items():
        page.locator(f"[name={name}]").fill(text)
    page.get_by_role("button", name="Create the administrator").click()
    page.get_by_role("link", name="Portfolio").click()
    expect(page.get_by_text("No project yet.")).to_be_visible()
    page.get_by_role("link", name="Create project").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Code").fill("1st")
    dialog.get_by_label("Name").fill("First project")
    dialog.get_by_label("Start").fill("2026-03-02")
    dialog.get_by_role("button", name="Create project").click()
    expect(dialog.get_by_text("beginning with a letter")).to_be_visible()
    dialog.get_by_label("Code").fill("FIRST")
    dialog.get_by_role("button", name="Create project").click()
    page.wait_for_url("**/p/FIRST/plan")
    expect(page.get_by_text("Add a task", exact=True)).to_be_visible()
    expect(page.locator("#toasts")).to_contain_text("Create project: done.")


def test_going_and_doing_by_keyboard(visit: Visit) -> None:
    cast()
    visitor = visit()
    page = visitor.page
    visitor.sign_in("manager")
    page.goto("/portfolio")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("create proj")
    expect(page.get_by_role("option", name="Create project")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Create project")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type("nothing like it")
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    expect(page).to_have_url(f"{visitor.server}/portfolio?q=nothing+like+it")


def test_the_palette_leads_to_a_task_by_a_part_of_its_name(visit: Visit) -> None:
    cast()
    visitor = visit()
    page = visitor.page
    visitor.sign_in("manager")
    page.goto("/p/SMALL/tasks")
    page.keyboard.press("Control+k")
    page.keyboard.type("buil")
    expect(page.get_by_role("option", name="Build T-2")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{visitor.server}/p/SMALL/tasks/T-2")


def test_what_one_sees_of_a_list_is_chosen_kept_and_shown_again(visit: Visit) -> None:
    cast()
    visitor = visit()
    page = visitor.page
    visitor.sign_in("manager")
    page.goto("/portfolio")
    page.get_by_text("Columns", exact=True).click()
    page.locator("[data-columns]").get_by_label("Health").uncheck()
    page.get_by_role("button", name="Show these").click()
    expect(page.get_by_role("columnheader", name="Health")).to_have_count(0)
    page.get_by_text("Views", exact=True).click()
    page.get_by_role("button", name="Save what you see").click()
    page.get_by_label("Name of the view").fill("Short")
    page.keyboard.press("Enter")
    page.goto("/portfolio")
    expect(page.get_by_role("columnheader", name="Health")).to_be_visible()
    page.get_by_text("Views", exact=True).click()
    page.get_by_role("button", name="Short", exact=True).click()
    expect(page.get_by_role("columnheader", name="Health")).to_have_count(0)


def test_light_or_dark_is_kept(visit: Visit) -> None:
    account("ana")
    visitor = visit(scheme="light")
    page = visitor.page
    visitor.sign_in("ana")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate(ground) != light
    page.reload()
    assert page.evaluate(ground) != light


def test_on_a_phone_the_menu_opens_and_closes(visit: Visit) -> None:
    cast()
    visitor = visit(width=390)
    page = visitor.page
    visitor.sign_in("manager")
    menu = page.get_by_role("navigation", name="Pages")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_an_action_says_what_moved_and_can_be_taken_back(visit: Visit) -> None:
    cast()
    visitor = visit()
    page = visitor.page
    visitor.sign_in("manager")
    page.goto("/p/SMALL/do/change_duration?task=T-1&_next=/portfolio")
    page.get_by_label("Duration").fill("8d")
    page.get_by_role("button", name="What would it do?").click()
    expect(page.get_by_text("the project ends 3 working days later")).to_be_visible()
    page.get_by_role("button", name="Change duration").click()
    expect(page.get_by_role("status")).to_contain_text("3 tasks moved")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Undo: done.")
    assert Project.objects.get(code="SMALL").revision == 4


def test_signing_in_with_an_authenticator_app(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(range(HALF_MINUTE, HALF_MINUTE + 9))
    now = [next(moments)]
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time", lambda: iter(now[:1]))
    account("ana")
    owner = visit()
    owner.sign_in("ana")
    owner.page.goto("/accounts/2fa/totp/activate/")
    owner.page.get_by_label("Password").fill(PASSWORD)
    owner.page.get_by_role("button", name="Confirm").click()
    secret = owner.page.get_by_label("Authenticator secret").input_value()
    owner.page.get_by_label("Authenticator code").fill(code_of(secret, now[0]))
    owner.page.get_by_role("button", name="Activate").click()
    expect(owner.page.get_by_role("heading", name="Recovery Codes")).to_be_visible()
    now[0] = next(moments)
    again = visit()
    again.sign_in("ana")
    again.page.get_by_label("Code").fill(code_of(secret, now[0]))
    again.page.get_by_role("button", name="Sign In", exact=True).click()
    expect(again.page.get_by_role("navigation", name="Pages")).to_be_visible()


def test_signing_in_with_a_passkey(visit: Visit) -> None:
    account("ana")
    visitor = visit()
    page = visitor.page
    authenticator = visitor.window.new_cdp_session(page)
    authenticator.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    authenticator.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    visitor.sign_in("ana")
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("This machine")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("Security key added.")).to_be_visible()
    page.locator(".mp-account summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("navigation", name="Pages")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_stands_in_anybodys_way(visit: Visit, scheme: str, width: int) -> None:
    cast()
    visitor = visit(scheme=scheme, width=width)
    found = {}
    for address in ("/accounts/login/", "/nowhere"):
        visitor.page.goto(address)
        found[address] = [*visitor.barriers(), *["too wide"] * visitor.too_wide()]
    account("owner")
    visitor.sign_in("owner")
    for address in (
        "/portfolio",
        "/portfolio?q=nothing",
        "/p/SMALL/tasks",
        "/do/create_project",
        "/accounts/2fa/",
        "/accounts/sessions/",
    ):
        visitor.page.goto(address)
        found[address] = [*visitor.barriers(), *["too wide"] * visitor.too_wide()]
    assert [f"{address} {each}" for address, each_ in found.items() for each in each_] == []


def test_a_list_is_edited_where_it_stands_and_in_bulk(visit: Visit) -> None:
    cast()
    visitor = visit()
    page = visitor.page
    visitor.sign_in("manager")
    page.goto("/p/SMALL/tasks")
    page.locator("tr[data-key=T-1] [data-argument=name]").dblclick()
    page.keyboard.type("Sketch")
    page.keyboard.press("Enter")
    expect(page.locator("tr[data-key=T-1] [data-argument=name]")).to_have_text("Sketch")
    expect(page.locator("tr[data-key=T-1] [data-argument=name]")).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.type("Never kept")
    page.keyboard.press("Escape")
    expect(page.locator("tr[data-key=T-1] [data-argument=name]")).to_have_text("Sketch")
    page.get_by_label("Choose T-1").check()
    page.get_by_label("Choose T-3").click(modifiers=["Shift"])
    expect(page.get_by_text("3 chosen")).to_be_visible()
    page.get_by_role("button", name="Set priority").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("For 3 records: T-1, T-2, T-3")).to_be_visible()
    dialog.get_by_label("Priority").fill("5000")
    dialog.get_by_role("button", name="Set priority").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Priority").fill("800")
    dialog.get_by_role("button", name="Set priority").click()
    expect(page.get_by_role("status")).to_contain_text("Set priority: done.")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Undo: done.")


def test_a_cell_that_somebody_else_changed_keeps_theirs(visit: Visit) -> None:
    cast()
    visitor = visit()
    page = visitor.page
    visitor.sign_in("manager")
    page.goto("/p/SMALL/tasks")
    do(user("owner"), "SMALL", "rename_task", task="T-1", name="Outline")
    page.locator("tr[data-key=T-1] [data-argument=name]").dblclick()
    page.keyboard.type("Sketch")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("has changed name of T-1 since you looked")
