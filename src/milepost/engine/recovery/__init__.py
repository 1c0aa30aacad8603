"""Recovery: ways to win days back, each applied, rescheduled and priced; the best of them kept (review.md 4.9)."""

from milepost.engine.recovery.case import Case, Change, Kind, Option
from milepost.engine.recovery.changes import carry_out
from milepost.engine.recovery.effect import Effect, Outcome
from milepost.engine.recovery.options import Recovery, RecoveryOptions, options
from milepost.engine.recovery.pareto import Priced, dominates, front

__all__ = [
    "Case",
    "Change",
    "Effect",
    "Kind",
    "Option",
    "Outcome",
    "Priced",
    "Recovery",
    "RecoveryOptions",
    "carry_out",
    "dominates",
    "front",
    "options",
]
