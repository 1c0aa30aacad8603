"""Risks and forecast, changes and the review as pages: what is on them with a real project, and for whom."""

from __future__ import annotations

import pytest

from milepost.dossier.people import Role
from milepost.forecasting.load import load
from milepost.forecasting.review import compute as review
from milepost.forecasting.simulation import compute as simulate
from milepost.records.models import Project
from tests.web.visitors import ROLES, browser, cast
from tests.worlds import AT, do, join, sample, user

pytestmark = pytest.mark.django_db
PAGES = ("risks", "risks/R-01", "changes", "changes/C-1", "review")
RECORD = {"owner", "manager", "member", "stakeholder", "sponsor", "viewer", "administrator", "auditor"}


@pytest.fixture
def portal() -> Project:
    """The sample with everybody in it, simulated and reviewed, and a change that waits for the sponsor."""
    cast()
    found = sample(user("owner"))
    for role in Role:
        if role is not Role.OWNER:
            join(found, user(str(role)), role)
    calls = [{"command": "change_duration", "arguments": {"task": "T-60", "duration": "40d"}}]
    do(user("member"), "PORTAL", "request_change", title="Test <longer>", calls=calls)
    simulate(found.pk, AT)
    review(found.pk, AT)
    return found


def page(name: str, path: str, code: str = "PORTAL") -> str:
    """A page as somebody gets it."""
    answer = browser(name).get(f"/p/{code}/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_register_renders_for_every_role_and_money_only_for_those_who_may_see_it(portal: Project) -> None:
    for role in ROLES:
        client = browser(role)
        for path in PAGES:
            answer = client.get(f"/p/{portal.code}/{path}")
            wanted = 200 if role in RECORD else 404 if role == "stranger" else 403
            assert answer.status_code == wanted, (role, path)
            costs = role in ("owner", "manager", "sponsor", "auditor")
            text = answer.content.decode()
            if wanted == 200 and not costs:
                assert "EUR" not in text.replace("EUR 0.96 for a dollar", ""), (role, path)
            assert ' style="' not in text


def test_the_risks_page_says_how_sure_the_dates_are(portal: Project) -> None:
    del portal
    text = page("manager", "risks")
    for words in ("80 % sure by (P80)", "How sure each date is", "What moves the finish", '<svg role="img"'):
        assert words in text
    assert 'href="/p/PORTAL/risks/R-01"' in text
    assert "If it happens" in page("manager", "risks/R-01")


def test_a_change_shows_its_impact_and_whoever_decides_finds_the_buttons(portal: Project) -> None:
    del portal
    text = page("sponsor", "changes/C-1")
    assert "Test &lt;longer&gt;" in text
    for words in ("Project finish", "Finish, 80 % sure (P80)", "do/approve_change?change=C-1", "do/reject_change"):
        assert words in text
    assert "do/approve_change" not in page("manager", "changes/C-1")
    assert "A sponsor decides on a major change." in page("manager", "changes/C-1")
    assert "do/withdraw_change" in page("member", "changes/C-1")


def test_the_review_offers_what_one_may_do(portal: Project) -> None:
    del portal
    text = page("manager", "review")
    assert "Go-live (78) will finish" in text
    assert 'value="accept_advice"' in text
    assert "do/defer_advice?finding=SCH-06%3Atask-78" in text
    assert 'value="accept_advice"' not in page("viewer", "review")
    assert "do/defer_advice" not in page("member", "review")


def test_before_anything_is_computed_pages_say_so() -> None:
    cast()
    assert "The first simulation is being computed" in page("manager", "risks", "SMALL")
    assert "Not reviewed yet" in page("manager", "review", "SMALL")
    assert "No changes yet" in page("manager", "changes", "SMALL")


def test_whoever_may_not_change_the_plan_asks_for_it_with_the_same_form() -> None:
    project = cast()
    client = browser("member")
    chosen = client.get("/p/SMALL/ask", {"command": "change_duration"})
    assert chosen.headers["Location"].startswith("/p/SMALL/do/change_duration")
    form = client.get("/p/SMALL/do/change_duration").content.decode()
    assert "Request as a change" in form
    assert ">Change duration</button>" not in form
    sent = {"_command": "change_duration", "task": "T-1", "duration": "8d", "_request": "1"}
    answer = client.post("/p/SMALL/do", sent)
    assert answer.headers["Location"] == "/p/SMALL/changes/C-1"
    project.refresh_from_db()
    held = load(project).dossier
    assert (held.changes[0].title, held.plan.tasks[0].duration) == ("Change duration: T-1, 8d", 5 * 480)
    refused = client.post("/p/SMALL/do", {**sent, "task": "T-9"})
    assert refused.status_code == 404
    assert "There is no task T-9" in refused.content.decode()


def test_managers_may_do_it_or_ask_for_it_and_viewers_neither() -> None:
    cast()
    form = browser("manager").get("/p/SMALL/do/change_duration").content.decode()
    assert "Request as a change" in form
    assert ">Change duration</button>" in form
    assert browser("viewer").get("/p/SMALL/do/change_duration").status_code == 403
    assert browser("viewer").get("/p/SMALL/ask", {"command": "change_duration"}).status_code == 404
    assert browser("member").get("/p/SMALL/ask", {"command": "archive_project"}).status_code == 404
    sent = {"_command": "approve_change", "change": "C-1", "_request": "1"}
    assert browser("member").post("/p/SMALL/do", sent).status_code == 422
