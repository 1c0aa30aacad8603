"""A newer version of a plan is taken over: tasks are known again, the record stays with them, undo takes it back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from milepost.commands.preview import preview
from milepost.commands.run import Call
from milepost.dossier.dossier import Dossier
from milepost.dossier.projects import Source
from milepost.engine.tasks import Link, Task
from milepost.exchange.write import write
from milepost.forecasting.load import load
from milepost.queries.catalogue import ask
from milepost.queries.imports import ImportReceipt
from milepost.queries.refused import Refused
from milepost.records.models import JournalEntry, KeptForecast, Project
from tests.worlds import AT, do, late_parts, sample, small, user

pytestmark = pytest.mark.django_db


def state(code: str = "SMALL") -> Dossier:
    """What a project says now."""
    return load(Project.objects.get(code=code)).dossier


def take(content: bytes, file: str = "plan.xml", code: str = "SMALL", **told: object) -> str:
    """Import a newer file; gives its sentence."""
    return str(do(user(), code, "import_plan", file=file, content=content, **told).results[0])


def newer(code: str = "SMALL", **plan: object) -> bytes:
    """The plan as another program saved it, with other tables."""
    dossier = state(code)
    return write(replace(dossier, plan=replace(dossier.plan, **plan)), "mspdi")  # type: ignore[arg-type]


def receipt(code: str = "SMALL") -> ImportReceipt:
    """The receipt as its page shows it."""
    found: ImportReceipt = ask("receipt", {}, actor=user(), at=AT, project=code)
    return found


def named() -> dict[str, str]:
    """The references of all tasks by name."""
    return {row.name: f"T-{row.uid}" for row in state().plan.tasks}


def changed(*, added: bool = True) -> bytes:
    """Build takes 12 days, Test is called Trial, and Ship is new."""
    tasks = state().plan.tasks
    rows = [replace(tasks[0]), replace(tasks[1], duration=12 * 480), replace(tasks[2], name="Trial")]
    if added:
        rows.append(Task(4, "Ship", duration=480))
    links = (*state().plan.links, Link(1, 2), Link(2, 3), *([Link(3, 4)] if added else []))
    return newer(tasks=tuple(rows), links=links)


def test_tasks_are_known_again_and_the_record_stays_with_them() -> None:
    small(user())
    late_parts(user())
    do(user(), "SMALL", "comment", about="T-3", text="Who tests?")
    do(user(), "SMALL", "set_task_owner", task="T-2", owner="Ben")
    said = take(changed())
    assert said == "3 tasks known again (3 by number); 1 new, 2 changed."
    assert named() == {"Design": "T-1", "Build": "T-2", "Trial": "T-3", "Ship": "T-4"}
    now = state()
    assert now.plan.tasks[1].owner == "Ben"
    assert now.plan.tasks[1].duration == 12 * 480
    assert now.risks[0].risk.exposure.tasks[0].task == 2


def test_it_is_one_action_that_undo_takes_back_exactly() -> None:
    small(user())
    do(user(), "SMALL", "set_baseline")
    before, entries = state(), JournalEntry.objects.count()
    take(changed())
    assert JournalEntry.objects.count() == entries + 1
    assert state().plan.baselines == before.plan.baselines
    assert receipt().file == "plan.xml"
    do(user(), "SMALL", "undo")
    assert state() == before
    do(user(), "SMALL", "redo")
    assert named()["Ship"] == "T-4"


def test_preview_shows_the_effect_and_writes_nothing() -> None:
    small(user())
    before = state()
    call = Call("import_plan", {"file": "plan.xml", "content": changed()})
    tried = preview([call], actor=user(), door="test", at=AT, project="SMALL")
    assert state() == before
    assert not KeptForecast.objects.filter(project__code="SMALL", kind="receipt").exists()
    assert tried.impact().finish_delta > 0
    do(user(), "SMALL", "import_plan", file="plan.xml", content=changed())
    assert state() == tried.after.dossier


def test_what_the_record_speaks_of_stays_without_counting_and_the_rest_goes() -> None:
    small(user())
    late_parts(user())
    tasks = state().plan.tasks
    content = newer(tasks=(tasks[0],), links=())
    assert take(content) == "1 task known again (1 by number); 1 gone, 1 put aside because the record speaks of them."
    assert [(row.name, row.inactive) for row in state().plan.tasks] == [("Design", False), ("Build", True)]
    found = receipt().report
    assert found is not None
    assert [each.name for each in found.removed] == ["Test"]


def test_tasks_that_a_file_lacks_can_stay() -> None:
    small(user())
    take(newer(tasks=(replace(state().plan.tasks[0], duration=960),), links=()), keep_missing=True)
    assert list(named()) == ["Design", "Build", "Test"]
    assert len(state().plan.links) == 2


def test_a_new_task_never_takes_the_number_of_one_that_was_there() -> None:
    small(user())
    take(newer(tasks=(*state().plan.tasks, Task(4, "Ship", duration=480))))
    do(user(), "SMALL", "add_task", name="Only here", duration="1d")
    rows = [row for row in state().plan.tasks if row.name != "Only here"]
    other = Task(5, "Only there", duration=480)
    content = newer(tasks=(*rows, other))
    take(content, keep_missing=True)
    assert named()["Only here"] == "T-5"
    assert named()["Only there"] == "T-6"
    # The next version of the same file has number 5 still, and it is T-6 here.
    again = newer(tasks=(*rows, replace(other, name="Renamed there")))
    take(again, keep_missing=True)
    assert named()["Renamed there"] == "T-6"
    assert state().source is not None


def test_a_sheet_changes_only_what_it_has_columns_for() -> None:
    small(user())
    do(user(), "SMALL", "set_priority", task="T-2", priority=700)
    said = take(b"Name,Duration\nDesign,5d\nNew one,1d\nBuild,20d\nTest,3d\n", "plan.csv")
    assert said == "3 tasks known again (1 by number, 2 by name); 1 new, 1 changed."
    build = next(row for row in state().plan.tasks if row.name == "Build")
    assert (build.uid, build.duration, build.priority) == (2, 20 * 480, 700)
    assert len(state().plan.links) == 2


def test_a_sheet_without_levels_keeps_the_outline() -> None:
    small(user())
    do(user(), "SMALL", "insert_task", name="All", before="T-1")
    do(user(), "SMALL", "indent_tasks", tasks=["T-1", "T-2", "T-3"])
    take(b"Name,Duration\nDesign,5d\nBuild,20d\nTest,3d\n", "plan.csv")
    parents = {row.name: row.parent for row in state().plan.tasks}
    assert parents == {"All": None, "Design": 4, "Build": 4, "Test": 4}


@pytest.mark.parametrize(
    ("content", "file", "said"),
    [
        (b"Name,Duration\nPaint,5d\nDry,1d\n", "other.csv", "none of its 2 tasks"),
        (b"", "empty.mpp", "empty"),
        (b"Name,Duration\n", "nothing.csv", "task"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "cat.png", "cat.png"),
        (b"Name,Duration\nDesign,soon\nBuild,1d\n", "words.csv", "row 2, column 'Duration': 'soon' is not a duration"),
        (b"Name,Start\nDesign,2026-02-31\n", "dates.csv", "row 2, column 'Start': '2026-02-31' is not a date"),
        (b"%PDF-1.7 ...", "plan.pdf", "this is a PDF"),
        (b"PK\x03\x04" + bytes(40), "plan.xlsx", "plan.xlsx"),
        (
            b"<?xml version='1.0'?><!DOCTYPE a><Project xmlns='http://schemas.microsoft.com/project'/>",
            "plan.xml",
            "document type",
        ),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(content: bytes, file: str, said: str) -> None:
    project = small(user())
    before = state()
    with pytest.raises(Refused, match=said) as found:
        take(content, file)
    assert found.value.field == "content"
    assert state() == before
    assert Project.objects.get(pk=project.pk).revision == project.revision


def test_the_same_file_again_changes_nothing() -> None:
    small(user())
    content = changed()
    take(content)
    revision = Project.objects.get(code="SMALL").revision
    with pytest.raises(Refused, match="says what the plan says already"):
        take(content)
    assert Project.objects.get(code="SMALL").revision == revision


@pytest.mark.parametrize("form", ["mspdi", "archive", "xlsx", "csv"])
def test_the_whole_sample_is_known_again_in_every_format_it_is_written_in(form: str) -> None:
    sample(user())
    dossier = state("PORTAL")
    late = tuple(replace(row, duration=row.duration + 960) if row.uid == 70 else row for row in dossier.plan.tasks)
    content = write(replace(dossier, plan=replace(dossier.plan, tasks=late)), form)
    take(content, f"again.{form}", "PORTAL")
    now = state("PORTAL")
    assert [row.uid for row in now.plan.tasks] == [row.uid for row in dossier.plan.tasks]
    assert [row.duration for row in now.plan.tasks] == [row.duration for row in late]
    assert now.risks == dossier.risks
    assert now.ledger == dossier.ledger
    assert now.plan.baselines
    assert isinstance(now.source, Source)
