"""Tokens speak for their owner, as far and as long as they were made for; only their hash is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from milepost.commands.run import Call, run
from milepost.queries.access import Actor
from milepost.queries.accounts import actor_for_token
from milepost.queries.catalogue import ask
from milepost.queries.refused import Refused
from milepost.records.models import Job, JournalEntry, Message, Project, Token
from tests.worlds import AT, do, small, user

pytestmark = pytest.mark.django_db


def token(actor: Actor, **said: object) -> str:
    """A new token."""
    call = Call("create_token", {"name": "ci", **said})
    return str(run([call], actor=actor, door="test", at=AT).results[0])


def test_a_token_is_shown_once_and_kept_as_a_hash_only() -> None:
    secret = token(user(), scope="write")
    row = Token.objects.get()
    assert secret not in (row.digest, row.prefix)
    assert all(secret not in entry.calls + entry.changes for entry in JournalEntry.objects.all())
    (line,) = ask("tokens", actor=user(), at=AT)
    assert (line.begins, line.scope, line.ended) == (secret[:8], "write", False)


def test_a_token_reaches_as_far_as_its_scope_and_project() -> None:
    ana = user()
    small(ana)
    small(ana, "OTHER")
    reader = actor_for_token(token(ana, scope="read"), AT)
    with pytest.raises(Refused, match="only as far as"):
        do(reader, "SMALL", "rename_project", name="X")
    writer = actor_for_token(token(ana, scope="write", project="SMALL"), AT)
    do(writer, "SMALL", "rename_project", name="X")
    with pytest.raises(Refused, match="There is no project OTHER"):
        do(writer, "OTHER", "rename_project", name="X")
    with pytest.raises(Refused, match="only as far as write in one project"):
        token(writer, scope="admin", project="SMALL")


def test_a_token_of_one_project_reaches_nothing_of_the_site() -> None:
    ana = user("ana", "administrator")
    small(ana)
    only = actor_for_token(token(ana, scope="admin", project="SMALL"), AT)
    refused = "only as far as admin in one project"
    for command, given in (
        ("create_account", {"username": "eve", "name": "Eve", "password": "long-enough-1"}),
        ("set_password", {"user": "ana", "password": "long-enough-1"}),
        ("add_person", {"name": "Mei"}),
        ("create_project", {"code": "NEW", "name": "New", "start": "2026-03-02"}),
        ("revoke_token", {"token": 1}),
        ("set_preferences", {"theme": "dark"}),
    ):
        with pytest.raises(Refused, match=refused):
            do(only, None, command, **given)
    for question in ("accounts", "pool", "tokens", "preferences"):
        with pytest.raises(Refused, match=refused):
            ask(question, actor=only, at=AT)
    small(ana, "OTHER")
    assert [line.code for line in ask("portfolio", actor=only, at=AT)] == ["SMALL"]
    for code in ("SMALL", "OTHER"):
        project = Project.objects.get(code=code)
        Message.objects.create(project=project, user_id=ana.user, kind="told", subject=code, text="", created_at=AT)
        Job.objects.create(kind="import", project=project, user_id=ana.user, created_at=AT, due_at=AT)
    assert [each.subject for each in ask("today", actor=only, at=AT).news] == ["SMALL"]
    first, second = Job.objects.filter(kind="import").order_by("pk")
    assert ask("import_progress", {"job": first.pk}, actor=only, at=AT).job == first.pk
    with pytest.raises(Refused, match="You have no import"):
        ask("import_progress", {"job": second.pk}, actor=only, at=AT)


def test_a_token_that_only_reads_changes_nothing_of_its_own_account() -> None:
    ana = user()
    small(ana)
    reader = actor_for_token(token(ana, scope="read"), AT)
    for command, given in (("revoke_token", {"token": 1}), ("save_view", {"page": "plan", "name": "x", "state": {}})):
        with pytest.raises(Refused, match="only as far as read"):
            do(reader, None, command, **given)


def test_a_token_that_may_only_propose_withdraws_nobody_elses_request() -> None:
    ana, ben = user(), user("ben")
    small(ana)
    do(ana, "SMALL", "set_member", user="ben", role="member")
    wish = {
        "title": "Longer",
        "calls": [{"command": "change_duration", "arguments": {"task": "T-1", "duration": "9d"}}],
    }
    do(ben, "SMALL", "request_change", **wish)
    proposer = actor_for_token(token(ana, scope="propose"), AT)
    with pytest.raises(Refused, match="cannot withdraw what others asked for"):
        do(proposer, "SMALL", "withdraw_change", change="C-1")
    do(proposer, "SMALL", "request_change", **wish)
    do(proposer, "SMALL", "withdraw_change", change="C-2")


def test_what_may_only_be_proposed_becomes_a_change_request() -> None:
    ana = user()
    small(ana)
    proposer = actor_for_token(token(ana, scope="propose"), AT)
    outcome = run(
        [Call("change_duration", {"task": "T-1", "duration": "9d"})], actor=proposer, door="mcp", at=AT, project="SMALL"
    )
    assert outcome.results == ("C-1",)
    assert outcome.after is not None
    assert outcome.after.dossier.plan.tasks[0].duration == 5 * 480
    with pytest.raises(Refused, match="cannot decide"):
        do(proposer, "SMALL", "approve_change", change="C-1", decision="yes")


def test_an_ended_token_speaks_for_nobody() -> None:
    ana = user()
    secret = token(ana, days=1)
    assert actor_for_token(secret, AT).user == ana.user
    with pytest.raises(Refused):
        actor_for_token(secret, AT + timedelta(days=2))
    with pytest.raises(Refused, match="You have no token"):
        do(replace(user("ben")), None, "revoke_token", token=Token.objects.get().pk)
    do(ana, None, "revoke_token", token=Token.objects.get().pk)
    with pytest.raises(Refused):
        actor_for_token(secret, AT)
