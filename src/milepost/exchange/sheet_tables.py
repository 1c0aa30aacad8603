"""A dossier's tasks as a table: what CSV and XLSX have in their columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from milepost.dossier.dossier import Dossier
from milepost.dossier.fields import RecordKind
from milepost.engine.tasks import Task
from milepost.exchange.sheet_cells import Cell
from milepost.exchange.sheet_headings import HEADINGS
from milepost.exchange.sheet_vocabulary import Vocabulary
from milepost.exchange.sheet_words import AUTOMATIC, MANUAL, constraint_name, type_name

Columns: TypeAlias = dict[str, Callable[[Task], Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    """A named table: headings and rows of typed cells."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def task_table(dossier: Dossier) -> Table:
    """Give one row per task in outline order, with computed dates, in columns the reader knows."""
    words = Vocabulary(dossier)
    columns = {**_plan_columns(words), **_progress_columns(words), **_money_columns(words)}
    custom = [one for one in dossier.fields if one.kind is RecordKind.TASK]
    headings = [HEADINGS[name][0] for name in columns] + [field.name or field.key for field in custom]
    rows = (
        tuple(cell(task) for cell in columns.values())
        + tuple(words.values.get((task.uid, field.key)) for field in custom)
        for task in dossier.plan.tasks
    )
    return Table("Tasks", tuple(headings), tuple(rows))


def _plan_columns(words: Vocabulary) -> Columns:
    return {
        "id": lambda task: words.ids[task.uid],
        "uid": lambda task: task.uid,
        "wbs": lambda task: task.wbs,
        "level": lambda task: words.levels[task.uid],
        "name": lambda task: task.name,
        "summary": lambda task: "Yes" if task.summary else "No",
        "milestone": lambda task: "Yes" if task.milestone else "No",
        "active": lambda task: "No" if task.inactive else "Yes",
        "duration": lambda task: "" if task.summary else words.task_duration(task),
        "work": lambda task: words.work(task.work),
        **_estimate_columns(words),
        "start": lambda task: words.date(words.dates.get(task.uid, (None, None))[0]),
        "finish": lambda task: words.date(words.dates.get(task.uid, (None, None))[1]),
        "predecessors": lambda task: words.predecessors(task.uid),
        "resources": lambda task: words.team(task.uid),
    }


def _estimate_columns(words: Vocabulary) -> Columns:
    """The range of a task's estimate; the columns are there only if some task has one."""
    if not words.ranged:
        return {}
    return {
        "optimistic": lambda task: words.span(task.estimate.optimistic, task) if task.estimate else "",
        "likely": lambda task: words.span(task.estimate.most_likely, task) if task.estimate else "",
        "pessimistic": lambda task: words.span(task.estimate.pessimistic, task) if task.estimate else "",
        "basis": lambda task: task.estimate.basis if task.estimate else "",
        "shape": lambda task: str(task.estimate.shape) if task.estimate else "",
        "ends": lambda task: str(task.estimate.ends) if task.estimate else "",
    }


def _progress_columns(words: Vocabulary) -> Columns:
    return {
        "percent": lambda task: words.percent(task.percent_complete),
        "percent_work": lambda task: words.percent(task.percent_work_complete),
        "physical": lambda task: words.percent(task.physical_percent),
        "actual_start": lambda task: words.date(task.actual_start),
        "actual_finish": lambda task: words.date(task.actual_finish),
        "remaining": lambda task: words.span(task.remaining_duration, task),
        "actual_duration": lambda task: words.span(task.actual_duration, task),
        "actual_work": lambda task: words.work(task.actual_work),
        "remaining_work": lambda task: words.work(task.remaining_work),
        "percent_type": lambda task: str(task.percent_type),
        "suspend": lambda task: words.date(task.suspend),
        "resume": lambda task: words.date(task.resume),
        "expected_finish": lambda task: words.date(task.expected_finish),
        "deadline": lambda task: words.date(task.deadline),
        "constraint": lambda task: " + ".join(constraint_name(one.kind) for one in task.constraints),
        "constraint_date": words.constraint_date,
        "calendar": lambda task: words.calendars.get(task.calendar or 0, "") if task.calendar is not None else "",
        "type": lambda task: type_name(task.type),
        "effort_driven": lambda task: "Yes" if task.effort_driven else "No",
        "ignore_calendars": lambda task: "Yes" if task.ignore_resource_calendars else "No",
        "mode": lambda task: MANUAL if task.manual else AUTOMATIC,
        "kind": lambda task: str(task.kind),
        "external_project": lambda task: task.external_project,
        "pieces": words.pieces,
        **({"segments": words.segments} if words.split else {}),
        "levelling": words.levelling,
        "priority": lambda task: task.priority,
    }


def _money_columns(words: Vocabulary) -> Columns:
    return {
        "fixed_cost": lambda task: words.money(task.fixed_cost),
        "cost": lambda task: words.money(task.cost),
        "actual_cost": lambda task: words.money(task.actual_cost),
        "remaining_cost": lambda task: words.money(task.remaining_cost),
        "accrual": lambda task: str(task.fixed_cost_accrual),
        "cost_account": lambda task: task.cost_account,
        "owner": lambda task: task.owner,
        "baseline_start": lambda task: words.date(words.saved(task).start),
        "baseline_finish": lambda task: words.date(words.saved(task).finish),
        "baseline_duration": words.saved_duration,
        "baseline_work": lambda task: words.work(words.saved(task).work),
        "baseline_cost": lambda task: words.money(words.saved(task).cost),
        "notes": lambda task: words.notes.get(task.uid, ""),
    }
