"""A newer version of a plan taken over: what a file says replaces what it speaks of, all else stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from milepost.dossier.dossier import Dossier
from milepost.dossier.fields import RecordKind
from milepost.dossier.projects import Source
from milepost.engine.tasks import Baseline, Task
from milepost.engine.units import Uid
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.imported import Imported
from milepost.exchange.merged_people import calendar_numbers, merged_calendars, merged_resources, resource_numbers
from milepost.exchange.merged_rows import merged_assignments, merged_links, merged_settings
from milepost.exchange.merged_tasks import Unsaid, merged_tasks
from milepost.exchange.renumbered import NewNumbers, renumbered
from milepost.exchange.same_tasks import SHEETS, Same, same_tasks


@dataclass(frozen=True, slots=True)
class TaskName:
    """A task by its number in the plan and its name."""

    task: Uid
    name: str


@dataclass(frozen=True, slots=True)
class TaskChange:
    """A task of which a file says something else than the plan did, and the fields that differ."""

    task: Uid
    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a newer file did to a plan: how its tasks were found, and which are new, changed, gone or put aside.

    `put_aside` are tasks the file does not have but the record speaks of (time, risks, comments): they stay, inactive.
    """

    found_by: tuple[tuple[str, int], ...] = ()
    added: tuple[TaskName, ...] = ()
    changed: tuple[TaskChange, ...] = ()
    removed: tuple[TaskName, ...] = ()
    put_aside: tuple[TaskName, ...] = ()
    same: int = 0
    baselines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """The project after a newer file, and what the file did to it."""

    dossier: Dossier
    report: MergeReport


def merge(
    old: Dossier,
    imported: Imported,
    *,
    highest: Mapping[str, Uid],
    spoken_of: frozenset[Uid] = frozenset(),
    keep_missing: bool = False,
) -> Merged:
    """Take a newer version of a plan over into a project.

    `highest` are the highest numbers ever given to tasks and people; new ones come after them. `spoken_of` are
    tasks that must stay. `keep_missing` keeps every task the file does not have. Raises FileRefusedError for a file
    that is no version of this plan.
    """
    file, new, sheet = imported.receipt.file, imported.dossier, imported.receipt.format in SHEETS
    if not new.plan.tasks:
        raise FileRefusedError(f"{file}: there is no task in the file. Save the plan again and give that file.")
    same = same_tasks(old, new, imported.receipt.format)
    if old.plan.tasks and not same.tasks:
        raise FileRefusedError(
            f"{file}: none of its {len(new.plan.tasks)} tasks is one of the {len(old.plan.tasks)} tasks of this "
            "plan, by number, code, WBS or name. Import it as a project of its own, or give a version of the plan."
        )
    numbers = _numbers(old, new, same, highest, sheet=sheet)
    came = renumbered(new, numbers)
    unsaid = Unsaid.of(came.plan.tasks, imported.receipt.format)
    rows = merged_tasks(old, came, unsaid, spoken_of, keep_missing=keep_missing)
    found = _merged(old, came, rows.tasks, sheet=sheet)
    source = replace(came.source or Source(file, imported.receipt.format), numbers=_moved(numbers.tasks))
    found = replace(found, source=source)
    report = _report(old, found, same, rows.aside)
    return Merged(found, report)


def _moved(numbers: Mapping[Uid, Uid]) -> tuple[tuple[Uid, Uid], ...]:
    return tuple((one, other) for one, other in sorted(numbers.items()) if one != other)


def _numbers(old: Dossier, new: Dossier, same: Same, highest: Mapping[str, Uid], *, sheet: bool) -> NewNumbers:
    """Give every record of the file its number in the plan; what is new gets one that was never given out."""
    was, now = old.plan, new.plan
    people = resource_numbers(was.resources, now.resources, highest.get("resources", 0))
    tasks = fresh_numbers((row.uid for row in now.tasks), same.tasks, was.tasks, highest.get("tasks", 0))
    pairs = {(row.task, row.resource): row.uid for row in was.assignments}
    known = {}
    for row in now.assignments:
        pair = tasks[row.task], None if row.resource is None else people[row.resource]
        if pair in pairs:
            known[row.uid] = pairs.pop(pair)
    assignments = fresh_numbers((row.uid for row in now.assignments), known, was.assignments, 0)
    return NewNumbers(tasks, people, calendar_numbers(was, now, sheet=sheet), assignments)


def fresh_numbers(
    uids: Iterable[Uid], known: Mapping[Uid, Uid], taken: Iterable[Task | object], highest: Uid
) -> dict[Uid, Uid]:
    """Number what is new: its own number where that is beyond all given ones, else the next one."""
    open_ = [uid for uid in uids if uid not in known]
    top = max([highest, *(getattr(row, "uid", 0) for row in taken)])
    found = dict(known)
    found.update({uid: uid for uid in open_ if uid > top})
    following = max([top, *found.values()])
    for uid in open_:
        if uid not in found:
            following += 1
            found[uid] = following
    return found


