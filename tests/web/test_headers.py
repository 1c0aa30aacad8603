"""What every answer says to the browser."""

from __future__ import annotations

import re

import pytest
from django.test import Client, override_settings

from milepost.web import assets
from tests.web.visitors import account, browser

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'"
)


def stranger(**headers: str) -> Client:
    """A browser that is not signed in."""
    return Client(headers={"host": "localhost", "accept": "text/html", **headers})


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/login/", "/setup", "/nowhere", "/static/milepost.svg", "/do"])
def test_every_answer_carries_the_policy(path: str) -> None:
    answer = stranger().get(path)
    answer.close()
    headers = answer.headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] in ("same-origin", "*")


@pytest.mark.django_db
def test_the_provider_is_the_only_foreign_place_a_form_may_lead_to() -> None:
    with override_settings(FORM_TARGETS=["https://id.example.org"]):
        policy = stranger().get("/accounts/login/").headers["Content-Security-Policy"]
    assert policy.endswith("form-action 'self' https://id.example.org")


@pytest.mark.django_db
def test_pages_are_kept_by_nobody_but_the_reader() -> None:
    account("ana")
    assert "private" in browser("ana").get("/portfolio").headers["Cache-Control"]


@pytest.mark.django_db
def test_over_https_browsers_are_told_to_stay_there() -> None:
    headers = stranger().get("/accounts/login/", secure=True).headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in stranger().get("/accounts/login/").headers


@pytest.mark.django_db
def test_pages_have_no_inline_script_or_style() -> None:
    account("ana")
    for client, path in ((stranger(), "/accounts/login/"), (stranger(), "/nowhere"), (browser("ana"), "/portfolio")):
        text = client.get(path).content.decode()
        for script in re.findall(r"<script([^>]*)>", text):
            assert "src=" in script or 'type="application/json"' in script
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)


@pytest.mark.django_db
def test_built_files_may_be_kept_for_ever() -> None:
    for taken in ("", "gzip"):
        answer = stranger(**{"accept-encoding": taken}).get(f"/static/built/{assets.built('app.css')}")
        answer.close()
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers.get("Content-Encoding", "") == taken


@pytest.mark.django_db
def test_unknown_hosts_are_refused() -> None:
    assert Client(headers={"host": "evil.example"}).get("/accounts/login/").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "sentence"),
    [("/nowhere", "It may have been moved or removed, or it belongs"), ("/p/NONE/", "There is no project NONE.")],
)
def test_refusals_are_pages_for_people_and_problems_for_programs(path: str, sentence: str) -> None:
    account("ana")
    page = browser("ana").get(path)
    assert (page.status_code, "There is nothing here" in page.content.decode()) == (404, True)
    problem = browser("ana", accept="application/json").get(path)
    assert (problem.status_code, problem.headers["Content-Type"]) == (404, "application/problem+json")
    assert problem.json()["detail"].startswith(sentence)


@pytest.mark.parametrize(
    ("accept", "words"), [("text/html", "<h1>That is too large</h1>"), ("*/json", '"status": 413')]
)
def test_more_than_may_be_sent_is_refused_before_it_is_read(accept: str, words: str) -> None:
    client = Client(headers={"host": "localhost", "accept": accept}, CONTENT_LENGTH=str(70 * 2**20))
    answer = client.generic("POST", "/do")
    assert answer.status_code == 413
    assert words in answer.content.decode()


@pytest.mark.django_db
def test_a_failure_of_ours_says_so_and_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    account("ana")
    client = browser("ana")
    client.raise_request_exception = False

    def fail(*_: object, **__: object) -> None:
        raise OSError("token=geheim")

    monkeypatch.setattr("milepost.web.views.ask", fail)
    answer = client.get("/portfolio")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()
    assert "geheim" not in answer.content.decode()
    assert answer.headers["Content-Security-Policy"] == POLICY
