"""A risk is raised and the sure date moves; a change is asked for and approved; advice is accepted: in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from milepost.forecasting.load import load
from milepost.forecasting.review import compute as review
from milepost.forecasting.simulation import compute as simulate
from tests.journeys.visiting import Visitor
from tests.web.visitors import cast
from tests.worlds import do, user

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.django_db(transaction=True)]
Visit = Callable[..., Visitor]
#: The worker's clock; pages tell the time themselves.
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """Opens windows; afterwards none of them may have complained."""
    cache.clear()
    open_: list[Visitor] = []

    def opened(name: str, **given: Any) -> Visitor:
        open_.append(Visitor(chromium, live_server.url, **given))
        open_[-1].sign_in(name)
        expect(open_[-1].page.get_by_role("heading", name="Today", level=1)).to_be_visible()
        return open_[-1]

    yield opened
    for each in open_:
        each.close()
    assert [each.complaints for each in open_] == [[] for _ in open_]


def raised(page: Page, title: str, probability: str) -> None:
    """Enter a risk that delays Build."""
    page.get_by_role("link", name="Add risk").click()
    dialog = page.get_by_role("dialog")
    for label, text in {
        "Title": title,
        "Cause": "Because parts are rare",
        "Event": "they may be late",
        "Effect": "Build waits",
        "Probability": probability,
        "Tasks": "T-2",
        "Delay": "5d, 6d, 8d",
    }.items():
        dialog.get_by_label(label, exact=False).first.fill(text)
    dialog.get_by_role("button", name="Add risk").click()


def p80(page: Page) -> str:
    """The 80 % sure date as the page tells it."""
    return page.locator(".mp-stat", has_text="80 % sure by (P80)").locator("dd").first.inner_text()


def test_a_risk_moves_the_sure_date(visit: Visit) -> None:
    project = cast()
    visitor = visit("manager")
    page = visitor.page
    page.goto("/p/SMALL/risks")
    expect(page.get_by_text("The first simulation is being computed")).to_be_visible()
    raised(page, "Late parts", "0.3")
    expect(page.get_by_role("link", name="R-1", exact=True).first).to_be_visible()
    simulate(project.pk, AT)
    page.reload()
    before = p80(page)
    raised(page, "Strike", "0.9")
    expect(page.get_by_text("The project has moved since this was simulated")).to_be_visible()
    simulate(project.pk, AT)
    page.reload()
    assert p80(page) != before
    assert page.locator(".mp-chart svg").count() == 2
    page.get_by_role("link", name="R-2", exact=True).first.click()
    expect(page.get_by_role("heading", name="R-2 · Strike")).to_be_visible()
    assert visitor.barriers() == []
    assert not visitor.too_wide()


def test_a_sponsor_approves_what_somebody_asked_for(visit: Visit) -> None:
    project = cast()
    do(user("owner"), "SMALL", "set_baseline")
    calls = [{"command": "change_duration", "arguments": {"task": "T-1", "duration": "8d"}}]
    do(user("member"), "SMALL", "request_change", title="Longer design", calls=calls)
    visitor = visit("sponsor", width=390)
    page = visitor.page
    page.goto("/p/SMALL/changes")
    page.get_by_role("link", name="C-1", exact=True).click()
    expect(page.get_by_role("row", name="Project finish")).to_contain_text("+3 d")
    assert visitor.barriers() == []
    assert not visitor.too_wide()
    page.get_by_role("link", name="Approve").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Decision").fill("Worth it")
    dialog.get_by_role("button", name="Approve change").click()
    expect(page.get_by_text("Approved by sponsor")).to_be_visible()
    expect(page.get_by_text("Worth it")).to_be_visible()
    project.refresh_from_db()
    plan = load(project).dossier.plan
    assert plan.tasks[0].duration == 8 * 480
    assert plan.settings.current_baseline == 1


def test_a_proposal_of_the_review_is_accepted_and_another_finding_put_off(visit: Visit) -> None:
    project = cast()
    owner = user("owner")
    do(owner, "SMALL", "set_baseline")
    do(owner, "SMALL", "set_deadline", task="T-3", at="2026-03-25")
    do(owner, "SMALL", "set_status_date", at="2026-03-10")
    review(project.pk, AT)
    visitor = visit("manager")
    page = visitor.page
    page.goto("/p/SMALL/review")
    shown = page.locator(".mp-finding").count()
    finding = page.locator(".mp-finding", has=page.get_by_role("button", name="Accept")).first
    headline = finding.get_by_role("heading").inner_text()
    if not finding.locator("details").evaluate("each => each.open"):
        finding.locator("summary").click()
    finding.get_by_role("button", name="Accept").first.click()
    expect(page.get_by_role("heading", name=headline, exact=True)).to_have_count(0)
    assert page.locator(".mp-finding").count() == shown - 1
    page.get_by_role("link", name="Defer").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Until").fill("2100-01-04")
    dialog.get_by_role("button", name="Defer advice").click()
    expect(page.locator(".mp-finding")).to_have_count(shown - 2)
    page.get_by_role("link", name="show all").click()
    expect(page.get_by_text("Deferred by manager")).to_be_visible()
    assert visitor.barriers() == []
    assert not visitor.too_wide()
