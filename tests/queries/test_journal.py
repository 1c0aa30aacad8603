"""The history says what was done and what it changed, and shows money to those who may see it."""

from __future__ import annotations

import pytest

from milepost.queries.catalogue import ask
from milepost.queries.refused import Refused
from tests.worlds import AT, do, sample, small, user

pytestmark = pytest.mark.django_db


def test_the_history_of_a_record_names_fields_before_and_after() -> None:
    ana = user()
    small(ana)
    do(ana, "SMALL", "change_duration", task="T-1", duration="7d")
    do(ana, "SMALL", "set_priority", task="T-2", priority=700)
    (line, made) = ask("history", {"record": "T-1"}, actor=ana, at=AT, project="SMALL")
    assert (line.command, [(c.record, c.name, c.before, c.after) for c in line.changes]) == (
        "change_duration",
        [("T-1", "duration", "2400", "3360")],
    )
    assert made.command == "several"


def test_the_past_has_the_digest_it_had() -> None:
    ana = user()
    sample(ana)
    first = ask("state_as_of", {"revision": 1, "whole": True}, actor=ana, at=AT, project="PORTAL")
    do(ana, "PORTAL", "rename_project", name="Other")
    assert ask("state_as_of", {"revision": 1, "whole": True}, actor=ana, at=AT, project="PORTAL") == first
    with pytest.raises(Refused, match="revisions 1 to 2"):
        ask("state_as_of", {"revision": 3}, actor=ana, at=AT, project="PORTAL")


def test_what_a_change_costs_is_in_the_history_of_those_only_who_see_costs() -> None:
    ana = user()
    sample(ana)
    user("ben")
    do(ana, "PORTAL", "set_member", user="ben", role="viewer")
    wish = {
        "title": "Longer",
        "calls": [{"command": "change_duration", "arguments": {"task": "T-16", "duration": "20d"}}],
    }
    do(ana, "PORTAL", "request_change", **wish)
    do(ana, "PORTAL", "change_duration", task="T-16", duration="12d")
    (change,) = do(ana, "PORTAL", "assess_change", change="C-1").after.dossier.changes[-1:]
    given = {"record": change.code}
    seen = str(ask("history", given, actor=ana, at=AT, project="PORTAL"))
    assert "cost_after" in seen
    assert "cost" not in str(ask("history", given, actor=user("ben"), at=AT, project="PORTAL"))
    differences = ask("compare_revisions", {"revision": 1}, actor=user("ben"), at=AT, project="PORTAL")
    assert differences.lines
    assert "cost" not in str(differences)
