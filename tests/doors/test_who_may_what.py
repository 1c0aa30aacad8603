"""Who may do and ask what: each role, each command and query, through each door; and nothing leaks between projects."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from milepost.cli.local import LocalRecord
from milepost.cli.words import Wish
from milepost.commands.catalogue import catalogue as commands
from milepost.commands.command import Command
from milepost.dossier.people import Role
from milepost.mcp.calls import call
from milepost.queries.access import ROLES, Permission
from milepost.queries.catalogue import catalogue as queries
from milepost.queries.encoding import to_json
from milepost.queries.query import Query
from milepost.queries.refused import Refused
from milepost.records.models import Job, Project, Upload
from tests.doors.callers import Program, token
from tests.doors.entering import NOW, Visitor, signed_in
from tests.worlds import AT, do, join, late_parts, small, user

pytestmark = pytest.mark.django_db
#: An argument that nothing knows: who may, is refused for it; who may not, is refused before it is looked at.
WRONG = {"zzz": 1}
Words = Mapping[str, Command | Query]
Door = Callable[[Visitor, Command | Query], str]
SITE = {
    Permission.SITE: ("administrator",),
    Permission.AUDIT: ("administrator", "auditor"),
}
_READ = {Permission.SEE, Permission.SEE_RECORD}
_BY_SITE_ROLE = {
    "administrator": _READ | {Permission.OWN, Permission.AUDIT},
    "auditor": _READ | {Permission.SEE_COSTS, Permission.AUDIT},
    "stranger": set(),
}
EVERYBODY = (*(str(role) for role in Role), *_BY_SITE_ROLE)


def expected(who: str, word: Command | Query) -> str:
    """What the roles say, written once more: the code of the refusal of a wrong argument."""
    if word.site:
        return "invalid" if who in SITE.get(word.permission, EVERYBODY) else "forbidden"
    if who == "stranger":
        return "unknown"
    allowed = _BY_SITE_ROLE[who] if who in _BY_SITE_ROLE else ROLES[Role(who)]
    needed = {word.permission, *getattr(word, "also", ())}
    return "invalid" if needed <= allowed else "forbidden"


def over_http(visitor: Visitor, word: Command | Query) -> str:
    place = "" if word.site else "projects/SMALL/"
    program = Program(visitor.token)
    if isinstance(word, Command):
        return str(program.post(f"{place}commands/{word.name}", WRONG).json()["code"])
    return str(program.get(f"{place}{word.name}?zzz=1").json()["code"])


def through_the_pages(visitor: Visitor, word: Command | Query) -> str:
    place, client = "" if word.site else "/p/SMALL", signed_in(visitor.actor)
    if isinstance(word, Command):
        calls = [{"command": word.name, "arguments": WRONG}]
        return str(client.post(f"{place}/do", {"calls": calls}, content_type="application/json").json()["code"])
    answer = client.get(f"{place}/{word.name}.json?zzz=1")
    # A page passes over words of its address that are none of its own: whoever gets an answer may ask.
    return "invalid" if answer.status_code == 200 else str(answer.json()["code"])


def as_assistant(visitor: Visitor, word: Command | Query) -> str:
    if isinstance(word, Command) and (word.vital or word.dangerous):
        return expected(visitor.actor.name, word)
    verb, kind = ("do", "command") if isinstance(word, Command) else ("ask", "query")
    asked = {kind: word.name, "arguments": WRONG, **({} if word.site else {"project": "SMALL"})}
    return str(call(f"{verb}_{word.area}", asked, actor=visitor.actor, at=NOW).data["code"])


def from_the_terminal(visitor: Visitor, word: Command | Query) -> str:
    record = LocalRecord(visitor.actor.name)
    wish = Wish(word.name, WRONG, None if word.site else "SMALL", False, "", "", True)
    with pytest.raises(Refused) as refused:
        record.do(wish) if isinstance(word, Command) else record.ask(wish)
    return str(refused.value.code)


DOORS: Mapping[str, Door] = {"web": through_the_pages, "api": over_http, "mcp": as_assistant, "cli": from_the_terminal}


def visitor(who: str) -> Visitor:
    """Somebody named after what they are, at a small project of Ana's."""
    project = small(user("ana"))
    actor = user(who, who if who in ("administrator", "auditor") else "")
    if who not in _BY_SITE_ROLE:
        join(project, actor, Role(who))
    return Visitor(actor, token(who, "admin"))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("who", EVERYBODY)
def test_a_role_may_what_its_permissions_say_at_every_door(who: str, door: str) -> None:
    there = visitor(who)
    words: Words = {**commands(), **queries()}
    found = {name: DOORS[door](there, word) for name, word in words.items()}
    assert found == {name: expected(who, word) for name, word in words.items()}


@pytest.mark.parametrize("scope", ["read", "propose"])
def test_a_token_reaches_no_further_than_its_scope(scope: str) -> None:
    small(user("ana"))
    program, before = Program(token("ana", scope)), Project.objects.get().revision
    answer = program.post("projects/SMALL/commands/rename_task", {"task": "T-1", "name": "Draw"})
    if scope == "read":
        assert answer.json()["code"] == "forbidden"
        assert Project.objects.get().revision == before
    else:
        assert answer.json()["proposal"] == "C-1"
        decided = program.post("projects/SMALL/commands/approve_change", {"change": "C-1"})
        assert decided.json()["code"] == "forbidden"
    task = program.get("projects/SMALL/task?task=T-1").json()
    assert '"Design"' in json.dumps(task)
    program.post("projects/SMALL/commands/archive_project")
    assert not Project.objects.get().archived


