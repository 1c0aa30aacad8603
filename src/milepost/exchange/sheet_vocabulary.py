"""What a plan's records are called in a sheet: ids, levels, links, teams, dates and money as cells."""

from __future__ import annotations

from decimal import Decimal

from milepost.dossier.dossier import Dossier
from milepost.dossier.fields import RecordKind
from milepost.engine import clock
from milepost.engine.notices import PlanRefusedError
from milepost.engine.resources import Assignment, Resource, ResourceKind
from milepost.engine.schedule import schedule
from milepost.engine.tasks import BaselineTask, LagKind, Link, Task
from milepost.engine.units import Instant, Minutes, Uid
from milepost.exchange.sheet_cells import Cell, shown
from milepost.exchange.sheet_words import WorkLengths, written_span

Span = tuple[Instant | None, Instant | None]


class Vocabulary:
    """Looks up and writes what the columns of a task table need; dates are the computed ones."""

    def __init__(self, dossier: Dossier) -> None:
        """Schedule the plan; where it cannot be, the dates its source had stored stand in."""
        plan = dossier.plan
        settings = plan.settings
        self.lengths = WorkLengths(settings.minutes_per_day, settings.minutes_per_week, settings.days_per_month)
        self.zone = settings.zone
        self.tasks = {task.uid: task for task in plan.tasks}
        self.ids = _ids(plan.tasks)
        self.levels = _levels(plan.tasks)
        self.dates = _dates(dossier)
        self.calendars = {calendar.uid: calendar.name for calendar in plan.calendars}
        self.notes = {note.record: note.text for note in dossier.notes if note.kind is RecordKind.TASK}
        self.values: dict[tuple[Uid, str], Cell] = {
            (one.record, one.field): float(one.value) if isinstance(one.value, Decimal) else one.value
            for one in dossier.values
            if one.kind is RecordKind.TASK
        }
        current = next((one for one in plan.baselines if one.number == settings.current_baseline), None)
        self._saved = {one.task: one for one in current.tasks} if current else {}
        self.ranged = any(task.estimate for task in plan.tasks)
        self.split = any(task.segments for task in plan.tasks)
        self._people = {resource.uid: resource for resource in plan.resources}
        self._links: dict[Uid, list[Link]] = {}
        self._team: dict[Uid, list[Assignment]] = {}
        for link in plan.links:
            self._links.setdefault(link.successor, []).append(link)
        for assignment in plan.assignments:
            self._team.setdefault(assignment.task, []).append(assignment)

    def date(self, at: Instant | None) -> Cell:
        """Give an instant as wall-clock time in the plan's zone."""
        return None if at is None else clock.moment(at, self.zone)

    def task_duration(self, task: Task) -> str:
        """Write a task's duration in its own unit."""
        words = written_span(task.duration, task.duration_unit, self.lengths, elapsed=task.elapsed)
        return f"{words}?" if task.estimated else words

    def span(self, minutes: Minutes | None, task: Task) -> str:
        """Write a duration in the task's unit."""
        return "" if minutes is None else written_span(minutes, task.duration_unit, self.lengths, elapsed=task.elapsed)

    def work(self, minutes: Minutes | None) -> str:
        """Write an amount of work in hours."""
        return "" if minutes is None else written_span(minutes, "h", self.lengths)

    def percent(self, value: Decimal | None) -> str:
        """Write a percentage."""
        return "" if value is None else f"{value.normalize() + 0:f}%"

    def money(self, value: Decimal | None) -> Cell:
        """Give an amount as a number."""
        return None if value is None else float(value)

    def saved(self, task: Task) -> BaselineTask:
        """Give what the current baseline remembers of a task."""
        return self._saved.get(task.uid) or BaselineTask(task.uid)

    def saved_duration(self, task: Task) -> str:
        """Write the duration a baseline remembers."""
        one = self.saved(task)
        if one.duration is None:
            return ""
        return written_span(one.duration, task.duration_unit, self.lengths, elapsed=one.elapsed)

    def constraint_date(self, task: Task) -> Cell:
        """Give the date of a task's constraints; different ones are joined with plus signs."""
        dates = list(dict.fromkeys(one.at for one in task.constraints if one.at is not None))
        if len(dates) < 2:
            return self.date(dates[0] if dates else None)
        return " + ".join(shown(self.date(one.at)) for one in task.constraints)

    def predecessors(self, uid: Uid) -> str:
        """Write the links into a task."""
        return ";".join(self._link(link) for link in self._links.get(uid, ()) if link.predecessor in self.ids)

    def levelling(self, task: Task) -> str:
        """Write a task's levelling delay."""
        if not task.levelling_delay:
            return ""
        elapsed = task.levelling_delay_elapsed
        return written_span(task.levelling_delay, task.duration_unit, self.lengths, elapsed=elapsed)

    def pieces(self, task: Task) -> str:
        """Write the pieces of a split task: the start and end of each."""
        return ";".join(f"{shown(self.date(start))}/{shown(self.date(end))}" for start, end in task.stored_pieces)

    def segments(self, task: Task) -> str:
        """Write the works of a split task with the pause behind each: `21d+17d;20d`."""
        return ";".join(
            "+".join(written_span(part, task.duration_unit, self.lengths) for part in (one.work, one.gap) if part)
            for one in task.segments
        )

    def team(self, uid: Uid) -> str:
        """Write who works on a task."""
        named = ((self._people.get(one.resource or -1), one) for one in self._team.get(uid, ()))
        return ";".join(_member(resource, one) for resource, one in named if resource is not None)

    def _link(self, link: Link) -> str:
        name = self.ids[link.predecessor]
        lag = self._lag(link)
        return name if link.type == "FS" and not lag else f"{name}{link.type}{lag}"

    def _lag(self, link: Link) -> str:
        if not link.lag:
            return ""
        sign = "+" if link.lag > 0 else "-"
        if link.lag_kind in (LagKind.PERCENT, LagKind.PERCENT_ELAPSED):
            mark = "e" if link.lag_kind is LagKind.PERCENT_ELAPSED else ""
            return f"{sign}{(Decimal(abs(link.lag)) / 100).normalize() + 0:f}{mark}%"
        elapsed = link.lag_kind is LagKind.ELAPSED
        return sign + written_span(abs(link.lag), link.lag_unit, self.lengths, elapsed=elapsed)


