"""The activities of a P6 project as tasks: what they are, their constraints, costs and progress."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.tasks import Constraint, ConstraintKind, PercentType, Task, TaskKind, TaskType
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTimes
from milepost.exchange.p6_costs import Costs
from milepost.exchange.p6_projects import P6Source
from milepost.exchange.p6_tables import Row

MILESTONES = ("tt_mile", "tt_finmile")
_TYPES = {
    "dt_fixeddrtn": TaskType.FIXED_DURATION,
    "dt_fixeddur2": TaskType.FIXED_DURATION,
    "dt_fixedqty": TaskType.FIXED_WORK,
    "dt_fixedrate": TaskType.FIXED_UNITS,
}
_PERCENTS = {"cp_drtn": PercentType.DURATION, "cp_units": PercentType.WORK, "cp_phys": PercentType.PHYSICAL}
_PRIORITIES = {"pt_top": 900, "pt_high": 700, "pt_normal": 500, "pt_low": 300, "pt_lowest": 100}
#: P6's "start on" and "finish on" bound a date from both sides and yield to logic; only the mandatory ones do not.
_CONSTRAINTS: dict[str, tuple[ConstraintKind, ...]] = {
    "cs_mso": (ConstraintKind.SNET, ConstraintKind.SNLT),
    "cs_msoa": (ConstraintKind.SNET,),
    "cs_msob": (ConstraintKind.SNLT,),
    "cs_meo": (ConstraintKind.FNET, ConstraintKind.FNLT),
    "cs_meoa": (ConstraintKind.FNET,),
    "cs_meob": (ConstraintKind.FNLT,),
    "cs_mandstart": (ConstraintKind.MSO,),
    "cs_mandfin": (ConstraintKind.MFO,),
    "cs_alap": (ConstraintKind.ALAP,),
}
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an activity is: durations in minutes, instants of what happened."""

    duration: Minutes
    actual: Minutes | None
    remaining: Minutes
    percent: Decimal
    start: Instant | None
    finish: Instant | None


