"""Why this date? The binding cause of a task's start, the chain back to the project start, and what it pushes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from milepost.engine.counterfactual import without
from milepost.engine.days_off import DayOff, days_off
from milepost.engine.drivers_words import Voice
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.results import Driver, DriverKind, Schedule, TaskDates
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Link, LinkType
from milepost.engine.units import Uid
from milepost.engine.worktime import WorkTimes

_FINISH = (LinkType.FS, LinkType.FF)


@dataclass(frozen=True, slots=True)
class Step:
    """One task of the chain: why it starts, and the position in `plan.links` of the link that leads on."""

    uid: Uid
    sentence: str
    driver: Driver
    link: int | None = None


@dataclass(frozen=True, slots=True)
class Push:
    """A task whose start (or remaining start) a link from this one decides."""

    uid: Uid
    link: int


@dataclass(frozen=True, slots=True)
class Why:
    """Why a task starts when it does.

    `causes` bind together: without all of them the task starts on another day, without some of them
    it does not; `driver` is the first. `days_off` are holidays that put the start off after them.
    `chain` begins with the task and ends where nothing drives any more. `pushes` are the tasks it
    drives directly, `reach` how many it drives in all. `lateness` says what negative float has to
    recover, empty if there is none.
    """

    uid: Uid
    sentence: str
    driver: Driver
    causes: tuple[Driver, ...]
    days_off: tuple[DayOff, ...]
    chain: tuple[Step, ...]
    pushes: tuple[Push, ...]
    reach: int
    lateness: str


def why(schedule: Schedule, uid: Uid) -> Why:
    """Explain the start of a task; raises LookupError for a task without dates (inactive, or not in the plan)."""
    if uid not in schedule.by_uid:
        raise LookupError(f"Task {uid} is inactive or not in the plan: it has no dates to explain.")
    voice = Voice(schedule)
    causes = binding(schedule, uid)
    chain = tuple(_chain(schedule, voice, uid))
    idle = days_off(schedule, uid, causes)
    sentence = voice.sentence(uid, causes, idle)
    late = (n.message for n in schedule.notices if n.code == "W-NEG-SLACK" and uid in n.tasks)
    return Why(
        uid=uid,
        sentence=sentence,
        driver=causes[0],
        causes=causes,
        days_off=idle,
        chain=(replace(chain[0], sentence=sentence, driver=causes[0]), *chain[1:]),
        pushes=pushed(schedule, uid),
        reach=len(reach(schedule, uid)),
        lateness=next(late, ""),
    )


def binding(schedule: Schedule, uid: Uid) -> tuple[Driver, ...]:
    """Find the causes that together decide a task's start: without them it starts on another day.

    The first is the schedule's own driver. Where taking that away moves nothing, because something
    else holds the same date, that is added, until the date moves.
    """
    dates = schedule.by_uid[uid]
    if dates.summary or dates.driver.kind is DriverKind.CHILDREN:
        return (dates.driver,)
    plan, left = schedule.plan, list(range(len(schedule.plan.links)))
    causes: list[Driver] = []
    driver = _behind(schedule, dates)
    while True:
        causes.append(driver)
        answer = _try(without(plan, uid, causes))
        if answer is None or _moved(schedule, answer, uid) or len(causes) > len(DriverKind):
            break
        gone = {n for cause in causes for n in cause.links if cause.kind is DriverKind.LINK}
        left = [n for n in range(len(plan.links)) if n not in gone]
        found = answer.by_uid[uid].driver
        driver = replace(found, links=tuple(left[n] for n in found.links))
        if driver in causes:
            break
    return _least(schedule, uid, causes)


def _behind(schedule: Schedule, dates: TaskDates) -> Driver:
    """Give a task's driver, a levelling delay with the links that would drive without it."""
    if dates.driver.kind is not DriverKind.LEVELLING:
        return dates.driver
    answer = _try(without(schedule.plan, dates.uid, (dates.driver,)))
    return dates.driver if answer is None else replace(dates.driver, links=answer.by_uid[dates.uid].driver.links)


def _least(schedule: Schedule, uid: Uid, causes: list[Driver]) -> tuple[Driver, ...]:
    """Leave out causes without which the others move the date as well, earliest found last."""
    kept = list(causes)
    for cause in reversed(causes):
        fewer = [each for each in kept if each is not cause]
        if fewer and len(kept) > 1:
            answer = _try(without(schedule.plan, uid, fewer))
            if answer is not None and _moved(schedule, answer, uid):
                kept = fewer
    return tuple(kept)