SECRET = "zanzibar"
#: The number of Ben's uploaded file and of its job, beyond those that others take.
WAITING = 900_001
ASKED: Mapping[str, Mapping[str, Any]] = {
    "choices": {"table": "tasks"}, "change": {"change": "C-1"}, "risk": {"risk": "R-1"}, "plan_since": {"revision": 1},
    "state_as_of": {"revision": 1}, "task": {"task": "T-1"}, "why": {"task": "T-1"}, "comments": {"about": "T-1"},
    "candidates": {"task": "T-1"}, "person": {"person": "IDA-HOLM"}, "file_effect": {"upload": WAITING},
    "import_progress": {"job": WAITING},
}  # fmt: skip


def two_projects() -> None:
    """Ben's own project, and Ana's full of secrets, with a risk, a change, a comment and a person of its own."""
    ana, ben = user("ana"), user("ben")
    small(ben, "OWN")
    late_parts(ben, "OWN")
    do(ben, "OWN", "add_resource", name="Ben Holt")
    do(ben, "OWN", "assign", task="T-1", resource="P-1")
    sheet = {"file": "plan.csv", "content": b"Name,Duration\nDesign,9d\n"}
    root = user("root", "administrator")
    do(root, None, "add_person", name="Ida Holm")
    do(root, None, "record_leave", person="IDA-HOLM", first="2026-03-04", reason=f"{SECRET} reason")
    own = Project.objects.get(code="OWN")
    Upload.objects.create(pk=WAITING, user_id=ben.user, project=own, created_at=AT, **sheet)
    Job.objects.create(pk=WAITING, kind="import", user_id=ben.user, created_at=AT, due_at=AT)
    small(ana, "OTHER")
    late_parts(ana, "OTHER")
    do(ana, "OTHER", "add_from_pool", person="IDA-HOLM")
    do(ana, "OTHER", "rename_project", name=f"{SECRET} project")
    do(ana, "OTHER", "rename_task", task="T-1", name=f"{SECRET} task")
    do(ana, "OTHER", "change_risk", risk="R-1", title=f"{SECRET} risk")
    do(ana, "OTHER", "add_resource", name=f"{SECRET} person")
    do(ana, "OTHER", "comment", about="T-1", text=f"{SECRET} words")
    wish = [{"command": "rename_task", "arguments": {"task": "T-2", "name": f"{SECRET} wish"}}]
    do(ana, "OTHER", "request_change", title=f"{SECRET} change", calls=wish)
    do(ben, "OWN", "request_change", title="Mine", calls=[{**wish[0], "arguments": {"task": "T-2", "name": "x"}}])


@pytest.mark.parametrize("name", sorted(queries()))
def test_no_query_tells_of_a_project_one_is_not_in(name: str) -> None:
    two_projects()
    query, program = queries()[name], Program(token("ben", "admin"))
    asked = "&".join(f"{key}={value}" for key, value in ASKED.get(name, {}).items())
    if query.site:
        answers = [program.get(f"{name}?{asked}")]
    else:
        answers = [program.get(f"projects/OWN/{name}?{asked}"), program.get(f"projects/OTHER/{name}?{asked}")]
        assert answers[0].status_code == 200, answers[0].content
        assert answers[1].status_code == 404
        assert answers[1].json()["detail"] == "There is no project OTHER."
    assert not any(SECRET in answer.content.decode().casefold() for answer in answers)
    if query.permission is not Permission.AUDIT:
        assert answers[0].status_code == 200, answers[0].content


@pytest.mark.parametrize("name", sorted(name for name, query in queries().items() if not query.site))
def test_a_token_for_one_project_reaches_no_other_of_its_owner(name: str) -> None:
    two_projects()
    join(Project.objects.get(code="OTHER"), user("ben"), Role.OWNER)
    program = Program(token("ben", "admin", Project.objects.get(code="OWN")))
    asked = "&".join(f"{key}={value}" for key, value in ASKED.get(name, {}).items())
    assert program.get(f"projects/OTHER/{name}?{asked}").status_code == 404


def test_answers_are_told_alike_at_every_door() -> None:
    two_projects()
    ben = Visitor(user("ben"), token("ben", "admin"))
    for name in ("plan", "task_list", "choices", "history"):
        told = Program(ben.token).get(
            f"projects/OWN/{name}?table=tasks" if name == "choices" else f"projects/OWN/{name}"
        )
        wish = Wish(name, dict(ASKED.get(name, {})), "OWN", False, "", "", True)
        assert json.loads(json.dumps(to_json(LocalRecord("ben").ask(wish)))) == told.json()
        asked = {"query": name, "arguments": dict(ASKED.get(name, {})), "project": "OWN"}
        assert call(f"ask_{queries()[name].area}", asked, actor=ben.actor, at=NOW).data["answer"] == told.json()
