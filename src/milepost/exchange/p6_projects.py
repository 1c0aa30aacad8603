"""Which project of a P6 export is meant, and how it is to be scheduled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from milepost.dossier.projects import Project
from milepost.engine.calendars import Calendar
from milepost.engine.plan import (
    AlapMode,
    Convention,
    CriticalDefinition,
    FloatKind,
    LagCalendar,
    LateConstraintMode,
    OutOfSequence,
    Settings,
    SsLagFrom,
)
from milepost.engine.units import Instant, Minutes, Uid, whole_minutes
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.p6_tables import Cells, P6Tables, Row
from milepost.exchange.receipt import ReceiptBook

_LAG_CALENDARS = {
    "rcal_predecessor": LagCalendar.PREDECESSOR,
    "rcal_successor": LagCalendar.SUCCESSOR,
    "rcal_24hour": LagCalendar.ELAPSED,
    "rcal_projdefault": LagCalendar.PROJECT,
}
_FLOATS = {"ft_ff": FloatKind.FINISH, "ft_ss": FloatKind.START}
_DATES = ("act_start_date", "restart_date", "early_start_date", "target_start_date")


@dataclass(frozen=True, slots=True)
class P6Source:
    """One project of an export: its row and number, and all tables, cells and notes needed to read it."""

    file: str
    tables: P6Tables
    cells: Cells
    book: ReceiptBook
    project: Row

    @property
    def key(self) -> str:
        """The project's number as other rows name it."""
        return self.project.text("proj_id")

    def rows(self, table: str) -> tuple[Row, ...]:
        """Give the rows of a table that belong to this project."""
        return tuple(row for row in self.tables.rows(table) if row.text("proj_id") == self.key)

    def shared(self, table: str) -> tuple[Row, ...]:
        """Give the rows of a table that belong to this project or to all."""
        return tuple(row for row in self.tables.rows(table) if row.text("proj_id") in ("", self.key))


def choose(tables: P6Tables, wanted: str, *, file: str, book: ReceiptBook) -> Row:
    """Find the project asked for, by number, id or name; else the one exported, else the first with activities."""
    projects = tables.rows("PROJECT")
    if not projects:
        raise FileRefusedError(
            f"{file}: the PROJECT table is missing or empty, so there is no project to read. "
            "Export the project from P6 again, with the project itself selected."
        )
    if wanted:
        return _named(tables, projects, wanted, file)
    baselines = baseline_keys(projects)
    plans = [row for row in projects if row.text("proj_id") not in baselines] or list(projects)
    exported = [row for row in plans if row.flag("export_flag")] or plans
    filled = {row.text("proj_id") for row in tables.rows("TASK")}
    project = next((row for row in exported if row.text("proj_id") in filled), exported[0])
    for other in exported:
        if other is not project:
            book.dropped("project", f"{_title(tables, other)}: one project is read at a time, name another to read it")
    return project


def baseline_keys(projects: tuple[Row, ...]) -> set[str]:
    """Tell which projects of an export are baselines of others."""
    pointed = {row.text(column) for row in projects for column in ("sum_base_proj_id", "last_baseline_proj_id")}
    copies = {row.text("proj_id") for row in projects if row.text("orig_proj_id") not in ("", row.text("proj_id"))}
    return (pointed | copies) - {""}


def _named(tables: P6Tables, projects: tuple[Row, ...], wanted: str, file: str) -> Row:
    words = wanted.strip().casefold()
    for row in projects:
        names = (row.text("proj_id"), row.text("proj_short_name"), project_name(tables, row))
        if words in (name.casefold() for name in names):
            return row
    known = ", ".join(_title(tables, row) for row in projects[:20])
    raise FileRefusedError(f"{file}: there is no project {wanted!r} in this file. It holds: {known}.")


def project_name(tables: P6Tables, project: Row) -> str:
    """Give the project's name, which P6 keeps in the topmost element of its work breakdown."""
    key = project.text("proj_id")
    tops = (row for row in tables.rows("PROJWBS") if row.text("proj_id") == key and row.flag("proj_node_flag"))
    top = next(tops, None)
    return project.text("proj_name") or (top.text("wbs_name") if top else "") or project.text("proj_short_name")


def _title(tables: P6Tables, project: Row) -> str:
    return f"{project.text('proj_short_name')} ({project_name(tables, project)})"


def facts(source: P6Source) -> Project:
    """Give what the project is called, who is responsible for it and which currency it counts in."""
    currency = source.tables.currency
    digits = next(
        (
            source.cells.number(row, "decimal_digit_cnt")
            for row in source.tables.rows("CURRTYPE")
            if row.text("curr_short_name") == currency
        ),
        None,
    )
    manager = {row.text("obs_id"): row.text("obs_name") for row in source.tables.rows("OBS")}
    tops = [row for row in source.rows("PROJWBS") if row.flag("proj_node_flag")] or [source.project]
    return Project(
        name=project_name(source.tables, source.project),
        code=source.project.text("proj_short_name"),
        manager=manager.get(tops[0].text("obs_id"), ""),
        currency=currency,
        currency_digits=int(digits) if digits is not None and 0 <= digits <= 6 else 2,
        guid=source.project.text("guid"),
    )


