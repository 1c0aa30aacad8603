"""Proposals that are costly to work out, for what matters most: level, rank who could do it, search for ways back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from milepost.advisor.context import Context
from milepost.advisor.drafting import offer, step
from milepost.advisor.finding import Finding, Proposal
from milepost.advisor.recovering import LATE, recovered
from milepost.advisor.words import listed, money
from milepost.dossier.edits import Edit
from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.candidates import rank_candidates
from milepost.engine.levelling.level import level
from milepost.engine.levelling.levelled import Levelled
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment
from milepost.engine.units import Uid

#: So many schedules are generated to level one person's work, and the whole plan.
_ONE, _ALL = 20, 100
#: So many people are proposed for a place.
_PEOPLE = 2
_OVERLOADS = ("RES-01", "RES-08", "X-02")


def asks(finding: Finding) -> bool:
    """Whether levelling, ranking or recovery can propose something for a finding."""
    if finding.check in _OVERLOADS:
        return bool(finding.resources)
    return finding.check in ("RES-03", *LATE) and bool(finding.tasks) and finding.scope != "more"


def worked_out(context: Context, finding: Finding) -> tuple[Proposal, ...]:
    """Work out what levelling, the ranking of candidates and recovery propose; nothing where they cannot help."""
    try:
        if finding.check in _OVERLOADS:
            return tuple(_levelled(context, finding.resources[0]))
        if finding.check in LATE:
            return recovered(context, finding)
        return tuple(_candidates(context, finding.tasks[0]))
    except PlanRefusedError:
        return ()


def _levelled(context: Context, uid: Uid) -> Iterator[Proposal]:
    """Level within float, then whatever it costs, then everybody together; each once."""
    name, one = context.resources[uid].name, frozenset({uid})
    plain = LevellingOptions(fill_places=False, one_more=False)
    alone = replace(plain, resources=one)
    tries = (
        ("level-float", f"Level {name}'s work within its float", replace(alone, within_slack=True), _ONE),
        ("level", f"Level {name}'s work", alone, _ONE),
        ("level-all", "Level everybody's work together", plain, _ALL),
    )
    known: list[list[Edit]] = []
    for key, words, options, schedules in tries:
        found = _try(context, options, schedules)
        if found is None or found[0] in known:
            continue
        edits, moved = found
        known.append(edits)
        waits = "waits" if len(moved) == 1 else "wait"
        yield offer(
            key, f"{words}: {context.names(moved, 2)} {waits} until there is time.", _WHY[key], *edits, method="L"
        )


_WHY = {
    "level-float": "Nothing moves that would move the end date.",
    "level": "What has least priority and most float gives way; nobody else is looked at.",
    "level-all": "One answer for all who have too much, found by search.",
}


def _try(context: Context, options: LevellingOptions, schedules: int) -> tuple[list[Edit], list[Uid]] | None:
    found = level(context.schedule.plan, options=options, budget=Budget(schedules=schedules))
    edits = differences(context.schedule.plan, found.plan)
    moved = [move.task for move in sorted(found.moves, key=lambda move: -move.delay) if _waits(found, move.task)]
    return (edits, moved or [move.task for move in found.moves]) if edits else None


def _waits(found: Levelled, uid: Uid) -> bool:
    return any(move.task == uid and (move.delay or move.pieces) for move in found.moves)


def differences(before: Plan, after: Plan) -> list[Edit]:
    """Say in edits what levelling changed: delays and pieces of tasks, people of places."""
    edits = []
    for old, new in zip(before.tasks, after.tasks, strict=True):
        if (old.levelling_delay, old.segments) != (new.levelling_delay, new.segments):
            pieces = [[each.work, each.gap] for each in new.segments]
            edits.append(step("set_levelling", task=new.uid, delay=new.levelling_delay, pieces=pieces))
    for was, now in zip(before.assignments, after.assignments, strict=True):
        if was.resource != now.resource and now.resource is not None:
            edits.append(step("fill_place", assignment=now.uid, resource=now.resource))
    return edits


def _candidates(context: Context, uid: Uid) -> Iterator[Proposal]:
    """The people who suit a place best, with the dates and the cost each would give."""
    place = next((row for row in context.schedule.plan.assignments if row.task == uid and _empty(context, row)), None)
    if place is None:
        return
    for each in rank_candidates(context.schedule.plan, uid, assignment=place.uid)[:_PEOPLE]:
        person = context.resources[each.resource]
        price = f" for {money(each.cost, context.currency)}" if each.cost else ""
        yield offer(
            f"fill-{each.resource}",
            f"Let {person.name} do {context.name(uid)}, {context.period(each.start, each.finish)}{price}.",
            f"{listed(list(each.reasons), 4).capitalize()}.",
            step("fill_place", assignment=place.uid, resource=each.resource),
            method="L",
        )


def _empty(context: Context, row: Assignment) -> bool:
    return row.resource is None or context.resources[row.resource].generic
