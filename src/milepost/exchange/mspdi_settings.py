"""The project and its scheduling options of Microsoft Project XML."""

from __future__ import annotations

from decimal import Decimal

from milepost.dossier.projects import Project
from milepost.engine.plan import AlapMode, Convention, LagCalendar, LateConstraintMode, Settings
from milepost.engine.units import Instant, Uid, whole_minutes
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.mspdi_calendars import clock
from milepost.exchange.mspdi_rows import Notes, Row
from milepost.exchange.receipt import ReceiptBook

_DAY, _WEEK, _MONTH = 480, 2400, 20


def facts(row: Row) -> Project:
    """Read what the project is called and who runs it."""
    name, digits = row.text("Name"), row.whole("CurrencyDigits")
    return Project(
        name=row.text("Title") or name.rsplit(".", 1)[0],
        title=row.text("Title"),
        code=name,
        manager=row.text("Manager"),
        organisation=row.text("Company"),
        subject=row.text("Subject"),
        description=row.text("Comments"),
        currency=row.text("CurrencyCode") or row.text("CurrencySymbol"),
        currency_digits=2 if digits is None else min(max(digits, 0), 4),
        guid=row.text("GUID"),
    )


def settings(row: Row, dates: list[Instant], calendars: set[Uid], book: ReceiptBook, notes: Notes) -> Settings:
    """Read how the plan is scheduled; `dates` are the stored starts, used when the file has no start date."""
    start, finish = row.instant("StartDate"), row.instant("FinishDate")
    from_finish = not row.flag("ScheduleFromStart", default=True)
    if start is None:
        start = min(dates, default=None if finish is None else finish)
        if start is None:
            raise FileRefusedError(
                f"{notes.file}, {row.place}: the project has no StartDate between 1900 and 2100 and no task "
                "has a date, so nothing can be scheduled. Set the project start in Microsoft Project and save again."
            )
        book.approximated("Project.StartDate", "the file has none; its earliest date is used")
    calendar = row.whole("CalendarUID")
    day = _positive(row, "MinutesPerDay", _DAY)
    slack = row.decimal("CriticalSlackLimit") or Decimal(0)
    return Settings(
        start=start,
        finish=finish,
        schedule_from_finish=from_finish and finish is not None,
        status_date=row.instant("StatusDate"),
        calendar=calendar if calendar in calendars else None,
        minutes_per_day=day,
        minutes_per_week=_positive(row, "MinutesPerWeek", _WEEK),
        days_per_month=_positive(row, "DaysPerMonth", _MONTH),
        default_start=_time(row, "DefaultStartTime", 480),
        default_finish=_time(row, "DefaultFinishTime", 1020),
        lag_calendar=LagCalendar.SUCCESSOR,
        # Microsoft Project writes HonorConstraints 0 for plans whose option is on (the same plan as .mpp says so),
        # so the element tells nothing; on is its default.
        late_constraints=LateConstraintMode.HONOR,
        alap=AlapMode.TOTAL,
        critical_threshold=whole_minutes(slack * day),
        float_per_network=row.flag("MultipleCriticalPaths"),
        convention=Convention.MSPROJECT,
    )


def _positive(row: Row, name: str, otherwise: int) -> int:
    value = row.whole(name)
    return value if value is not None and 0 < value < 100_000 else otherwise


def _time(row: Row, name: str, otherwise: int) -> int:
    value = clock(row.text(name))
    return otherwise if value is None else value
