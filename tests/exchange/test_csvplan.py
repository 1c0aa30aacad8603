"""Plans as CSV: headings of four languages, guesses, refusals in words, and what a spreadsheet must not run."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from milepost.dossier import Dossier
from milepost.engine import clock
from milepost.engine.resources import ResourceKind
from milepost.engine.tasks import Constraint, ConstraintKind, Estimate, LagKind, LinkType
from milepost.exchange import csvplan, xer
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.imported import Imported, ReadOptions
from milepost.exchange.receipt import Fate

DATA = Path(__file__).parent / "data"
GERMAN = """Nr.;Vorgangsname;Dauer;Anfang;Vorgänger;Ressourcennamen;Kosten;% Abgeschlossen
1;Bau;;02.03.2026;;;1.234,50 €;
2;  Graben;3,5 Tage;Mo 02.03.26 08:00;;Ana[50%];;25 %
3;  Mauern;2 W;;2EA+2,5t;Bo;0;
4;Fertig;0t;;3AA+1ft;;;
"""
JIRA = """Issue key,Issue id,Summary,Assignee,Due date,Original Estimate,Inward issue link (Blocks),\
Inward issue link (Blocks),Status,Sprint
P-1,1001,Do it,Ana,2026-03-20,28800,,,Done,S1
P-2,1002,Ship,Bo,2026-03-30,57600,P-1,P-3,To Do,S1
P-3,1003,Pack,,2026-03-25,3600,,,To Do,
"""


def imported(text: str | bytes, **options: object) -> Imported:
    data = text.encode() if isinstance(text, str) else text
    return csvplan.read(data, file="plan.csv", options=ReadOptions(**options))  # type: ignore[arg-type]


def read(text: str | bytes, **options: object) -> Dossier:
    return imported(text, **options).dossier


def links(dossier: Dossier) -> list[tuple[int, int, str, int, str]]:
    return [(one.predecessor, one.successor, str(one.type), one.lag, str(one.lag_kind)) for one in dossier.plan.links]


def at(text: str) -> int:
    return clock.instant(datetime.fromisoformat(text))


def test_a_german_export_reads_like_one() -> None:
    dossier = read(GERMAN)
    build, dig, wall, done = dossier.plan.tasks
    assert (build.summary, build.cost, dig.parent, wall.parent, done.parent) == (True, Decimal("1234.50"), 1, 1, None)
    assert (dig.duration, wall.duration, wall.duration_unit, done.milestone) == (1680, 4800, "w", True)
    assert (dig.percent_complete, dig.actual_start) == (25, at("2026-03-02T08:00"))
    assert links(dossier) == [(2, 3, "FS", 1200, "working"), (3, 4, "SS", 1440, "elapsed")]
    assert [(one.task, one.units, one.work) for one in dossier.plan.assignments] == [
        (2, Decimal("0.5"), 840),
        (3, 1, 4800),
    ]


def test_a_jira_export_has_keys_people_estimates_and_links_in_repeated_columns() -> None:
    dossier = read(JIRA)
    assert [(task.uid, task.code, task.name, task.duration) for task in dossier.plan.tasks] == [
        (1001, "P-1", "Do it", 480),
        (1002, "P-2", "Ship", 960),
        (1003, "P-3", "Pack", 60),
    ]
    assert links(dossier) == [(1001, 1002, "FS", 0, "working"), (1003, 1002, "FS", 0, "working")]
    assert dossier.plan.tasks[0].percent_complete == 100
    assert dossier.plan.tasks[1].deadline == at("2026-03-30T17:00")
    assert [(one.name, value.value) for one, value in zip(dossier.fields, dossier.values, strict=False)] == [
        ("Sprint", "S1")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "WBS\tNom de la tâche\tDurée\tDébut\tPrédécesseurs\n1\tA\t\t2026-03-02\t\n"
        "1.1\tB\t3 jours\t\t\n1.2\tC\t1 mois\t\t1.1FD-1 jour\n",
        "EDT,Nombre de tarea,Duración,Comienzo,Predecesoras\n1,A,,02/03/2026,\n"
        "1.1,B,3 días,16/03/2026,\n1.2,C,1 mes,,1.1FC-1 día\n",
        "WBS|Task Name|Duration|Start|Predecessors\n1|A||2026-03-02|\n1.1|B|3 days||\n1.2|C|1 mon||1.1FS-1 day\n",
        "Outline Level,Task Name,Duration,Start,Predecessors\n1,A,,2 March 2026,\n2,B,3d,,\n2,C,1mo,,2FS-1d\n",
        'ID,Parent,Task Name,Duration,Start,Predecessors\nX,,A,,"Mar 2, 2026",\nY,X,B,3d,,\nZ,X,C,20 days,,Y-1d\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_outline_and_links_come_from_whatever_columns_there_are(text: str, encoding: str) -> None:
    dossier = read(text.encode(encoding))
    assert [(task.parent, task.summary, task.duration) for task in dossier.plan.tasks] == [
        (None, True, 0),
        (1, False, 1440),
        (1, False, 9600),
    ]
    assert links(dossier) == [(2, 3, "FS", -480, "working")]


def test_starts_bind_only_tasks_without_predecessors() -> None:
    one = imported("ID,Task Name,Duration,Start,Predecessors\n1,A,2d,2026-03-03,\n2,B,1d,2026-03-09,1\n")
    first, second = one.dossier.plan.tasks
    assert first.constraints == (Constraint(ConstraintKind.SNET, at("2026-03-03T08:00")),)
    assert second.constraints == ()
    assert one.dossier.plan.settings.start == at("2026-03-03T08:00")
    assert [line.field for line in one.receipt.of(Fate.APPROXIMATED)] == ["start"]


def test_columns_can_be_named() -> None:
    text = "what;how long;when\nDig;3;01.03.2026\n"
    dossier = read(text, columns={"name": "what", "duration": "How Long", "start": "when"})
    assert (dossier.plan.tasks[0].name, dossier.plan.tasks[0].duration) == ("Dig", 1440)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"naam": "x"}, "no column 'naam'. It has: id, "),
        ({"name": "x"}, "no column 'x' for name. The columns are: ID, Task Name"),
    ],
)
def test_a_wrong_column_map_is_refused_with_what_there_is(columns: dict[str, str], message: str) -> None:
    with pytest.raises(FileRefusedError, match=message):
        read("ID,Task Name,Start\n1,A,2026-03-02\n", columns=columns)


def test_titles_above_the_header_and_blank_rows_are_skipped() -> None:
    dossier = read("My plan,,\n,,\nID,Task Name,Start\n1,A,2026-03-02\n,,\n2,B,\n")
    assert [task.name for task in dossier.plan.tasks] == ["A", "B"]


def test_the_order_of_day_and_month_can_be_mapped() -> None:
    text = "Task,Start\nA,03/04/2026\n"
    assert read(text, columns={"dates": "dmy"}).plan.settings.start == at("2026-04-03T08:00")
    assert read(text, dates="mdy").plan.settings.start == at("2026-03-04T08:00")


def test_units_in_brackets_behind_a_heading_count_bare_numbers() -> None:
    dossier = read("Task,Duration (h),Work [days],Start\nA,4,2,2026-03-02\n")
    assert (dossier.plan.tasks[0].duration, dossier.plan.tasks[0].work) == (240, 960)


def test_material_is_told_by_its_unit() -> None:
    dossier = read("Task,Duration,Start,Resources\nA,2d,2026-03-02,Brick[30 pieces];Ana[200%];Bo (3)\n")
    brick, ana, bo = dossier.plan.resources
    assert (brick.kind, ana.kind, bo.kind) == (ResourceKind.MATERIAL, ResourceKind.WORK, ResourceKind.WORK)
    assert [(one.quantity, one.units, one.work) for one in dossier.plan.assignments] == [
        (30, 1, 0),
        (None, 2, 1920),
        (None, 3, 2880),
    ]


def test_every_cell_that_cannot_be_read_is_named_with_what_would_be_right() -> None:
    with pytest.raises(FileRefusedError) as refused:
        read("ID,Task,Duration,Start,% Complete,Predecessors\n1,A,three,2026-03-02\n2,B,1d,2026-13-04,150%,1FS+2x\n")
    message = str(refused.value)
    assert "row 2, column 'Duration': 'three' is not a duration such as 3d, 4h, 2 wks or 1mo" in message
    assert "row 3, column 'Start': '2026-13-04' is not a date such as 2026-03-31" in message
    assert "row 3, column '% Complete': '150%' is not a percentage from 0 to 100" in message
    assert "row 3, column 'Predecessors': '1FS+2x' is not a link such as 12, 12FS+2d or 7SS-50%" in message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "none of the first 20 rows has headings Milepost knows"),
        ("ID,Duration\n1,2\n", "no column holds the names of tasks"),
        ("ID,Task Name\n", "there is no task below the headings"),
        ("ID,Task Name,Duration\n1,A,2d\n", "no date in the sheet tells when the project starts"),
        ('ID,Task Name\n1,"A\n2,B\n', "no date in the sheet|cannot be split"),
        ("Task,Start\nA,1066-10-14\n", "a date between 1900 and 2100"),
    ],
)
def test_what_is_no_plan_is_refused(text: str, message: str) -> None:
    with pytest.raises(FileRefusedError, match=message):
        read(text)


def test_links_to_nowhere_and_to_oneself_are_listed() -> None:
    one = imported("ID,Task Name,Duration,Start,Predecessors\n1,A,2d,2026-03-03,1;9\n")
    (line,) = one.receipt.of(Fate.DROPPED)
    assert (line.field, line.count) == ("link", 2)
    assert line.examples == (
        "row 2, column 'Predecessors': '1' is the task itself",
        "row 2, column 'Predecessors': '9' is not in the sheet",
    )


def test_a_circle_of_parents_is_cut() -> None:
    dossier = read("ID,Parent,Task,Start\n1,2,A,2026-03-02\n2,1,B,\n3,1,C,\n")
    assert [task.parent for task in dossier.plan.tasks] == [None, None, None]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=1", "''=1", "plain", "'quoted'"])
def test_formulas_are_kept_as_text_and_come_back(name: str) -> None:
    dossier = read(
        f'ID,Task Name,Duration,Start\n1,"{name}",1d,2026-03-02\n'.replace(f'"{name}"', f'"{csvplan.guarded(name)}"')
    )
    data = csvplan.write(dossier)
    assert read(data).plan.tasks[0].name == name.strip()
    for line in data.decode("utf-8-sig").splitlines()[1:]:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in line.split(","))


def test_a_plan_written_is_the_plan_read() -> None:
    original = xer.read((DATA / "migration.xer").read_bytes(), file="plan.xer", options=ReadOptions()).dossier
    back = read(csvplan.write(original))
    for before, after in zip(original.plan.tasks, back.plan.tasks, strict=True):
        assert (before.uid, before.name, before.wbs, before.parent) == (after.uid, after.name, after.wbs, after.parent)
        assert (before.percent_complete, before.constraints, before.kind) == (
            after.percent_complete,
            after.constraints,
            after.kind,
        )
        if not before.summary:
            assert (before.duration, before.remaining_duration, before.actual_start) == (
                after.duration,
                after.remaining_duration,
                after.actual_start,
            )
    assert sorted(links(back)) == sorted(links(original))


def test_percent_and_elapsed_lags_survive() -> None:
    text = (
        "ID,Task Name,Duration,Start,Predecessors\n1,A,3d,2026-03-02,\n2,B,2ed?,,1SS-50%;1FF+1.5ew\n3,C,35m,,2SF+7m\n"
    )
    dossier = read(text)
    assert [(one.type, one.lag, one.lag_kind) for one in dossier.plan.links] == [
        (LinkType.SS, -5000, LagKind.PERCENT),
        (LinkType.FF, 15120, LagKind.ELAPSED),
        (LinkType.SF, 7, LagKind.WORKING),
    ]
    back = read(csvplan.write(dossier))
    assert links(back) == links(dossier)
    assert [(t.duration, t.elapsed, t.estimated, t.duration_unit) for t in back.plan.tasks] == [
        (1440, False, False, "d"),
        (2880, True, True, "d"),
        (35, False, False, "m"),
    ]


RANGES = """Task Name,Start,Duration,Best Case,Most Likely,Pessimistische Dauer,Estimate Basis
Build,2026-06-01,5d,4d,6d,10d,expert
Test,2026-06-01,3d,,,8d,
Ship,2026-06-01,1d,,,,low
Tell,2026-06-01,1d,,,,
"""


def test_three_point_estimates_are_read_by_their_headings() -> None:
    tasks = imported(RANGES).dossier.plan.tasks
    day = 480
    assert [task.estimate for task in tasks] == [
        Estimate(4 * day, 6 * day, 10 * day, "expert"),
        Estimate(3 * day, 3 * day, 8 * day),
        Estimate(day, day, day, "low"),
        None,
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Build,2026-06-01,5d,7d,6d,10d,", "'7d' is not at most the most likely duration"),
        ("Build,2026-06-01,5d,,6d,4d,", "'4d' is not at least"),
    ],
)
def test_a_range_the_wrong_way_round_is_refused_with_its_cell(row: str, said: str) -> None:
    with pytest.raises(FileRefusedError, match=said) as refused:
        imported(f"{RANGES.splitlines()[0]}\n{row}\n")
    assert "row 2" in str(refused.value)
