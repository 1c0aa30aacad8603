"""Leaving out what is needed least, and responding to risks (domain/review.md 4.9, options 5 and 8)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from milepost.engine.estimates import mean_of, solve
from milepost.engine.recovery.case import Case, Kind, Option, change
from milepost.engine.recovery.reach import Reach
from milepost.engine.risks import Exposure
from milepost.engine.tasks import LinkType, Moscow, Task
from milepost.engine.units import Uid
from milepost.engine.words import called

_LEAST_FIRST = {Moscow.WONT: 0, Moscow.COULD: 1, Moscow.SHOULD: 2}


def descope_options(reach: Reach, most: int) -> Iterator[Option]:
    """Offer to leave out the Should and Could tasks on the way to the target that are worth least for their effort."""
    plan = reach.schedule.plan
    rows = []
    for uid in reach.chain:
        task = reach.tasks[uid]
        if task.moscow in _LEAST_FIRST and task.actual_start is None and task.duration and not task.milestone:
            effort = Decimal(task.work or task.duration)
            worth = None if task.value is None else task.value / effort
            rows.append((worth is None, worth or Decimal(0), _LEAST_FIRST[task.moscow], uid, task))
    for *_, uid, task in sorted(rows, key=lambda row: row[:4])[:most]:
        bridges = tuple(change("add_link", predecessor=i, successor=j) for i, j in _bridges(reach, uid))
        assert task.moscow is not None
        yield Option(
            key=f"descope-{uid}",
            kind=Kind.DESCOPE,
            title=f"Leave {called(task)} out, or do it later.",
            reason=f"It is a {task.moscow.value.capitalize()}{_worth(task)}; leaving it out needs a change request.",
            changes=(*bridges, change("deactivate", task=uid)),
            touches=frozenset(
                {
                    ("task", uid),
                    *(
                        ("link", f"{link.predecessor}-{link.successor}")
                        for link in plan.links
                        if uid in (link.predecessor, link.successor)
                    ),
                }
            ),
            tasks=(uid,),
        )


def mitigate_options(reach: Reach, case: Case, most: int) -> Iterator[Option]:
    """Offer the responses that take most expected delay off the tasks on the way to the target."""
    chain = frozenset(reach.chain)
    rows = []
    for risk in case.risks:
        if risk.response is not None and not risk.responded:
            gain = expected_delay(risk.exposure, reach, chain) - expected_delay(risk.response.residual, reach, chain)
            if gain > 0:
                rows.append((-gain, risk.code, risk))
    for _, code, risk in sorted(rows, key=lambda row: row[:2])[:most]:
        assert risk.response is not None
        yield Option(
            key=f"mitigate-{code}",
            kind=Kind.MITIGATE,
            title=f"Respond to {risk.title} ({code}).",
            reason=f"Its probability goes from {risk.exposure.probability:.0%} to "
            f"{risk.response.residual.probability:.0%}; the planned date stays, it becomes surer.",
            changes=(change("set_risk_response", risk=code),),
            touches=frozenset({("risk", code)}),
            tasks=tuple(effect.task for effect in risk.exposure.tasks if effect.task in chain),
        )


def expected_delay(exposure: Exposure, reach: Reach, tasks: frozenset[Uid]) -> float:
    """Give the working minutes a risk is expected to cost on these tasks: probability times mean delay."""
    found = 0.0
    for effect in exposure.tasks:
        if effect.task not in tasks:
            continue
        if effect.delay is not None:
            found += mean_of(solve(effect.delay))
        if effect.factor is not None:
            found += (mean_of(solve(effect.factor)) - 1) * reach.activities[reach.place[effect.task]].normal
    return float(exposure.probability) * found


def _worth(task: Task) -> str:
    return "" if task.value is None else f" worth {task.value:f}"


def _bridges(reach: Reach, uid: Uid) -> list[tuple[Uid, Uid]]:
    """List the pairs that must wait for each other when a task between them is gone."""
    links = reach.schedule.plan.links
    before = [link.predecessor for link in links if link.successor == uid and link.type is LinkType.FS]
    after = [link.successor for link in links if link.predecessor == uid and link.type is LinkType.FS]
    known = {(link.predecessor, link.successor) for link in links}
    return [(i, j) for i in before for j in after if (i, j) not in known]
