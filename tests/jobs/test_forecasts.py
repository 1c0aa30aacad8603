"""Jobs that look ahead: what commands ask for is reviewed and simulated by the worker."""

from __future__ import annotations

from datetime import timedelta

import pytest

from milepost.commands import jobs
from milepost.forecasting.review import newest_review
from milepost.forecasting.simulation import newest_simulation
from milepost.jobs.kinds import KINDS, function_of
from milepost.records.models import Job
from tests.worlds import AT, do, late_parts, small, user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_a_function(kind: str) -> None:
    assert callable(function_of(kind))


def test_what_was_asked_for_is_reviewed_and_simulated() -> None:
    project = small(user())
    late_parts(user())
    do(user(), "SMALL", "review_now")
    later = AT + timedelta(minutes=1)
    for job in jobs.due(later):
        errand = jobs.claim(job, later, lambda: later)
        assert errand is not None
        jobs.finish(job, later, function_of(errand.kind)(errand))
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    review, simulation = newest_review(project.pk, costs=True), newest_simulation(project.pk)
    assert review is not None
    assert simulation is not None
    assert simulation.value.runs == 2000
    assert (review.at, simulation.at) == (later, later)
