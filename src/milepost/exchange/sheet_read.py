"""From a plan sheet to a dossier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from milepost.dossier.dossier import Dossier
from milepost.dossier.fields import FieldDefinition, FieldValue, Note, RecordKind
from milepost.dossier.projects import Project, Source
from milepost.dossier.schedule import StoredTask
from milepost.engine.calendars import Calendar
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Resource
from milepost.engine.tasks import Baseline, Task
from milepost.engine.units import MINUTES_PER_DAY, Uid
from milepost.engine.worktime import STANDARD
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.receipt import ReceiptBook
from milepost.exchange.sheet_cells import DATES, Sheet, SheetReader, SheetRow, shown
from milepost.exchange.sheet_headings import meaning
from milepost.exchange.sheet_links import links
from milepost.exchange.sheet_outline import parents
from milepost.exchange.sheet_people import team
from milepost.exchange.sheet_tasks import Placed, TaskRows
from milepost.exchange.sheet_words import WorkLengths, yes

#: A sheet without a calendar of its own is worked Monday to Friday, 8 to 12 and 13 to 17.
OFFICE = replace(STANDARD, uid=1)
DEFAULTS = Settings(start=0)
_MOST_FIELDS = 100


@dataclass(frozen=True, slots=True)
class Around:
    """What other sheets of the file tell about the plan."""

    settings: Settings | None = None
    calendars: tuple[Calendar, ...] = (OFFICE,)
    resources: tuple[Resource, ...] = ()
    project: Project | None = None


def read_sheet(
    sheet: Sheet,
    *,
    data: bytes,
    file: str,
    format_id: str,
    columns: Mapping[str, str],
    dates: str,
    book: ReceiptBook,
    around: Around | None = None,
    plan: Settings | None = None,
) -> Dossier:
    """Read the tasks of a sheet, their links, people, fields and baseline; `plan` stands for settings it lacks."""
    known = around or Around()
    reader = SheetReader(
        _named(sheet), book, file=file, columns=columns, dates=dates, lengths=_lengths(known.settings or plan)
    )
    rows = _task_rows(reader)
    settings = known.settings or _settings(reader, rows, known, plan)
    made = Plan(settings=settings, calendars=known.calendars)
    uids, names = _names(reader, rows)
    made, shown_dates = _filled(reader, rows, made, uids, names, known.resources)
    reader.close()
    definitions, values = _other_columns(reader, rows, uids)
    _count(reader, book, len(rows), len(made.links))
    name = file.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    texts = ((uid, reader.text(row, "notes")) for row, uid in zip(rows, uids, strict=True))
    return Dossier(
        project=known.project or Project(name=sheet.name or name),
        plan=made,
        notes=tuple(Note(RecordKind.TASK, uid, text) for uid, text in texts if text),
        fields=definitions,
        values=values,
        stored=shown_dates,
        source=Source(file, format_id, digest=sha256(data).hexdigest()),
    )


def _filled(
    reader: SheetReader,
    rows: Sequence[SheetRow],
    plan: Plan,
    uids: Sequence[Uid],
    names: dict[str, Uid],
    people: Sequence[Resource],
) -> tuple[Plan, tuple[StoredTask, ...]]:
    """Fill the plan with links, tasks, people and baseline; also give the dates the sheet shows."""
    maker = TaskRows(reader, plan)
    plan = replace(plan, links=links(reader, rows, uids, names))
    plan = replace(plan, tasks=tuple(_tasks(reader, rows, maker, plan, uids)))
    resources, assignments = team(reader, rows, plan.tasks, people)
    pairs = list(zip(rows, uids, strict=True))
    saved = tuple(one for row, uid in pairs if (one := maker.baseline(row, uid)))
    baselines = (Baseline(0, tasks=saved),) if saved else ()
    shown_dates = tuple(dates for row, uid in pairs if (dates := maker.stored(row, uid)))
    return replace(plan, resources=resources, assignments=assignments, baselines=baselines), shown_dates


def _lengths(settings: Settings | None) -> WorkLengths:
    if settings is None:
        return WorkLengths()
    return WorkLengths(settings.minutes_per_day, settings.minutes_per_week, settings.days_per_month)


def _named(sheet: Sheet) -> Sheet:
    """Take a column called Summary for the names when it does not say yes or no, as Jira's does not."""
    headings = [meaning(heading) for heading in sheet.headings]
    if "summary" not in headings or "name" in headings:
        return sheet
    place = headings.index("summary")
    cells = {shown(row.cells[place]) for row in sheet.rows if place < len(row.cells)}
    if all(yes(cell) is not None for cell in cells):
        return sheet
    renamed = (*sheet.headings[:place], "Task Name", *sheet.headings[place + 1 :])
    return replace(sheet, headings=renamed)


