"""The portfolio: each project in a few numbers that are those of the project itself."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

import pytest

from milepost.dossier.people import Role
from milepost.forecasting.load import load
from milepost.forecasting.summary import summary, summed_up
from milepost.queries.access import Actor
from milepost.queries.catalogue import ask
from milepost.queries.projects import ProjectLine
from milepost.records.models import Project
from tests.worlds import AT, do, join, sample, small, user

pytestmark = pytest.mark.django_db


def line(actor: Actor, code: str) -> ProjectLine:
    """A project as the portfolio lists it."""
    lines = cast("tuple[ProjectLine, ...]", ask("portfolio", {}, actor=actor, at=AT))
    return next(each for each in lines if each.code == code)


def test_what_is_listed_follows_every_change() -> None:
    ana = user()
    project = small(ana)
    do(ana, "SMALL", "set_baseline")
    do(ana, "SMALL", "insert_task", name="Live", duration="0d")
    do(ana, "SMALL", "set_predecessors", task="T-4", text="3")
    assert (line(ana, "SMALL").slip, line(ana, "SMALL").milestone) == (Decimal("0.0"), "Live")
    do(ana, "SMALL", "change_duration", task="T-1", duration="8d")
    found = line(ana, "SMALL")
    assert (found.slip, found.percent, found.milestone_at) == (Decimal("3.0"), 0, found.finish)
    do(ana, "SMALL", "record_progress", task="T-1", percent="50")
    assert line(ana, "SMALL").percent == 19
    project.refresh_from_db()
    assert summary(project) == summed_up(load(project))


def test_money_is_for_those_who_may_see_it() -> None:
    ana, ben = user(), user("ben")
    sample(ana)
    join(Project.objects.get(code="PORTAL"), ben, Role.VIEWER)
    mine, theirs = line(ana, "PORTAL"), line(ben, "PORTAL")
    assert mine.budget is not None
    assert mine.at_completion is not None
    assert (mine.currency, mine.variance) == ("EUR", mine.budget - mine.at_completion)
    assert (theirs.currency, theirs.budget, theirs.spent, theirs.at_completion, theirs.variance) == ("", *(None,) * 4)
    assert theirs.slip == mine.slip
