"""Simulation: what the plan's dates and cost may come to, iteration by iteration (domain/risk.md 3)."""

from milepost.engine.simulation.options import SimulationOptions
from milepost.engine.simulation.simulate import Simulation, simulate

__all__ = ["Simulation", "SimulationOptions", "simulate"]
