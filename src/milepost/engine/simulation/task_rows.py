"""Writing the instructions that date a task: what its links and constraints allow, where it starts and finishes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from milepost.engine.kernel import FAR
from milepost.engine.simulation.layout import (
    BEFORE,
    FIRST,
    LAST,
    TRUE,
    ZERO,
    B,
    G,
    S,
    T,
    U,
    V,
    X,
)
from milepost.engine.simulation.link_rows import LinkRows
from milepost.engine.simulation.seats import Levelled
from milepost.engine.simulation.tables import DETACHED, GIVEN, NEVER, Op
from milepost.engine.tables import STARTED
from milepost.engine.units import Instant


@dataclass(frozen=True)
class Draw:
    """What is uncertain about a task: its variable (-1: none), its gate (-1), and effects.

    `effects` are numbers of effects that always act, `timed` those that act in a window of codes.
    `decides` are gates that its finish decides: number, limit, whether late opens it.
    """

    variable: int = -1
    gate: int = -1
    effects: tuple[int, ...] = ()
    timed: tuple[tuple[int, int, int], ...] = ()
    decides: tuple[tuple[int, int, int], ...] = ()

    @property
    def uncertain(self) -> bool:
        """Whether the task may take another time than planned."""
        return self.variable >= 0 or self.gate >= 0 or bool(self.effects or self.timed)


CERTAIN = Draw()


@dataclass
class TaskRows(LinkRows):
    """Writes what dates tasks, one position after the other."""

    drawn: Mapping[int, Draw]
    seated: Levelled | None = None

    def write(self, p: int) -> None:
        """Write everything about a task: its minutes, its dates, the gates it decides."""
        put, layout, draw = self.writer.put, self.layout, self.drawn.get(p, CERTAIN)
        tasks, coder = self.grounded.tasks, self.grounded.coder
        if self.grounded.frames.way[p] == GIVEN:
            put(Op.FILL, layout.span(p), m=tasks.span[p])
            put(Op.FILL, layout.start(p), m=coder.elapsed(tasks.begun[p]))
            put(Op.FILL, layout.finish(p), m=coder.elapsed(tasks.ended[p]))
            if self.seated is not None:
                u, v = self.scratch(U), self.scratch(V)
                put(Op.HALVE, u, layout.start(p))
                put(Op.HALVE, v, layout.finish(p))
                put(Op.RESERVE, one=u, two=v, m=p)
        else:
            self.minutes(p, draw)
            if draw.timed:
                self.dates(p, draw)
                self.place(p)
                self.timed(p, draw)
            self.dates(p, draw)
            self.seat(p)
        for gate, limit, late in draw.decides:
            put(Op.LATER, layout.gate(gate), layout.finish(p), three=late, m=limit)

    def minutes(self, p: int, draw: Draw) -> None:
        """Write the remaining minutes of a task."""
        put, span, grounded = self.writer.put, self.layout.span(p), self.grounded
        if not draw.uncertain:
            put(Op.FILL, span, m=grounded.computed.passes.tasks.span[p])
            return
        if draw.variable >= 0:
            put(Op.VALUE, m=draw.variable)
        else:
            put(Op.KNOWN, m=grounded.left[p])
        if draw.effects or draw.timed:
            put(Op.READY)
            for effect in draw.effects:
                put(Op.EFFECT, one=-1, m=effect)
            put(Op.COMBINE, span, m=grounded.gap(p))
        else:
            put(Op.ROUND, span, m=grounded.gap(p))
        self.close(p, draw)

    def timed(self, p: int, draw: Draw) -> None:
        """Add what acts at times only, where the work as dated so far touches those times."""
        put, layout = self.writer.put, self.layout
        for effect, opens, closes in draw.timed:
            put(Op.WITHIN, self.scratch(TRUE), layout.start(p), layout.finish(p), opens, closes)
            put(Op.EFFECT, one=self.scratch(TRUE), m=effect)
        put(Op.COMBINE, layout.span(p), m=self.grounded.gap(p))
        self.close(p, draw)

    def close(self, p: int, draw: Draw) -> None:
        """Leave the task out where its gate is closed."""
        if draw.gate >= 0:
            span = self.layout.span(p)
            self.writer.put(Op.WHERE, span, span, self.layout.gate(draw.gate), self.scratch(ZERO))

    def dates(self, p: int, draw: Draw) -> None:
        """Write the start that links, constraints and delay allow a task into X."""
        self.links(p)
        if draw.gate >= 0:
            self.writer.put(Op.COPY, self.scratch(BEFORE), self.scratch(X))
        self.constraints(p)
        self.delay(p)
        if draw.gate >= 0:
            x = self.scratch(X)
            self.writer.put(Op.WHERE, x, x, self.layout.gate(draw.gate), self.scratch(BEFORE))

    def constraints(self, p: int) -> None:
        """Apply constraints to X."""
        put, x, tasks, coder = self.writer.put, self.scratch(X), self.grounded.tasks, self.grounded.coder
        frame, honor = self.grounded.frames.frame[p], self.grounded.computed.passes.rules.honor
        if tasks.earliest[p] > -FAR:
            put(Op.AT_LEAST, x, x, m=coder.code(frame, tasks.earliest[p]))
        until = max([tasks.finish_earliest[p], *self.before[p].finishes])
        if until > -FAR:
            put(Op.GREATER, x, x, self.backed(frame, until, p))
        if tasks.state[p] == STARTED:
            return
        if tasks.start_on[p] < FAR:
            put(Op.FILL, x, m=coder.code(frame, tasks.start_on[p]))
        if tasks.finish_on[p] < FAR:
            put(Op.COPY, x, self.backed(frame, tasks.finish_on[p], p))
        if honor and tasks.start_by[p] < FAR:
            put(Op.AT_MOST, x, x, m=coder.code(frame, tasks.start_by[p]))
        if honor and tasks.finish_by[p] < FAR:
            put(Op.LESSER, x, x, self.backed(frame, tasks.finish_by[p], p))

    def backed(self, frame: int, finish: Instant, p: int) -> int:
        """Write the starts from which a task finishes at an instant; give the row they are in."""
        self.writer.put(Op.FILL, self.scratch(B), m=self.grounded.coder.code(frame, finish))
        return self.back(self.scratch(B), p)

    def delay(self, p: int) -> None:
        """Put X off by the levelling delay, and onto the calendar an elapsed task waits for."""
        put, x, tasks, frames = self.writer.put, self.scratch(X), self.grounded.tasks, self.grounded.frames
        frame, k = frames.frame[p], tasks.delay_clock[p]
        if tasks.delay[p] and tasks.state[p] != STARTED:
            if frames.way[p] == DETACHED:
                self.onto(x, frames.clock[p])
            else:
                put(Op.ODD, x, x)
            if k != frame:
                put(Op.INSTANTS, x, x, m=frame)
                put(Op.CODES, x, x, m=k)
            put(Op.MOVE, x, x, m=tasks.delay[p])
            if k != frame:
                put(Op.INSTANTS, x, x, m=k)
                put(Op.CODES, x, x, m=frame)
        if tasks.entry[p] >= 0:
            self.onto(x, tasks.entry[p])

    def onto(self, x: int, k: int) -> None:
        """Move elapsed codes to the next working minute of a calendar."""
        put = self.writer.put
        put(Op.HALVE, x, x)
        put(Op.CODES, x, x, m=k)
        put(Op.ODD, x, x)
        put(Op.INSTANTS, x, x, m=k)
        put(Op.TWICE, x, x)

    def seat(self, p: int) -> None:
        """Place a task, where people are levelled at the first time from X on at which everybody has room for it."""
        put, layout, seated = self.writer.put, self.layout, self.seated
        if seated is None or seated.seats.need_first[p] == seated.seats.need_first[p + 1]:
            self.place(p)
            return
        x, t, u, v = (self.scratch(n) for n in (X, T, U, V))
        frame, again = self.grounded.frames.frame[p], self.writer.place
        self.place(p)
        put(Op.INSTANTS, u, layout.start(p), m=frame)
        put(Op.INSTANTS, v, layout.finish(p), m=frame)
        if p not in seated.held:
            seat = self.writer.seat(t, u, v, p)
            put(Op.CODES, t, t, m=frame)
            put(Op.GREATER, x, x, t)
            put(Op.JUMP, m=again)
            self.writer.leave(seat)
        put(Op.RESERVE, one=u, two=v, m=p)

    def place(self, p: int) -> None:
        """Start a task at X and finish it."""
        if self.grounded.frames.way[p] == DETACHED:
            self.place_detached(p)
            return
        put, layout, x, tasks = self.writer.put, self.layout, self.scratch(X), self.grounded.tasks
        if tasks.expected[p] > -FAR:
            if self.grounded.computed.passes.tasks.span[p] > 0:
                put(Op.ODD, x, x)
            expected = self.grounded.coder.code(self.grounded.frames.frame[p], tasks.expected[p])
            put(Op.EXPECT, layout.span(p), x, m=expected)
        put(Op.PLACE, layout.start(p), x, layout.span(p), layout.finish(p))

    def place_detached(self, p: int) -> None:
        """Start a detached task at X, in elapsed codes, and finish it."""
        if self.strands(p):
            self.place_strands(p)
            return
        put, layout, frames, tasks = self.writer.put, self.layout, self.grounded.frames, self.grounded.tasks
        x, t, u, v, k = *(self.scratch(n) for n in (X, T, U, V)), frames.clock[p]
        span, start, finish = layout.span(p), layout.start(p), layout.finish(p)
        put(Op.HALVE, t, x)
        put(Op.CODES, t, t, m=k)
        if tasks.expected[p] > -FAR:
            put(Op.EXPECT, span, t, m=self.grounded.coder.code(k, tasks.expected[p]))
        put(Op.PLACE, u, t, span, v)
        for to, at in ((start, u), (finish, v)):
            put(Op.INSTANTS, to, at, m=k)
            put(Op.TWICE, to, to)
            if frames.raw[p]:
                base = self.grounded.coder.elapsed(self.grounded.computed.passes.rules.base)
                put(Op.STAY, to, x, span, m=NEVER if frames.raw[p] == 2 else base)
        if frames.shown[p]:
            self.show(p)

    def place_strands(self, p: int) -> None:
        """Start with the first strand of a task and finish with the last."""
        put, layout, span = self.writer.put, self.layout, self.layout.span(p)
        x, t, u, s, first, last = (self.scratch(n) for n in (X, T, U, S, FIRST, LAST))
        put(Op.FILL, first, m=-NEVER)
        put(Op.FILL, last, m=NEVER)
        for n, k, delay in self.strands(p):
            put(Op.HALVE, t, x)
            put(Op.CODES, t, t, m=k)
            if delay:
                put(Op.MOVE, t, t, m=delay)
            put(Op.ODD, u, t)
            put(Op.SHARE, s, span, m=n)
            put(Op.ADD, t, t, s)
            for to, at, op in ((first, u, Op.LESSER), (last, t, Op.GREATER)):
                put(Op.INSTANTS, at, at, m=k)
                put(Op.TWICE, at, at)
                put(op, to, to, at)
        put(Op.WHERE, layout.start(p), first, span, x)
        put(Op.WHERE, layout.finish(p), last, span, x)
        if self.grounded.frames.shown[p]:
            self.show(p)

    def show(self, p: int) -> None:
        """Show a finish that links drive where they put it, as Microsoft Project does, even after a gap."""
        put, t, g, k = self.writer.put, self.scratch(T), self.scratch(G), self.grounded.frames.clock[p]
        finish = self.layout.finish(p)
        for row in self.before[p].rows:
            if row.to_finish:
                bound = self.bound(row, p)
                for to, at in ((g, finish), (t, bound)):
                    put(Op.HALVE, to, at)
                    put(Op.CODES, to, to, m=k)
                put(Op.GAP, finish, bound, t, g)
