"""Reading XER: one hand-made export with everything in it, and exports with something wrong."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from milepost.dossier import Dossier, RecordKind
from milepost.engine import clock
from milepost.engine.plan import Convention, FloatKind, LagCalendar, OutOfSequence, SsLagFrom
from milepost.engine.resources import Accrual, ResourceKind
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind, PercentType, TaskKind, TaskType
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.imported import Imported, ReadOptions
from milepost.exchange.receipt import Fate
from milepost.exchange.xer import read

MIGRATION = (Path(__file__).parent / "data" / "migration.xer").read_bytes()


def imported(data: bytes = MIGRATION, project: str = "") -> Imported:
    return read(data, file="plan.xer", options=ReadOptions(project=project))


def without(table: str, data: bytes = MIGRATION) -> bytes:
    """Cut a whole table out of an XER."""
    begin = data.index(b"%T\t" + table.encode() + b"\r\n")
    return data[:begin] + data[data.index(b"%T", begin + 2) :]


def lines(one: Imported, fate: Fate) -> dict[str, tuple[str, ...]]:
    return {line.field: line.examples for line in one.receipt.of(fate)}


def at(text: str) -> int:
    return clock.instant(datetime.fromisoformat(text))


@pytest.fixture(scope="module")
def migration() -> Dossier:
    return imported().dossier


def test_settings_follow_the_scheduling_options(migration: Dossier) -> None:
    settings = migration.plan.settings
    assert settings.convention is Convention.P6
    assert settings.lag_calendar is LagCalendar.SUCCESSOR
    assert settings.out_of_sequence is OutOfSequence.PROGRESS_OVERRIDE
    assert settings.ss_lag_from is SsLagFrom.ACTUAL_START
    assert settings.total_float is FloatKind.START
    assert settings.critical_threshold == 480
    assert (settings.start, settings.status_date, settings.must_finish_by) == (
        at("2026-03-02T08:00"),
        at("2026-03-16T08:00"),
        at("2026-04-30T17:00"),
    )
    assert (migration.project.code, migration.project.name, migration.project.manager) == (
        "MIG",
        "Migration",
        "Ana Ruiz",
    )
    assert migration.project.currency == "EUR"


def test_calendars_have_hours_exceptions_and_a_base(migration: Dossier) -> None:
    standard, around, evenings = migration.plan.calendars
    assert standard.week[0] == ((480, 720), (780, 1020))
    assert [(one.start, one.intervals) for one in standard.exceptions] == [
        (date(2026, 3, 13), ()),
        (date(2026, 3, 19), ((480, 720),)),
    ]
    assert around.week == (((0, 1440),),) * 7
    assert (evenings.parent, evenings.week[0]) == (501, ((720, 1200),))


def test_the_work_breakdown_becomes_summaries_in_order(migration: Dossier) -> None:
    outline = [
        (task.wbs, task.code, task.parent) for task in migration.plan.tasks if task.kind is not TaskKind.EXTERNAL
    ]
    assert outline == [
        ("MIG", "MIG", None),
        ("MIG", "A100", 601),
        ("MIG", "A900", 601),
        ("MIG.BLD", "BLD", 601),
        ("MIG.BLD", "A110", 602),
        ("MIG.BLD", "A120", 602),
        ("MIG.BLD", "A130", 602),
        ("MIG.GO", "GO", 601),
        ("MIG.GO", "A200", 603),
        ("MIG.GO", "A210", 603),
    ]


def test_a_started_activity_counts_work_between_start_and_data_date_without_the_pause(migration: Dossier) -> None:
    cable = next(task for task in migration.plan.tasks if task.code == "A120")
    assert cable.name == 'Pull cable "north"'
    # Mon 9 to Thu 12 March are four working days before the data date, two of them suspended.
    assert (cable.actual_duration, cable.remaining_duration, cable.duration) == (960, 2400, 3360)
    assert (cable.percent_type, cable.physical_percent) == (PercentType.PHYSICAL, Decimal(30))
    assert (cable.suspend, cable.resume) == (at("2026-03-11T08:00"), at("2026-03-13T08:00"))
    assert cable.expected_finish == at("2026-03-25T17:00")
    assert cable.priority == 900


def test_constraints_come_in_pairs_where_p6_means_on(migration: Dossier) -> None:
    constraints = {task.code: task.constraints for task in migration.plan.tasks}
    assert constraints["A130"] == (
        Constraint(ConstraintKind.SNET, at("2026-03-24T08:00")),
        Constraint(ConstraintKind.SNLT, at("2026-03-24T08:00")),
        Constraint(ConstraintKind.FNLT, at("2026-03-31T17:00")),
    )
    assert constraints["A200"] == (Constraint(ConstraintKind.ALAP),)
    assert constraints["A210"] == (Constraint(ConstraintKind.MFO, at("2026-04-10T17:00")),)


def test_types_and_kinds(migration: Dossier) -> None:
    tasks = {task.code: task for task in migration.plan.tasks}
    assert tasks["A900"].kind is TaskKind.LEVEL_OF_EFFORT
    assert tasks["A100"].milestone
    assert tasks["A210"].milestone
    assert tasks["A130"].type is TaskType.FIXED_WORK
    assert tasks["A200"].type is TaskType.FIXED_UNITS
    assert tasks["A110"].ignore_resource_calendars
    # It depends on the crane, whose evening calendar alone decides.
    assert not tasks["A130"].ignore_resource_calendars
    assert tasks["A130"].calendar is None


def test_links_keep_type_lag_and_note_and_reach_other_projects(migration: Dossier) -> None:
    links = {(link.predecessor, link.successor): (str(link.type), link.lag, link.note) for link in migration.plan.links}
    assert links[1002, 1003] == ("SS", 960, "")
    assert links[1003, 1004] == ("FS", -480, "crew overlaps")
    outside = next(task for task in migration.plan.tasks if task.kind is TaskKind.EXTERNAL)
    assert (outside.uid, outside.name, outside.external_project) == (3001, "Lines ready", "Network")
    assert outside.manual_start == outside.manual_finish == at("2026-03-27T17:00")
    assert links[3001, 1006] == ("FS", 0, "")


def test_resources_have_rates_availability_and_kinds(migration: Dossier) -> None:
    resources = {resource.name: resource for resource in migration.plan.resources}
    bo = resources["Bo"]
    assert [(rate.table, rate.start, rate.standard) for rate in bo.rates] == [
        ("A", None, 80),
        ("A", at("2026-04-01T00:00"), 85),
        ("B", None, 95),
        ("B", at("2026-04-01T00:00"), 100),
    ]
    assert [(step.start, step.end, step.units) for step in bo.availability] == [
        (None, at("2026-04-01T00:00"), 1),
        (at("2026-04-01T00:00"), None, Decimal("0.5")),
    ]
    assert (resources["Crane"].kind, resources["Cable"].kind) == (ResourceKind.EQUIPMENT, ResourceKind.MATERIAL)
    assert resources["Tester"].generic


def test_assignments_keep_units_work_cost_and_rate(migration: Dossier) -> None:
    survey, _, cable, burn_in = migration.plan.assignments
    assert (survey.work, survey.actual_work, survey.overtime_work, survey.rate_table) == (1920, 1920, 120, "B")
    assert (cable.quantity, cable.work, cable.cost) == (100, 0, 250)
    # Its one assignment's lag does not move a task-dependent activity in P6.
    assert (burn_in.resource, burn_in.units, burn_in.delay) == (41, Decimal("0.5"), 0)


def test_expenses_are_fixed_cost(migration: Dossier) -> None:
    lift = next(task for task in migration.plan.tasks if task.code == "A130")
    assert (lift.fixed_cost, lift.fixed_cost_accrual, lift.cost, lift.cost_account) == (500, Accrual.START, 3700, "DEV")


def test_a_baseline_project_is_matched_by_activity_id(migration: Dossier) -> None:
    (baseline,) = migration.plan.baselines
    assert (baseline.number, baseline.name) == (0, "Migration - baseline")
    assert [(one.task, one.finish) for one in baseline.tasks] == [
        (1002, at("2026-03-03T17:00")),
        (1006, at("2026-03-27T17:00")),
    ]


def test_without_a_baseline_planned_dates_serve_as_one() -> None:
    alone = MIGRATION.replace(b"\tN\t200\t", b"\tN\t\t").replace(b"\tY\t200\t", b"\tY\t\t")
    one = imported(alone.replace(b"\t\t100\t\r", b"\t\t\t\r"))
    assert one.dossier.plan.baselines[0].name == "Planned dates"
    assert "baseline" in lines(one, Fate.APPROXIMATED)


def test_fields_codes_and_notes(migration: Dossier) -> None:
    names = {(one.kind, one.key): one.name for one in migration.fields}
    values = {(names[one.kind, one.field], one.record): one.value for one in migration.values}
    assert values == {
        ("Vendor", 1003): "Kabelwerk Süd",
        ("Story points", 1003): Decimal(8),
        ("Review on", 1004): datetime(2026, 3, 18),  # noqa: DTZ001
        ("Phase", 1003): "Construction",
    }
    assert [(note.kind, note.text) for note in migration.notes] == [
        (RecordKind.TASK, "Scope: North wing first.\nThen & only then south."),
        (RecordKind.RESOURCE, "Two days a week on support"),
    ]


def test_stored_dates_and_floats_are_kept_as_the_file_has_them(migration: Dossier) -> None:
    cable = next(one for one in migration.stored if one.task == 1003)
    assert (cable.start, cable.finish) == (at("2026-03-09T08:00"), at("2026-03-23T12:00"))
    assert (cable.early_start, cable.late_finish) == (at("2026-03-16T08:00"), at("2026-03-24T12:00"))
    assert (cable.total_float, cable.free_float, cable.critical) == (480, 0, True)


def test_an_unknown_project_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(FileRefusedError, match=r"no project 'X'.*MIG \(Migration\)"):
        imported(project="X")


def test_another_project_of_the_file_can_be_read() -> None:
    one = imported(project="NET").dossier
    assert [task.code for task in one.plan.tasks] == ["NET", "N10", "A210"]
    assert one.plan.tasks[2].kind is TaskKind.EXTERNAL


@pytest.mark.parametrize(
    ("table", "field", "fate"),
    [
        ("TASKPRED", "relationship", Fate.DROPPED),
        ("PROJWBS", "work breakdown", Fate.DROPPED),
        ("SCHEDOPTIONS", "scheduling options", Fate.APPROXIMATED),
        ("CALENDAR", "project calendar", Fate.APPROXIMATED),
        ("RSRC", "note", Fate.KEPT),
    ],
)
def test_a_missing_table_leaves_a_line_in_the_receipt(table: str, field: str, fate: Fate) -> None:
    assert field in lines(imported(without(table)), fate)


def test_an_export_without_projects_is_refused() -> None:
    with pytest.raises(FileRefusedError, match="PROJECT table is missing"):
        imported(without("PROJECT"))


def test_a_file_cut_off_in_a_record_is_refused_with_its_line() -> None:
    cut = MIGRATION[: MIGRATION.index(b"Burn-in")]
    with pytest.raises(FileRefusedError, match=r"plan.xer, line \d+: the file was cut off"):
        imported(cut)


def test_a_file_without_end_mark_is_read_with_a_line_in_the_receipt() -> None:
    assert "end mark" in lines(imported(MIGRATION.replace(b"%E\r\n", b"")), Fate.DROPPED)


def test_text_that_is_no_xer_is_refused() -> None:
    with pytest.raises(FileRefusedError, match="does not begin with ERMHDR"):
        imported(b"hello\tworld\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_western_encodings_are_told_from_the_content(encoding: str) -> None:
    data = MIGRATION.decode("cp1252").encode(encoding)
    assert "Kabelwerk Süd" in [one.value for one in imported(data).dossier.values]


@pytest.mark.parametrize(("currency", "encoding", "name"), [("PLN", "cp1250", "Łódź"), ("JPY", "cp932", "移行計画")])
def test_the_currency_hints_at_other_encodings(currency: str, encoding: str, name: str) -> None:
    text = MIGRATION.decode("cp1252").replace("€", "z").replace("Süd", "Sud").replace("Burn-in", name)
    data = text.replace("\tEUR\r\n", f"\t{currency}\r\n", 1).encode(encoding)
    assert name in [task.name for task in imported(data).dossier.plan.tasks]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        (b"2026-03-09 08:00", b"1066-10-14 08:00", "TASK.act_start_date"),
        (b"2026-03-09 08:00", b"yesterday", "TASK.act_start_date"),
        (b"PR_SS\t16", b"PR_SS\t1e400", "TASKPRED.lag_hr_cnt"),
        (b"%R\t902\t1003\t1002", b"%R\t902\t1003\t9999", "relationship"),
        (b"%R\t902\t1003\t1002", b"%R\t902\t1003\t1003", "relationship"),
        (b"%R\t902\t1003\t1002\t100\t100\tPR_SS", b"%R\t902\t1002\t1001\t100\t100\tPR_FS", "relationship"),
        (b"%R\t1005\t", b"%R\t1004\t", "activity"),
        (b"%R\t503\tN", b"%R\t502\tN", "calendar"),
    ],
)
def test_nonsense_is_left_out_and_listed(old: bytes, new: bytes, field: str) -> None:
    assert old in MIGRATION
    assert field in lines(imported(MIGRATION.replace(old, new, 1)), Fate.DROPPED)


def test_a_record_without_a_usable_number_is_refused_with_its_line() -> None:
    with pytest.raises(FileRefusedError, match=r"plan.xer, line \d+: the TASK record has no usable number in task_id"):
        imported(MIGRATION.replace(b"%R\t1005\t", b"%R\tfive\t"))


def test_a_circle_in_the_work_breakdown_is_cut() -> None:
    one = imported(MIGRATION.replace(b"\tMIG\tMigration\t\r", b"\tMIG\tMigration\t602\r"))
    assert "work breakdown" in lines(one, Fate.APPROXIMATED)
    assert len(one.dossier.plan.tasks) == 11


def test_a_wbs_summary_activity_spans_its_element() -> None:
    row = next(line for line in MIGRATION.split(b"\r\n") if line.startswith(b"%R\t1007\t"))
    spanning = row.replace(b"TT_LOE", b"TT_WBS").replace(b"\t601\t", b"\t602\t")
    links = (b"%R\t907\t1007\t1001", b"%R\t908\t1007\t1006")
    kept = [line for line in MIGRATION.replace(row, spanning).split(b"\r\n") if not line.startswith(links)]
    plan = imported(b"\r\n".join(kept)).dossier.plan
    activity = next(task for task in plan.tasks if task.code == "A900")
    assert (activity.kind, activity.parent) == (TaskKind.LEVEL_OF_EFFORT, 601)
    dates = schedule(plan).by_uid
    assert (dates[1007].start, dates[1007].finish) == (dates[602].start, dates[602].finish)
