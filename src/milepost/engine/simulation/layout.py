"""Where everything lies in the rows of a block, and writing a programme of instructions on them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np

from milepost.engine.simulation.tables import Code, Op

#: Scratch rows behind those of tasks, events and gates.
X, B, G, T, U, V, S, WANT, DONE_AT, TRUE, LEAST, BEFORE, ZERO, FIRST, LAST = range(15)
SCRATCH = 15

#: Numbers that make an instruction.
_PARTS = 6


@dataclass(frozen=True)
class Layout:
    """The numbers of rows: four for each task, one for each event and gate, and scratch."""

    tasks: int
    events: int
    gates: int

    @property
    def count(self) -> int:
        """How many rows there are."""
        return 4 * self.tasks + self.events + self.gates + SCRATCH

    def span(self, p: int) -> int:
        """Give the row of remaining minutes."""
        return p

    def start(self, p: int) -> int:
        """Give the row of codes of the start of remaining work."""
        return self.tasks + p

    def finish(self, p: int) -> int:
        """Give the row of codes of the finish."""
        return 2 * self.tasks + p

    def mark(self, p: int) -> int:
        """Give the row that says where the task is on a longest path."""
        return 3 * self.tasks + p

    def event(self, o: int) -> int:
        """Give the row that says where an event occurs."""
        return 4 * self.tasks + o

    def gate(self, g: int) -> int:
        """Give the row that says where a gate is open."""
        return 4 * self.tasks + self.events + g

    def scratch(self, n: int) -> int:
        """Give a scratch row."""
        return 4 * self.tasks + self.events + self.gates + n


class Writer:
    """Writes a programme, instruction by instruction."""

    def __init__(self) -> None:
        """Begin without any."""
        # One flat column: tuples by the ten thousand would keep Python's collector busy.
        self._parts = array("q")

    def put(self, op: Op, to: int = 0, one: int = 0, two: int = 0, three: int = 0, m: int = 0) -> None:
        """Add an instruction."""
        self._parts.extend((op, to, one, two, three, m))

    def count(self, one: int, m: int) -> int:
        """Add a COUNT; `leave` says where it jumps to."""
        self.put(Op.COUNT, one=one, m=m)
        return len(self._parts) - 2

    @property
    def place(self) -> int:
        """The number of the instruction that comes next."""
        return len(self._parts) // _PARTS

    def seat(self, to: int, one: int, two: int, m: int) -> int:
        """Add a SEAT; `leave` says where it jumps to."""
        self.put(Op.SEAT, to, one, two, m=m)
        return len(self._parts) - 2

    def leave(self, jump: int) -> None:
        """Let a COUNT or SEAT jump here."""
        self._parts[jump] = self.place

    def code(self) -> Code:
        """Give the programme as columns."""
        columns = np.frombuffer(self._parts, dtype=np.int64).reshape(-1, _PARTS).T
        return Code(*(np.ascontiguousarray(column) for column in columns))
