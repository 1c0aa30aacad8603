"""Writing the instructions that trace longest paths back from the finish over the links that drive."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from milepost.engine.simulation.layout import DONE_AT, TRUE, WANT, B, G, T, V, X
from milepost.engine.simulation.net_links import LinkRow, dominated
from milepost.engine.simulation.tables import DETACHED, DONE, GIVEN, NEVER, PLAIN, Op
from milepost.engine.simulation.task_rows import CERTAIN, Draw, TaskRows
from milepost.engine.tables import STARTED


def write_finish(rows: TaskRows) -> None:
    """Write the project's finish, as instants, into a scratch row."""
    grounded, put, layout = rows.grounded, rows.writer.put, rows.layout
    done, t, found = rows.scratch(DONE_AT), rows.scratch(T), grounded.frames
    passes, tasks = grounded.computed.passes, grounded.tasks
    put(Op.FILL, done, m=grounded.latest())
    closing = [p for p in grounded.own_tasks() if not dominated(passes, tasks, found, p, same=False)]
    for k, members in groupby(sorted(closing, key=found.frame.__getitem__), key=found.frame.__getitem__):
        put(Op.FILL, t, m=NEVER)
        for p in members:
            put(Op.GREATER, t, t, layout.finish(p))
        put(Op.INSTANTS, t, t, m=k)
        put(Op.GREATER, done, done, t)


