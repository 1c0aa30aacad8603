"""How to simulate, and which of a plan's uncertainty counts (domain/risk.md 3)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from milepost.engine.notices import Notice
from milepost.engine.risks import Exposure, Risk
from milepost.engine.simulation.ranges import BANDS
from milepost.engine.units import Uid


@dataclass(frozen=True, slots=True)
class SimulationOptions:
    """How to simulate: the same options and seed give the same answer to the bit.

    `stratified` is Latin hypercube sampling, else plain Monte Carlo. `keep_constraints` holds tasks to hard and
    late constraints, which a simulation lifts otherwise. `levelled` lets nobody be in two places at once.
    `responses` are the codes of risks whose response is under way, None for those of which the register says so.
    `assume` (low, medium, high) is the band of tasks without any range. With `proximity` a risk with a window acts
    only on work in that window. `base_cost` is what the plan costs without risk, its own cost at completion by
    default. `tracked` tasks are kept iteration by iteration, milestones always; without `traced` nothing is said
    about tasks. `threads` changes the time it takes, nothing else.
    """

    runs: int = 10_000
    seed: int = 1
    levelled: bool = False
    stratified: bool = True
    keep_constraints: bool = False
    responses: frozenset[str] | None = None
    assume: str = ""
    proximity: bool = True
    base_cost: Decimal | None = None
    tracked: tuple[Uid, ...] = ()
    traced: bool = True
    threads: int = 2

    def wrong(self) -> tuple[Notice, ...]:
        """List what keeps these options from being followed, with what would be right."""
        found = []
        if self.runs < 1:
            found.append(Notice("E-RUNS", f"{self.runs} iterations cannot be run; ask for one or more."))
        if self.assume and self.assume not in BANDS:
            names = ", ".join(BANDS)
            found.append(Notice("E-RANGE", f"There is no range called {self.assume}; choose one of {names}."))
        return tuple(found)

    def answered(self, risk: Risk) -> bool:
        """Tell whether the response to a risk is under way."""
        chosen = risk.responded if self.responses is None else risk.code in self.responses
        return risk.response is not None and chosen

    def exposure(self, risk: Risk) -> Exposure:
        """Give the exposure of a risk that counts."""
        return risk.response.residual if risk.response is not None and self.answered(risk) else risk.exposure
