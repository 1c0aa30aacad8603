"""Plan files as people give them: read once, refused in words, and laid against the plan they are a version of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from threading import Lock
from typing import TypeAlias

from milepost.dossier.dossier import Dossier
from milepost.engine.plan import Settings
from milepost.engine.units import Uid
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.imported import Imported, ReadOptions
from milepost.exchange.merging import Merged, merge
from milepost.exchange.read import read
from milepost.queries.refused import Refused
from milepost.records.models import Comment, Project, TimeEntry
from milepost.records.projects import SPAN

#: What a name may hold: it is shown, and kept with the project.
_LONGEST_NAME = 200


#: What a file was read with: its content, its name, and the settings of the plan it is a version of.
Key: TypeAlias = tuple[str, str, Settings | None]


class LastRead:
    """The file read last, so that trying, doing and doing again later read a large one once."""

    def __init__(self) -> None:
        """Start with none."""
        self._lock = Lock()
        self._key: Key | None = None
        self._found: Imported | None = None

    def get(self, key: Key) -> Imported | None:
        """Give the file if it is the last one."""
        with self._lock:
            return self._found if key == self._key else None

    def put(self, key: Key, found: Imported) -> None:
        """Keep a file in the place of the last one."""
        with self._lock:
            self._key, self._found = key, found

    def forget(self) -> None:
        """Let the memory go."""
        with self._lock:
            self._key, self._found = None, None


LAST = LastRead()


def read_plan(content: bytes, file: str, plan: Settings | None = None) -> Imported:
    """Read a plan file. Refuses, at the field `content`, what is none or has no task.

    `plan` is how the plan is scheduled that the file is a version of.
    """
    name = "".join(letter for letter in file if letter.isprintable()).replace("\\", "/").rsplit("/", 1)[-1]
    name = name.strip()[-_LONGEST_NAME:] or "file"
    key = (sha256(content).hexdigest(), name, plan)
    known = LAST.get(key)
    if known is not None:
        return known
    try:
        imported = read(content, file=name, options=ReadOptions(plan=plan))
    except FileRefusedError as error:
        raise Refused(str(error), "content", "invalid") from error
    if not imported.dossier.plan.tasks and imported.receipt.format != "archive":
        said = f"{name}: there is no task in the file, so there is no plan to import. Save it again, with its tasks."
        raise Refused(said, "content", "invalid")
    LAST.put(key, imported)
    return imported


def merged_with(
    project: Project, dossier: Dossier, counters: Mapping[str, Uid], imported: Imported, *, keep_missing: bool
) -> Merged:
    """Lay a newer file against the plan of a project. Refuses a file that is no version of it."""
    highest = {
        name: max([counters.get(name, 0), *(row.uid for row in getattr(dossier.plan, name))])
        for name in ("tasks", "resources")
    }
    stays = spoken_of(project)
    try:
        found = merge(dossier, imported, highest=highest, spoken_of=stays, keep_missing=keep_missing)
    except FileRefusedError as error:
        raise Refused(str(error), "content", "invalid") from error
    if dossier.source is not None and found.dossier == replace(dossier, source=found.dossier.source):
        said = f"{imported.receipt.file} says what the plan says already; nothing was changed."
        raise Refused(said, "content", "rule")
    return found


def spoken_of(project: Project) -> frozenset[Uid]:
    """List the tasks that time is booked on or that somebody wrote about."""
    booked = TimeEntry.objects.filter(project=project).values_list("task_id", flat=True).distinct()
    about = Comment.objects.filter(project=project, about__startswith="T-").values_list("about", flat=True).distinct()
    said = {int(each[2:]) for each in about if each[2:].isdecimal()}
    return frozenset({uid % SPAN for uid in booked} | said)
