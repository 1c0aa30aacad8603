"""An approval that is cut off at any statement sent to the database leaves what was before or all of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from milepost.commands import journal
from milepost.commands.run import Call, run
from milepost.dossier.people import Role
from milepost.forecasting.held import SHELF
from milepost.forecasting.load import load, read
from milepost.forecasting.past import digest
from milepost.queries.access import Actor
from milepost.records.models import Job, JournalEntry, Message, Project
from tests.worlds import AT, do, join, small, user

pytestmark = pytest.mark.django_db(transaction=True)
APPROVAL = [Call("approve_change", {"change": "C-1"})]
#: More statements than an approval has: the search for its last one ends by itself.
FAR = 1_000


class CutOffError(Exception):
    """What goes wrong at a statement."""


class Statements:
    """Counts what is sent to the database and fails at one statement: before it is carried out, or just after."""

    def __init__(self, fatal: int, *, late: bool) -> None:
        """Count up to the fatal one."""
        self.sent, self.fatal, self.late = 0, fatal, late

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        """Carry a statement out, unless it is the fatal one."""
        self.sent += 1
        if self.sent != self.fatal:
            return execute(*statement)
        if self.late:
            execute(*statement)
        raise CutOffError


def asked_for() -> tuple[Project, Actor]:
    """A small project in which somebody has asked for a change, and the sponsor who decides."""
    project, sponsor = small(user("ana")), user("sponsor")
    join(project, sponsor, Role.SPONSOR)
    do(user("ana"), "SMALL", "set_baseline")
    wish = [{"command": "change_duration", "arguments": {"task": "T-1", "duration": "8d"}}]
    do(user("ana"), "SMALL", "request_change", title="Longer design", calls=wish)
    return project, sponsor


def whole(project: Project) -> tuple[object, ...]:
    """Everything an approval touches, as the tables have it."""
    project.refresh_from_db()
    counts = [table.objects.count() for table in (JournalEntry, Message, Job)]
    return digest(read(project).dossier), project.revision, project.head, dict(project.counters), *counts


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_an_approval_cut_off_at_any_statement_leaves_nothing_of_itself(late: bool) -> None:
    project, sponsor = asked_for()
    before = whole(project)
    for fatal in range(1, FAR):
        statements = Statements(fatal, late=late)
        try:
            with connection.execute_wrapper(statements):
                run(APPROVAL, actor=sponsor, door="test", at=AT, project="SMALL")
        except CutOffError:
            # Whoever is gone says no last word to the database.
            connection.close()
            assert whole(project) == before, fatal
            assert load(project).dossier == read(project).dossier
        else:
            break
        if fatal % 2:
            # Half of the time by a process that knows nothing of the project yet.
            SHELF.clear()
    after = whole(project)
    assert statements.sent < fatal
    assert fatal > 10
    assert after[1] == before[1] + 1
    assert after[0] != before[0]
    assert list(journal.verify()) == []
