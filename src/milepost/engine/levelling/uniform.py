"""Plans on one working time, as whole slots: the abstract search and its bounds solve them, the plan keeps the answer.

A plan is uniform when everything that moves is worked on one calendar, in one piece, with working lags and even
units. Working minutes divided by their greatest common divisor are then slots, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import gcd

from milepost.engine.kernel import FAR
from milepost.engine.kernels_time import done, finish_at
from milepost.engine.levelling.board import Board
from milepost.engine.levelling.kernels_place import MOBILE, PINNED
from milepost.engine.levelling.objective import Trial
from milepost.engine.levelling.problem import After, Problem, ProblemError, Solution, Step
from milepost.engine.tables import FF, FS, SF, SS, STARTED
from milepost.engine.units import Instant, Minutes

#: More slots than this up to the finish of the plan as it is make slots too small to count in.
MOST_SLOTS = 100_000


@dataclass(frozen=True)
class Uniform:
    """A board as a problem in slots of `slot` working minutes of clock `clock`, the first at position `origin`."""

    board: Board
    problem: Problem
    slot: Minutes
    clock: int
    origin: Minutes

    def count(self, finish: Instant) -> int:
        """Give the slots up to a finish."""
        return -(-(done(self.board.passes.clocks, self.clock, finish) - self.origin) // self.slot)

    def starts(self, trial: Trial) -> list[int] | None:
        """Give a trial's starts in slots, None where they do not lie on slots."""
        clocks, exact = self.board.passes.clocks, []
        for p, kind in enumerate(self.board.policy.mobile):
            at = self.problem.start_fixed(p)
            if kind != PINNED:
                minutes = done(clocks, self.clock, int(trial.starts[p])) - self.origin
                if minutes % self.slot or not trial.whole:
                    return None
                at = minutes // self.slot
            exact.append(at or 0)
        return exact

    def bound(self, solution: Solution) -> Instant:
        """Give the instant before which no schedule can finish."""
        return finish_at(self.board.passes.clocks, self.clock, self.origin + self.slot * solution.lower_bound)


def uniform(board: Board) -> Uniform | None:
    """Give the problem of a uniform plan, None for any other."""
    clock = _shared_clock(board)
    if clock is None:
        return None
    draft = _Draft.of(board, clock)
    slot = gcd(*draft.lengths()) or 1
    if (max(draft.ends, default=0) - draft.origin) // slot > MOST_SLOTS:
        return None
    try:
        return Uniform(board, draft.problem(slot), slot, clock, draft.origin)
    except ProblemError:
        # Something asks for more than there is; placing task by task tells what.
        return None


def _shared_clock(board: Board) -> int | None:
    """Find the one clock of a uniform plan."""
    tasks, edges = board.passes.tasks, board.compiled.edges
    if board.seating.sources or board.options.within_slack or board.compiled.frame.hubs:
        return None
    if any(edges.group) or any(kind not in (FS, SS, FF, SF) for kind in edges.kind):
        return None
    clocks = {tasks.clock[p] for p, kind in enumerate(board.policy.mobile) if kind >= MOBILE}
    clocks |= {clock for clock, lag, off in zip(edges.clock, edges.lag, edges.off, strict=True) if lag and not off}
    if len(clocks) != 1:
        return None
    clock = clocks.pop()
    return clock if all(_plain(board, p, clock) for p in range(len(tasks.state))) else None


def _plain(board: Board, p: int, clock: int) -> bool:
    """Tell whether a task is one block of even work on the clock, or stays where it is, or is a milestone."""
    tasks, needs, kind = board.passes.tasks, board.needs, board.policy.mobile[p]
    if kind == PINNED:
        return True
    if tasks.entry[p] >= 0 or tasks.expected[p] > -FAR or tasks.state[p] == STARTED:
        return False
    if kind >= MOBILE and board.policy.limit[p] < FAR:
        return False
    if tasks.strand_first[p] < tasks.strand_first[p + 1] or tasks.delay[p]:
        return False
    rows = range(needs.first[p], needs.first[p + 1])
    if kind < MOBILE and (rows or tasks.start_by[p] < FAR or tasks.finish_by[p] < FAR):
        return False
    even = all(needs.clock[r] == clock and needs.begin[r] == 0 and needs.end[r] == tasks.span[p] for r in rows)
    return even and (tasks.span[p] == 0 or tasks.clock[p] == clock)


