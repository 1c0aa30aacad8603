"""Live events: who may listen hears of every new revision, at once for all, and only as long as they may."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from milepost.queries.revisions import Stand, may_follow, stands
from milepost.web.live import Live, session_of
from tests.web.visitors import account, cast

Sent = list[dict[str, Any]]


def scope(path: str, cookie: str = "session=abc") -> dict[str, Any]:
    """A connection."""
    return {"type": "http", "path": path, "headers": [(b"cookie", cookie.encode())]}


async def listening(live: Live, path: str, *, until: int, act: Any = None) -> Sent:
    """What a listener is sent, up to a number of messages, after which it leaves."""
    sent: Sent = []
    leave = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await leave.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        if act is not None:
            act(len(sent))
        if len(sent) >= until:
            leave.set()

    await asyncio.wait_for(live(scope(path), receive, send), 5)
    return sent


def bodies(sent: Sent) -> list[bytes]:
    """The texts of messages."""
    return [message["body"] for message in sent if message["type"] == "http.response.body"]


def test_who_may_listen_hears_of_each_revision() -> None:
    known = {"SMALL": 2}

    def act(count: int) -> None:
        known["SMALL"] = max(known["SMALL"], count)

    live = Live(
        lambda: {"SMALL": Stand(known["SMALL"])}, lambda session, code: (session, code) == ("abc", "SMALL"), every=0.001
    )
    sent = asyncio.run(listening(live, "/events/p/SMALL", until=5, act=act))
    assert sent[0]["status"] == 200
    assert (b"content-type", b"text/event-stream; charset=utf-8") in sent[0]["headers"]
    assert bodies(sent)[1:3] == [
        b'data: {"revision": 2, "kept": ""}\n\n',
        b'data: {"revision": 3, "kept": ""}\n\n',
    ]


@pytest.mark.parametrize("path", ["/events/p/OTHER", "/events/p/small", "/events", "/events/p/SMALL/x"])
def test_others_hear_nothing(path: str) -> None:
    live = Live(dict, lambda _, code: code == "SMALL")
    assert asyncio.run(listening(live, path, until=2))[0]["status"] == 404


def test_who_may_no_longer_listen_is_cut_off() -> None:
    may = iter([True, False])
    live = Live(dict, lambda *_: next(may), every=0.001, beat=0.001)
    assert bodies(asyncio.run(listening(live, "/events/p/SMALL", until=99)))[-1] == b""


def test_a_listener_gets_signs_of_life() -> None:
    live = Live(dict, lambda *_: True, every=0.001, beat=0.001)
    assert b": here\n\n" in bodies(asyncio.run(listening(live, "/events/p/SMALL", until=4)))


def test_the_session_is_read_from_the_cookie() -> None:
    assert session_of(scope("/", "a=b; session=xyz")) == "xyz"
    assert session_of(scope("/", "nothing")) == ""


@pytest.mark.django_db
def test_only_people_of_the_project_may_follow_it() -> None:
    project = cast()
    keys = {}
    for name in ("member", "stranger", "administrator"):
        client = Client()
        client.force_login(account(name, "administrator" if name == "administrator" else ""))
        keys[name] = client.cookies["session"].value
    assert {name: may_follow(key, "SMALL") for name, key in keys.items()} == {
        "member": True,
        "stranger": False,
        "administrator": True,
    }
    assert not may_follow("", "SMALL")
    assert not may_follow("made-up", "SMALL")
    assert SessionStore(session_key=keys["member"]).exists(keys["member"])
    assert stands() == {"SMALL": Stand(project.revision)}
