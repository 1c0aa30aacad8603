"""Simulation: what the plan's dates and cost may come to, iteration by iteration (domain/risk.md 3)."""
