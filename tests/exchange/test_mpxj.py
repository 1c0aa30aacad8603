"""Reading with MPXJ: every .mpp, .mpx and foreign plan of the shared data in one child, and files that do harm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from milepost.engine.schedule import schedule
from milepost.engine.tasks import Task, TaskKind
from milepost.exchange import mpxj, xlsx
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.imported import Imported, ReadOptions
from milepost.exchange.mpxj_child import NO_EXTRA, NO_JAVA
from milepost.exchange.read import read
from tests.engine.fidelity import compare
from tests.engine.stored_plans import StoredPlan, files, load

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
ENTITY = b"""<?xml version="1.0"?>
<!DOCTYPE project [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://127.0.0.1:9/">]>
<project name="&x;&y;" mrproject-version="2"><tasks><task id="1" name="&x;"/></tasks></project>"""
HARMFUL = [
    ("garbage.mpp", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20),
    ("empty.mpp", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ("entity.planner", ENTITY),
    ("short.mpx", b"MPX,Microsoft Project,4.0,ANSI\r\n"),
    ("words.txt", b"no plan at all"),
    ("cut.mpp", (DATA / "msproject/mpxj-junit/slack9.mpp").read_bytes()[:30_000]),
]


def originals() -> list[tuple[Path, Path]]:
    """Pair the facts of a plan with the file they came from, where that needs MPXJ."""
    pairs = []
    for facts in files("msproject/json", "other-tools/json"):
        original = Path(str(facts).replace("/json/", "/").removesuffix(".json.gz"))
        if original.suffix != ".xml" and original.exists():
            pairs.append((facts, original))
    return pairs


@pytest.fixture(scope="module")
def everything() -> dict[str, tuple[StoredPlan | None, Imported | FileRefusedError]]:
    """Read all files, good and bad, with one start of Java."""
    pairs = originals()
    requests = [(str(path), path.read_bytes()) for _, path in pairs] + HARMFUL
    answers = mpxj.read_all(requests, options=ReadOptions())
    facts = [load(path) for path, _ in pairs] + [None] * len(HARMFUL)
    return {name: (fact, answer) for (name, _), fact, answer in zip(requests, facts, answers, strict=True)}


def test_the_plans_are_what_the_facts_say(
    everything: dict[str, tuple[StoredPlan | None, Imported | FileRefusedError]],
) -> None:
    fields = ("duration", "elapsed", "milestone", "manual", "inactive", "constraints", "deadline", "segments")
    fields += ("calendar", "percent_complete", "actual_start", "actual_finish", "stored_pieces", "priority", "type")
    compared = 0
    for name, (facts, imported) in everything.items():
        if facts is None or name.endswith(".gan"):
            # Of GanttProject's links the facts have the outermost only; tests/exchange/test_ganttproject.py.
            continue
        assert isinstance(imported, Imported), imported
        plan = imported.dossier.plan
        assert plan.settings == facts.plan.settings
        tasks = {task.uid: task for task in plan.tasks}
        for task in facts.plan.tasks:
            if task.kind is not TaskKind.EXTERNAL:
                mine = tasks[task.uid]
                by_day = name.endswith(".mpx")
                assert [_fact(mine, one, by_day) for one in fields] == [_fact(task, one, by_day) for one in fields], (
                    name
                )
            compared += 1
        assert {(one.predecessor, one.successor, one.type, one.lag, one.lag_kind) for one in plan.links} == {
            (one.predecessor, one.successor, one.type, one.lag, one.lag_kind) for one in facts.plan.links
        }
    assert compared > 1300


def _fact(task: Task, field: str, by_day: bool) -> object:
    """Give a fact of a task; MPX has days, to which the reader gives times."""
    value = getattr(task, field)
    if by_day and field == "constraints":
        return [(one.kind, one.at and one.at // 1440) for one in value]
    return value // 1440 if by_day and field.startswith("actual_") and value is not None else value


def test_dates_without_times_get_those_of_the_working_day(
    everything: dict[str, tuple[StoredPlan | None, Imported | FileRefusedError]],
) -> None:
    _, imported = everything[str(DATA / "msproject/mpxj-junit/generated__task-flags__task-flags-project98.mpx")]
    assert isinstance(imported, Imported)
    computed = schedule(imported.dossier.plan)
    first = imported.dossier.stored[1]
    assert (first.start, first.finish) == (computed.by_uid[1].start, computed.by_uid[1].finish)


def test_the_computed_dates_are_as_true_from_the_file_as_from_the_facts(
    everything: dict[str, tuple[StoredPlan | None, Imported | FileRefusedError]],
) -> None:
    from_facts = from_file = 0
    for name, (facts, imported) in everything.items():
        if facts is None or not isinstance(imported, Imported) or "subproject" in name:
            # An inserted project is a summary with nothing below it in the facts, a task with dates in the file.
            continue
        plan = imported.dossier.plan
        known = {task.uid: facts.stored[task.uid] for task in plan.tasks if task.uid in facts.stored}
        from_facts += compare(facts, schedule(facts.plan)).on_clock
        from_file += compare(replace(facts, plan=plan, stored=known), schedule(plan)).on_clock
    assert from_file >= from_facts > 900


@pytest.mark.parametrize(
    "name",
    [
        "aspose-net/Software Development Plan.mpp",
        "aspose-net/ViewSplitTasks.mpp",
        "aspose-cpp/Original.mpp",
        "mpxj-junit/splits9b.mpp",
        "mpxj-junit/mpp14timephasedsegmentsmanual.mpp",
    ],
)
def test_a_plan_written_as_workbook_has_the_same_dates(
    name: str, everything: dict[str, tuple[StoredPlan | None, Imported | FileRefusedError]]
) -> None:
    _, imported = everything[str(DATA / "msproject" / name)]
    assert isinstance(imported, Imported)
    again = read(xlsx.write(imported.dossier), file="plan.xlsx").dossier
    before, after = schedule(imported.dossier.plan), schedule(again.plan)
    assert [(one.uid, one.start, one.finish, one.total_float) for one in after.tasks] == [
        (one.uid, one.start, one.finish, one.total_float) for one in before.tasks
    ]


@pytest.mark.parametrize("name", ["task-links", "task-dates", "task-starts", "task-baselines"])
def test_the_same_plan_is_scheduled_alike_from_mpp_and_xml(
    name: str, everything: dict[str, tuple[StoredPlan | None, Imported | FileRefusedError]]
) -> None:
    folder = DATA / "msproject/mpxj-junit"
    _, imported = everything[str(folder / f"generated__{name}__{name}-project2019-mpp14.mpp")]
    assert isinstance(imported, Imported)
    path = folder / f"generated__{name}__{name}-project2019-mspdi.xml"
    from_xml, from_mpp = read(path.read_bytes(), file=path.name).dossier.plan.settings, imported.dossier.plan.settings
    same = ("late_constraints", "alap", "lag_calendar", "convention", "minutes_per_day", "critical_threshold")
    assert [getattr(from_xml, one) for one in same] == [getattr(from_mpp, one) for one in same]


def test_tasks_of_other_projects_are_kept_with_dates_and_links(
    everything: dict[str, tuple[StoredPlan | None, Imported | FileRefusedError]],
) -> None:
    _, imported = everything[str(DATA / "msproject/aspose-cpp/crossProject.mpp")]
    assert isinstance(imported, Imported)
    (outside,) = (task for task in imported.dossier.plan.tasks if task.kind is TaskKind.EXTERNAL)
    assert (outside.name, outside.external_uid) == ("Task1", 1)
    assert outside.external_project.endswith("Original.mpp")
    assert (1, 12) in {(link.predecessor, link.successor) for link in imported.dossier.plan.links}


def test_the_source_names_format_and_application(
    everything: dict[str, tuple[StoredPlan | None, Imported | FileRefusedError]],
) -> None:
    _, imported = everything[str(DATA / "other-tools/ganttproject/HouseBuildingSample.gan")]
    assert isinstance(imported, Imported)
    source = imported.dossier.source
    assert source is not None
    assert (source.format, source.application, len(source.digest)) == ("gan", "GanttProject", 64)
    assert imported.receipt.format == "gan"
    assert all(task.can_split and task.level_assignments for task in imported.dossier.plan.tasks)


@pytest.mark.parametrize("name", [name for name, _ in HARMFUL])
def test_harmful_files_are_refused_in_words(
    name: str, everything: dict[str, tuple[StoredPlan | None, Imported | FileRefusedError]]
) -> None:
    _, answer = everything[name]
    if isinstance(answer, Imported):
        # Read without harm: nothing of the machine may have got in.
        assert "root:" not in repr(answer.dossier)
    else:
        assert str(answer).startswith(f"{name}: ")
        assert "Traceback" not in str(answer)


def test_the_java_of_the_wheel_reads_too() -> None:
    data = (DATA / "msproject/mpxj-junit/DurationTest8.mpp").read_bytes()
    code, output, _ = mpxj._run("plan.mpp", ("--bundled",), len(data).to_bytes(8, "big") + data, seconds=120)
    (answer,) = mpxj._answers(output)
    assert (code, answer.facts["format"], answer.xml[:5]) == (0, "MPP", b"<?xml")


def test_a_child_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(FileRefusedError, match=r"slow.mpp: reading took more than 0.01 seconds and was stopped"):
        mpxj.read_all([("slow.mpp", b"")], options=ReadOptions(), seconds=0.01)


def test_without_the_extra_the_message_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mpxj, "find_spec", lambda _: None)
    with pytest.raises(FileRefusedError, match=r"plan.mpp: .* Install it with: pip install 'milepost\[mpp\]'"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", file="plan.mpp")


@pytest.mark.parametrize(
    ("code", "errors", "message"),
    [
        (NO_JAVA, b"", "no usable Java was found"),
        (NO_EXTRA, b"", "pip install 'milepost"),
        (3, b"Terminating due to java.lang.OutOfMemoryError: Java heap space", "more memory than the 1g allowed"),
        (-11, b"", r"stopped without an answer \(exit code -11\)"),
    ],
)
def test_a_child_that_fails_becomes_one_sentence(
    monkeypatch: pytest.MonkeyPatch, code: int, errors: bytes, message: str
) -> None:
    monkeypatch.setattr(mpxj, "_run", lambda *_: (code, b"\x00\x00", errors))
    with pytest.raises(FileRefusedError, match=f"plan.mpp: .*{message}"):
        mpxj.read(b"x", file="plan.mpp", options=ReadOptions())


def test_without_java_on_the_machine_the_bundled_one_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def run(_: str, arguments: tuple[str, ...], *__: object) -> tuple[int, bytes, bytes]:
        tried.append(arguments)
        return NO_JAVA, b"", b""

    monkeypatch.setattr(mpxj, "_run", run)
    with pytest.raises(FileRefusedError):
        mpxj.read(b"x", file="plan.mpp", options=ReadOptions())
    assert tried == [(), ("--bundled",)]
