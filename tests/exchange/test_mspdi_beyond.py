"""What Microsoft Project XML says in few words: tasks of other projects, assignment fields, codes, recurrences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from milepost.dossier import Dossier, RecordKind
from milepost.engine.calendars import Frequency, Recurrence
from milepost.engine.clock import moment
from milepost.engine.resources import Assignment, ResourceKind
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Segment, TaskKind
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.read import read
from milepost.exchange.receipt import Fate
from milepost.exchange.write import write
from tests.exchange.plan_files import small


def opened(data: bytes) -> Dossier:
    return read(data, file="plan.xml").dossier


ELSEWHERE = (
    "<Start>2026-03-10T08:00:00</Start><Finish>2026-03-11T17:00:00</Finish>"
    "<PredecessorLink><PredecessorUID>77</PredecessorUID><Type>1</Type><CrossProject>1</CrossProject>"
    "<CrossProjectName>C:\\plans\\vendor.mpp\\12</CrossProjectName><LinkLag>0</LinkLag></PredecessorLink>"
)


def test_a_link_to_another_project_keeps_the_task_there() -> None:
    imported = read(small(task=ELSEWHERE), file="plan.xml")
    other, build, _ = imported.dossier.plan.tasks
    assert (other.uid, other.kind, other.external_uid) == (77, TaskKind.EXTERNAL, 12)
    assert other.external_project == r"C:\plans\vendor.mpp"
    assert any(link.predecessor == 77 for link in imported.dossier.plan.links)
    assert any(line.field == "task of another project" for line in imported.receipt.of(Fate.APPROXIMATED))
    start = schedule(imported.dossier.plan).by_uid[build.uid].start
    assert moment(start).isoformat() == "2026-03-10T08:00:00"
    again = opened(write(imported.dossier, "mspdi"))
    assert (again.plan.tasks, again.plan.links) == (imported.dossier.plan.tasks, imported.dossier.plan.links)


def test_recurring_tasks_are_told_from_others() -> None:
    dossier = opened(small(task="<Recurring>1</Recurring>"))
    assert [task.kind for task in dossier.plan.tasks] == [TaskKind.RECURRING, TaskKind.TASK]
    assert opened(write(dossier, "mspdi")).plan.tasks == dossier.plan.tasks


@pytest.mark.parametrize(
    ("words", "recurrence"),
    [
        ("<Type>7</Type><Period>3</Period>", Recurrence(Frequency.DAILY, 3, count=4)),
        ("<Type>8</Type><Period>1</Period>", Recurrence(Frequency.WEEKLY, 1, (0, 1, 2, 3, 4), count=4)),
        (
            "<Type>6</Type><Period>2</Period><DaysOfWeek>65</DaysOfWeek>",
            Recurrence(Frequency.WEEKLY, 2, (5, 6), count=4),
        ),
        (
            "<Type>3</Type><MonthItem>6</MonthItem><MonthPosition>0</MonthPosition><Month>10</Month>",
            Recurrence(Frequency.YEARLY, 1, (2,), nth=1, month=11, count=4),
        ),
        (
            "<Type>2</Type><Month>4</Month><MonthDay>1</MonthDay>",
            Recurrence(Frequency.YEARLY, 1, day=1, month=5, count=4),
        ),
        ("<Type>4</Type><Period>6</Period><MonthDay>31</MonthDay>", Recurrence(Frequency.MONTHLY, 6, day=31, count=4)),
    ],
)
def test_every_recurrence_is_read(words: str, recurrence: Recurrence) -> None:
    exception = (
        "<Exceptions><Exception><EnteredByOccurrences>1</EnteredByOccurrences><TimePeriod>"
        "<FromDate>2026-03-02T00:00:00</FromDate><ToDate>2030-12-31T23:59:00</ToDate></TimePeriod>"
        f"<Occurrences>4</Occurrences><Name>Off</Name>{words}<DayWorking>0</DayWorking></Exception></Exceptions>"
    )
    dossier = opened(small(calendar=exception))
    assert dossier.plan.calendars[0].exceptions[0].recurrence == recurrence
    assert opened(write(dossier, "mspdi")).plan.calendars == dossier.plan.calendars


FIELDS = """<OutlineCodes><OutlineCode><FieldID>188744096</FieldID><FieldName>Outline Code1</FieldName>
  <Alias>Area</Alias>  <Values><Value><ValueID>1</ValueID><Value>Europe</Value></Value>
  <Value><ValueID>2</ValueID><ParentValueID>1</ParentValueID><Value>Norway</Value></Value></Values></OutlineCode></OutlineCodes>
  <ExtendedAttributes><ExtendedAttribute><FieldID>188743731</FieldID><FieldName>Text1</FieldName><Alias>Reason</Alias>
  <SecondaryPID>255852547</SecondaryPID></ExtendedAttribute></ExtendedAttributes>"""
ASSIGNMENT = b"""<Assignments><Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>5</ResourceUID><Units>3</Units>
  <RateScale>3</RateScale><HasFixedRateUnits>0</HasFixedRateUnits>
  <ExtendedAttribute><FieldID>255852547</FieldID><Value>urgent</Value></ExtendedAttribute></Assignment></Assignments>"""
CEMENT = b"<Resources><Resource><UID>5</UID><ID>1</ID><Name>Cement</Name><Type>0</Type></Resource></Resources>"


def test_fields_of_assignments_and_codes_below_codes() -> None:
    code = "<OutlineCode><FieldID>188744096</FieldID><ValueID>2</ValueID></OutlineCode>"
    data = small(task=code).replace(b"<Calendars>", FIELDS.encode() + b"<Calendars>", 1)
    data = data.replace(b"<Assignments/>", ASSIGNMENT).replace(b"<Resources/>", CEMENT)
    dossier = opened(data)
    values = {(one.kind, one.record, one.field): one.value for one in dossier.values}
    assert values == {
        (RecordKind.TASK, 1, "Outline Code1"): "Europe.Norway",
        (RecordKind.ASSIGNMENT, 1, "Text1"): "urgent",
    }
    (used,) = dossier.plan.assignments
    assert dossier.plan.resources[0].kind is ResourceKind.MATERIAL
    assert (used.quantity, used.rate_per_minutes) == (3, 480)
    again = opened(write(dossier, "mspdi"))
    assert (again.values, again.fields, again.plan) == (dossier.values, dossier.fields, dossier.plan)


def test_spans_with_days_are_days_of_24_hours() -> None:
    assert opened(small(task="<Work>P1DT2H</Work>")).plan.tasks[0].work == 26 * 60


@pytest.mark.parametrize(
    "work", ["", "<Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>5</ResourceUID></Assignment>"]
)
def test_a_split_made_in_milepost_is_written_as_spread_work(work: str) -> None:
    people = b"<Resources><Resource><UID>5</UID><ID>1</ID><Name>Ada</Name><Type>1</Type></Resource></Resources>"
    data = small().replace(b"<Resources/>", people)
    dossier = opened(data.replace(b"<Assignments/>", f"<Assignments>{work}</Assignments>".encode()))
    first = replace(dossier.plan.tasks[0], segments=(Segment(480, 960), Segment(480)))
    dossier = replace(dossier, plan=replace(dossier.plan, tasks=(first, dossier.plan.tasks[1])))
    again = opened(write(dossier, "mspdi"))
    before, after = schedule(dossier.plan), schedule(again.plan)
    assert [moment(at).isoformat() for piece in again.plan.tasks[0].stored_pieces for at in piece] == [
        "2026-03-02T08:00:00",
        "2026-03-02T17:00:00",
        "2026-03-05T08:00:00",
        "2026-03-05T17:00:00",
    ]
    assert [(one.start, one.finish) for one in after.tasks] == [(one.start, one.finish) for one in before.tasks]


def test_rows_without_numbers_are_counted() -> None:
    data = small().replace(b"<ID>1</ID>", b"").replace(b"<ID>2</ID>", b"<ID>two</ID>")
    dossier = opened(data)
    assert [task.code for task in dossier.plan.tasks] == ["1", "2"]
    assert opened(write(dossier, "mspdi")).plan.tasks == dossier.plan.tasks


def test_what_the_format_lacks_is_refused_in_words() -> None:
    dossier = opened(small())
    one = Assignment(1, 1, None, rate_table="F")
    with pytest.raises(FileRefusedError, match="has no 'F', only A, B, C, D, E"):
        write(replace(dossier, plan=replace(dossier.plan, assignments=(one,))), "mspdi")
