"""Which task of a newer file is which task of the plan: by number, code, WBS or name, and by which of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from milepost.dossier.dossier import Dossier
from milepost.engine.tasks import Task
from milepost.engine.units import Uid

#: Formats whose numbers are rows: a row that is inserted moves all numbers below it.
SHEETS = frozenset({"csv", "xlsx"})


class By(StrEnum):
    """What told that a task of a file is one of the plan."""

    NUMBER = "number"
    CODE = "code"
    WBS = "WBS"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Same:
    """The number in the plan for the number in the file of each task that is in both, and what told so."""

    tasks: Mapping[Uid, Uid]
    by: Mapping[Uid, By]

    def count(self) -> dict[By, int]:
        """Count the tasks by what told that they are the same."""
        counts = Counter(self.by.values())
        return {each: counts[each] for each in By if counts[each]}


def same_tasks(old: Dossier, new: Dossier, format_id: str) -> Same:
    """Find the tasks of a newer file in a plan, the surest signs first; each task is found once."""
    search = _Search(old, new, format_id)
    search.by_number(renamed=False)
    search.by_number(renamed=True)
    search.by_sign(By.CODE, _code)
    search.by_sign(By.WBS, lambda task, _: task.wbs and (task.wbs, _name(task)))
    search.by_sign(By.NAME, _path)
    search.by_sign(By.NAME, lambda task, _: _name(task))
    search.by_place()
    return Same(search.found, search.by)


_Rows = Mapping[Uid, Task]
_Sign = Callable[[Task, _Rows], Hashable]


class _Search:
    def __init__(self, old: Dossier, new: Dossier, format_id: str) -> None:
        self.old: _Rows = {task.uid: task for task in old.plan.tasks}
        self.new: _Rows = {task.uid: task for task in new.plan.tasks}
        self.renumbered = dict(old.source.numbers) if old.source is not None else {}
        self.found: dict[Uid, Uid] = {}
        self.by: dict[Uid, By] = {}
        self.taken: set[Uid] = set()
        # What was added here after the last file may have a number that the next file gives to another task.
        self.came = {each.task for each in old.stored} or set(self.old)
        self.lasting = format_id not in SHEETS and self._numbers_last()

    def _numbers_last(self) -> bool:
        """Tell whether the file's numbers are the plan's: most tasks of one number then have one name."""
        both = [uid for uid in self.new if self._ours(uid) in self.old]
        alike = sum(_name(self.new[uid]) == _name(self.old[self._ours(uid)]) for uid in both)
        return bool(both) and 2 * alike >= len(both)

    def _ours(self, uid: Uid) -> Uid:
        return self.renumbered.get(uid, uid)

    def take(self, uid: Uid, ours: Uid, by: By) -> None:
        self.found[uid], self.by[uid] = ours, by
        self.taken.add(ours)

    def by_number(self, *, renamed: bool) -> None:
        """Take tasks of one number; a task of another name only where numbers last and it came from a file."""
        if renamed and not self.lasting:
            return
        given = set(self.renumbered.values())
        for uid, task in self.new.items():
            ours = self._ours(uid)
            foreign = ours in given and uid not in self.renumbered
            if uid in self.found or ours not in self.old or ours in self.taken or foreign:
                continue
            alike = _name(task) == _name(self.old[ours])
            if ours in self.came if renamed else alike:
                self.take(uid, ours, By.NUMBER)

    def by_sign(self, by: By, sign: _Sign) -> None:
        """Take tasks for which a sign is the same and stands for one task only in both plans."""
        theirs = _alone(((uid, sign(task, self.new)) for uid, task in self.new.items() if uid not in self.found))
        ours = _alone(((uid, sign(task, self.old)) for uid, task in self.old.items() if uid not in self.taken))
        for value, uid in theirs.items():
            if value in ours:
                self.take(uid, ours[value], by)

    def by_place(self) -> None:
        """Take tasks of the same WBS below the same summary, the outermost first: they were renamed."""
        for uid, task in self.new.items():
            if uid in self.found or not task.wbs:
                continue
            above = None if task.parent is None else self.found.get(task.parent, -1)
            fits = [
                each.uid
                for each in self.old.values()
                if each.wbs == task.wbs and each.parent == above and each.uid not in self.taken
                and each.summary == task.summary
            ]  # fmt: skip
            if len(fits) == 1:
                self.take(uid, fits[0], By.WBS)


def _alone(signs: Iterable[tuple[Uid, Hashable]]) -> dict[Hashable, Uid]:
    """Keep the signs that one task only has."""
    found: dict[Hashable, Uid] = {}
    several: set[Hashable] = set()
    for uid, value in signs:
        if value and value in found:
            several.add(value)
        elif value:
            found[value] = uid
    return {value: uid for value, uid in found.items() if value not in several}


def _name(task: Task) -> str:
    return " ".join(task.name.split()).casefold()


def _code(task: Task, rows: _Rows) -> Hashable:
    """Give an activity's id; row numbers are none."""
    del rows
    return "" if task.code.isdecimal() else task.code.casefold()


def _path(task: Task, rows: _Rows) -> Hashable:
    path = [_name(task)]
    above = task.parent
    while above is not None and above in rows and len(path) < 50:
        path.append(_name(rows[above]))
        above = rows[above].parent
    return tuple(path)
