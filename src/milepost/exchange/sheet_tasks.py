"""The rows of a plan sheet as tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from milepost.dossier.schedule import StoredTask
from milepost.engine.clock import instant
from milepost.engine.plan import Plan
from milepost.engine.resources import Accrual
from milepost.engine.tasks import (
    BaselineTask,
    Constraint,
    ConstraintKind,
    PercentType,
    Segment,
    Task,
    TaskKind,
    TaskType,
)
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTimes
from milepost.exchange.sheet_cells import FINISHES, SheetReader, SheetRow
from milepost.exchange.sheet_dates import moment
from milepost.exchange.sheet_estimates import estimate_of
from milepost.exchange.sheet_headings import plain
from milepost.exchange.sheet_words import Span, constraint, is_manual, span, task_type

_DONE = tuple(
    map(plain, ("Done", "Closed", "Resolved", "Complete", "Completed", "Fertig", "Erledigt", "Abgeschlossen"))
)
_DONE += tuple(map(plain, ("Terminé", "Fermé", "Achevé", "Hecho", "Cerrado", "Completado", "Terminado", "Finished")))
_DATED = (ConstraintKind.ASAP, ConstraintKind.ALAP)
_HIGHEST_PRIORITY = 1000
_DAY: Minutes = 480


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a row stands: its uid, its summary's uid, and whether rows stand below it or lead to it by links."""

    uid: Uid
    parent: Uid | None
    code: str
    summary: bool
    linked: bool