def _task_rows(reader: SheetReader) -> list[SheetRow]:
    if not reader.has("name"):
        known = ", ".join(heading for heading in reader.sheet.headings if heading.strip()) or "none"
        raise FileRefusedError(
            f"{reader.file}: no column holds the names of tasks. Call one 'Task Name', or say which it is "
            f"(map name=...). The columns are: {known[:500]}."
        )
    rows = []
    for row in reader.sheet.rows:
        # A nameless row is no task of a foreign sheet, but Milepost's own numbers and kinds every task.
        if reader.text(row, "name") or (reader.text(row, "kind") and reader.text(row, "uid")):
            rows.append(row)
        elif any(shown(cell) for cell in row.cells):
            reader.book.dropped("row", f"row {row.number}: has no task name")
    if not rows:
        raise FileRefusedError(f"{reader.file}: there is no task below the headings. Add one row per task.")
    return rows


def _settings(reader: SheetReader, rows: Sequence[SheetRow], around: Around, plan: Settings | None) -> Settings:
    """Schedule a sheet that tells no settings as the plan it is a version of, else from its earliest date on."""
    start = _start(reader, rows, None if plan is None else plan.start)
    calendar = around.calendars[0].uid
    return Settings(start, calendar=calendar) if plan is None else replace(plan, start=start, calendar=calendar)


def _start(reader: SheetReader, rows: Sequence[SheetRow], known: int | None) -> int:
    """Start the project with its earliest date, or where it is known to start."""
    for names in (("start", "actual_start"), DATES):
        found = [read[0] for row in rows for name in names if (read := reader.instant(row, name)) is not None]
        if found:
            reader.problems.clear()
            earliest = min(found)
            return earliest + DEFAULTS.default_start if earliest % MINUTES_PER_DAY == 0 else earliest
    if known is not None:
        return known
    reader.close()
    raise FileRefusedError(
        f"{reader.file}: no date in the sheet tells when the project starts. "
        "Add a column 'Start' with the start of at least the first task."
    )


def _names(reader: SheetReader, rows: Sequence[SheetRow]) -> tuple[list[Uid], dict[str, Uid]]:
    """Number the tasks and list the words each goes by: ids first, then codes, rows, names."""
    written = [reader.text(row, "uid") for row in rows]
    whole = all(text.isascii() and text.isdigit() and len(text) < 16 for text in written)
    uids = (
        [int(text) for text in written] if whole and len(set(written)) == len(rows) else list(range(1, len(rows) + 1))
    )
    if whole and len(set(written)) < len(rows):
        reader.book.approximated("unique id", "numbers occur twice; tasks are numbered by row")
    names: dict[str, Uid] = {}
    for name in ("id", "code", "uid", "wbs", "name"):
        for row, uid in zip(rows, uids, strict=True):
            word = reader.text(row, name).casefold()
            if word in names and name == "id":
                reader.book.dropped("id", f"row {row.number}: id {word[:40]!r} occurs twice, links go to the first")
            if word:
                names.setdefault(word, uid)
        if name == "code" and not names:
            names = {str(place): uid for place, uid in enumerate(uids, start=1)}
    return uids, names


def _tasks(
    reader: SheetReader, rows: Sequence[SheetRow], maker: TaskRows, plan: Plan, uids: Sequence[Uid]
) -> Iterator[Task]:
    words = [
        tuple(text.casefold() for name in ("id", "code", "uid", "wbs", "name") if (text := reader.text(row, name)))
        for row in rows
    ]
    above = parents(reader, rows, words)
    summaries = {place for place in above if place is not None}
    linked = {link.successor for link in plan.links}
    for place, row in enumerate(rows):
        parent = above[place]
        code = reader.text(row, "id") or reader.text(row, "code") or str(place + 1)
        if reader.has("code"):
            code = reader.text(row, "code") or code
        yield maker.task(
            row,
            Placed(
                uid=uids[place],
                parent=None if parent is None else uids[parent],
                code=code,
                summary=place in summaries or reader.flag(row, "summary") is True,
                linked=uids[place] in linked,
            ),
        )


def _other_columns(
    reader: SheetReader, rows: Sequence[SheetRow], uids: Sequence[Uid]
) -> tuple[tuple[FieldDefinition, ...], tuple[FieldValue, ...]]:
    """Keep columns Milepost has no place for as text fields of their own."""
    taken = {place for places in reader.columns.values() for place in places}
    definitions: list[FieldDefinition] = []
    values: list[FieldValue] = []
    for place, heading in enumerate(reader.sheet.headings):
        cells = [(uid, shown(row.cells[place])) for row, uid in zip(rows, uids, strict=True) if place < len(row.cells)]
        filled = [(uid, text) for uid, text in cells if text]
        if place in taken or not heading.strip() or not filled:
            continue
        if len(definitions) >= _MOST_FIELDS:
            reader.book.dropped("column", f"{heading!r}: only {_MOST_FIELDS} further columns are kept")
            continue
        key = f"Column{place + 1}"
        definitions.append(FieldDefinition(RecordKind.TASK, key, heading.strip(), "text", str(place + 1)))
        values += [FieldValue(RecordKind.TASK, uid, key, text) for uid, text in filled]
    return tuple(definitions), tuple(values)


def _count(reader: SheetReader, book: ReceiptBook, tasks: int, found: int) -> None:
    book.kept("task", tasks)
    book.kept("link", found)
    for name, places in reader.columns.items():
        headings = [reader.sheet.headings[place] for place in places]
        book.kept(f"column {headings[0]!r} as {name}", 1)
