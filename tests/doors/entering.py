"""The four doors, each as a way to carry a command out: what came of it, or why not."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as OF_USER,
)
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY as PROOFS,
)
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from typer.testing import CliRunner

from milepost.cli.main import app
from milepost.commands.catalogue import find
from milepost.commands.run import Call, run
from milepost.mcp.calls import call
from milepost.queries.access import Actor
from milepost.queries.refused import Refused
from milepost.records.models import Job, JournalEntry, Message

#: When everything happens at every door.
NOW = datetime(2026, 10, 19, 9, 0, tzinfo=UTC)
PROJECT = "PORTAL"
#: An instant that is never long ago, in seconds.
JUST_NOW = 2**40


class Standing(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        """The one time there is."""
        return NOW.astimezone(tz)


@dataclass(frozen=True)
class Result:
    """What came of a command: its answer and everything it left in the record, or sentence and code of its refusal."""

    refused: str = ""
    code: str = ""
    answer: Any = None
    command: str = ""
    changes: str = ""
    about: str = ""
    messages: tuple[Any, ...] = ()
    jobs: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Visitor:
    """Somebody at the doors: who they are, and their token."""

    actor: Actor
    token: str


Door = Callable[[Visitor, str, Mapping[str, Any]], Any]


def gate(visitor: Visitor, word: str, arguments: Mapping[str, Any]) -> Any:
    """No door at all: what the others are compared with."""
    place = None if find(word).site else PROJECT
    return run([Call(word, arguments)], actor=visitor.actor, door="gate", at=NOW, project=place).results[0]


def api(visitor: Visitor, word: str, arguments: Mapping[str, Any]) -> Any:
    """Over HTTP."""
    place = "" if find(word).site else f"projects/{PROJECT}/"
    client = Client(headers={"host": "localhost", "authorization": f"Bearer {visitor.token}"})
    answer = client.post(f"/api/v1/{place}commands/{word}", json.dumps(arguments), content_type="application/json")
    return _told(answer)


def signed_in(actor: Actor) -> Client:
    """Somebody's browser, who has just shown who they are."""
    client = Client(headers={"host": "localhost", "accept": "application/json"})
    client.force_login(get_user_model().objects.get(pk=actor.user))
    session = client.session
    session[PROOFS] = [{"method": "password", "at": JUST_NOW, "reauthenticated": True}]
    session[OF_USER] = str(actor.user)
    session.save()
    return client


def web(visitor: Visitor, word: str, arguments: Mapping[str, Any]) -> Any:
    """Through the pages."""
    place = "/do" if find(word).site else f"/p/{PROJECT}/do"
    body = {"calls": [{"command": word, "arguments": arguments}]}
    return _told(signed_in(visitor.actor).post(place, json.dumps(body), content_type="application/json"))


def mcp(visitor: Visitor, word: str, arguments: Mapping[str, Any]) -> Any:
    """As an assistant that may write."""
    asked = {"command": word, "arguments": arguments, **({} if find(word).site else {"project": PROJECT})}
    told = call(f"do_{find(word).area}", asked, actor=visitor.actor, at=NOW)
    if told.refused:
        raise Refused(told.data["detail"], code=told.data["code"])
    return told.data["results"][0]


def cli(visitor: Visitor, word: str, arguments: Mapping[str, Any]) -> Any:
    """From the terminal."""
    place = [] if find(word).site else ["--project", PROJECT]
    with TemporaryDirectory() as folder:
        flags = [text for name, value in arguments.items() for text in _flags(name, value, Path(folder))]
        typed = ["do", word, "--as", visitor.actor.name, *place, *flags, "--json"]
        result = CliRunner().invoke(app, typed)
    if result.exit_code:
        assert result.exit_code == 2, result.output
        raise Refused(result.stderr.removeprefix("milepost: ").strip().partition(" (--")[0])
    return json.loads(result.stdout)["results"][0]


DOORS: Mapping[str, Door] = {"api": api, "web": web, "mcp": mcp, "cli": cli}


def _flags(name: str, value: Any, folder: Path) -> list[str]:
    flag = f"--{name.replace('_', '-')}"
    if isinstance(value, bool):
        return [flag if value else f"--no-{name.replace('_', '-')}"]
    if name == "content":
        (folder / "content").write_bytes(base64.b64decode(value))
        return [flag, str(folder / "content")]
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return [text for each in value for text in (flag, each)]
    return [flag, value if isinstance(value, str) else json.dumps(value)]


def _told(answer: Any) -> Any:
    told = answer.json()
    if answer.status_code != 200:
        assert answer["Content-Type"] == "application/problem+json"
        raise Refused(told["detail"], code=told.get("code", ""))
    return told["results"][0]


def outcome(door: Door, visitor: Visitor, word: str, arguments: Mapping[str, Any]) -> Result:
    """Go through a door and look at what is different afterwards; the caller takes it back."""
    last = JournalEntry.objects.order_by("id").last()
    try:
        answer = door(visitor, word, arguments)
    except Refused as refused:
        assert JournalEntry.objects.order_by("id").last() == last
        return Result(refused.message, refused.code)
    entry = JournalEntry.objects.order_by("id").last()
    assert entry is not None
    assert entry != last, f"{word} changed nothing; take another example"
    changes = json.dumps(_without_token(json.loads(entry.changes)), sort_keys=True)
    told = tuple(
        Message.objects.filter(created_at=NOW).order_by("id").values_list("user_id", "kind", "subject", "path")
    )
    jobs = tuple(Job.objects.filter(created_at=NOW).order_by("id").values_list("kind", "key", "project_id"))
    return Result("", "", answer, entry.command, changes, entry.about, told, jobs)


def _without_token(value: Any) -> Any:
    """Leave out by which token somebody asked: that is the one thing that differs by door."""
    if isinstance(value, dict):
        return {name: _without_token(each) for name, each in value.items() if name != "requester_token"}
    if isinstance(value, list):
        return [_without_token(each) for each in value]
    return value


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back whatever happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def as_only(visitor: Visitor, scope: str) -> Visitor:
    """The same person, reaching only so far."""
    return replace(visitor, actor=replace(visitor.actor, scope=scope))


def standing_clocks() -> Iterator[str]:
    """Where the doors look at the clock."""
    for room in ("api.visitors", "cli.local", "web.visitors"):
        assert Path(__file__).parents[2].joinpath("src", "milepost", *room.split(".")).with_suffix(".py").exists()
        yield f"milepost.{room}.datetime"