@dataclass
class _Draft:
    """A plan's numbers in working minutes of its clock."""

    board: Board
    clock: int
    origin: Minutes
    begins: list[Minutes]
    ends: list[Minutes]
    releases: list[Minutes]
    dues: list[Minutes | None]

    @classmethod
    def of(cls, board: Board, clock: int) -> _Draft:
        """Read dates and bounds of every task."""
        tasks, dates, clocks = board.passes.tasks, board.natural, board.passes.clocks

        def at(instant: Instant) -> Minutes:
            return done(clocks, clock, instant)

        count = range(len(tasks.state))
        begins, ends = [at(dates.remaining[p]) for p in count], [at(dates.early_finish[p]) for p in count]
        releases = []
        for p in count:
            floor = board.passes.rules.base if tasks.floor[p] == -FAR else tasks.floor[p]
            found = at(max(floor, tasks.earliest[p]))
            if tasks.finish_earliest[p] > -FAR:
                found = max(found, at(tasks.finish_earliest[p]) - tasks.span[p])
            releases.append(found)
        dues = [None if tasks.deadline[p] == FAR else at(tasks.deadline[p]) for p in count]
        fixed = [begins[p] for p in count if board.policy.mobile[p] == PINNED]
        return cls(board, clock, min([*releases, *fixed], default=0), begins, ends, releases, dues)

    def lengths(self) -> Iterator[Minutes]:
        """List everything that has to be whole slots."""
        tasks, edges = self.board.passes.tasks, self.board.compiled.edges
        for p, kind in enumerate(self.board.policy.mobile):
            if kind == PINNED:
                yield self.begins[p] - self.origin
                yield self.ends[p] - self.origin
            else:
                yield tasks.span[p]
                yield self.releases[p] - self.origin
        yield from (lag for lag, off in zip(edges.lag, edges.off, strict=True) if not off)

    def problem(self, slot: Minutes) -> Problem:
        """Count in slots."""
        mobile = self.board.policy.mobile
        spans = [
            (self.ends[p] - self.begins[p]) if mobile[p] == PINNED else self.board.passes.tasks.span[p]
            for p in range(len(mobile))
        ]
        fixed = [(self.begins[p] - self.origin) // slot if mobile[p] == PINNED else None for p in range(len(mobile))]
        releases = tuple(max(0, (at - self.origin) // slot) for at in self.releases)
        dues = [None if due is None else (due - self.origin) // slot for due in self.dues]
        leaves = self.board.compiled.frame.leaves
        return Problem(
            durations=tuple(span // slot for span in spans),
            needs=tuple(self._needs(p) for p in range(len(mobile))),
            capacities=tuple(steps[0][1] for steps in self._capacities(slot)),
            links=tuple(self._links(spans, slot)),
            releases=releases if any(releases) else (),
            fixed=tuple(fixed) if any(start is not None for start in fixed) else (),
            dues=tuple(dues) if any(due is not None for due in dues) else (),
            weights=tuple(task.priority for task in leaves) if any(due is not None for due in dues) else (),
            steps=tuple(
                sorted(
                    (Step(r, at, units) for r, steps in enumerate(self._capacities(slot)) for at, units in steps[1:]),
                    key=lambda step: step.at,
                )
            ),
        )

    def _needs(self, p: int) -> tuple[tuple[int, int], ...]:
        needs, found = self.board.needs, dict[int, int]()
        for row in range(needs.first[p], needs.first[p + 1]):
            found[needs.resource[row]] = found.get(needs.resource[row], 0) + needs.units[row]
        return tuple(found.items())

    def _links(self, spans: list[Minutes], slot: Minutes) -> Iterator[After]:
        edges, mobile = self.board.compiled.edges, self.board.policy.mobile
        for e in range(len(edges.pred)):
            i, j, kind = edges.pred[e], edges.succ[e], edges.kind[e]
            if edges.off[e] or mobile[j] == PINNED:
                continue
            lag = edges.lag[e] + (spans[i] if kind in (FS, FF) else 0) - (spans[j] if kind in (FF, SF) else 0)
            yield After(i, j, lag // slot)

    def _capacities(self, slot: Minutes) -> list[list[tuple[int, int]]]:
        """Give each resource's capacity by slot; a step inside a slot counts where less is there."""
        free, found = self.board.free, []
        for r in range(len(free.steps)):
            rows = range(free.first[r], free.first[r] + free.steps[r])
            levels = [(0, max(0, free.step_units[rows[0]]))]
            for i in rows[1:]:
                exact = done(self.board.passes.clocks, self.clock, free.step_at[i]) - self.origin
                less = free.step_units[i] < levels[-1][1]
                at = exact // slot if less else -(-exact // slot)
                if at <= 0:
                    levels = [(0, max(0, free.step_units[i]))]
                else:
                    levels.append((at, max(0, free.step_units[i])))
            found.append(levels)
        return found
