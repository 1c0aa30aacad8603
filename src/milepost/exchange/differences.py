"""Where Milepost's dates differ from those the source file had stored: both, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from milepost.dossier.dossier import Dossier
from milepost.dossier.schedule import StoredTask
from milepost.engine.drivers_words import Voice
from milepost.engine.results import Schedule, TaskDates
from milepost.engine.tasks import Link, LinkType, Task
from milepost.engine.units import MINUTES_PER_DAY, Instant, Uid
from milepost.engine.words import called, when
from milepost.engine.worktime import WorkTimes

_SAME = "The same point in working time, shown on the other side of a pause."


@dataclass(frozen=True, slots=True)
class DateDifference:
    """One task whose computed dates differ from the stored ones.

    `in_working_time` is false where the two are the same point in working time, such as Friday
    17:00 and Monday 08:00. `why` gives what binds the computed date and what the stored one breaks.
    """

    task: Uid
    stored_start: Instant
    stored_finish: Instant
    start: Instant
    finish: Instant
    in_working_time: bool
    why: str


def date_differences(dossier: Dossier, schedule: Schedule) -> tuple[DateDifference, ...]:
    """List every leaf task whose computed start or finish is not the stored one, in plan order.

    A file that stores days without times of day (every stored instant at midnight) is compared by
    days. Summaries follow from their leaves and are not listed.
    """
    stored = {one.task: one for one in dossier.stored if one.start is not None and one.finish is not None}
    by_day = all(at % MINUTES_PER_DAY == 0 for one in stored.values() for at in (one.start, one.finish) if at)
    return tuple(_Comparison(dossier, schedule, stored, by_day).differences())


@dataclass(frozen=True)
class _Comparison:
    dossier: Dossier
    schedule: Schedule
    stored: dict[Uid, StoredTask]
    by_day: bool

    def differences(self) -> Iterator[DateDifference]:
        plan = self.dossier.plan
        times, voice = WorkTimes(plan), Voice(self.schedule)
        tasks = {task.uid: task for task in plan.tasks}
        incoming: dict[Uid, list[Link]] = {}
        for link in plan.links:
            incoming.setdefault(link.successor, []).append(link)
        for dates in self.schedule.tasks:
            stored = self.stored.get(dates.uid)
            if dates.summary or stored is None or self._same(dates, stored):
                continue
            line = times.of_task(dates.uid)
            start, finish = stored.start or dates.start, stored.finish or dates.finish
            moved = not (line.same(dates.start, start) and line.same(dates.finish, finish))
            # The schedule's own driver is enough here: proving it by scheduling without it would take long for many.
            reason = voice.sentence(dates.uid, (dates.driver,)) if moved else _SAME
            if moved:
                reason += self._broken(tasks, incoming.get(dates.uid, []))
            yield DateDifference(dates.uid, start, finish, dates.start, dates.finish, moved, reason)

    def _same(self, dates: TaskDates, stored: StoredTask) -> bool:
        if not self.by_day:
            return (dates.start, dates.finish) == (stored.start, stored.finish)
        days = [(at or 0) // MINUTES_PER_DAY for at in (dates.start, dates.finish, stored.start, stored.finish)]
        return days[:2] == days[2:]

    def _broken(self, tasks: dict[Uid, Task], incoming: list[Link]) -> str:
        broken = next((one for one in incoming if self._breaks(one)), None)
        if broken is None:
            return ""
        before = when(self.stored[broken.predecessor].finish or 0, self.dossier.plan.settings)
        return f" The stored start lies before its predecessor {called(tasks[broken.predecessor])} finishes ({before})."

    def _breaks(self, link: Link) -> bool:
        """Tell whether the file's own dates break one of its plain links: it was saved without being recalculated."""
        before, after = self.stored.get(link.predecessor), self.stored.get(link.successor)
        if before is None or after is None or link.type is not LinkType.FS or link.lag:
            return False
        return (after.start or 0) < (before.finish or 0)
