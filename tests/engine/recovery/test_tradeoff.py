"""Least-cost crashing: published and hand-made networks, and every way of shortening small random ones."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.recovery.tradeoff import SINK, SOURCE, Activity, Bond, cheapest, curve, finish_of, start_of


def after(activities: Sequence[Activity], links: Sequence[tuple[int, int]]) -> list[Bond]:
    """Finish-to-start links, with the source before and the sink after everything."""
    bonds = [Bond(finish_of(i), start_of(j), 0) for i, j in links]
    bonds += [Bond(SOURCE, start_of(n), 0) for n in range(len(activities))]
    return bonds + [Bond(finish_of(n), SINK, 0) for n in range(len(activities))]


def test_reliable_construction() -> None:
    """Hillier and Lieberman, Introduction to Operations Research: 44 weeks to 40 for 140 thousand dollars.

    By hand: the only path over 40 weeks that J and F are not both on is A-B-C-I-J-L-N (42), which needs two weeks
    of J, L, N, I, C, B or A; I and J cost least, and J shortens the 44-week path A-B-C-E-F-J-L-N too. Two
    weeks of J (30 each) leave 42 and 40; two more of that path cost least at F (40 each): 60 + 80 = 140.
    """
    rows = {
        "A": (2, 1, 100),
        "B": (4, 2, 50),
        "C": (10, 7, 80),
        "D": (6, 4, 40),
        "E": (4, 3, 160),
        "F": (5, 3, 40),
        "G": (7, 4, 40),
        "H": (9, 6, 60),
        "I": (7, 5, 30),
        "J": (8, 6, 30),
        "K": (4, 3, 40),
        "L": (5, 3, 50),
        "M": (2, 1, 100),
        "N": (6, 3, 60),
    }
    place = {name: n for n, name in enumerate(rows)}
    activities = [Activity(normal, crash, Fraction(slope)) for normal, crash, slope in rows.values()]
    pairs = "AB BC CD CE CI DG EF EH FJ GH IJ JK JL HM KN LN".split()
    bonds = after(activities, [(place[one], place[two]) for one, two in pairs])
    found = cheapest(activities, bonds, 40)
    shortened = {
        name: a.normal - d for name, a, d in zip(rows, activities, found.durations, strict=True) if d < a.normal
    }
    assert (found.length, found.cost, shortened) == (40, 140, {"F": 2, "J": 2})


def test_the_curve_of_two_parallel_activities_by_hand() -> None:
    """X 10 to 6 at 5 a minute beside Y 8 to 5 at 2, then Z 4 to 3 at 6.

    From 14: X alone to 12 (5 a minute, 10); then X and Y together cost 7, Z costs 6: Z to 11 (16); then X and Y
    two minutes to 9, where X is at its least (30).
    """
    activities = [Activity(10, 6, Fraction(5)), Activity(8, 5, Fraction(2)), Activity(4, 3, Fraction(6))]
    found = curve(activities, after(activities, [(0, 2), (1, 2)]), 0)
    assert [(row.length, row.cost) for row in found] == [(14, 0), (12, 10), (11, 16), (9, 30)]
    assert found[-1].durations == (6, 6, 3)


def test_what_was_shortened_early_is_given_back_when_another_is_cheaper_together() -> None:
    """The classic bridge: a greedy choice of the cheapest task first would pay for C twice over.

    A-C-E is the longest (9), then A-D (8) and B-E (8). One minute off costs least at C (1): 8. To 7 all
    three paths need a minute: A and E (3 + 3 = 6) cover all of them, and C, shortened before, gets its minute back.
    """
    activities = [
        Activity(4, 1, Fraction(3)),
        Activity(5, 5),
        Activity(2, 1, Fraction(1)),
        Activity(4, 4),
        Activity(3, 1, Fraction(3)),
    ]
    found = curve(activities, after(activities, [(0, 2), (0, 3), (1, 4), (2, 4)]), 7)
    assert [(row.length, row.cost) for row in found] == [(9, 0), (8, 1), (7, 6)]
    assert found[-1].durations == (3, 5, 2, 4, 2)


def test_nothing_to_shorten_stays_as_it_is() -> None:
    activities = [Activity(10, 10)]
    found = cheapest(activities, after(activities, []), 5)
    assert (found.length, found.durations, found.cost) == (10, (10,), 0)


def test_what_costs_nothing_is_shortened_first_and_only_as_far_as_needed() -> None:
    activities = [Activity(5, 2, Fraction(0)), Activity(5, 2, Fraction(1, 3))]
    found = curve(activities, after(activities, [(0, 1)]), 6)
    assert [(row.length, row.durations, row.cost) for row in found] == [
        (10, (5, 5), 0),
        (7, (2, 5), 0),
        (6, (2, 4), Fraction(1, 3)),
    ]


def test_a_target_met_already_costs_nothing() -> None:
    activities = [Activity(10, 5, Fraction(1))]
    assert cheapest(activities, after(activities, []), 12).cost == 0


def test_bonds_in_a_circle_are_refused() -> None:
    activities = [Activity(3, 1, Fraction(1)), Activity(3, 1, Fraction(1))]
    with pytest.raises(ValueError, match="contradict"):
        cheapest(activities, after(activities, [(0, 1), (1, 0)]), 1)


def length_of(durations: Sequence[int], bonds: Sequence[Bond]) -> int | None:
    """The earliest sink with these durations, None where the bonds cannot all hold."""
    arcs = [(b.before, b.after, b.length) for b in bonds]
    for n, duration in enumerate(durations):
        arcs += [(start_of(n), finish_of(n), duration), (finish_of(n), start_of(n), -duration)]
    times = {SOURCE: 0}
    for _ in range(2 * len(durations) + 3):
        before = dict(times)
        for one, other, length in arcs:
            if one in times and times.get(other, -(10**9)) < times[one] + length:
                times[other] = times[one] + length
        if before == times:
            return times[SINK]
    return None


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[Activity], list[Bond]]:
    """Two to four short activities with links of all four types, each between an earlier and a later one."""
    activities = []
    for _ in range(draw(st.integers(2, 4))):
        normal = draw(st.integers(1, 5))
        crash = draw(st.integers(max(1, normal - 3), normal))
        activities.append(Activity(normal, crash, Fraction(draw(st.integers(0, 9)))))
    bonds = after(activities, [])
    for j in range(len(activities)):
        for i in range(j):
            kind = draw(st.sampled_from(["none", "FS", "FS", "SS", "FF", "SF"]))
            if kind != "none":
                before = finish_of(i) if kind[0] == "F" else start_of(i)
                bonds.append(Bond(before, start_of(j) if kind[1] == "S" else finish_of(j), draw(st.integers(-1, 2))))
    return activities, bonds


@settings(max_examples=80, deadline=None)
@given(networks(), st.integers(0, 20))
def test_no_other_durations_reach_the_target_for_less(network: tuple[list[Activity], list[Bond]], target: int) -> None:
    activities, bonds = network
    every = list(product(*(range(a.crash, a.normal + 1) for a in activities)))
    lengths = {durations: length_of(durations, bonds) for durations in every}
    known = {durations: length for durations, length in lengths.items() if length is not None}
    costs = {d: sum(a.slope * (a.normal - m) for a, m in zip(activities, d, strict=True)) for d in known}
    found = cheapest(activities, bonds, target)
    # With links to finishes a shorter activity may end later: the programme may let events wait, never end early.
    assert lengths[found.durations] is not None
    assert known[found.durations] <= found.length
    reachable = min(known.values())
    wanted = max(target, reachable)
    if known[tuple(a.normal for a in activities)] <= wanted:
        assert found.cost == 0
    else:
        assert found.length == wanted
        assert found.cost == min(costs[d] for d, length in known.items() if length <= wanted)