def _try(plan: Plan) -> Schedule | None:
    try:
        return schedule(plan)
    except PlanRefusedError:
        # Without this cause there is no schedule at all, so the cause is needed.
        return None


def _moved(before: Schedule, after: Schedule, uid: Uid) -> bool:
    # A cause may be the calendar itself: two dates that are one to it differ on the calendar without it.
    lines = (WorkTimes(each.plan).of_task(uid) for each in (before, after))
    return not all(line.same(before.by_uid[uid].start, after.by_uid[uid].start) for line in lines)


def _chain(schedule: Schedule, voice: Voice, uid: Uid) -> Iterator[Step]:
    """Walk back along driving links; a task reached by its finish goes on through what its remaining work waits for."""
    seen: set[Uid] = set()
    by_finish = False
    while uid not in seen:
        seen.add(uid)
        dates = schedule.by_uid[uid]
        if dates.summary:
            yield Step(uid, voice.sentence(uid, (dates.driver,)), dates.driver)
            uid = _deciding(schedule, uid, finish=by_finish)
            continue
        ends = dates.driver.kind is DriverKind.ACTUAL and not (by_finish and dates.remaining_duration)
        driver = _behind(schedule, dates)
        link = None if ends else _leading(schedule, driver)
        yield Step(uid, voice.sentence(uid, (driver,)), driver, link)
        if link is None:
            return
        row = schedule.plan.links[link]
        uid, by_finish = row.predecessor, row.type in _FINISH


def _leading(schedule: Schedule, driver: Driver) -> int | None:
    """Choose the driving link to follow: into a critical task first, then the lowest number."""
    links = schedule.plan.links
    known = [n for n in driver.links if links[n].predecessor in schedule.by_uid]
    return min(known, key=lambda n: _urgency(schedule, links[n]), default=None)


def _urgency(schedule: Schedule, link: Link) -> tuple[int, Uid]:
    dates = schedule.by_uid[link.predecessor]
    return dates.total_float, link.predecessor


def _deciding(schedule: Schedule, uid: Uid, *, finish: bool) -> Uid:
    """Find the child whose finish, or start, is that of its summary."""
    below = [schedule.by_uid[t.uid] for t in schedule.plan.tasks if t.parent == uid and t.uid in schedule.by_uid]
    if not below:
        return uid
    chosen = max(below, key=lambda d: d.finish) if finish else min(below, key=lambda d: d.start)
    return chosen.uid


def pushed(schedule: Schedule, uid: Uid) -> tuple[Push, ...]:
    """List the tasks a task drives directly, by its own links or those of summaries whose date it decides."""
    return tuple(Push(other, link) for other, link in _Driven(schedule).by(uid))


def reach(schedule: Schedule, uid: Uid) -> tuple[Uid, ...]:
    """List every task a task drives, directly or through others, in plan order."""
    driven = _Driven(schedule)
    found: set[Uid] = {uid}
    waiting = [uid]
    while waiting:
        for other, _ in driven.by(waiting.pop()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return tuple(dates.uid for dates in schedule.tasks if dates.uid in found - {uid})


class _Driven:
    """Finds the tasks that a task drives."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.parents = {task.uid: task.parent for task in schedule.plan.tasks}
        self.of: dict[Uid, list[tuple[Uid, int]]] = {}
        for dates in schedule.tasks:
            if not dates.summary:
                for n in dates.driver.links:
                    self.of.setdefault(schedule.plan.links[n].predecessor, []).append((dates.uid, n))

    def by(self, uid: Uid) -> Iterator[tuple[Uid, int]]:
        """List the tasks driven directly, each with the position of a link that does."""
        seen: set[Uid] = set()
        at: Uid | None = uid
        while at is not None and at in self.schedule.by_uid:
            for other, n in self.of.get(at, ()):
                if other not in seen and self._decides(uid, at, self.schedule.plan.links[n]):
                    seen.add(other)
                    yield other, n
            at = self.parents.get(at)

    def _decides(self, uid: Uid, summary: Uid, link: Link) -> bool:
        mine, whole = self.schedule.by_uid[uid], self.schedule.by_uid[summary]
        if link.type in _FINISH:
            return mine.early_finish == whole.early_finish
        return mine.early_start == whole.early_start