class Trace:
    """Writes marks back from the tasks that finish with the project."""

    def __init__(self, rows: TaskRows) -> None:
        """Take what has written the dates."""
        self.rows, self.grounded, self.layout, self.writer = rows, rows.grounded, rows.layout, rows.writer
        self.drawn: Mapping[int, Draw] = rows.drawn

    def write(self) -> None:
        """Write marks, counts and sums."""
        put, ways = self.writer.put, self.grounded.frames.way
        seated = self.rows.seated
        order = range(len(ways)) if seated is None else seated.order
        places = [p for p in order if ways[p] != DONE]
        put(Op.CLEAR, self.layout.mark(0), self.layout.mark(len(ways)))
        self.ends()
        for p in reversed(places):
            jump = self.count(p)
            if ways[p] != GIVEN:
                self.drivers(p)
            if jump is not None:
                self.writer.leave(jump)
        self.sums()

    def ends(self) -> None:
        """Mark the tasks that finish with the project, compared on the calendar of each."""
        put, layout, found = self.writer.put, self.layout, self.grounded.frames
        want, b, done = (self.rows.scratch(n) for n in (WANT, B, DONE_AT))
        passes, tasks = self.grounded.computed.passes, self.grounded.tasks
        last = [p for p in self.grounded.own_tasks() if not dominated(passes, tasks, found, p, same=True)]
        for k, members in groupby(sorted(last, key=found.clock.__getitem__), key=found.clock.__getitem__):
            put(Op.CODES, want, done, m=k)
            for p in members:
                at = layout.finish(p)
                if found.way[p] != PLAIN:
                    put(Op.HALVE, b, at)
                    put(Op.CODES, b, b, m=k)
                    at = b
                put(Op.ALIKE, layout.mark(p), at, want)

    def drivers(self, p: int) -> None:
        """Mark what drives a task where it is marked itself."""
        layout, put = self.layout, self.writer.put
        rows = [*self.rows.before[p].rows, *self.waits(p)]
        if not any(row.pred >= 0 for row in rows):
            return
        want = self.want(p)
        plain = self.is_plain(p)
        for n, row in enumerate(rows):
            if row.pred >= 0 and plain and row.simple:
                put(Op.LEAD, layout.mark(row.pred), layout.mark(p), layout.finish(row.pred), want)
            elif row.pred >= 0:
                self.driver(rows, n, p, want)

    def waits(self, p: int) -> list[LinkRow]:
        """Give the tasks that a task may have waited for because both need somebody, like links to it."""
        seated, frame = self.rows.seated, self.grounded.frames.frame
        if seated is None or p in seated.held:
            return []
        found = []
        for q in seated.rivals.get(p, ()):
            crosses = int(frame[q] != frame[p])
            found.append(LinkRow(q, 0, 0, 0, -1, 0, crosses, 0, 0, 1 - crosses))
        return found

    def driver(self, rows: list[LinkRow], n: int, p: int, want: int) -> None:
        """Mark the predecessor of one link where the link drives."""
        put, layout, row = self.writer.put, self.layout, rows[n]
        true, leads = (self.rows.scratch(r) for r in (TRUE, V))
        if row.group:
            first = next(i for i in range(n + 1) if rows[i].group == row.group)
            self.rows.group(rows[first:], p)
            put(Op.ALIKE, leads, self.alike(self.rows.scratch(G), p, G), want)
        put(Op.ALIKE, true, self.alike(self.rows.link(row, p), p, T), want)
        if row.group:
            put(Op.BOTH, true, true, leads)
        put(Op.MARK, layout.mark(row.pred), true, layout.mark(p))

    def is_plain(self, p: int) -> bool:
        """Tell whether starts of a task are alike where the minutes of its frame are."""
        return (
            self.grounded.frames.way[p] == PLAIN
            and self.grounded.tasks.entry[p] < 0
            and self.grounded.computed.passes.tasks.span[p] > 0
        )

    def want(self, p: int) -> int:
        """Write the start that a driving link allows, before any levelling delay; give its row."""
        want, delayed = (
            self.rows.scratch(WANT),
            self.grounded.tasks.delay[p] and self.grounded.tasks.state[p] != STARTED,
        )
        moved = self.rows.seated is not None
        if moved or (self.grounded.frames.way[p] == PLAIN and not delayed and self.grounded.tasks.entry[p] < 0):
            if self.is_plain(p):
                return self.layout.start(p)
            return self.alike(self.layout.start(p), p, WANT)
        self.rows.links(p)
        self.rows.constraints(p)
        self.writer.put(Op.COPY, want, self.rows.scratch(X))
        return self.alike(want, p, WANT)

    def alike(self, at: int, p: int, scratch: int) -> int:
        """Write starts of a task so that they compare: by minutes of its calendar, without duration by instants."""
        put, tasks, frames, to = self.writer.put, self.grounded.tasks, self.grounded.frames, self.rows.scratch(scratch)
        if frames.way[p] == DETACHED or tasks.entry[p] >= 0:
            put(Op.HALVE, to, at)
            put(Op.CODES, to, to, m=tasks.entry[p] if tasks.entry[p] >= 0 else frames.clock[p])
            return to
        if not self.is_plain(p):
            put(Op.INSTANTS, to, at, m=frames.frame[p])
            put(Op.TWICE, to, to)
            return to
        return at

    def count(self, p: int) -> int | None:
        """Count the iterations in which a task is done and on a longest path; gives what jumps where it never is.

        Nothing jumps at a task that a branch may leave out.
        """
        at, gate = self.layout.mark(p), self.drawn.get(p, CERTAIN).gate
        if gate >= 0:
            # Marks pass through tasks that are left out, but do not count.
            self.writer.put(Op.BOTH, self.rows.scratch(TRUE), at, self.layout.gate(gate))
            self.writer.leave(self.writer.count(self.rows.scratch(TRUE), p))
            return None
        return self.writer.count(at, p)

    def sums(self) -> None:
        """Sum how far minutes are from plan, and how that goes with the finish."""
        put, t, done = self.writer.put, self.rows.scratch(T), self.rows.scratch(DONE_AT)
        computed = self.grounded.computed
        project = computed.passes.plan.project_clock
        put(Op.CODES, t, done, m=project)
        put(Op.LESS, t, t, m=self.grounded.coder.code(project, computed.finish_date) >> 1)
        put(Op.SUM, two=t)
