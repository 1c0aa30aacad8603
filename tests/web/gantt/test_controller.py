"""The element with its project: what is sent, what comes back, and what other people change meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route

from tests.web.gantt.plans import plan

pytestmark = pytest.mark.xdist_group("browser")

Answer = tuple[int, dict[str, Any]]


class Project:
    """Answers as the server would, from what a test lays down, and keeps what it was sent."""

    def __init__(self, page: Page) -> None:
        """Stand between the page and the network."""
        self.page = page
        self.sent: list[tuple[dict[str, Any], dict[str, str]]] = []
        self.answers: list[Answer] = []
        self.news: dict[str, Any] = {"revision": 1, "patch": {}, "plan": None}
        self.since: list[str] = []
        self.events: list[int] = []
        page.route("**/p/PORTAL/**", self.answer)
        page.route("**/events/p/PORTAL", self.tell)

    def answer(self, route: Route, request: Request) -> None:
        """Give the next answer laid down for a request."""
        word = request.url.split("/p/PORTAL/")[1]
        if word == "do":
            self.sent.append((request.post_data_json, request.headers))
            status, body = self.answers.pop(0)
            if status == 0:
                return route.abort()
            return route.fulfill(status=status, body=json.dumps(body), content_type="application/problem+json")
        if word.startswith("why.json"):
            reason = {"sentence": f"Because of {word.split('=')[1]}.", "driver_refs": [], "links": []}
            return route.fulfill(json=reason)
        if word.startswith("plan_since.json"):
            self.since.append(word.split("revision=")[1])
            return route.fulfill(json=self.news)
        return route.fulfill(json=plan(20))

    def tell(self, route: Route) -> None:
        """Tell the revisions that a test lays down, as live events."""
        lines = "".join(f'data: {{"revision": {revision}}}\n\n' for revision in self.events)
        route.fulfill(body="retry: 60000\n\n" + lines, content_type="text/event-stream")

    def type(self, ref: str, column: str, text: str) -> None:
        """Type into a cell."""
        self.page.locator(f'.mpg-row[data-ref="{ref}"] .mpg-cell[data-column="{column}"]').click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def says(self, words: str) -> None:
        """Wait until the page says something."""
        self.page.locator(".mpg-toast-words", has_text=words).wait_for()


@pytest.fixture
def project(browser: Browser, address: str) -> Iterator[Callable[..., Project]]:
    """Open the page of a project; nothing but refused requests may be written to the console."""
    heard: list[str] = []
    page = browser.new_page(viewport={"width": 1440, "height": 800}, bypass_csp=True)
    page.on("pageerror", lambda error: heard.append(str(error)))

    def start(*, events: tuple[int, ...] = (), news: dict[str, Any] | None = None) -> Project:
        project = Project(page)
        project.events = list(events)
        project.news = news or project.news
        page.goto(f"{address}project.html")
        page.locator('.mpg-row[data-ref="T-2"]').wait_for()
        return project

    yield start
    page.close()
    assert heard == []


def done(revision: int, sentence: str = "", **patch: Any) -> Answer:
    """What the server answers to what it carried out."""
    news = {"revision": revision, "patch": patch, "plan": None}
    return 200, {"revision": revision, "sentence": sentence, "undo": {"entry": revision}, "moved": [], "answer": news}


def test_a_change_is_sent_answered_and_undone(project: Callable[..., Project]) -> None:
    here = project()
    here.answers = [
        done(2, "Renamed to “Talk”.", rows={"ref": ["T-2"], "name": ["Talk"]}),
        done(3, "Undone: rename.", rows={"ref": ["T-2"], "name": ["Walk"]}),
    ]
    here.type("T-2", "name", "Talk")
    here.says(": renamed to “Talk”.")
    body, headers = here.sent[0]
    assert headers["x-csrftoken"] == "token-of-the-page"
    call = {"command": "rename_task", "arguments": {"task": "T-2", "name": "Talk"}}
    assert len(body.pop("key")) == 32
    ask = {"query": "plan_since", "arguments": {"revision": 1}}
    assert body == {"calls": [call], "revision": 1, "preview": False, "reason": "", "ask": ask}
    assert here.page.locator('.mpg-row[data-ref="T-2"] .mpg-name').inner_text() == "Talk"
    here.page.get_by_role("button", name="Undo", exact=True).click()
    here.says(": undone: rename.")
    assert here.sent[1][0]["calls"] == [{"command": "undo", "arguments": {"entry": 2}}]
    assert here.sent[1][0]["revision"] == 2


def test_changes_go_out_one_at_a_time_each_with_the_newest_revision(project: Callable[..., Project]) -> None:
    here = project()
    here.answers = [done(5, "One."), done(6, "Two."), done(9, "Three.")]
    for ref in ("T-2", "T-3", "T-4"):
        here.type(ref, "name", f"New {ref}")
    here.says(": three.")
    assert [body["revision"] for body, _ in here.sent] == [1, 5, 6]


def test_a_conflict_fetches_theirs_and_mine_may_win(project: Callable[..., Project]) -> None:
    here = project(news={"revision": 4, "patch": {"rows": {"ref": ["T-2"], "name": ["Theirs"]}}})
    conflict = {"detail": "Ben has renamed it.", "code": "conflict", "yours": "Mine", "theirs": "Theirs"}
    here.answers = [(409, conflict), done(5, "Renamed.", rows={"ref": ["T-2"], "name": ["Mine"]})]
    here.type("T-2", "name", "Mine")
    question = here.page.get_by_role("dialog", name="Ben has renamed it.")
    question.wait_for()
    assert here.page.locator('.mpg-row[data-ref="T-2"] .mpg-name').inner_text() == "Theirs"
    assert here.since == ["1"]
    question.get_by_role("button", name="Use mine").click()
    here.says(": renamed.")
    assert here.sent[1][0]["revision"] == 4


def test_a_refusal_changes_nothing(project: Callable[..., Project]) -> None:
    here = project()
    here.answers = [(422, {"title": "Refused", "detail": "A task cannot wait for itself.", "code": "loop"})]
    before = here.page.locator('.mpg-row[data-ref="T-3"] .mpg-name').inner_text()
    here.type("T-3", "name", "Other")
    here.page.get_by_role("dialog", name="A task cannot wait for itself.").wait_for()
    here.page.keyboard.press("Enter")
    assert here.page.locator('.mpg-row[data-ref="T-3"] .mpg-name').inner_text() == before


def test_a_server_out_of_reach_is_said(project: Callable[..., Project]) -> None:
    here = project()
    here.answers = [(0, {}), (0, {}), (0, {}), done(2, "Renamed.")]
    here.type("T-3", "name", "Other")
    here.page.get_by_role("dialog", name="The server cannot be reached").wait_for()
    here.page.keyboard.press("Enter")
    here.type("T-3", "name", "Other")
    here.says(": renamed.")
    keys = [body["key"] for body, _ in here.sent]
    assert keys[0] == keys[1] != keys[2] == keys[3]


def test_an_answer_without_news_is_completed(project: Callable[..., Project]) -> None:
    whole = plan(21)
    whole["project"]["revision"] = 2
    here = project(news={"revision": 2, "patch": None, "plan": whole})
    here.answers = [(200, {"revision": 2, "sentence": "Added."})]
    here.page.locator('.mpg-row[data-ref="+"] .mpg-cell[data-column="name"]').click()
    here.page.keyboard.type("One more")
    here.page.keyboard.press("Tab")
    here.says(": added.")
    here.page.locator('.mpg-row[data-ref="T-21"] .mpg-cell[data-column="duration"]:focus').wait_for()


def test_what_others_change_appears(project: Callable[..., Project]) -> None:
    here = project(events=(1, 3), news={"revision": 3, "patch": {"rows": {"ref": ["T-2"], "name": ["By Ben"]}}})
    here.page.locator(".mpg-name", has_text="By Ben").wait_for()
    assert here.since == ["1"]


def test_a_whole_plan_may_come_instead_of_a_patch(project: Callable[..., Project]) -> None:
    whole = plan(25)
    whole["project"]["revision"] = 8
    here = project(events=(8,), news={"revision": 8, "patch": None, "plan": whole})
    here.page.locator('.mpg-row[aria-rowindex="22"][data-ref="T-21"]').wait_for()
    assert here.page.evaluate("document.querySelector('mp-gantt').revision") == 8


def test_the_effect_of_a_choice_is_foretold(project: Callable[..., Project]) -> None:
    here = project()
    here.answers = [done(1, "2 tasks would move.")] * 3
    here.type("T-4", "start", "2026-05-04")
    here.page.locator(".mpg-choice-hint", has_text="2 tasks would move.").first.wait_for()
    assert all(body["preview"] for body, _ in here.sent)


def test_why_is_asked_of_the_project(project: Callable[..., Project]) -> None:
    here = project()
    here.page.locator(".mpg-chart").focus()
    here.page.keyboard.press("ArrowDown")
    here.page.get_by_role("tooltip").get_by_text("Because of T-1.").wait_for()