def _merged(old: Dossier, came: Dossier, tasks: tuple[Task, ...], *, sheet: bool) -> Dossier:
    was, now = old.plan, came.plan
    here = frozenset(row.uid for row in tasks)
    said = frozenset(row.uid for row in now.tasks)
    baselines = {row.number: row for row in was.baselines}
    # A file tells less of a baseline than the record; one that says the same leaves it as it is.
    baselines |= {row.number: row for row in now.baselines if _dates(row) != _dates(baselines.get(row.number))}
    plan = replace(
        was,
        settings=merged_settings(was.settings, now, sheet=sheet),
        calendars=merged_calendars(was.calendars, now.calendars, sheet=sheet),
        tasks=tasks,
        resources=merged_resources(was.resources, now.resources, sheet=sheet),
        links=merged_links(was, now, here, said, sheet=sheet),
        assignments=merged_assignments(was, now, here, said, sheet=sheet),
        baselines=tuple(baselines[number] for number in sorted(baselines)),
    )
    defined = {(each.kind, each.key) for each in came.fields}
    noted = {(each.kind, each.record) for each in came.notes}
    people = frozenset(row.uid for row in plan.resources)
    there = {RecordKind.TASK: here, RecordKind.RESOURCE: people,
             RecordKind.ASSIGNMENT: frozenset(row.uid for row in plan.assignments)}  # fmt: skip

    def stays(kind: RecordKind, record: Uid) -> bool:
        return kind not in there or record in there[kind]

    return replace(
        old,
        plan=plan,
        fields=(*came.fields, *(each for each in old.fields if (each.kind, each.key) not in defined)),
        values=(*came.values, *(each for each in old.values if (each.kind, each.field) not in defined
                                and stays(each.kind, each.record))),
        notes=(*came.notes, *(each for each in old.notes if (each.kind, each.record) not in noted
                              and stays(each.kind, each.record))),
        stored=came.stored,
    )  # fmt: skip


def _dates(baseline: Baseline | None) -> object:
    return None if baseline is None else {each.task: (each.start, each.finish) for each in baseline.tasks}


def _report(old: Dossier, found: Dossier, same: Same, aside: frozenset[Uid]) -> MergeReport:
    was = {row.uid: row for row in old.plan.tasks}
    now = {row.uid: row for row in found.plan.tasks}
    kept = set(same.tasks.values())
    around, since = _around(old), _around(found)
    changed = [
        TaskChange(uid, row.name, fields)
        for uid, row in now.items()
        if uid in kept and (fields := _differ(was[uid], row, around.get(uid), since.get(uid)))
    ]
    return MergeReport(
        found_by=tuple((str(by), count) for by, count in same.count().items()),
        added=tuple(TaskName(uid, row.name) for uid, row in now.items() if uid not in was),
        changed=tuple(changed),
        removed=tuple(TaskName(uid, row.name) for uid, row in was.items() if uid not in now),
        put_aside=tuple(TaskName(uid, now[uid].name) for uid in now if uid in aside),
        same=len(kept) - len(changed),
        baselines=tuple(row.number for row in found.plan.baselines if row not in old.plan.baselines),
    )


#: What people look for in a newer version; the rest follows from it or is how a program writes it down.
_TOLD = (
    "name parent milestone inactive manual duration elapsed constraints deadline calendar priority percent_complete "
    "physical_percent actual_start actual_finish fixed_cost levelling_delay"
).split()


def _around(dossier: Dossier) -> dict[Uid, tuple[set[object], set[object]]]:
    """Give what each task waits for, and who works on it."""
    found: dict[Uid, tuple[set[object], set[object]]] = {}
    for link in dossier.plan.links:
        found.setdefault(link.successor, (set(), set()))[0].add((link.predecessor, link.type, link.lag, link.lag_kind))
    for row in dossier.plan.assignments:
        found.setdefault(row.task, (set(), set()))[1].add((row.resource, row.units))
    return found


def _differ(
    was: Task, now: Task, around: tuple[set[object], set[object]] | None, since: tuple[set[object], set[object]] | None
) -> tuple[str, ...]:
    before, after = around or (set(), set()), since or (set(), set())
    fields = [name for name in _TOLD if getattr(was, name) != getattr(now, name)]
    fields += [word for word, one, other in zip(("predecessors", "people"), before, after, strict=True) if one != other]
    return tuple("summary" if name == "parent" else name.replace("_", " ") for name in fields)
