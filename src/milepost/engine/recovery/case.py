"""What recovery works on, and the changes its options are made of (domain/review.md 4.9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from milepost.engine.accounts import Ledger
from milepost.engine.plan import Plan
from milepost.engine.risks import Risk, Uncertainty
from milepost.engine.units import Minutes, Uid

#: What a change says in an argument: what JSON holds, lists as tuples.
Value: TypeAlias = "str | int | bool | tuple[Value, ...] | None"


@dataclass(frozen=True, slots=True)
class Case:
    """A plan with its open risks, what else is uncertain, and its money: what options are applied to."""

    plan: Plan
    risks: tuple[Risk, ...] = ()
    uncertainty: Uncertainty = field(default_factory=Uncertainty)
    ledger: Ledger = field(default_factory=Ledger)


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the command word people know it by, and its arguments in order.

    Records are uids, durations and instants whole minutes, units, probabilities and money decimal numbers as text.
    """

    command: str
    arguments: tuple[tuple[str, Value], ...]

    @property
    def named(self) -> Mapping[str, Value]:
        """The arguments by name."""
        return dict(self.arguments)


def change(command: str, **arguments: Value) -> Change:
    """Make a change of a command word and its arguments."""
    return Change(command, tuple(arguments.items()))


class Kind(StrEnum):
    """The ways to win days back (domain/review.md 4.9)."""

    CRASH = "crash"
    ADD_PEOPLE = "add people"
    BORROW = "borrow people"
    SWAP = "swap people"
    RESEQUENCE = "re-sequence"
    FAST_TRACK = "fast-track"
    SPLIT = "split"
    WAIT_LESS = "wait less"
    OVERTIME = "overtime"
    DESCOPE = "descope"
    MITIGATE = "mitigate"
    RENEGOTIATE = "renegotiate"


@dataclass(frozen=True, slots=True)
class Option:
    """One way to win days back, not yet priced: what it is in words, its changes, and what it cannot go with.

    `touches` are the records it changes: options that share one exclude each other. `added_work` is the
    expected rework in working minutes that comes with it, `reason` what it rests on.
    """

    key: str
    kind: Kind
    title: str
    reason: str
    changes: tuple[Change, ...]
    touches: frozenset[tuple[str, Uid | str]]
    tasks: tuple[Uid, ...] = ()
    ramp_up: Minutes = 0
