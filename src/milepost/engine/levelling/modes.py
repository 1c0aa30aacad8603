"""Activities that can be done in several ways: each mode with its duration, its needs and what it uses up.

Stocks (nonrenewable resources) are what the whole project may use up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from milepost.engine.levelling.problem import After, Problem, ProblemError, Solution, order_of


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to do an activity: slots, units held of each resource, units used up of each stock, as pairs."""

    duration: int
    needs: tuple[tuple[int, int], ...] = ()
    uses: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class ModesProblem:
    """Activities with modes, resources with `capacities`, `stocks`, and pairs of activities one after the other.

    Raises ProblemError when an activity has no mode that its resources allow, or links form a loop.
    """

    modes: tuple[tuple[Mode, ...], ...]
    capacities: tuple[int, ...]
    stocks: tuple[int, ...]
    links: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        order_of(len(self.modes), [After(a, b, 0) for a, b in self.links])
        for i, modes in enumerate(self.modes):
            if not any(self.possible(mode) for mode in modes):
                raise ProblemError(f"activity {i} has no mode that the resources allow")

    def possible(self, mode: Mode) -> bool:
        """Tell whether a mode asks for no more than there is."""
        held = all(units <= self.capacities[r] for r, units in mode.needs) or not mode.duration
        return held and all(units <= self.stocks[k] for k, units in mode.uses)

    def within(self, chosen: Sequence[int]) -> bool:
        """Tell whether the chosen modes use up no more than the stocks."""
        return all(used <= stock for used, stock in zip(self.used(chosen), self.stocks, strict=True))

    def used(self, chosen: Sequence[int]) -> list[int]:
        """Give what the chosen modes use up of each stock."""
        used = [0] * len(self.stocks)
        for modes, m in zip(self.modes, chosen, strict=True):
            for k, units in modes[m].uses:
                used[k] += units
        return used

    def settled(self, chosen: Sequence[int]) -> Problem:
        """Give the problem that is left when the modes are chosen."""
        modes = [modes[m] for modes, m in zip(self.modes, chosen, strict=True)]
        return Problem(
            tuple(mode.duration for mode in modes),
            tuple(mode.needs if mode.duration else () for mode in modes),
            self.capacities,
            tuple(After(a, b, modes[a].duration) for a, b in self.links),
        )

    def widest(self) -> Problem:
        """Give the problem in which each activity takes its shortest time and holds its most of everything."""
        shortest = self.shortest()
        fit = [[mode for mode in modes if self.possible(mode)] for modes in self.modes]
        busy = [any(mode.duration for mode in modes) for modes in fit]
        most = [
            {r: max(dict(mode.needs).get(r, 0) for mode in modes) for mode in modes for r, _ in mode.needs}
            for modes in fit
        ]
        needs = [
            tuple((r, min(u, self.capacities[r])) for r, u in row.items()) if b else ()
            for row, b in zip(most, busy, strict=True)
        ]
        durations = tuple(max(d, int(b)) for d, b in zip(shortest.durations, busy, strict=True))
        return Problem(durations, tuple(needs), self.capacities, shortest.links)

    def shortest(self) -> Problem:
        """Give the problem in which each activity takes its shortest time and holds its least of everything."""
        fit = [[mode for mode in modes if self.possible(mode)] for modes in self.modes]
        durations = [min(mode.duration for mode in modes) for modes in fit]
        needs = []
        for modes, duration in zip(fit, durations, strict=True):
            least = [
                min(dict(mode.needs).get(r, 0) * mode.duration for mode in modes) // max(1, duration)
                for r in range(len(self.capacities))
            ]
            needs.append(tuple((r, min(u, self.capacities[r])) for r, u in enumerate(least) if u and duration))
        return Problem(
            tuple(durations),
            tuple(needs),
            self.capacities,
            tuple(After(a, b, durations[a]) for a, b in self.links),
        )


@dataclass(frozen=True)
class ModesSolution:
    """A schedule with the mode chosen for each activity, counted from 0."""

    modes: tuple[int, ...]
    solution: Solution
