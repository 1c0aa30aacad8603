"""Levelling: who does what when nobody can be in two places (domain/schedule.md 14)."""

from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.level import level
from milepost.engine.levelling.levelled import Levelled
from milepost.engine.levelling.options import LevellingOptions

__all__ = ["Budget", "Levelled", "LevellingOptions", "level"]
