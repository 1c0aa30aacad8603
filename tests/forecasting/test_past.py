"""Undo, redo and as-of: after many actions every past revision comes back to the byte."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import connection

from milepost.commands.journal import verify
from milepost.commands.preview import Preview, preview
from milepost.commands.run import Call, run
from milepost.forecasting.load import load, read
from milepost.forecasting.past import as_of, digest
from milepost.queries.access import Actor
from milepost.queries.refused import Refused
from milepost.records.models import Project
from tests.worlds import AT, do, sample, user

pytestmark = pytest.mark.django_db
#: The way back is the same on every database; a server's round trips make it long there.
ACTIONS = 1_000 if connection.vendor == "sqlite" else 200
#: Every so many actions one is previewed first.
PREVIEWED = 10


def wish(chance: random.Random, project: Project) -> Call:
    """Some command on some records of any noun."""
    dossier = load(project).dossier
    task, other = (f"T-{chance.choice(dossier.plan.tasks).uid}" for _ in range(2))
    person = f"P-{chance.choice(dossier.plan.resources).uid}"
    risk = chance.choice(dossier.risks).risk.code
    change = chance.choice(dossier.changes).code if dossier.changes else "C-1"
    some = chance.choice([of_tasks, of_tasks, of_the_plan, of_registers])
    word, arguments = chance.choice(some(chance, task, other, person, risk, change))
    return Call(word, arguments)


Wishes = list[tuple[str, dict[str, Any]]]


def of_tasks(chance: random.Random, task: str, other: str, person: str, risk: str, change: str) -> Wishes:
    """What can be done to a task."""
    del risk, change
    number, day = chance.randint(0, 99), f"2026-{chance.randint(11, 12)}-{chance.randint(1, 28):02d}"
    one: dict[str, Any] = {"task": task}
    ends = {"predecessor": task, "successor": other}
    lag, kind = chance.choice(["1d", "-2h", "3ed", "50%"]), chance.choice(["FS", "SS", "FF", "SF"])
    return [
        ("change_duration", {**one, "duration": f"{chance.randint(1, 9)}d"}),
        ("insert_task", {"name": f"Task {number}", "duration": "2d", "after": task}),
        ("insert_task", {"name": f"Part {number}", "under": task}),
        ("rename_task", {**one, "name": f"Called {number}"}),
        ("indent_tasks", {"tasks": [task]}),
        ("outdent_tasks", {"tasks": [task]}),
        ("move_tasks", {"tasks": [task], "after": other}),
        ("remove_tasks", {"tasks": [task]}),
        ("paste_tasks", {"rows": [{"name": "One", "duration": "3d"}, {"name": "Two", "level": 1}], "after": task}),
        ("split_task_into", {**one, "names": ["First", "Second"], "durations": ["1d", "2d"]}),
        ("add_link", {**ends, "lag": lag, "kind": kind}),
        ("remove_link", ends),
        ("set_predecessors", {**one, "text": f"{number + 1}FS+2d"}),
        ("set_constraint", {**one, "kind": chance.choice(["SNET", "FNLT", "MSO"]), "at": day}),
        ("clear_constraint", one),
        ("set_deadline", {**one, "at": day}),
        ("record_progress", {**one, "percent": str(number)}),
        ("change_remaining", {**one, "remaining": f"{chance.randint(1, 8)}d"}),
        ("clear_progress", one),
        ("set_state", {**one, "state": chance.choice(["planned", "started", "done"])}),
        ("set_priority", {**one, "priority": number}),
        ("set_task_note", {**one, "text": f"Mind {number}"}),
        ("set_task_code", {**one, "code": f"X{number}"}),
        ("set_people", {**one, "text": "Mei Lindqvist 50%"}),
        ("assign", {**one, "resource": person, "units": "0.5"}),
        ("unassign", {**one, "resource": person}),
        ("set_estimate", {**one, "optimistic": "1d", "most_likely": "3d", "pessimistic": "9d"}),
        ("deactivate", one),
        ("activate", one),
        ("comment", {"about": task, "text": "Who comes?"}),
    ]


def of_the_plan(chance: random.Random, task: str, other: str, person: str, risk: str, change: str) -> Wishes:
    """What can be done to a plan as a whole, and to those who work in it."""
    del task, other, risk, change
    number, day = chance.randint(0, 99), f"2026-{chance.randint(11, 12)}-{chance.randint(1, 28):02d}"
    return [
        ("add_resource", {"name": f"Somebody {chance.random()}"}),
        ("change_resource", {"resource": person, "team": f"Team {number}"}),
        ("set_rate", {"resource": person, "standard": str(number)}),
        ("set_skill", {"resource": person, "skill": "Cloud", "level": chance.randint(1, 5)}),
        ("set_baseline", {}),
        ("set_status_date", {"at": day}),
        ("rename_project", {"name": f"Name {number}"}),
        ("change_phase", {"phase": chance.choice(["planning", "execution", "closing"])}),
        ("add_holidays", {"calendar": "CAL-1", "country": "DE", "first_year": 2028 + number}),
        ("level_plan", {}),
        ("clear_levelling", {}),
        ("renumber_wbs", {}),
    ]


def of_registers(chance: random.Random, task: str, other: str, person: str, risk: str, change: str) -> Wishes:
    """What can be done to risks and change requests."""
    del other, person
    number = chance.randint(0, 99)
    words = {"cause": "It is old", "event": "it breaks", "effect": "work waits"}
    renamed = [{"command": "rename_task", "arguments": {"task": task, "name": "As asked"}}]
    return [
        (
            "add_risk",
            {"title": f"Risk {number}", **words, "probability": "0.3", "tasks": [task], "delay": "1d, 2d, 3d"},
        ),
        ("change_risk_probability", {"risk": risk, "probability": f"0.{number + 1}"}),
        ("set_risk_owner", {"risk": risk, "owner": f"Owner {number}"}),
        ("close_risk", {"risk": risk, "reason": "It has passed"}),
        ("record_risk_review", {"risk": risk}),
        ("request_change", {"title": f"Change {number}", "calls": renamed}),
        ("withdraw_change", {"change": change}),
    ]


def promised(calls: list[Call], actor: Actor, project: Project) -> Preview | None:
    """What a preview promises; None where it refuses, as carrying out must then do too."""
    try:
        return preview(calls, actor=actor, door="test", at=AT, project=project.code)
    except Refused:
        with pytest.raises(Refused):
            run(calls, actor=actor, door="test", at=AT, project=project.code)
        return None


def done(chance: random.Random, actor: Actor, project: Project, count: int) -> list[str]:
    """Carry out so many random actions, some of them previewed first, and give the digest after each revision."""
    digests = [digest(load(project).dossier)]
    while len(digests) <= count:
        calls = [wish(chance, project) for _ in range(chance.choice([1, 1, 1, 3]))]
        tried = promised(calls, actor, project) if len(digests) % PREVIEWED == 0 else None
        try:
            outcome = run(calls, actor=actor, door="test", at=AT, project=project.code)
        except Refused:
            assert tried is None
            continue
        if not outcome.changed:
            continue
        assert outcome.after is not None
        if tried is not None:
            assert outcome.after.dossier == tried.after.dossier
            assert outcome.after.schedule.finish == tried.after.schedule.finish
            assert outcome.results == tried.results
        project.refresh_from_db()
        digests.append(digest(outcome.after.dossier))
    return digests


def test_every_past_revision_comes_back_and_undoing_all_gives_the_first_digest() -> None:
    ana = user()
    project = sample(ana)
    digests = done(random.Random(7), ana, project, ACTIONS)
    for revision in range(1, ACTIONS + 2, 50):
        assert digest(as_of(project, revision).dossier) == digests[revision - 1]
    for left in reversed(range(ACTIONS)):
        after = do(ana, "PORTAL", "undo").after
        assert after is not None
        if left % 50 == 0:
            assert digest(after.dossier) == digests[left]
    project.refresh_from_db()
    assert digest(read(project).dossier) == digests[0]
    for _ in range(ACTIONS):
        do(ana, "PORTAL", "redo")
    project.refresh_from_db()
    assert digest(read(project).dossier) == digests[-1]
    assert (project.revision, list(verify())) == (3 * ACTIONS + 1, [])
