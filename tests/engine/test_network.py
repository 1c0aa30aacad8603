"""Leaves, links between leaves, and their order (domain/schedule.md 4)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from milepost.engine import network
from milepost.engine.compiled import compile_plan
from milepost.engine.network import in_order, leaf_links, outline
from milepost.engine.notices import PlanRefusedError
from milepost.engine.passes import Passes
from milepost.engine.plan import Plan
from milepost.engine.schedule import answer, schedule
from milepost.engine.tasks import TaskKind
from tests.engine import networks
from tests.engine.drawn import D, dates, days, link, plan


def test_a_child_of_an_inactive_summary_is_inactive() -> None:
    shape = outline(plan(days(1, 0, inactive=True), days(2, 1, parent=1), days(3, 1)))
    assert shape.leaves == [2]


def test_links_of_summaries_reach_every_leaf_below() -> None:
    source = plan(days(1, 0), days(2, 1, parent=1), days(3, 2, parent=1), days(4, 1), link(1, 4))
    shape = outline(source)
    links = leaf_links(source, shape)
    assert list(zip(links.pred, links.succ, links.source, strict=True)) == [(1, 3, 0), (2, 3, 0)]
    assert dates(source, 4, "start") == "03 08:00"


def test_a_start_link_of_a_summary_waits_for_its_first_leaf_only() -> None:
    rows = (days(1, 0), days(2, 1, parent=1), days(3, 2, parent=1), days(4, 1), link(2, 3), link(1, 4, "SS", lag=1))
    result = schedule(plan(*rows, days(5, 9)))
    assert dates(result, 4, "start") == "02 08:00"
    assert result.by_uid[4].driver.links == (1,)
    assert dates(result, 2, "late_start") == "09 08:00"
    assert dates(result, 3, "late_finish") == "11 17:00"


def test_links_of_inactive_tasks_and_level_of_effort_are_left_out() -> None:
    effort = days(3, 1, kind=TaskKind.LEVEL_OF_EFFORT)
    source = plan(days(1, 1, inactive=True), days(2, 1), effort, days(4, 1), link(1, 2), link(3, 4))
    assert leaf_links(source, outline(source)).source == []


def test_predecessors_come_first_and_loops_stay_out() -> None:
    source = plan(days(1, 1), days(2, 1), days(3, 1), link(3, 1), link(1, 2))
    shape = outline(source)
    assert in_order(source, shape, leaf_links(source, shape), fast=False) == [2, 0, 1]
    loop = plan(days(1, 1), days(2, 1), days(3, 1), link(1, 2), link(2, 1))
    shape = outline(loop)
    assert in_order(loop, shape, leaf_links(loop, shape), fast=False) == [2]


def test_a_loop_through_a_summary_is_refused_with_its_path() -> None:
    source = plan(days(1, 0), days(2, 1, parent=1), days(3, 1), link(1, 3), link(3, 2))
    with pytest.raises(PlanRefusedError, match="E-CYCLE"):
        schedule(source)


def test_float_per_network_ends_at_its_own_finish() -> None:
    rows = (days(1, 2), days(2, 3), link(1, 2), days(3, 20))
    result = schedule(plan(*rows, float_per_network=True))
    assert [result.by_uid[uid].total_float for uid in (1, 2, 3)] == [0, 0, 0]
    assert schedule(plan(*rows)).by_uid[1].total_float == 15 * D


@settings(max_examples=60, deadline=None)
@given(networks.plans())
def test_a_hub_changes_nothing(source: Plan) -> None:
    """The finish of a summary as a node of its own gives the same dates and floats as a link from every leaf."""
    literal = schedule(source)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "_MANY", 0)
        hubs = answer(Passes.of(compile_plan(source)))
    for one, other in zip(literal.tasks, hubs.tasks, strict=True):
        assert replace(one, driver=other.driver) == other


def test_phases_of_a_thousand_tasks_take_few_links() -> None:
    source = plan(days(1, 0), days(2, 0), link(1, 2), *(days(uid, 1, parent=1 + uid // 1003) for uid in range(3, 2003)))
    assert len(leaf_links(source, outline(source)).pred) == 2000
    result = schedule(source)
    assert dates(result, 3) == "01 08:00 | 01 17:00"
    assert dates(result, 2002) == "02 08:00 | 02 17:00"
    assert result.by_uid[2002].driver.links == (0,)
    assert [result.by_uid[3].total_float, result.by_uid[3].free_float] == [0, 0]
    assert all(dates.critical and dates.on_longest_path for dates in result.tasks)
