"""The sample organisation can be made, and says what it should."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from milepost.cli.demo_world import World
from milepost.commands import journal
from milepost.queries.accounts import actor_named
from milepost.queries.catalogue import ask

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_the_sample_organisation_has_three_projects_with_a_past() -> None:
    World(date(2026, 11, 23), lambda what: None).build()
    assert list(journal.verify()) == []
    sven = actor_named("sven")
    assert [line.code for line in ask("portfolio", actor=sven, at=AT)] == ["LEDGER", "MOVE", "PORTAL"]
    portal = ask("status", actor=sven, at=AT, project="PORTAL")
    assert (portal.phase, portal.sponsor, portal.percent > 50) == ("execution", "Sven Albers", True)
    move = ask("changes", actor=sven, at=AT, project="MOVE")
    assert [(row.ref, str(row.state)) for row in move.rows] == [("C-1", "approved")]
    times = [line.at for line in ask("history", {"count": 200}, actor=sven, at=AT, project="PORTAL")]
    assert times == sorted(times, reverse=True)
    assert (max(times) - min(times)).days == 84