def settings(source: P6Source, calendars: tuple[Calendar, ...]) -> Settings:
    """Read how P6 schedules the project: data date, must-finish, and its scheduling options."""
    status = source.cells.instant(source.project, "last_recalc_date")
    options = next(iter(source.rows("SCHEDOPTIONS")), None)
    if options is None:
        source.book.approximated("scheduling options", "the file has none; P6's defaults are used")
        options = Row("SCHEDOPTIONS", "none", {})
    calendar = _project_calendar(source, calendars)
    day, week, month = _lengths(source, calendar)
    opens, closes = _office_hours(calendars, calendar)
    usual = Settings(
        start=_start(source, status),
        status_date=status,
        must_finish_by=source.cells.instant(source.project, "plan_end_date"),
        calendar=calendar,
        minutes_per_day=day,
        minutes_per_week=week,
        days_per_month=month,
        default_start=opens,
        default_finish=closes,
        late_constraints=LateConstraintMode.LOGIC,
        alap=AlapMode.FREE,
        convention=Convention.P6,
    )
    return _with_options(usual, options, source)


def _with_options(usual: Settings, options: Row, source: P6Source) -> Settings:
    return replace(
        usual,
        lag_calendar=_LAG_CALENDARS.get(
            options.text("sched_calendar_on_relationship_lag").lower(), LagCalendar.PREDECESSOR
        ),
        out_of_sequence=_out_of_sequence(options),
        ss_lag_from=_ss_lag(options),
        total_float=_FLOATS.get((options.text("sched_float_type") or "FT_FF").lower(), FloatKind.SMALLEST),
        critical=_critical(source.project),
        critical_threshold=source.cells.minutes(source.project, "critical_drtn_hr_cnt") or 0,
    )


def _start(source: P6Source, status: Instant | None) -> Instant:
    planned = source.cells.instant(source.project, "plan_start_date")
    if planned is not None:
        return planned
    known = (source.cells.instant(row, column) for row in source.rows("TASK") for column in _DATES)
    start = min((at for at in known if at is not None), default=status)
    if start is None:
        raise FileRefusedError(
            f"{source.file}, {source.project.place}: the project has no planned start, no data date and no dated "
            "activity, so nothing can be scheduled. Enter its planned start in P6 and export again."
        )
    source.book.approximated("project start", "the file has no planned start; its earliest date is used")
    return start


def _project_calendar(source: P6Source, calendars: tuple[Calendar, ...]) -> Uid | None:
    known = {calendar.uid for calendar in calendars}
    named = source.cells.uid(source.project, "clndr_id")
    if named in known:
        return named
    rows = source.shared("CALENDAR")
    default = next((source.cells.uid(row, "clndr_id") for row in rows if row.flag("default_flag")), None)
    fallback = default if default in known else next((calendar.uid for calendar in calendars), None)
    words = "the calendar named by the project is not in the file" if named else "the project names no calendar"
    source.book.approximated("project calendar", f"{words}; {'another one' if fallback else 'Mon-Fri 8-17'} is used")
    return fallback


def _lengths(source: P6Source, calendar: Uid | None) -> tuple[Minutes, Minutes, int]:
    """Give the minutes of a day and a week and the days of a month, for showing durations."""
    rows = source.tables.rows("CALENDAR")
    row = next((row for row in rows if row.text("clndr_id") == str(calendar)), Row("CALENDAR", "none", {}))
    day, week, month = (source.cells.number(row, f"{unit}_hr_cnt") or Decimal(0) for unit in ("day", "week", "month"))
    day = day if 0 < day <= 24 else Decimal(8)
    week = week if day <= week <= 168 else day * 5
    days = int((month / day).to_integral_value()) if day <= month <= day * 31 else 20
    return whole_minutes(day * 60), whole_minutes(week * 60), days


def _office_hours(calendars: tuple[Calendar, ...], uid: Uid | None) -> tuple[Minutes, Minutes]:
    week = next((calendar.week for calendar in calendars if calendar.uid == uid), ())
    hours = next((day for day in week if day), ((480, 1020),))
    return hours[0][0], hours[-1][1]


def _out_of_sequence(options: Row) -> OutOfSequence:
    if options.flag("sched_progress_override"):
        return OutOfSequence.PROGRESS_OVERRIDE
    retained = options.flag("sched_retained_logic") or not options.text("sched_retained_logic")
    return OutOfSequence.RETAINED_LOGIC if retained else OutOfSequence.ACTUAL_DATES


def _ss_lag(options: Row) -> SsLagFrom:
    early = options.flag("sched_lag_early_start_flag") or not options.text("sched_lag_early_start_flag")
    return SsLagFrom.EARLY_START if early else SsLagFrom.ACTUAL_START


def _critical(project: Row) -> CriticalDefinition:
    by_path = project.text("critical_path_type").lower() == "ct_drivpath"
    return CriticalDefinition.LONGEST_PATH if by_path else CriticalDefinition.TOTAL_FLOAT
