"""Signing in with the organisation's OpenID Connect provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, override_settings

from milepost.config.environment import provider, sign_in_with
from tests.web.visitors import account

pytestmark = pytest.mark.django_db
URL = "https://id.example.org"
ENVIRONMENT = {
    "MILEPOST_OIDC_URL": URL,
    "MILEPOST_OIDC_CLIENT": "milepost",
    "MILEPOST_OIDC_SECRET": "shared-secret",
    "MILEPOST_OIDC_NAME": "Example sign-on",
}


class Answer:
    """What the provider answers over the wire."""

    status_code = 200
    headers: dict[str, str] = {"content-type": "application/json"}  # noqa: RUF012 - as the wire has it
    text = ""

    def __init__(self, content: dict[str, Any]) -> None:
        """Keep what is answered."""
        self.content = content

    def json(self) -> dict[str, Any]:
        """Give the answer."""
        return self.content

    def raise_for_status(self) -> None:
        """Nothing is wrong."""


class Provider:
    """A provider that vouches for one person, and remembers what it was sent."""

    def __init__(self, person: dict[str, Any]) -> None:
        """Vouch for a person."""
        self.person = person
        self.sent: dict[str, Any] = {}

    def __enter__(self) -> Provider:
        return self

    def __exit__(self, *failure: object) -> None:
        """Nothing is left open."""

    def get(self, url: str, **_: Any) -> Answer:
        """Answer where its parts are, or who the person is."""
        if url.endswith("/userinfo"):
            return Answer(self.person)
        parts = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo"}
        return Answer({"issuer": URL, **{name: f"{URL}/{part}" for name, part in parts.items()}})

    def request(self, method: str, url: str, data: dict[str, Any], **_: Any) -> Answer:
        """Give a token for a code."""
        assert (method, url) == ("POST", f"{URL}/token")
        self.sent = data
        return Answer({"access_token": "key", "token_type": "Bearer"})


@pytest.fixture
def settings_with_provider() -> Iterator[None]:
    """The settings that the environment above makes."""
    found = provider(ENVIRONMENT)
    assert found is not None
    with override_settings(SOCIALACCOUNT_PROVIDERS=sign_in_with(found), FORM_TARGETS=[found.origin]):
        yield


def come_back(monkeypatch: pytest.MonkeyPatch, person: dict[str, Any]) -> tuple[Client, Any, Provider]:
    """Go to the provider and come back as a person."""
    vouching = Provider(person)
    monkeypatch.setattr("milepost.web.accounts.ProviderAdapter.get_requests_session", lambda _: vouching)
    client = Client(headers={"host": "localhost", "accept": "text/html"})
    led = client.post("/accounts/oidc/sso/login/?process=login")
    asked = parse_qs(urlsplit(led.headers["Location"]).query)
    assert led.headers["Location"].startswith(f"{URL}/authorize?")
    assert asked["code_challenge_method"] == ["S256"]
    answer = client.get(f"/accounts/oidc/sso/login/callback/?code=once&state={asked['state'][0]}")
    return client, answer, vouching


@pytest.mark.usefixtures("settings_with_provider")
def test_the_sign_in_page_offers_the_provider() -> None:
    account("ana")
    answer = Client(headers={"host": "localhost"}).get("/accounts/login/")
    assert "Example sign-on" in answer.content.decode()
    assert answer.headers["Content-Security-Policy"].endswith(f"form-action 'self' {URL}")


@pytest.mark.usefixtures("settings_with_provider")
def test_whom_the_provider_vouches_for_is_the_person_with_that_address(monkeypatch: pytest.MonkeyPatch) -> None:
    account("ana")
    person = {"sub": "4711", "email": "ana@example.org", "email_verified": True, "name": "Somebody"}
    client, answer, vouching = come_back(monkeypatch, person)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/portfolio").status_code == 200
    assert vouching.sent["code"] == "once"
    assert len(vouching.sent["code_verifier"]) >= 43


@pytest.mark.usefixtures("settings_with_provider")
@pytest.mark.parametrize(
    "person",
    [
        {"sub": "4712", "email": "ana@example.org", "email_verified": False},
        {"sub": "4713", "email": "eve@example.org", "email_verified": True},
    ],
    ids=["address not verified", "no account"],
)
def test_nobody_else_comes_in_and_no_account_is_made(person: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    account("ana")
    client, _, _ = come_back(monkeypatch, person)
    assert client.get("/portfolio").status_code == 302
    assert get_user_model().objects.count() == 1
