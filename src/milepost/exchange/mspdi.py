"""Reading Microsoft Project XML (MSPDI) into a dossier."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from hashlib import sha256

from milepost.dossier.dossier import Dossier
from milepost.dossier.fields import RecordKind
from milepost.dossier.projects import Source
from milepost.engine.calendars import Calendar
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, Resource
from milepost.engine.tasks import Baseline, BaselineAssignment, Link, Task
from milepost.engine.units import Uid
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.imported import Imported, ReadOptions
from milepost.exchange.mspdi_calendars import calendar, defined
from milepost.exchange.mspdi_external import with_external
from milepost.exchange.mspdi_fields import FieldReader
from milepost.exchange.mspdi_known import fate
from milepost.exchange.mspdi_people import assignment, baseline, resource
from milepost.exchange.mspdi_rows import Notes, Row, rows
from milepost.exchange.mspdi_settings import facts, settings
from milepost.exchange.mspdi_splits import with_splits
from milepost.exchange.mspdi_tasks import TaskReader
from milepost.exchange.receipt import Fate, ReceiptBook

_BASELINES = 11


def read(data: bytes, *, file: str, options: ReadOptions) -> Imported:
    """Read Microsoft Project XML; a file holds one project, so no option is needed."""
    del options
    reader = _Reader(file)
    for row in rows(data, reader.notes):
        reader.add(row)
    dossier = reader.dossier(sha256(data).hexdigest())
    return Imported(dossier, reader.book.receipt(file, "mspdi"))


class _Reader:
    """Takes the records as they come and ties them together at the end."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.book = ReceiptBook()
        self.notes = Notes(file, self.book)
        self.tasks = TaskReader(self.book)
        self.fields = FieldReader(self.book)
        self.calendars: dict[Uid, Calendar] = {}
        self.resources: dict[Uid, Resource] = {}
        self.assignments: dict[Uid, Assignment] = {}
        self.baselines: dict[int, list[BaselineAssignment]] = defaultdict(list)
        self.project: Row | None = None

    def add(self, row: Row) -> None:
        """Take one record."""
        match row.kind:
            case "Calendar":
                self._calendar(row)
            case "Task":
                uid = self.tasks.add(row)
                if uid is not None:
                    self.fields.add(row, RecordKind.TASK, uid)
            case "Resource":
                self._resource(row)
            case "Assignment":
                self._assignment(row)
            case "Project":
                self.project = row

    def _calendar(self, row: Row) -> None:
        read_calendar = calendar(row)
        if read_calendar.uid in self.calendars:
            self.book.dropped("calendar", f"{row.place}: calendar {read_calendar.uid} occurs twice; the first is kept")
        self.calendars.setdefault(read_calendar.uid, read_calendar)

    def _resource(self, row: Row) -> None:
        person = resource(row)
        if person.uid == 0 and not person.name:
            # Microsoft Project's own entry for "nobody"; assignments name nobody by another number.
            return
        if row.flag("IsNull"):
            self.book.dropped("blank row", f"{row.place}: resource row {person.code} is empty")
        elif person.uid in self.resources:
            self.book.dropped("resource", f"{row.place}: resource {person.uid} occurs twice; the first is kept")
        else:
            self.resources[person.uid] = person
            self.fields.add(row, RecordKind.RESOURCE, person.uid)

    def _assignment(self, row: Row) -> None:
        one = assignment(row, self.resources)
        missing = one.task not in self.tasks.tasks or (one.resource is not None and one.resource not in self.resources)
        if missing or one.uid in self.assignments:
            why = "its task or resource is not in the file" if missing else "its number occurs twice"
            self.book.dropped("assignment", f"{row.place}: assignment {one.uid}: {why}; left out")
            return
        self.assignments[one.uid] = one
        self.fields.add(row, RecordKind.ASSIGNMENT, one.uid)
        for saved in row.nested.get("Baseline", ()):
            self.baselines[saved.whole("Number") or 0].append(baseline(saved, one.uid))

    def dossier(self, digest: str) -> Dossier:
        """Tie the records together and close the receipt."""
        if self.project is None or self.project.kind != "Project":
            raise FileRefusedError(f"{self.file}: there is no <Project> in the XML. Save the plan as XML again.")
        self.tasks.tasks = with_external(self.tasks.tasks, self.tasks.links, self.tasks.stored, self.book)
        calendars = self._calendars()
        starts = [at for one in self.tasks.stored if (at := one.start) is not None]
        definitions, values = self.fields.close(self.project)
        plan = Plan(
            settings=settings(self.project, starts, set(self.calendars), self.book, self.notes),
            calendars=calendars,
            tasks=self._tasks(),
            links=self._links(),
            resources=tuple(self._on_known_calendar(one) for one in self.resources.values()),
            assignments=tuple(self.assignments.values()),
            baselines=self._baselines(),
        )
        self._count()
        application = "Microsoft Project" if self.project.text("SaveVersion") else ""
        return Dossier(
            project=facts(self.project),
            plan=with_splits(plan),
            notes=tuple(self.fields.notes),
            fields=definitions,
            values=values,
            stored=tuple(self.tasks.stored),
            source=Source(self.file, "mspdi", application, digest),
        )

    def _calendars(self) -> tuple[Calendar, ...]:
        found = []
        for read_calendar in self.calendars.values():
            one = read_calendar
            if one.parent is not None and one.parent not in self.calendars:
                self.book.dropped("base calendar", f"calendar {one.name!r}: calendar {one.parent} is not in the file")
                one = replace(one, parent=None)
            if one.parent is None and any(day is None for day in one.week):
                self.book.approximated("calendar", f"calendar {one.name!r}: days it does not define are as in Standard")
                one = replace(one, week=defined(one.week))
            found.append(one)
        return tuple(found)

    def _tasks(self) -> tuple[Task, ...]:
        summaries = {task.parent for task in self.tasks.tasks.values()}
        found = []
        for read_task in self.tasks.tasks.values():
            task = replace(read_task, summary=True) if read_task.uid in summaries else read_task
            if task.calendar is not None and task.calendar not in self.calendars:
                self.book.dropped(
                    "task calendar", f"task {task.code} {task.name!r}: calendar {task.calendar} is missing"
                )
                task = replace(task, calendar=None)
            found.append(task)
        return tuple(found)

    def _links(self) -> tuple[Link, ...]:
        found = []
        for link, row in self.tasks.links:
            if link.predecessor in self.tasks.tasks:
                found.append(link)
                continue
            where = row.text("CrossProjectName") or f"task {link.predecessor}"
            self.book.dropped("link", f"{row.place}: the predecessor ({where}) is not in the file; left out")
        return tuple(found)

    def _on_known_calendar(self, one: Resource) -> Resource:
        if one.calendar is None or one.calendar in self.calendars:
            return one
        self.book.dropped("resource calendar", f"resource {one.name!r}: calendar {one.calendar} is not in the file")
        return replace(one, calendar=None)

    def _baselines(self) -> tuple[Baseline, ...]:
        numbers = sorted({*self.tasks.baselines, *self.baselines})
        for number in numbers:
            if not 0 <= number < _BASELINES:
                self.book.dropped("baseline", f"baseline {number}: only 0 to 10 are known")
        return tuple(
            Baseline(
                number, tasks=tuple(self.tasks.baselines.get(number, ())), assignments=tuple(self.baselines[number])
            )
            for number in numbers
            if 0 <= number < _BASELINES
        )

    def _count(self) -> None:
        """Put every field met into the receipt."""
        for kind, name, count in self.notes.counts():
            became, why = fate(kind, name)
            if became is Fate.KEPT:
                self.book.kept(f"{kind}.{name}", count)
            else:
                self.book.add(f"{kind}.{name}", became, count, why)
