"""How long a search may go on: seconds of a clock, schedules generated, or until somebody stops it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _standing() -> float:
    """Show the time of a clock that stands still."""
    return 0.0


@dataclass(frozen=True, slots=True)
class Budget:
    """What a search may use up: `seconds` of `clock`, `schedules` generated, whichever ends first.

    The engine knows no clock: `clock` is handed in, best `time.process_time`. Where `schedules` counts, nothing
    but schedules is generated: the exact step is left out. With neither a clock nor a number of schedules the
    search ends after `DEFAULT_SCHEDULES`. The budget as given plans the search, the clock only cuts it
    off: a seed and a number of schedules give one answer, to the bit.
    """

    seconds: float | None = None
    schedules: int | None = None
    clock: Callable[[], float] = _standing

    def timed(self) -> bool:
        """Tell whether a clock limits the search."""
        return self.seconds is not None and self.clock is not _standing