class ActivityReader:
    """Reads activities one by one against the plan's calendars and the costs gathered beforehand."""

    def __init__(self, source: P6Source, plan: Plan, costs: Costs, people: dict[Uid, str]) -> None:
        """Take the plan as far as it is known: settings and calendars; `people` names resources by number."""
        self.source = source
        self.costs = costs
        self.people = people
        self._status = plan.settings.status_date
        self._work = WorkTimes(plan)
        self._calendars = {calendar.uid for calendar in plan.calendars}
        options = next(iter(source.rows("SCHEDOPTIONS")), None)
        self._expected = options is None or not options.text("sched_use_expect_end_flag")
        self._expected = self._expected or bool(options and options.flag("sched_use_expect_end_flag"))

    def task(self, row: Row, parent: Task | None) -> Task:
        """Read one activity below its summary."""
        uid = self.source.cells.own_uid(row, "task_id")
        kind = row.text("task_type").lower()
        task = Task(
            uid=uid,
            name=row.text("task_name") or row.text("task_code"),
            code=row.text("task_code"),
            wbs=parent.wbs if parent else "",
            parent=parent.uid if parent else None,
            kind=TaskKind.LEVEL_OF_EFFORT if kind in ("tt_loe", "tt_wbs") else TaskKind.TASK,
            milestone=kind in MILESTONES,
            type=_TYPES.get(row.text("duration_type").lower(), TaskType.FIXED_DURATION),
            constraints=self._constraints(row),
            deadline=self._outside(row, "external_late_end_date"),
            calendar=self._calendar(row),
            ignore_resource_calendars=kind != "tt_rsrc",
            priority=_PRIORITIES.get(row.text("priority_type").lower(), 500),
            owner=self.people.get(self.source.cells.uid(row, "rsrc_id") or -1, ""),
        )
        return self._with_cost(self._with_progress(task, row))

    def _with_progress(self, task: Task, row: Row) -> Task:
        cells = self.source.cells
        progress = self.progress(row)
        return replace(
            task,
            duration=progress.duration,
            work=self._hours(row, "act_work_qty", "remain_work_qty", "act_equip_qty", "remain_equip_qty"),
            actual_work=self._hours(row, "act_work_qty", "act_equip_qty"),
            remaining_work=self._hours(row, "remain_work_qty", "remain_equip_qty"),
            percent_type=_PERCENTS.get(row.text("complete_pct_type").lower(), PercentType.DURATION),
            percent_complete=progress.percent,
            percent_work_complete=self._work_percent(row),
            physical_percent=_share(cells.number(row, "phys_complete_pct")),
            actual_start=progress.start,
            actual_finish=progress.finish,
            actual_duration=progress.actual,
            remaining_duration=progress.remaining,
            suspend=cells.instant(row, "suspend_date"),
            resume=cells.instant(row, "resume_date"),
            expected_finish=self._expected_finish(row),
        )

    def _with_cost(self, task: Task) -> Task:
        costs = self.costs.of(task.uid)
        return replace(
            task,
            fixed_cost=costs.fixed,
            fixed_cost_accrual=costs.accrual,
            cost=costs.total,
            actual_cost=costs.actual,
            remaining_cost=costs.remaining,
            cost_account=costs.account,
        )

    def progress(self, row: Row) -> Progress:
        """Work out durations: what is left is P6's own figure, what is done is working time up to the data date."""
        cells = self.source.cells
        planned = cells.minutes(row, "target_drtn_hr_cnt") or 0
        start, finish = cells.instant(row, "act_start_date"), cells.instant(row, "act_end_date")
        left = cells.minutes(row, "remain_drtn_hr_cnt")
        if finish is not None or row.text("status_code").lower() == "tk_complete":
            left = 0
        remaining = planned if left is None else left
        actual = None if start is None else self._done(row, start, finish, max(0, planned - remaining))
        percent = _HUNDRED if finish is not None else _part(planned - remaining, planned)
        if start is None:
            percent = Decimal(0)
        return Progress(remaining + (actual or 0), actual, remaining, percent, start, finish)

    def _done(self, row: Row, start: Instant, finish: Instant | None, otherwise: Minutes) -> Minutes:
        if row.text("task_type").lower() in MILESTONES:
            return 0
        until = finish if finish is not None else self._status
        if until is None:
            return otherwise
        paused, resumed = (self.source.cells.instant(row, name) for name in ("suspend_date", "resume_date"))
        try:
            calendar = self._work.of_calendar(self._calendar(row))
            done = calendar.working(start, max(start, until))
            if paused is not None and start < paused < until:
                done -= calendar.working(paused, min(until, until if resumed is None else max(paused, resumed)))
        except PlanRefusedError:
            # A calendar without working time is reported when the plan is scheduled, not while reading it.
            return otherwise
        return done

    def _constraints(self, row: Row) -> tuple[Constraint, ...]:
        found: list[Constraint] = []
        for kind, date in (("cstr_type", "cstr_date"), ("cstr_type2", "cstr_date2")):
            name = row.text(kind).lower()
            at = self.source.cells.instant(row, date)
            if name and (name not in _CONSTRAINTS or (at is None and name != "cs_alap")):
                problem = "has no date" if name in _CONSTRAINTS else "is not a constraint P6 knows"
                self.source.cells.note(row, kind, problem)
                continue
            for one in _CONSTRAINTS.get(name, ()):
                found.append(Constraint(one, None if one is ConstraintKind.ALAP else at))
        early = self._outside(row, "external_early_start_date")
        if early is not None:
            found.append(Constraint(ConstraintKind.SNET, early))
        return tuple(dict.fromkeys(found))

    def _outside(self, row: Row, column: str) -> Instant | None:
        """Read a date set by a project not in the file, which binds like a constraint."""
        at = self.source.cells.instant(row, column)
        if at is not None:
            self.source.book.approximated(f"TASK.{column}", f"{row.text('task_code')}: kept as a date that binds")
        return at

    def _calendar(self, row: Row) -> Uid | None:
        uid = self.source.cells.uid(row, "clndr_id")
        if uid is not None and uid not in self._calendars:
            self.source.book.approximated(
                "activity calendar", f"{row.text('task_code')}: calendar {uid} is missing, the project's is used"
            )
        return uid if uid in self._calendars else None

    def _expected_finish(self, row: Row) -> Instant | None:
        expected = self.source.cells.instant(row, "expect_end_date")
        if expected is not None and not self._expected:
            self.source.book.dropped("expected finish", f"{row.text('task_code')}: switched off in P6's options")
        return expected if self._expected else None

    def _hours(self, row: Row, *columns: str) -> Minutes | None:
        known = [self.source.cells.minutes(row, column) for column in columns]
        return None if all(value is None for value in known) else sum(filter(None, known))

    def _work_percent(self, row: Row) -> Decimal | None:
        done = self._hours(row, "act_work_qty", "act_equip_qty")
        left = self._hours(row, "remain_work_qty", "remain_equip_qty")
        return None if done is None or left is None or done + left <= 0 else _part(done, done + left)


def _part(part: int, whole: int) -> Decimal:
    if whole <= 0:
        return Decimal(0)
    return min(_HUNDRED, max(Decimal(0), (_HUNDRED * part / whole).quantize(Decimal("0.01"))))


def _share(value: Decimal | None) -> Decimal | None:
    return None if value is None else min(_HUNDRED, max(Decimal(0), value))
