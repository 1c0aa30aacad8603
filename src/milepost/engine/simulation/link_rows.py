"""Writing the instructions that say what links and the floor allow a task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from milepost.engine.kernel import FAR
from milepost.engine.simulation.ground import Ground
from milepost.engine.simulation.layout import LEAST, B, G, Layout, S, T, Writer, X
from milepost.engine.simulation.net_links import Into, LinkRow
from milepost.engine.simulation.tables import DETACHED, NEVER, Op
from milepost.engine.tables import STARTED
from milepost.engine.units import Instant


@dataclass
class LinkRows:
    """Writes what links allow tasks, by position."""

    grounded: Ground
    layout: Layout
    writer: Writer

    @property
    def before(self) -> list[Into]:
        """What leads into each task."""
        return self.grounded.before

    def __post_init__(self) -> None:
        """Remember where scratch rows begin."""
        self._scratch = self.layout.scratch(0)

    def scratch(self, n: int) -> int:
        """Give a scratch row."""
        return self._scratch + n

    def links(self, p: int) -> None:
        """Write the starts that floor and links allow into X."""
        put, x, g = self.writer.put, self.scratch(X), self.scratch(G)
        rows, floor = self.before[p].rows, self.floor(p)
        filled = not rows or not rows[0].simple
        if filled:
            put(Op.FILL, x, m=floor)
        for n, row in enumerate(rows):
            if row.group:
                if n == 0 or rows[n - 1].group != row.group:
                    self.group(rows[n:], p)
                    put(Op.GREATER, x, x, g)
            elif not filled:
                put(Op.AT_LEAST, x, self.layout.finish(row.pred), m=floor)
                filled = True
            else:
                put(Op.GREATER, x, x, self.link(row, p))

    def floor(self, p: int) -> int:
        """Give the code of the earliest start without links."""
        tasks, frame = self.grounded.tasks, self.grounded.frames.frame[p]
        own = tasks.resumed[p] if tasks.state[p] == STARTED else tasks.floor[p]
        return self.coded(frame, max([own, *self.before[p].starts]))

    def coded(self, k: int, at: Instant) -> int:
        """Give the code of a bound, NEVER for none."""
        return NEVER if at == -FAR else self.grounded.coder.code(k, at)

    def group(self, rows: Sequence[LinkRow], p: int) -> None:
        """Write the least start that the links of the first one's group allow into G."""
        g = self.scratch(G)
        self.writer.put(Op.FILL, g, m=-NEVER)
        for row in rows:
            if row.group == rows[0].group:
                self.writer.put(Op.LESSER, g, g, self.link(row, p))

    def link(self, row: LinkRow, p: int) -> int:
        """Write the starts a link allows; give the row they are in."""
        bound = self.bound(row, p)
        return self.back(bound, p) if row.to_finish else bound

    def bound(self, row: LinkRow, p: int) -> int:
        """Write the codes at which a link lets a task start, or finish; give the row they are in."""
        put, layout, frames, b = self.writer.put, self.layout, self.grounded.frames, self.scratch(B)
        if row.pred < 0:
            put(Op.FILL, b, m=row.after)
            return b
        at = layout.start(row.pred) if row.from_start else layout.finish(row.pred)
        if row.before:
            put(Op.MOVE, b, at, m=row.before)
            at = b
        if row.crosses:
            put(Op.INSTANTS, b, at, m=frames.frame[row.pred])
            if row.through >= 0:
                put(Op.CODES, b, b, m=row.through)
                put(Op.MOVE, b, b, m=row.lag)
                put(Op.INSTANTS, b, b, m=row.through)
            put(Op.CODES, b, b, m=frames.frame[p])
            at = b
        if row.after:
            put(Op.MOVE, b, at, m=row.after)
            at = b
        return at

    def back(self, at: int, p: int) -> int:
        """Write the starts from which a task finishes at the codes in a row; give the row they are in."""
        put, span, b = self.writer.put, self.layout.span(p), self.scratch(B)
        if self.grounded.frames.way[p] != DETACHED:
            put(Op.BACK, b, at, span)
            return b
        t, strands = self.scratch(T), self.strands(p)
        if not strands:
            clock = self.grounded.frames.clock[p]
            put(Op.HALVE, t, at)
            put(Op.CODES, t, t, m=clock)
            put(Op.TAKE, t, t, span)
            put(Op.INSTANTS, t, t, m=clock)
            put(Op.TWICE, t, t)
            put(Op.WHERE, b, t, span, at)
            return b
        self.back_strands(at, span, strands)
        return b

    def back_strands(self, at: int, span: int, strands: list[tuple[int, int, int]]) -> None:
        """Write the earliest of the starts from which each strand finishes at the codes in a row into B."""
        put, b, t = self.writer.put, self.scratch(B), self.scratch(T)
        least, s = self.scratch(LEAST), self.scratch(S)
        put(Op.FILL, least, m=-NEVER)
        for n, clock, delay in strands:
            put(Op.HALVE, t, at)
            put(Op.CODES, t, t, m=clock)
            put(Op.SHARE, s, span, m=n)
            put(Op.TAKE, t, t, s)
            if delay:
                put(Op.MOVE, t, t, m=-delay)
            put(Op.INSTANTS, t, t, m=clock)
            put(Op.TWICE, t, t)
            put(Op.LESSER, least, least, t)
        put(Op.COPY, b, least)

    def strands(self, p: int) -> list[tuple[int, int, int]]:
        """List the strands of a task: number, calendar, delay."""
        tasks = self.grounded.tasks
        rows = range(tasks.strand_first[p], tasks.strand_first[p + 1])
        return [(n, tasks.strand_clock[n], tasks.strand_delay[n]) for n in rows]
