"""Percentiles are as sure as their order statistics (domain/risk.md 6)."""

from __future__ import annotations

import numpy as np
import pytest

from milepost.engine.simulation.convergence import chance_half_width, convergence, interval


def test_the_interval_of_a_percentile() -> None:
    ordered = np.arange(1, 1001, dtype=float)
    assert interval(ordered, 0.8) == (775, 825)


def test_iterations_for_a_probability() -> None:
    assert chance_half_width(0.8, 6147) == pytest.approx(0.01, abs=1e-6)
    assert chance_half_width(0.8, 1537) == pytest.approx(0.02, abs=1e-5)


def test_what_does_not_vary_has_converged() -> None:
    found = convergence(np.full(2_000, 5.0), 0.0)
    assert (found.converged_at, found.standard_error) == (1500, 0)


def test_few_iterations_of_a_wide_spread_have_not() -> None:
    values = np.random.default_rng(1).standard_normal(2_000)
    found = convergence(values, 0.0)
    assert found.converged_at is None
    assert found.precision[1].half_width > 0.02
    assert found.standard_error == pytest.approx(1 / np.sqrt(2_000), rel=0.1)


def test_the_least_that_is_asked_for_counts() -> None:
    values = np.random.default_rng(1).standard_normal(4_000)
    assert convergence(values, 0.2).converged_at == 1500
