"""A second scheduler, written from domain/schedule.md alone: slow, plain and independent of the engine's passes.

A calendar is the list of its working minutes; every date rule is a sentence of the specification turned into a line of
Python. It covers what the laws draw: leaf networks with summaries, all links and lags, constraints in both modes,
deadlines, progress, splits, one worker at most per task. Nothing here is shared with the engine but the plan itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, cached_property

from milepost.engine.calendars import Calendar
from milepost.engine.plan import AlapMode, ElapsedStart, LagCalendar, LateConstraintMode, OutOfSequence, Plan, SsLagFrom
from milepost.engine.resources import ResourceKind
from milepost.engine.tasks import Constraint, ConstraintKind, LagKind, Link, LinkType, Task, TaskType

EPOCH = date(1970, 1, 1)
#: Days around the project start in which the reference can count.
BEFORE, AFTER = 400, 1200
OFFICE = ((480, 720), (780, 1020))
STANDARD = Calendar(0, "Standard", week=(OFFICE,) * 5 + ((),) * 2)


@dataclass(frozen=True, eq=False)
class Line:
    """The working minutes of a calendar in order: minute k is [k, k + 1)."""

    minutes: Sequence[int]

    def working(self, a: int, b: int) -> int:
        return bisect_left(self.minutes, b) - bisect_left(self.minutes, a)

    def next(self, t: int) -> int:
        return self.minutes[bisect_left(self.minutes, t)]

    def prev(self, t: int) -> int:
        return self.minutes[bisect_left(self.minutes, t) - 1] + 1

    def startable(self, t: int) -> int:
        """The largest instant <= t at which work can start."""
        return self.minutes[bisect_left(self.minutes, t + 1) - 1]

    def add(self, t: int, n: int) -> int:
        if n > 0:
            return self.minutes[bisect_left(self.minutes, t) + n - 1] + 1
        return self.minutes[bisect_left(self.minutes, t) + n] if n < 0 else t


def day_intervals(chain: tuple[Calendar, ...], day: date) -> tuple[tuple[int, int], ...]:
    """Resolve one local date: exceptions nearest calendar first, then the chain of weeks."""
    for calendar in chain:
        hits = [(e.end - e.start, -n, e) for n, e in enumerate(calendar.exceptions) if e.start <= day <= e.end]
        if hits:
            return min(hits)[2].intervals
    for calendar in chain:
        weeks = [w.week for w in calendar.dated_weeks if w.start <= day <= w.end]
        for week in (*weeks[-1:], calendar.week):
            pattern = week[day.weekday()]
            if pattern is not None:
                return pattern
    return ()


@cache
def minutes_of(chain: tuple[Calendar, ...], start: int) -> tuple[int, ...]:
    first = start // 1440 - BEFORE
    found: list[int] = []
    for n in range(first, first + BEFORE + AFTER):
        for a, b in sorted(day_intervals(chain, EPOCH + timedelta(days=n))):
            found.extend(range(n * 1440 + a, n * 1440 + b))
    return tuple(found)


@cache
def line_of(chain: tuple[Calendar, ...], start: int) -> Line:
    return Line(minutes_of(chain, start))


@cache
def overlap(left: tuple[Calendar, ...], right: tuple[Calendar, ...], start: int) -> Line:
    return Line(tuple(sorted(set(minutes_of(left, start)) & set(minutes_of(right, start)))))


@dataclass
class Answer:
    """What the reference says of one leaf; `rest` is the remaining start, `late_rest` its late twin."""

    es: int = 0
    ef: int = 0
    ls: int = 0
    lf: int = 0
    rest: int = 0
    late_rest: int = 0
    total: int = 0
    free: int = 0


class Reference:
    """The reference answers of a plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.settings = plan.settings
        self.tasks = {task.uid: task for task in plan.tasks}
        self.base = max(plan.settings.start, plan.settings.status_date or plan.settings.start)
        self.answers: dict[int, Answer] = {}
        parents = {task.parent for task in plan.tasks}
        self.leaves = [t for t in plan.tasks if t.uid not in parents and not self.idle(t)]
        self.links = list(self.leaf_links())

    # The plan

    def ancestry(self, task: Task) -> Iterator[Task]:
        yield task
        if task.parent is not None:
            yield from self.ancestry(self.tasks[task.parent])

    def idle(self, task: Task) -> bool:
        return any(each.inactive for each in self.ancestry(task))

    def leaf_links(self) -> Iterator[tuple[Task, Task, Link]]:
        below = {uid: [t for t in self.leaves if uid in {a.uid for a in self.ancestry(t)}] for uid in self.tasks}
        for link in self.plan.links:
            if not (self.idle(self.tasks[link.predecessor]) or self.idle(self.tasks[link.successor])):
                for i in below[link.predecessor]:
                    for j in below[link.successor]:
                        yield i, j, link

    def chain(self, uid: int | None) -> tuple[Calendar, ...]:
        uid = self.settings.calendar if uid is None else uid
        if uid is None:
            return (STANDARD,)
        calendar = next(c for c in self.plan.calendars if c.uid == uid)
        return (calendar, *(self.chain(calendar.parent) if calendar.parent is not None else ()))

    @cached_property
    def elapsed(self) -> Line:
        return Line(range(self.settings.start - BEFORE * 1440, self.settings.start + AFTER * 1440))

    def line(self, task: Task) -> Line:
        """The effective calendar C of a task (section 2.2)."""
        if task.elapsed:
            return self.elapsed
        start = self.settings.start
        workers = [
            r
            for a in self.plan.assignments
            for r in self.plan.resources
            if a.task == task.uid and a.resource == r.uid and r.kind in (ResourceKind.WORK, ResourceKind.EQUIPMENT)
        ]
        ignores = task.calendar is not None and task.ignore_resource_calendars
        if not workers or task.type is TaskType.FIXED_DURATION or ignores:
            return line_of(self.chain(task.calendar), start)
        (worker,) = workers
        if task.calendar is None:
            return line_of(self.chain(worker.calendar), start)
        return overlap(self.chain(task.calendar), self.chain(worker.calendar), start)

    # What is left of a task

    def complete(self, task: Task) -> bool:
        return task.actual_finish is not None

    def started(self, task: Task) -> bool:
        return task.actual_start is not None and task.actual_finish is None

    def left(self, task: Task) -> int:
        """Minutes from remaining start to finish: remaining duration and the gaps inside it."""
        if task.remaining_duration is not None:
            return task.remaining_duration
        left = (task.duration * (100 - task.percent_complete) / 100).to_integral_value(ROUND_HALF_UP)
        return int(left) + sum(piece.gap for piece in task.segments[:-1])

    # Lags

    def lag(self, link: Link, i: Task) -> int:
        lag = link.lag
        if link.lag_kind in (LagKind.PERCENT, LagKind.PERCENT_ELAPSED):
            lag = int((Decimal(i.duration) * link.lag / 10000).to_integral_value(ROUND_HALF_UP))
        return max(0, lag - self.done(i)) if lag > 0 and self.waits_for_rest(i, link) else lag

    def lag_line(self, link: Link, i: Task, j: Task) -> Line:
        if link.lag_kind in (LagKind.ELAPSED, LagKind.PERCENT_ELAPSED):
            return self.elapsed
        if link.calendar is not None:
            return line_of(self.chain(link.calendar), self.settings.start)
        return {
            LagCalendar.SUCCESSOR: lambda: self.line(j),
            LagCalendar.PREDECESSOR: lambda: self.line(i),
            LagCalendar.PROJECT: lambda: line_of(self.chain(None), self.settings.start),
            LagCalendar.ELAPSED: lambda: self.elapsed,
        }[self.settings.lag_calendar]()

    def forward_lag(self, i: Task, j: Task, link: Link, t: int) -> int:
        return self.lag_line(link, i, j).add(t, self.lag(link, i))

    def backward_lag(self, i: Task, j: Task, link: Link, t: int) -> int:
        return self.lag_line(link, i, j).add(t, -self.lag(link, i))

    def counts(self, i: Task, j: Task) -> bool:
        """Whether a link binds in the passes: completed work is not moved, started work only by what waits."""
        if self.complete(j):
            return False
        if not self.started(j):
            return True
        return self.settings.out_of_sequence is OutOfSequence.RETAINED_LOGIC and not self.complete(i)

    def binds(self, i: Task, j: Task, link: Link) -> bool:
        """Whether the link of this leaf counts: of a summary's start links only that of the leaf starting first."""
        if link.predecessor == i.uid or link.type in (LinkType.FS, LinkType.FF):
            return self.counts(i, j)
        waits = self.out_of_sequence_waits(j)
        rivals = [self.bound(k, j, link) for k, to, same in self.links if to is j and same is link]
        return waits and self.bound(i, j, link) == min(rivals)

    def out_of_sequence_waits(self, j: Task) -> bool:
        retained = self.settings.out_of_sequence is OutOfSequence.RETAINED_LOGIC
        return not self.complete(j) and (retained or not self.started(j))

    # The forward pass (section 6)

    def early(self, task: Task) -> Answer:
        if task.uid not in self.answers:
            self.answers[task.uid] = self.forward(task)
        return self.answers[task.uid]

    def bound(self, i: Task, j: Task, link: Link) -> int:
        """The start bound a link puts on its successor."""
        held = self.forward_lag(i, j, link, self.anchor(i, link))
        if link.type in (LinkType.FS, LinkType.SS):
            return held
        c, left = self.line(j), self.left(j)
        return c.add(c.prev(held), -left) if left else held

    def waits_for_rest(self, i: Task, link: Link) -> bool:
        """Whether a start link from a started task counts from its remaining start (section 10, early_start)."""
        early_start = self.settings.ss_lag_from is SsLagFrom.EARLY_START
        return link.type in (LinkType.SS, LinkType.SF) and self.started(i) and early_start

    def anchor(self, i: Task, link: Link) -> int:
        """The early date of the predecessor that a link counts from."""
        if self.waits_for_rest(i, link):
            return self.early(i).rest
        return self.early(i).ef if link.type in (LinkType.FS, LinkType.FF) else self.early(i).es

    def done(self, task: Task) -> int:
        if task.actual_duration is not None:
            return task.actual_duration
        return max(0, task.duration - self.left(task))

    def forward(self, j: Task) -> Answer:
        c, left = self.line(j), self.left(j)
        if self.complete(j):
            begun = c.add(c.prev(j.actual_finish), -j.duration)
            start = begun if j.actual_start is None else j.actual_start
            return Answer(es=start, ef=j.actual_finish, rest=j.actual_finish)
        x = max(
            [self.base] + [self.bound(i, k, link) for i, k, link in self.links if k is j and self.binds(i, k, link)]
        )
        if self.started(j):
            if j.resume is not None:
                x = max(x, j.resume)
            if self.settings.out_of_sequence is OutOfSequence.ACTUAL_DATES:
                x = c.add(j.actual_start, self.done(j))
            # Of its constraints a started task keeps the one that can still bind: finish not earlier than.
            x = max([x, *(c.add(d, -left) for d in self.constraints(j).get(ConstraintKind.FNET, ()))])
            rest = c.next(x)
            return Answer(es=j.actual_start, ef=c.add(rest, left), rest=rest)
        x = self.constrained(j, x)
        if j.levelling_delay:
            x = c.add(c.next(x), j.levelling_delay)
        if left and j.elapsed and self.settings.elapsed_start is ElapsedStart.NEXT_WORKING:
            x = line_of(self.chain(j.calendar), self.settings.start).next(x)
        es = c.next(x) if left else (x if c.prev(x) == x else c.next(x))
        return Answer(es=es, ef=c.add(es, left), rest=es)

    def constraints(self, task: Task) -> dict[ConstraintKind, list[int]]:
        found: dict[ConstraintKind, list[int]] = {}
        for above in self.ancestry(task):
            for row in above.constraints:
                if row.at is not None:
                    found.setdefault(row.kind, []).append(row.at)
        return found

    def constrained(self, j: Task, x: int) -> int:
        c, left, rows = self.line(j), self.left(j), self.constraints(j)
        kind = ConstraintKind
        x = max([x, *rows.get(kind.SNET, ()), *(c.add(d, -left) for d in rows.get(kind.FNET, ()))])
        for d in rows.get(kind.MSO, ()):
            x = d
        for d in rows.get(kind.MFO, ()):
            x = c.add(d, -left)
        if self.settings.late_constraints is LateConstraintMode.HONOR:
            x = min([x, *rows.get(kind.SNLT, ()), *(c.add(d, -left) for d in rows.get(kind.FNLT, ()))])
        return x

    # The backward pass (section 7)

    @cached_property
    def finish(self) -> int:
        return max((self.early(task).ef for task in self.leaves), default=self.settings.start)

    def late(self, task: Task) -> Answer:
        answer = self.early(task)
        if not answer.lf:
            self.backward(task, answer)
        return answer

    def backward(self, i: Task, answer: Answer) -> None:
        c, left, rows = self.line(i), self.left(i), self.constraints(i)
        if self.complete(i):
            answer.ls, answer.lf, answer.late_rest = answer.es, answer.ef, answer.es
            return
        after = [(j, link) for k, j, link in self.links if k is i and self.binds(k, j, link)]
        ends = [self.settings.must_finish_by or self.finish, *rows.get(ConstraintKind.FNLT, ())]
        ends += [i.deadline] if i.deadline is not None else []
        caps = [] if self.started(i) else [*rows.get(ConstraintKind.SNLT, ())]
        for j, link in after:
            late = self.late(j)
            held = self.backward_lag(i, j, link, late.late_rest if link.type in (LinkType.FS, LinkType.SS) else late.lf)
            if link.type in (LinkType.FS, LinkType.FF):
                ends.append(held)
            elif not self.started(i) or self.waits_for_rest(i, link):
                caps.append(held)
        f = min([*rows.get(ConstraintKind.MFO, ())] or ends)
        f = c.prev(f) if left else f
        s = c.add(f, -left)
        if caps and min(caps) < s:
            s = c.startable(min(caps)) if left else min(caps)
            f = c.add(s, left)
        if not self.started(i):
            s = min(rows.get(ConstraintKind.MSO, [s]))
        answer.ls, answer.lf, answer.late_rest = (answer.es if self.started(i) else s), f, s

    # Slack (section 8)

    def total(self, task: Task) -> int:
        answer, c = self.late(task), self.line(task)
        if self.complete(task):
            return 0
        finish = c.working(answer.ef, answer.lf)
        return finish if self.started(task) else min(finish, c.working(answer.es, answer.ls))

    def free(self, i: Task) -> int:
        answer, c = self.early(i), self.line(i)
        if self.complete(i):
            return 0
        room = [self.link_float(k, j, link) for k, j, link in self.links if k is i and self.binds(k, j, link)]
        return max(0, min(room, default=c.working(answer.ef, self.finish)))

    def link_float(self, i: Task, j: Task, link: Link) -> int:
        after = self.early(j)
        y = after.rest if link.type in (LinkType.FS, LinkType.SS) else after.ef
        return self.line(i).working(self.anchor(i, link), self.backward_lag(i, j, link, y))

    # As late as possible (section 5)

    def alap(self) -> list[Task]:
        """The tasks to be done as late as possible, successors first."""
        late = [t for t in self.leaves if any(row.kind is ConstraintKind.ALAP for row in t.constraints)]
        waiting = [task for task in late if task.actual_start is None and task.actual_finish is None]
        return sorted(waiting, key=self.depth)

    def depth(self, task: Task) -> int:
        """The longest chain of tasks after a task."""
        return max((1 + self.depth(j) for i, j, _ in self.links if i is task), default=0)

    def use_free_float(self) -> None:
        """Shift each ALAP task within its free float, so that no successor moves."""
        for task in self.alap():
            answer, c = self.early(task), self.line(task)
            free = self.free(task)
            if free > 0:
                x = c.add(answer.es, free)
                answer.es = c.next(x) if self.left(task) or c.prev(x) != x else x
                answer.rest, answer.ef = answer.es, c.add(answer.es, self.left(task))

    def late_plan(self) -> Plan:
        """The plan with each ALAP task held to its late start, for others to follow."""
        late = {task.uid: self.late(task).ls for task in self.alap()}
        tasks = tuple(
            replace(t, constraints=(Constraint(ConstraintKind.SNET, late[t.uid]),)) if t.uid in late else t
            for t in self.plan.tasks
        )
        return replace(self.plan, tasks=tasks)

    def all(self) -> dict[int, Answer]:
        for task in self.leaves:
            self.early(task)
        if self.settings.alap is AlapMode.FREE:
            self.use_free_float()
        for task in self.leaves:
            self.late(task)
            self.answers[task.uid].total, self.answers[task.uid].free = self.total(task), self.free(task)
        return self.answers
