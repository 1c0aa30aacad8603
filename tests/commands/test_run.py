"""The gate: what it lets through, what it refuses, and that nothing is half done."""

from __future__ import annotations

import pytest

from milepost.commands import journal
from milepost.commands.run import Call, run
from milepost.forecasting.held import SHELF
from milepost.forecasting.load import load, read
from milepost.queries.refused import Refused
from milepost.records.models import JournalEntry, Project
from tests.worlds import AT, do, sample, several, small, user

pytestmark = pytest.mark.django_db


def test_one_action_is_one_entry_of_the_journal_and_one_revision() -> None:
    ana = user()
    project = small(ana)
    assert project.revision == 2
    assert [each.command for each in JournalEntry.objects.filter(project=project)] == ["create_project", "several"]
    assert list(journal.verify()) == []


def test_what_a_command_changes_moves_what_follows() -> None:
    ana = user()
    small(ana)
    outcome = do(ana, "SMALL", "change_duration", task="T-1", duration="7d")
    assert outcome.before is not None
    assert outcome.after is not None
    moved = outcome.after.schedule.by_uid[3].start - outcome.before.schedule.by_uid[3].start
    assert moved == 2 * 1440


def test_rows_say_what_memory_says() -> None:
    ana = user()
    project = sample(ana)
    do(ana, "PORTAL", "add_task", name="New", duration="2d")
    project.refresh_from_db()
    assert read(project).dossier == load(project).dossier


def test_a_state_that_others_changed_is_followed_through_the_journal() -> None:
    ana = user()
    project = small(ana)
    before = load(project)
    do(ana, "SMALL", "change_duration", task="T-2", duration="4d")
    do(ana, "SMALL", "remove_link", predecessor="T-1", successor="T-2")
    project.refresh_from_db()
    SHELF.put(before)
    assert load(project).dossier == read(project).dossier


@pytest.mark.parametrize(
    ("command", "arguments", "words", "field"),
    [
        ("change_duration", {"task": "T-9", "duration": "3d"}, "There is no task T-9", "task"),
        ("change_duration", {"task": "T-1", "duration": "soon"}, "'soon' is not a duration", "duration"),
        ("change_duration", {"task": "T-1"}, "needs duration", "duration"),
        ("change_duration", {"task": "T-1", "duration": "3d", "colour": 1}, "does not know colour", "colour"),
        ("change_duratoin", {}, "Did you mean change_duration", "command"),
        ("set_deadline", {"task": "T-1", "at": "tomorrow"}, "is not a date", "at"),
        ("add_link", {"predecessor": "T-3", "successor": "T-1"}, "", ""),
        ("rename_project", {"name": ""}, "needs a name", "name"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words_and_writes_nothing(
    command: str, arguments: dict[str, object], words: str, field: str
) -> None:
    ana = user()
    project = small(ana)
    with pytest.raises(Refused) as refused:
        several(ana, "SMALL", ("rename_project", {"name": "Half"}), (command, arguments))
    assert words in refused.value.message
    assert refused.value.field == field
    project.refresh_from_db()
    assert (project.revision, project.name) == (2, "Small")


def test_a_project_one_may_not_know_of_is_refused_like_one_that_does_not_exist() -> None:
    small(user())
    said = []
    for code in ("SMALL", "NOWHERE"):
        with pytest.raises(Refused) as refused:
            do(user("ben"), code, "rename_project", name="Mine")
        said.append(refused.value.message.replace(code, "X"))
    assert said[0] == said[1]


def test_nobody_overwrites_what_somebody_else_changed() -> None:
    ana = user()
    small(ana)
    do(ana, "SMALL", "change_duration", task="T-1", duration="7d")
    with pytest.raises(Refused) as refused:
        run(
            [Call("change_duration", {"task": "T-1", "duration": "9d"})],
            actor=ana,
            door="test",
            at=AT,
            project="SMALL",
            revision=2,
        )
    assert refused.value.code == "conflict"
    assert (refused.value.details["theirs"], refused.value.details["yours"]) == (3360, 4320)
    other = Call("change_duration", {"task": "T-2", "duration": "9d"})
    assert run([other], actor=ana, door="test", at=AT, project="SMALL", revision=2).revision == 4


def test_the_same_key_is_carried_out_once() -> None:
    ana = user()
    small(ana)
    call = [Call("add_task", {"name": "Once", "duration": "1d"})]
    first = run(call, actor=ana, door="test", at=AT, project="SMALL", key="k1")
    again = run(call, actor=ana, door="test", at=AT, project="SMALL", key="k1")
    assert (again.again, again.results, again.revision) == (True, first.results, first.revision)
    with pytest.raises(Refused):
        run([Call("rename_project", {"name": "X"})], actor=ana, door="test", at=AT, project="SMALL", key="k1")


def test_a_changed_journal_is_found() -> None:
    project = small(user())
    JournalEntry.objects.filter(project=project, number=2).update(reason="because")
    assert [fault.number for fault in journal.verify()] == [2]
    Project.objects.filter(pk=project.pk).update(revision=7)
    assert [fault.number for fault in journal.verify()] == [2, 7]


def test_numbers_are_never_given_out_twice() -> None:
    ana = user()
    small(ana)
    do(ana, "SMALL", "add_task", name="Gone", duration="1d")
    do(ana, "SMALL", "undo")
    outcome = do(ana, "SMALL", "add_task", name="Next", duration="1d")
    assert outcome.results == ("T-5",)
