"""The compiled plan: tasks in topological order and their links, as flat columns for the kernels."""

from __future__ import annotations

from typing import NamedTuple

from milepost.engine.kernel import Column
from milepost.engine.units import Instant

#: What `Tasks.state` says.
UNSTARTED, STARTED, COMPLETE, FIXED, EXTERNAL = 0, 1, 2, 3, 4

#: What `Edges.kind` says: the link types, and SS and SF counted from a started predecessor's remaining work.
FS, SS, FF, SF, SS_REMAINING, SF_REMAINING = 0, 1, 2, 3, 4, 5


class Tasks(NamedTuple):
    """The leaf tasks in topological order; position p is the p-th of them.

    `clock` counts the task's duration, `slack_clock` its floats, `span` its remaining working minutes with gaps.
    Tasks worked by several calendars or with delays have strands, rows strand_first[p] to
    strand_first[p + 1]: a calendar, a span and a delay. Bounds that are not set are +-FAR.
    `entry` is the calendar an elapsed task has to wait for, or -1. `begun` and `ended` are actual
    or fixed dates, `resumed` the earliest instant remaining work can be done at, `expected` the
    finish somebody expects, `floor` the earliest start of an unstarted task. `terminal` is the late
    finish of the project for each.
    """

    state: Column
    clock: Column
    slack_clock: Column
    span: Column
    strand_first: Column
    strand_clock: Column
    strand_span: Column
    strand_delay: Column
    entry: Column
    earliest: Column
    finish_earliest: Column
    start_on: Column
    finish_on: Column
    start_by: Column
    finish_by: Column
    deadline: Column
    delay: Column
    delay_clock: Column
    begun: Column
    ended: Column
    resumed: Column
    expected: Column
    floor: Column
    terminal: Column


class Edges(NamedTuple):
    """The links between leaf tasks, ordered by successor: those into p are first[p] to first[p + 1].

    `lag` runs on calendar `clock`. `off` marks links that do not move a started successor. `direct`
    adds 1 where the predecessor is a leaf itself, not below a linked summary, 2 where the successor
    is a summary that has started, 4 for links into a hub. Start links of a summary share a `group`
    in each successor, 0 for others: the leaf that starts first satisfies it.
    `out[out_first[p]:out_first[p + 1]]` are the links out of p.
    """

    pred: Column
    succ: Column
    kind: Column
    lag: Column
    direct: Column
    group: Column
    clock: Column
    off: Column
    first: Column
    out_first: Column
    out: Column


class Rules(NamedTuple):
    """The plan's options as numbers.

    `base` is the earliest start; `honor` (0/1) lets late constraints move early dates; `msp` (0/1)
    follows the habits of Microsoft Project, docs/fidelity.md lists them.
    """

    base: Instant
    honor: int
    msp: int


class Dates(NamedTuple):
    """What the passes compute, by position.

    `remaining` is where remaining work starts early, `late_remaining` where it starts late;
    `late_start` shows the actual start of started tasks instead.
    """

    early_start: Column
    early_finish: Column
    remaining: Column
    late_start: Column
    late_finish: Column
    late_remaining: Column


class Floats(NamedTuple):
    """Signed working minutes of each task's calendar: slack of its start and finish, and free float."""

    start: Column
    finish: Column
    free: Column
