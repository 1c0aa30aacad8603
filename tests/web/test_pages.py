"""Every page of the site map renders for everybody who may see it, and for nobody else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from milepost.commands.catalogue import catalogue as commands
from milepost.queries.catalogue import catalogue as queries
from milepost.records.models import Project
from milepost.web.pages import PAGES, Page, pages, trail
from milepost.web.shell import GROUPS, may_see
from milepost.web.visitors import Visit
from tests.web.visitors import ROLES, browser, cast
from tests.worlds import AT, user

PLAIN = [page for page in PAGES if page.plain]


def address(page: Page, code: str = "SMALL") -> str:
    """Where a page is."""
    return reverse(page.name, kwargs={"project": code} if page.in_project else {})


def visit_of(name: str, page: Page) -> Visit:
    """What somebody is where a page is."""
    from milepost.queries.frames import frame

    actor = user(name)
    return Visit(actor, AT, frame(actor, "SMALL") if page.in_project else None)


@pytest.fixture
def small_cast() -> Project:
    """A project and everybody in it."""
    return cast()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_site_map_names_what_there_is(page: Page) -> None:
    assert page.query in queries()
    assert set(page.commands) <= set(commands())
    assert not page.group or page.group in dict(GROUPS)
    assert list(trail(page)) == [] or page.above in pages()


def test_names_paths_and_keys_are_told_once() -> None:
    for told in ("name", "path", "keys"):
        words = [getattr(page, told) for page in PAGES if getattr(page, told)]
        assert len(words) == len(set(words)), told


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PLAIN, ids=lambda page: page.name)
def test_every_page_renders_for_every_role_that_may_see_it(page: Page, role: str, small_cast: Project) -> None:
    answer = browser(role).get(address(page))
    if page.in_project and role == "stranger":
        assert answer.status_code == 404
    elif may_see(page, visit_of(role, page)):
        text = answer.content.decode()
        assert answer.status_code == 200
        assert f"<title>{page.title}" in text
        assert 'id="content"' in text
        assert "style=" not in text
        assert " onclick=" not in text
    else:
        assert answer.status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("page", PLAIN, ids=lambda page: page.name)
def test_every_page_leads_strangers_to_sign_in(page: Page, small_cast: Project) -> None:
    answer = Client(headers={"host": "localhost", "accept": "text/html"}).get(address(page))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/?next=")


@pytest.mark.django_db
def test_pages_of_a_project_are_sent_again_only_after_a_change(small_cast: Project) -> None:
    ana = browser("owner")
    ana.get("/portfolio")
    addresses = ["/p/SMALL/choices.json?table=tasks", *(address(page) for page in PLAIN if page.in_project)]
    tags = {each: ana.get(each).headers["ETag"] for each in addresses}
    for each, tag in tags.items():
        again = ana.get(each, headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b""), each
    rename = {"command": "rename_task", "arguments": {"task": "T-1", "name": "Sketch"}}
    assert ana.post("/p/SMALL/do", {"calls": [rename]}, content_type="application/json").status_code == 200
    for each, tag in tags.items():
        assert ana.get(each, headers={"if-none-match": tag}).status_code == 200, each


@pytest.mark.django_db
@pytest.mark.parametrize("page", [page for page in PLAIN if page.register], ids=lambda page: page.name)
@pytest.mark.parametrize("form", ["csv", "pdf", "xlsx", "json"])
def test_every_register_can_be_taken_away(page: Page, form: str, small_cast: Project) -> None:
    answer = browser("administrator" if page.group == "admin" else "owner").get(f"{address(page)}.{form}")
    assert answer.status_code == 200
    assert len(answer.content) >= (2 if form == "json" else 20)


@pytest.mark.django_db
def test_pages_ask_the_database_only_a_few_times(
    small_cast: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    manager = browser("manager")
    for page in PLAIN:
        manager.get(address(page))
        with django_assert_max_num_queries(12):
            assert manager.get(address(page)).status_code in (200, 403), page.name
