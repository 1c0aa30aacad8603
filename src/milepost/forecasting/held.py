"""A project's record in memory: its dossier, the places of its rows and what is computed from them once asked."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

from milepost.dossier.dossier import Dossier
from milepost.engine.columns import DateColumns, date_columns
from milepost.engine.impact_columns import Side
from milepost.engine.results import Schedule
from milepost.engine.schedule import schedule
from milepost.forecasting.tables import Key

#: So many projects stay in memory; the least used one leaves first.
MOST = 24


@dataclass(frozen=True)
class Held:
    """One state of a project: what its rows say, in which order, and the schedule that follows.

    `head` is the hash of the journal entry that led here, which is what tells states apart.
    """

    project: int
    code: str
    revision: int
    head: str
    dossier: Dossier
    ranks: Mapping[str, Mapping[Key, int]] = field(default_factory=dict)

    @cached_property
    def schedule(self) -> Schedule:
        """Compute the dates of the plan. Raises PlanRefusedError where it has none."""
        return schedule(self.dossier.plan)

    @cached_property
    def dates(self) -> DateColumns:
        """Give the dates of the plan as columns, for what concerns many tasks at once."""
        return date_columns(self.schedule)

    @cached_property
    def side(self) -> Side:
        """Give the schedule as one of two that are compared."""
        return Side(self.schedule, self.dates)

    def taking(self, other: Held) -> Held:
        """Take over what was computed for another state of the same dossier."""
        for name in ("schedule", "dates", "side"):
            if name in other.__dict__:
                self.__dict__[name] = other.__dict__[name]
        return self


class Shelf:
    """The states most recently used, by project; safe to use from many threads."""

    def __init__(self, most: int = MOST) -> None:
        """Keep so many."""
        self._most = most
        self._lock = Lock()
        self._held: OrderedDict[int, Held] = OrderedDict()

    def get(self, project: int) -> Held | None:
        """Give the state of a project that was used last, which others may have changed since."""
        with self._lock:
            found = self._held.get(project)
            if found is not None:
                self._held.move_to_end(project)
            return found

    def put(self, held: Held) -> None:
        """Keep a state in place of the one known of its project."""
        with self._lock:
            self._held[held.project] = held
            self._held.move_to_end(held.project)
            while len(self._held) > self._most:
                self._held.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()


#: What this process has in memory.
SHELF = Shelf()
