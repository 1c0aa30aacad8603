"""Signing in: password with lock-out, second factor, recovery codes, sessions, and the very first visit."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client

from milepost.records.models import JournalEntry
from milepost.web.setting_up import set_up_token
from milepost.web.templatetags.milepost import browser as browser_name
from tests.web.visitors import PASSWORD, account, browser

pytestmark = pytest.mark.django_db
NEWCOMER = {"username": "Ana", "name": "Ana Berg", "email": "ana@example.org", "password": PASSWORD}


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Nobody has tried anything yet."""
    cache.clear()


def stranger(**headers: str) -> Client:
    """A browser that is not signed in."""
    return Client(headers={"host": "localhost", "accept": "text/html", **headers})


def sign_in(client: Client, login: str, password: str = PASSWORD) -> Any:
    """Send the sign-in form."""
    return client.post("/accounts/login/?next=/portfolio", {"login": login, "password": password, "next": "/portfolio"})


def signed_in(client: Client) -> bool:
    """Whether pages are shown."""
    return client.get("/portfolio").status_code == 200


@pytest.mark.parametrize("login", ["ana", "ANA", "ana@example.org"])
def test_one_signs_in_by_name_or_address(login: str) -> None:
    account("ana")
    client = stranger()
    answer = sign_in(client, login)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/portfolio")
    assert signed_in(client)


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one_from_anywhere() -> None:
    account("ana")
    for number in range(5):
        wrong = sign_in(Client(headers={"host": "localhost"}, REMOTE_ADDR=f"10.0.0.{number}"), "ana", "wrong")
        assert wrong.status_code == 200
    client = Client(headers={"host": "localhost"}, REMOTE_ADDR="10.0.0.9")
    answer = sign_in(client, "ana")
    assert "Too many failed login attempts" in answer.content.decode()
    assert not signed_in(client)


def test_wrong_names_and_wrong_passwords_look_the_same() -> None:
    account("ana")
    answers = [sign_in(stranger(), login, "wrong").content.decode() for login in ("ana", "nobody")]
    errors = [re.findall(r'role="alert">([^<]+)<', text) for text in answers]
    assert errors[0] == errors[1] != []


def test_nobody_signs_up() -> None:
    answer = stranger().post("/accounts/signup/", {"username": "eve", "password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 200
    assert not get_user_model().objects.filter(username="eve").exists()


#: The half minute in which second factors are used here; the library's clock is set to it.
HALF_MINUTE = 59_000_000


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock of second factors."""
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time", lambda: iter([HALF_MINUTE]))


def code_of(secret: str, moment: int = HALF_MINUTE) -> str:
    """The six digits an authenticator app shows in that half minute (RFC 6238)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", moment), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def with_second_factor() -> tuple[Client, str]:
    """Somebody signed in who has just activated an authenticator app, and its secret."""
    account("ana")
    client = stranger()
    sign_in(client, "ana")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    found = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page)
    assert found is not None
    assert "data:image/svg+xml" in page
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(found.group(1))})
    assert answer.status_code == 302
    return client, found.group(1)


def test_with_a_second_factor_the_password_alone_lets_nobody_in() -> None:
    _, secret = with_second_factor()
    client = stranger()
    answer = sign_in(client, "ana")
    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert not signed_in(client)
    # Each code is good once: the one that activated the app has been used.
    cache.clear()
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert not signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert signed_in(client)


def test_second_factors_are_kept_sealed() -> None:
    _, secret = with_second_factor()
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in kept


def test_a_recovery_code_lets_somebody_in_once() -> None:
    client, _ = with_second_factor()
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"\b\d{8}\b", page)
    assert len(codes) == 10
    for times, lets_in in ((1, True), (2, False)):
        again = stranger()
        sign_in(again, "ana")
        again.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert signed_in(again) is lets_in, times