class TaskRows:
    """Turns rows into tasks, in the hours of the plan's calendar."""

    def __init__(self, reader: SheetReader, plan: Plan) -> None:
        """Take the plan as far as it is known: settings and calendars."""
        self._reader = reader
        self._opens, self._closes = plan.settings.default_start, plan.settings.default_finish
        self._calendars = {calendar.name.casefold(): calendar.uid for calendar in plan.calendars}
        self._work = WorkTimes(plan)
        self._constrained = reader.has("constraint")

    def task(self, row: SheetRow, placed: Placed) -> Task:
        """Read one row."""
        reader, span = self._reader, self._span(row, placed)
        task = Task(
            uid=placed.uid,
            name=reader.text(row, "name"),
            code=placed.code,
            wbs=reader.text(row, "wbs"),
            parent=placed.parent,
            summary=placed.summary,
            milestone=self._milestone(row, span, placed),
            inactive=reader.flag(row, "active") is False,
            duration=0 if placed.summary else span.minutes,
            elapsed=span.elapsed,
            duration_unit=span.unit,
            estimated=span.estimated,
            type=task_type(reader.text(row, "type")) or TaskType.FIXED_UNITS,
            effort_driven=reader.flag(row, "effort_driven") is True,
            constraints=self._constraints(row, placed),
            deadline=self.at(row, "deadline"),
            calendar=self._calendar(row),
            ignore_resource_calendars=reader.flag(row, "ignore_calendars") is True,
            priority=self._priority(row),
            estimate=None if placed.summary else estimate_of(reader, row, span.minutes),
        )
        return self._with_money(self._with_progress(self._with_mode(task, row), row), row)

    def _with_mode(self, task: Task, row: SheetRow) -> Task:
        """Add how the task is scheduled: by hand, by another project, split, levelled."""
        reader = self._reader
        manual, kind = is_manual(reader.text(row, "mode")), self._kind(row)
        levelling = reader.span(row, "levelling") or Span(0, "d")
        given = manual or kind is TaskKind.EXTERNAL
        return replace(
            task,
            kind=kind,
            manual=manual,
            manual_start=self.at(row, "start") if given else None,
            manual_finish=self.at(row, "finish") if given else None,
            external_project=reader.text(row, "external_project"),
            stored_pieces=self._pieces(row),
            segments=self._segments(row),
            levelling_delay=levelling.minutes,
            levelling_delay_elapsed=levelling.elapsed,
        )

    def _with_progress(self, task: Task, row: SheetRow) -> Task:
        reader = self._reader
        percent = self._percent(row)
        started, ended = self._actual(row, percent)
        words = reader.text(row, "percent_type")
        return replace(
            task,
            work=self._minutes(row, "work"),
            percent_type=PercentType(words) if words in tuple(PercentType) else PercentType.DURATION,
            percent_complete=percent,
            percent_work_complete=reader.percent(row, "percent_work"),
            physical_percent=reader.percent(row, "physical"),
            actual_start=started,
            actual_finish=ended,
            actual_duration=self._minutes(row, "actual_duration"),
            remaining_duration=0 if ended is not None else self._minutes(row, "remaining"),
            actual_work=self._minutes(row, "actual_work"),
            remaining_work=self._minutes(row, "remaining_work"),
            suspend=self.at(row, "suspend"),
            resume=self.at(row, "resume"),
            expected_finish=self.at(row, "expected_finish"),
        )

    def _with_money(self, task: Task, row: SheetRow) -> Task:
        reader = self._reader
        words = reader.text(row, "accrual").casefold()
        return replace(
            task,
            fixed_cost=reader.number(row, "fixed_cost") or Decimal(0),
            fixed_cost_accrual=Accrual(words) if words in tuple(Accrual) else Accrual.PRORATED,
            cost=reader.number(row, "cost"),
            actual_cost=reader.number(row, "actual_cost"),
            remaining_cost=reader.number(row, "remaining_cost"),
            owner=reader.text(row, "owner"),
            cost_account=reader.text(row, "cost_account"),
        )

    def _minutes(self, row: SheetRow, name: str) -> Minutes | None:
        span = self._reader.span(row, name)
        return None if span is None else span.minutes

    def stored(self, row: SheetRow, uid: Uid) -> StoredTask | None:
        """Keep the start and finish the sheet shows."""
        start, finish = self.at(row, "start"), self.at(row, "finish")
        return None if start is None and finish is None else StoredTask(uid, start=start, finish=finish)

    def baseline(self, row: SheetRow, uid: Uid) -> BaselineTask | None:
        """Read the baseline columns, if the row has anything in them."""
        span, work = self._reader.span(row, "baseline_duration"), self._reader.span(row, "baseline_work")
        saved = BaselineTask(
            uid,
            start=self.at(row, "baseline_start"),
            finish=self.at(row, "baseline_finish"),
            duration=span.minutes if span else None,
            elapsed=bool(span and span.elapsed),
            work=work.minutes if work else None,
            cost=self._reader.number(row, "baseline_cost"),
        )
        return None if saved == BaselineTask(uid) else saved

    def at(self, row: SheetRow, name: str) -> Instant | None:
        """Read a date; one without a time means the morning of a start, the evening of a finish."""
        read = self._reader.instant(row, name)
        if read is None:
            return None
        at, timed = read
        return at if timed else at + (self._closes if name in FINISHES else self._opens)

    def _kind(self, row: SheetRow) -> TaskKind:
        words = self._reader.text(row, "kind")
        return TaskKind(words) if words in tuple(TaskKind) else TaskKind.TASK

    def _pieces(self, row: SheetRow) -> tuple[tuple[Instant, Instant], ...]:
        """Read the pieces of a split task as Milepost writes them."""
        found = []
        for words in filter(None, self._reader.text(row, "pieces").split(";")):
            start, _, end = words.partition("/")
            ends = [moment(part, "dmy") for part in (start, end)]
            if ends[0] is None or ends[1] is None:
                self._reader.refuse(row, "pieces", "a list such as 2026-03-02 08:00/2026-03-04 17:00;...")
                return ()
            found.append((instant(ends[0].at), instant(ends[1].at)))
        return tuple(found)

    def _segments(self, row: SheetRow) -> tuple[Segment, ...]:
        """Read the works and pauses of a split task as Milepost writes them."""
        found = []
        for words in filter(None, self._reader.text(row, "segments").split(";")):
            parts = [span(part, self._reader.lengths) for part in words.split("+")]
            minutes = [part.minutes for part in parts if part is not None and part.minutes >= 0]
            if len(minutes) != len(parts) or len(parts) > 2:
                self._reader.refuse(row, "segments", "works with the pause behind each, such as 21d+17d;20d")
                return ()
            found.append(Segment(*minutes))
        return tuple(found)

    def _span(self, row: SheetRow, placed: Placed) -> Span:
        reader = self._reader
        written = reader.span(row, "duration") or reader.span(row, "estimate")
        if written is not None:
            return written
        start, finish = self.at(row, "start"), self.at(row, "finish")
        if start is not None and finish is not None:
            return Span(max(0, self._work.of_calendar(self._calendar(row)).working(start, finish)), "d")
        if placed.summary or reader.flag(row, "milestone"):
            return Span(0, "d")
        reader.book.approximated("duration", f"row {row.number}: none given, one day is assumed")
        return Span(_DAY, "d", estimated=True)

    def _milestone(self, row: SheetRow, span: Span, placed: Placed) -> bool:
        flag = self._reader.flag(row, "milestone")
        return flag if flag is not None else span.minutes == 0 and not placed.summary

    def _percent(self, row: SheetRow) -> Decimal:
        percent = self._reader.percent(row, "percent")
        if percent is not None or self._reader.has("percent"):
            return percent or Decimal(0)
        return Decimal(100) if plain(self._reader.text(row, "status")) in _DONE else Decimal(0)

    def _actual(self, row: SheetRow, percent: Decimal) -> tuple[Instant | None, Instant | None]:
        """Give actual dates; where a sheet has progress but no such columns, its start and finish are taken."""
        started, ended = self.at(row, "actual_start"), self.at(row, "actual_finish")
        if percent > 0 and started is None:
            started = self.at(row, "start")
        if percent == 100 and ended is None and started is not None:
            ended = self.at(row, "finish")
        return started, ended

    def _constraints(self, row: SheetRow, placed: Placed) -> tuple[Constraint, ...]:
        if self._constrained:
            return self._written_constraint(row)
        start = self.at(row, "start")
        if start is None or placed.summary or placed.linked:
            return ()
        self._reader.book.approximated("start", f"row {row.number}: kept as 'start no earlier than'")
        return (Constraint(ConstraintKind.SNET, start),)

    def _written_constraint(self, row: SheetRow) -> tuple[Constraint, ...]:
        words = self._reader.text(row, "constraint")
        kinds = [constraint(word) for word in words.split("+")] if words else []
        known = [kind for kind in kinds if kind is not None]
        dates = self._constraint_dates(row, known)
        if len(known) != len(kinds):
            self._reader.refuse(row, "constraint", "a constraint such as 'Start No Earlier Than' or SNET")
            return ()
        found = []
        for kind, at in zip(known, dates, strict=True):
            if kind not in _DATED and at is None:
                self._reader.refuse(row, "constraint", "complete without a constraint date")
            elif kind is not ConstraintKind.ASAP:
                found.append(Constraint(kind, None if kind is ConstraintKind.ALAP else at))
        return tuple(found)

    def _constraint_dates(self, row: SheetRow, kinds: Sequence[ConstraintKind]) -> list[Instant | None]:
        """Give each constraint its date; one date serves them all."""
        dates = self._reader.instants(row, "constraint_date")
        if len(dates) != len(kinds):
            dates = dates[:1] * len(kinds) or [None] * len(kinds)
        ends = (ConstraintKind.FNET, ConstraintKind.FNLT, ConstraintKind.MFO)
        found: list[Instant | None] = []
        for kind, read in zip(kinds, dates, strict=True):
            late = 0 if read is None or read[1] else self._closes if kind in ends else self._opens
            found.append(None if read is None else read[0] + late)
        return found

    def _calendar(self, row: SheetRow) -> Uid | None:
        name = self._reader.text(row, "calendar")
        if not name or plain(name) in ("none", "keiner", "aucun", "ninguno"):
            return None
        known = self._calendars.get(name.casefold())
        if known is None:
            self._reader.book.dropped("calendar", f"row {row.number}: calendar {name[:40]!r} is not in the file")
        return known

    def _priority(self, row: SheetRow) -> int:
        words = self._reader.text(row, "priority")
        if words.isascii() and words.isdigit() and len(words) < 6:
            return min(int(words), _HIGHEST_PRIORITY)
        named = {"highest": 900, "high": 700, "hoch": 700, "haute": 700, "alta": 700, "low": 300, "niedrig": 300}
        return named.get(words.casefold(), 500)
