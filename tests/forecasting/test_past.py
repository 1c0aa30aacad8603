"""Undo, redo and as-of: after many actions every past revision comes back to the byte."""

from __future__ import annotations

import random

import pytest

from milepost.commands.preview import preview
from milepost.commands.run import Call, run
from milepost.forecasting.load import load, read
from milepost.forecasting.past import as_of, digest
from milepost.queries.access import Actor
from milepost.queries.refused import Refused
from milepost.records.models import Project
from tests.worlds import AT, do, sample, user

pytestmark = pytest.mark.django_db


def wish(chance: random.Random, project: Project) -> Call:
    """Some command on some records."""
    dossier = load(project).dossier
    task = f"T-{chance.choice(dossier.plan.tasks).uid}"
    other = f"T-{chance.choice(dossier.plan.tasks).uid}"
    person = f"P-{chance.choice(dossier.plan.resources).uid}"
    return chance.choice(
        [
            Call("change_duration", {"task": task, "duration": f"{chance.randint(1, 9)}d"}),
            Call("add_task", {"name": f"Task {chance.random()}", "duration": "2d", "after": task}),
            Call("add_link", {"predecessor": task, "successor": other, "lag": chance.choice([0, 480])}),
            Call("remove_link", {"predecessor": task, "successor": other}),
            Call("set_deadline", {"task": task, "at": f"2026-0{chance.randint(1, 9)}-15"}),
            Call("assign", {"task": task, "resource": person, "units": "0.5"}),
            Call("set_priority", {"task": task, "priority": chance.randint(0, 1000)}),
            Call("rename_project", {"name": f"Name {chance.random()}"}),
            Call("deactivate", {"task": task}),
            Call("set_estimate", {"task": task, "optimistic": "1d", "most_likely": "3d", "pessimistic": "9d"}),
        ]
    )


def done(chance: random.Random, actor: Actor, project: Project, count: int) -> list[str]:
    """Carry out so many random actions, each previewed first, and give the digest after each revision."""
    digests = [digest(load(project).dossier)]
    while len(digests) <= count:
        calls = [wish(chance, project) for _ in range(chance.choice([1, 1, 3]))]
        try:
            promised = preview(calls, actor=actor, door="test", at=AT, project=project.code)
        except Refused:
            with pytest.raises(Refused):
                run(calls, actor=actor, door="test", at=AT, project=project.code)
            continue
        outcome = run(calls, actor=actor, door="test", at=AT, project=project.code)
        if not outcome.changed:
            continue
        assert outcome.after is not None
        assert outcome.after.dossier == promised.after.dossier
        assert outcome.after.schedule.finish == promised.after.schedule.finish
        assert outcome.results == promised.results
        project.refresh_from_db()
        digests.append(digest(outcome.after.dossier))
    return digests


def test_every_past_revision_comes_back_and_undoing_all_gives_the_first_digest() -> None:
    ana = user()
    project = sample(ana)
    digests = done(random.Random(7), ana, project, 40)
    for revision in (1, 2, 17, 33, 41):
        assert digest(as_of(project, revision).dossier) == digests[revision - 1]
    for _ in range(40):
        do(ana, "PORTAL", "undo")
    project.refresh_from_db()
    assert digest(read(project).dossier) == digests[0]
    for _ in range(40):
        do(ana, "PORTAL", "redo")
    project.refresh_from_db()
    assert digest(read(project).dossier) == digests[-1]
