"""A dossier with other numbers: tasks, people, calendars and assignments wherever anything names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from milepost.dossier.dossier import Dossier
from milepost.dossier.fields import FieldValue, Note, RecordKind
from milepost.engine.plan import Plan
from milepost.engine.tasks import Baseline, Earning, Task
from milepost.engine.units import Uid

Numbers = Mapping[Uid, Uid]


@dataclass(frozen=True, slots=True)
class NewNumbers:
    """The new number for each old one, by kind of record; what is not named keeps its number."""

    tasks: Numbers = field(default_factory=dict)
    resources: Numbers = field(default_factory=dict)
    calendars: Numbers = field(default_factory=dict)
    assignments: Numbers = field(default_factory=dict)

    def of(self, kind: RecordKind, uid: Uid) -> Uid:
        """Give the new number of a record that a note or a custom field is about."""
        kinds = {
            RecordKind.TASK: self.tasks,
            RecordKind.RESOURCE: self.resources,
            RecordKind.CALENDAR: self.calendars,
            RecordKind.ASSIGNMENT: self.assignments,
        }
        return kinds.get(kind, {}).get(uid, uid)


def renumbered(dossier: Dossier, to: NewNumbers) -> Dossier:
    """Give the records of a dossier's plan other numbers; registers beside the plan stay as they are."""

    def told(row: Note | FieldValue) -> Uid:
        return to.of(row.kind, row.record)

    return replace(
        dossier,
        plan=_plan(dossier.plan, to),
        notes=tuple(replace(row, record=told(row)) for row in dossier.notes),
        values=tuple(replace(row, record=told(row)) for row in dossier.values),
        stored=tuple(replace(row, task=_new(to.tasks, row.task)) for row in dossier.stored),
    )


def _new(numbers: Numbers, uid: Uid) -> Uid:
    return numbers.get(uid, uid)


def _maybe(numbers: Numbers, uid: Uid | None) -> Uid | None:
    return None if uid is None else numbers.get(uid, uid)


def _plan(plan: Plan, to: NewNumbers) -> Plan:
    tasks, people, days = to.tasks, to.resources, to.calendars
    return replace(
        plan,
        settings=replace(plan.settings, calendar=_maybe(days, plan.settings.calendar)),
        calendars=tuple(
            replace(row, uid=_new(days, row.uid), parent=_maybe(days, row.parent)) for row in plan.calendars
        ),
        tasks=tuple(_task(row, to) for row in plan.tasks),
        links=tuple(
            replace(row, predecessor=_new(tasks, row.predecessor), successor=_new(tasks, row.successor),
                    calendar=_maybe(days, row.calendar))
            for row in plan.links
        ),
        resources=tuple(
            replace(row, uid=_new(people, row.uid), calendar=_maybe(days, row.calendar)) for row in plan.resources
        ),
        assignments=tuple(
            replace(row, uid=_new(to.assignments, row.uid), task=_new(tasks, row.task),
                    resource=_maybe(people, row.resource))
            for row in plan.assignments
        ),
        baselines=tuple(_baseline(row, to) for row in plan.baselines),
    )  # fmt: skip


def _task(row: Task, to: NewNumbers) -> Task:
    earning: Earning | None = row.earning
    if earning is not None and earning.base is not None:
        earning = replace(earning, base=_new(to.tasks, earning.base))
    return replace(
        row,
        uid=_new(to.tasks, row.uid),
        parent=_maybe(to.tasks, row.parent),
        calendar=_maybe(to.calendars, row.calendar),
        earning=earning,
    )


def _baseline(row: Baseline, to: NewNumbers) -> Baseline:
    return replace(
        row,
        tasks=tuple(replace(each, task=_new(to.tasks, each.task)) for each in row.tasks),
        assignments=tuple(replace(each, assignment=_new(to.assignments, each.assignment)) for each in row.assignments),
    )
