"""Nobody in two places: what levelling would do, doing it, and taking it back."""

from __future__ import annotations

from typing import cast

import pytest

from milepost.commands.preview import preview
from milepost.commands.run import Call
from milepost.queries.access import Actor
from milepost.queries.catalogue import ask
from milepost.queries.levelling import LevellingProposal
from milepost.queries.refused import Refused
from tests.worlds import AT, do, small, user

pytestmark = pytest.mark.django_db


def crowded() -> Actor:
    """A project whose Design and Training ask Mei at once."""
    ana = user()
    small(ana)
    do(ana, "SMALL", "add_resource", name="Mei")
    do(ana, "SMALL", "add_task", name="Training", duration="3d")
    for task in ("T-1", "T-4"):
        do(ana, "SMALL", "assign", task=task, resource="P-1")
    return ana


def proposal(actor: Actor, **asked: str) -> LevellingProposal:
    """What levelling would do."""
    return cast("LevellingProposal", ask("levelling", asked, actor=actor, at=AT, project="SMALL"))


def test_a_proposal_says_who_waits_for_whom_and_changes_nothing() -> None:
    found = proposal(crowded())
    (move,) = found.moves
    assert (move.ref, move.new_start.isoformat()) == ("T-4", "2026-03-09T08:00:00")
    assert move.reason == "waits for Mei held by Design until Fri 6 Mar 17:00"
    assert (found.overload_hours, found.new_overload_hours, found.proven) == (24.0, 0.0, True)
    assert found.finish == found.new_finish
    assert proposal(user()) == found


def test_levelling_is_one_action_that_a_preview_foretells_and_undo_takes_back() -> None:
    ana = crowded()
    call = Call("level_plan")
    tried = preview([call], actor=ana, door="test", at=AT, project="SMALL")
    done = do(ana, "SMALL", "level_plan")
    assert done.before is not None
    assert done.after is not None
    assert tried.after.dossier == done.after.dossier
    assert done.results == (
        "Over-allocated hours 24 to 0; 1 task would move. 18 working days long: proven, no plan with these people is "
        "shorter.",
    )
    with pytest.raises(Refused, match="there is nothing to level"):
        do(ana, "SMALL", "level_plan")
    back = do(ana, "SMALL", "undo")
    assert back.after is not None
    assert back.after.dossier.plan == done.before.dossier.plan


def test_what_may_not_move_is_said() -> None:
    ana = crowded()
    found = proposal(ana, freeze_until="2026-04-01")
    assert (found.moves, found.new_overload_hours) == ((), 24.0)
    assert "Mei" in found.stays[0]
    with pytest.raises(Refused, match="Nothing that may move would help"):
        do(ana, "SMALL", "level_plan", freeze_until="2026-04-01")


def test_delays_can_be_taken_back_without_taking_back_what_came_after() -> None:
    ana = crowded()
    do(ana, "SMALL", "level_plan")
    do(ana, "SMALL", "rename_task", task="T-4", name="Coaching")
    outcome = do(ana, "SMALL", "clear_levelling")
    assert outcome.results == (1,)
    assert outcome.after is not None
    rows = {row.uid: row for row in outcome.after.dossier.plan.tasks}
    assert (rows[4].name, rows[4].levelling_delay) == ("Coaching", 0)
    with pytest.raises(Refused, match="there is nothing to take back"):
        do(ana, "SMALL", "clear_levelling")