def _member(resource: Resource, one: Assignment) -> str:
    name = resource.name.replace(";", ",").replace("[", "(").replace("]", ")")
    if resource.kind in (ResourceKind.WORK, ResourceKind.EQUIPMENT):
        return name if one.units == 1 else f"{name}[{(one.units * 100).normalize() + 0:f}%]"
    return f"{name}[{(one.quantity or Decimal(1)).normalize() + 0:f} {resource.material_unit or 'x'}]"


def _ids(tasks: tuple[Task, ...]) -> dict[Uid, str]:
    """Name each task by its code where codes are unique and safe to write in a list, else by its number."""
    inside = {task.uid: task.code for task in tasks}
    codes = list(inside.values())
    usable = len(set(codes)) == len(codes) and all(code and code.isalnum() for code in codes)
    return inside if usable else {uid: str(uid) for uid in inside}


def _levels(tasks: tuple[Task, ...]) -> dict[Uid, int]:
    levels: dict[Uid, int] = {}
    for task in tasks:
        levels[task.uid] = levels.get(task.parent, 0) + 1 if task.parent is not None else 1
    return levels


def _dates(dossier: Dossier) -> dict[Uid, Span]:
    try:
        return {uid: (dates.start, dates.finish) for uid, dates in schedule(dossier.plan).by_uid.items()}
    except PlanRefusedError:
        return {one.task: (one.start, one.finish) for one in dossier.stored}
