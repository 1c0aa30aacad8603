"""Writing a dossier as Microsoft Project XML (MSPDI)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from milepost.dossier.dossier import Dossier
from milepost.dossier.schedule import StoredTask
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import LateConstraintMode, Plan, Settings
from milepost.engine.results import Schedule
from milepost.engine.schedule import schedule
from milepost.engine.tasks import BaselineAssignment, BaselineTask, Link, TaskKind
from milepost.engine.units import Uid
from milepost.exchange.mspdi_elements import Element
from milepost.exchange.mspdi_write_calendars import write_calendar
from milepost.exchange.mspdi_write_fields import FieldWriter
from milepost.exchange.mspdi_write_people import write_assignment, write_resource
from milepost.exchange.mspdi_write_splits import with_written_splits
from milepost.exchange.mspdi_write_tasks import TaskWriter

_SAVE_VERSION = 14


def write(dossier: Dossier) -> bytes:
    """Give the dossier as Microsoft Project XML; tasks without stored dates get their computed ones."""
    plan = dossier.plan
    root = Element.root("Project", plan.settings.zone)
    fields = FieldWriter(dossier)
    _project(root, dossier)
    fields.write_definitions(root)
    personal = {one.calendar for one in plan.resources if one.calendar is not None}
    calendars = root.child("Calendars")
    for calendar in plan.calendars:
        write_calendar(calendars, calendar, personal - {plan.settings.calendar})
    computed = _computed(dossier)
    dates = _dates(dossier, computed)
    written = with_written_splits(plan, computed)
    _tasks(root.child("Tasks"), written, dates, fields)
    resources = root.child("Resources")
    for number, resource in enumerate(plan.resources, 1):
        write_resource(resources, resource, number, fields)
    assignments = root.child("Assignments")
    saved = _saved_assignments(plan)
    for one in written.assignments:
        write_assignment(assignments, one, saved.get(one.uid, []), fields)
    return root.bytes()


def _project(root: Element, dossier: Dossier) -> None:
    project, settings = dossier.project, dossier.plan.settings
    root.put("SaveVersion", _SAVE_VERSION)
    root.put("GUID", project.guid)
    root.put("Name", project.code)
    root.put("Title", project.title or ("" if project.code else project.name))
    root.put("Subject", project.subject)
    root.put("Company", project.organisation)
    root.put("Manager", project.manager)
    root.put("ScheduleFromStart", not settings.schedule_from_finish)
    root.instant("StartDate", settings.start)
    root.instant("FinishDate", settings.finish)
    root.put("CriticalSlackLimit", settings.critical_threshold // settings.minutes_per_day)
    root.put("CurrencyDigits", project.currency_digits)
    iso = len(project.currency) == 3 and project.currency.isalpha()
    root.put("CurrencySymbol", project.currency)
    root.put("CurrencyCode", project.currency if iso else "")
    _options(root, settings)


def _options(root: Element, settings: Settings) -> None:
    root.put("CalendarUID", settings.calendar)
    root.put("DefaultStartTime", _time(settings.default_start))
    root.put("DefaultFinishTime", _time(settings.default_finish))
    root.put("MinutesPerDay", settings.minutes_per_day)
    root.put("MinutesPerWeek", settings.minutes_per_week)
    root.put("DaysPerMonth", settings.days_per_month)
    root.put("HonorConstraints", settings.late_constraints is LateConstraintMode.HONOR)
    root.put("MultipleCriticalPaths", settings.float_per_network)
    root.instant("StatusDate", settings.status_date)


def _time(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}:00"


def _tasks(parent: Element, plan: Plan, dates: dict[Uid, StoredTask], fields: FieldWriter) -> None:
    links: dict[Uid, list[Link]] = defaultdict(list)
    for link in plan.links:
        links[link.successor].append(link)
    saved: dict[Uid, list[tuple[int, BaselineTask]]] = defaultdict(list)
    for baseline in plan.baselines:
        for entry in baseline.tasks:
            saved[entry.task].append((baseline.number, entry))
    external = {task.uid: task for task in plan.tasks if task.kind is TaskKind.EXTERNAL and task.external_project}
    writer = TaskWriter(links, dates, saved, fields, external)
    summaries = {task.parent for task in plan.tasks}
    first = 0 if plan.tasks and plan.tasks[0].uid == 0 else 1
    levels: dict[Uid | None, int] = {None: first - 1}
    outline: dict[Uid | None, str] = {None: ""}
    children: dict[Uid | None, int] = defaultdict(int)
    for number, task in enumerate(plan.tasks, first):
        level = levels.get(task.parent, 0) + 1
        levels[task.uid] = level
        children[task.parent] += 1
        above = outline.get(task.parent, "")
        outline[task.uid] = (
            "" if level == 0 else f"{above}.{children[task.parent]}" if above else f"{children[task.parent]}"
        )
        shown = replace(task, summary=True) if task.uid in summaries else task
        writer.write(parent, shown, number, level, outline[task.uid] or "0")


def _computed(dossier: Dossier) -> Schedule | None:
    """Schedule the plan where its dates or pauses are needed; a plan without dates is still a plan."""
    plan, stored = dossier.plan, {one.task for one in dossier.stored}
    if all(task.uid in stored and not task.segments for task in plan.tasks):
        return None
    try:
        return schedule(plan)
    except PlanRefusedError:
        # Microsoft Project computes the dates when it opens the file.
        return None


def _dates(dossier: Dossier, computed: Schedule | None) -> dict[Uid, StoredTask]:
    """Give the dates stored with the plan, computed ones for tasks that have none."""
    stored = {one.task: one for one in dossier.stored}
    for dates in computed.tasks if computed is not None else ():
        stored.setdefault(
            dates.uid,
            StoredTask(
                dates.uid,
                dates.start,
                dates.finish,
                dates.early_start,
                dates.early_finish,
                dates.late_start,
                dates.late_finish,
                dates.total_float,
                dates.free_float,
                dates.critical,
            ),
        )
    return stored


def _saved_assignments(plan: Plan) -> dict[Uid, list[tuple[int, BaselineAssignment]]]:
    saved: dict[Uid, list[tuple[int, BaselineAssignment]]] = defaultdict(list)
    for baseline in plan.baselines:
        for entry in baseline.assignments:
            saved[entry.assignment].append((baseline.number, entry))
    return saved