def test_one_sees_where_one_is_signed_in_and_signs_out_elsewhere() -> None:
    account("ana")
    here, there = stranger(**{"user-agent": "Here"}), stranger(**{"user-agent": "There"})
    for client in (here, there):
        sign_in(client, "ana")
    assert UserSession.objects.count() == 2
    assert "There" in here.get("/accounts/sessions/").content.decode()
    here.post("/accounts/sessions/")
    assert (signed_in(here), signed_in(there)) == (True, False)


def test_one_session_can_be_ended_by_its_owner_only() -> None:
    account("ana")
    account("ben")
    here, there, other = stranger(), stranger(), stranger()
    for client, name in ((here, "ana"), (there, "ana"), (other, "ben")):
        sign_in(client, name)
    first, second, third = UserSession.objects.order_by("pk").values_list("pk", flat=True)
    assert here.post(f"/accounts/sessions/{third}/end").status_code == 404
    assert here.get(f"/accounts/sessions/{second}/end").status_code == 405
    assert here.post(f"/accounts/sessions/{second}/end").status_code == 302
    assert (signed_in(here), signed_in(there), signed_in(other)) == (True, False, True)
    assert first < second


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Chrome/140 Safari/537.36 Edg/140", "Edge on macOS"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604", "Safari on iPhone"),
        ("curl/8.0", "curl/8.0"),
        ("", "unknown"),
    ],
)
def test_browsers_are_called_as_people_know_them(agent: str, name: str) -> None:
    assert browser_name(agent) == name


@pytest.mark.parametrize("page", ["2fa/", "sessions/", "password/change/", "2fa/webauthn/"])
def test_the_pages_of_ones_own_account_wear_our_looks(page: str) -> None:
    account("ana")
    text = browser("ana").get(f"/accounts/{page}").content.decode()
    assert 'class="mp-menu"' in text
    assert " style=" not in text


def test_the_first_visitor_makes_the_administrator_and_no_second_one_does() -> None:
    client = stranger()
    assert client.get("/setup").status_code == 200
    answer = client.post("/setup", {**NEWCOMER, "password_again": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert signed_in(client)
    made = get_user_model().objects.get()
    assert (made.username, str(made), made.site_role) == ("ana", "Ana Berg", "administrator")
    assert PASSWORD not in JournalEntry.objects.get().calls
    for method in (stranger().get, stranger().post):
        assert method("/setup").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password_again": "other"}, "The two passwords differ"),
        ({"password": "short", "password_again": "short"}, "too short"),
        ({"username": "a b"}, "small letters"),
        ({"email": "nowhere"}, "no mail address"),
        ({"name": " "}, "name"),
    ],
)
def test_a_wrong_first_account_is_refused_at_its_field(wrong: dict[str, str], words: str) -> None:
    answer = stranger().post("/setup", {**NEWCOMER, "password_again": PASSWORD, **wrong})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert PASSWORD not in answer.content.decode()
    assert not get_user_model().objects.exists()


@pytest.mark.parametrize(
    ("address", "headers"),
    [("203.0.113.9", {}), ("127.0.0.1", {"x-forwarded-for": "203.0.113.9"}), ("127.0.0.1", {"forwarded": "for=x"})],
)
def test_from_elsewhere_only_the_word_of_the_terminal_lets_one_set_up(address: str, headers: dict[str, str]) -> None:
    client = Client(headers={"host": "localhost", **headers}, REMOTE_ADDR=address)
    assert client.get("/setup").status_code == 403
    assert client.post("/setup", {**NEWCOMER, "password_again": PASSWORD}).status_code == 403
    assert client.get(f"/setup?token={set_up_token()}").status_code == 200
    answer = client.post("/setup", {**NEWCOMER, "password_again": PASSWORD, "token": set_up_token()})
    assert answer.status_code == 302


def test_while_nobody_has_an_account_signing_in_leads_to_the_set_up() -> None:
    assert stranger().get("/accounts/login/").headers["Location"] == "/setup"
    account("ana")
    assert stranger().get("/accounts/login/").status_code == 200
