"""The database backs up what commands promise."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from milepost.records.models import Project, Task
from milepost.records.projects import SPAN
from tests.worlds import small, user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "wrong",
    [
        {"duration": -1},
        {"priority": 1001},
        {"uid": 2},
    ],
)
def test_a_task_that_cannot_be_is_refused_by_the_database(wrong: dict[str, object]) -> None:
    project = small(user())
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=project.pk * SPAN + 1).update(**wrong)


def test_a_code_that_fits_no_address_is_refused_by_the_database() -> None:
    project = small(user())
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(code="no way")
