"""A state that is read while somebody writes is one state, not two halves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from milepost.forecasting import load as loading
from milepost.forecasting.held import SHELF
from milepost.forecasting.past import as_of
from milepost.records.models import Project
from tests.worlds import do, late_parts, small, user

pytestmark = pytest.mark.django_db


def disturbed(monkeypatch: pytest.MonkeyPatch, times: int, write: Callable[[int], None]) -> None:
    """Let somebody write so often after the tasks were read and before the rest is."""
    real, left, writing = loading.read_rows, [times], [False]

    def read_rows(table: Any, project: int) -> Iterator[Any]:
        rows = list(real(table, project))
        if table.name == "tasks" and left[0] and not writing[0]:
            left[0] -= 1
            writing[0] = True
            write(left[0])
            writing[0] = False
        return iter(rows)

    monkeypatch.setattr(loading, "read_rows", read_rows)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_who_writes_while_a_project_is_read_leaves_no_mixed_state(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    ana = user()
    known = small(ana)

    def write(left: int) -> None:
        SHELF.clear()
        if left:
            do(ana, "SMALL", "rename_task", task="T-1", name=f"Draw {left}")
        else:
            late_parts(ana)
        SHELF.clear()

    disturbed(monkeypatch, times, write)
    SHELF.clear()
    held = loading.load(known)
    newest = Project.objects.get(code="SMALL")
    assert (held.revision, held.head) == (newest.revision, newest.head)
    assert [each.risk.code for each in held.dossier.risks] == ["R-1"]
    assert held.dossier == loading.read(newest).dossier
    do(ana, "SMALL", "rename_task", task="T-2", name="Make")
    after = loading.load(Project.objects.get(code="SMALL"))
    assert after.dossier == loading.read(newest).dossier
    assert as_of(newest, newest.revision).dossier == held.dossier
