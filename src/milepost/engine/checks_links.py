"""Links that the rules of the trade forbid (domain/schedule.md 4)."""

from __future__ import annotations

from collections.abc import Iterator
from operator import eq

from milepost.engine.network import Outline
from milepost.engine.notices import Notice
from milepost.engine.plan import Convention, Plan
from milepost.engine.tasks import Link, LinkType
from milepost.engine.words import arrow, label

_FINISH = (LinkType.FF, LinkType.SF)
_REMEDY = {
    "SELF-LINK": "A task cannot wait for itself. Remove this link.",
    "LINK-ANCESTOR": "A summary and a task inside it cannot wait for each other. Link the tasks themselves.",
    "LINK-SUMMARY-FINISH": "A summary has no finish of its own to hold. Link the task inside it that finishes last.",
    "DUP-LINK": "Two tasks take at most one link of each type. Remove all but one.",
}
#: What is done with such a link in a plan from another tool.
_MEANWHILE = {"DUP-LINK": "Meanwhile both are followed."}


def link_notices(plan: Plan, shape: Outline) -> tuple[Notice, ...]:
    """List forbidden links: errors by Milepost's own rules, warnings in a plan from another tool."""
    letter = "E" if plan.settings.convention is Convention.MILEPOST else "W"
    return tuple(_notice(plan, shape, n, rule, letter) for n, rule in forbidden(plan, shape).items())


def ignored(plan: Plan, shape: Outline) -> frozenset[int]:
    """Give the positions of links that scheduling leaves out because they mean nothing: all forbidden but doubles."""
    return frozenset(n for n, rule in forbidden(plan, shape).items() if rule != "DUP-LINK")


def forbidden(plan: Plan, shape: Outline) -> dict[int, str]:
    """Find the forbidden links: position in `plan.links` to the broken rule, in plan order."""
    before = [link.predecessor for link in plan.links]
    after = [link.successor for link in plan.links]
    found: dict[int, str] = {}
    if shape.children and plan.links:
        found.update(_of_summaries(plan, shape))
    if any(map(eq, before, after)):
        found.update((n, "SELF-LINK") for n, link in enumerate(plan.links) if link.predecessor == link.successor)
    if len(set(zip(before, after, strict=True))) < len(before):
        found.update((n, "DUP-LINK") for n in _doubles(plan) if n not in found)
    return dict(sorted(found.items()))


def _doubles(plan: Plan) -> Iterator[int]:
    seen: set[tuple[int, int, LinkType]] = set()
    for n, link in enumerate(plan.links):
        key = (link.predecessor, link.successor, link.type)
        if key in seen:
            yield n
        seen.add(key)


def _of_summaries(plan: Plan, shape: Outline) -> Iterator[tuple[int, str]]:
    summaries = {plan.tasks[n].uid for n in shape.children}
    for n, link in enumerate(plan.links):
        if link.predecessor not in summaries and link.successor not in summaries:
            continue
        first, last = shape.place[link.predecessor], shape.place[link.successor]
        if first != last and (_above(shape, first, last) or _above(shape, last, first)):
            yield n, "LINK-ANCESTOR"
        elif link.successor in summaries and link.type in _FINISH and not _idle(plan, link):
            yield n, "LINK-SUMMARY-FINISH"


def _above(shape: Outline, summary: int, below: int) -> bool:
    while below >= 0 and below != summary:
        below = shape.parent[below]
    return below == summary


def _idle(plan: Plan, link: Link) -> bool:
    return any(task.inactive for task in plan.tasks if task.uid in (link.predecessor, link.successor))


def _notice(plan: Plan, shape: Outline, n: int, rule: str, letter: str) -> Notice:
    link = plan.links[n]
    before, after = plan.tasks[shape.place[link.predecessor]], plan.tasks[shape.place[link.successor]]
    words = f"{label(before)} {arrow(link, plan.settings)} {label(after)}: {_REMEDY[rule]}"
    if letter == "W":
        words = f"{words} {_MEANWHILE.get(rule, 'Meanwhile it is ignored.')}"
    tasks = (before.uid,) if rule == "SELF-LINK" else (before.uid, after.uid)
    return Notice(f"{letter}-{rule}", words, tasks)
