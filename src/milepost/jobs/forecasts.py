"""Jobs that look ahead: the review of a project, and its simulation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from milepost.commands.jobs import Errand
from milepost.forecasting.review import compute as reviewed
from milepost.forecasting.simulation import compute as simulated


def review(errand: Errand) -> Mapping[str, Any] | None:
    """Review a project and keep what is found."""
    errand.progress(0.1, "Reviewing")
    return None if errand.project is None else reviewed(errand.project, errand.at)


def simulation(errand: Errand) -> Mapping[str, Any] | None:
    """Simulate a project and keep how sure its dates are."""
    errand.progress(0.1, "Simulating")
    return None if errand.project is None else simulated(errand.project, errand.at)
