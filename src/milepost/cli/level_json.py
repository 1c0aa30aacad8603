"""A levelling proposal as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from milepost.cli.schedule import iso

if TYPE_CHECKING:
    from milepost.engine.levelling.levelled import Levelled, Move, Residual
    from milepost.engine.results import Schedule

Shown = Callable[[int | None], str | None]


def document(answer: Levelled, before: Schedule) -> dict[str, Any]:
    """The proposal as JSON: instants in the project's zone, spans in working minutes, records by uid."""
    zone = answer.plan.settings.zone

    def at(instant: int | None) -> str | None:
        return None if instant is None else iso(instant, zone)

    return {
        "finish": at(answer.schedule.finish),
        "finish_before": at(before.finish),
        "makespan_minutes": answer.makespan,
        "lower_bound_minutes": answer.lower_bound,
        "gap_percent": round(answer.gap_percent, 3),
        "proven": answer.proven,
        "lateness_minutes": answer.lateness,
        "schedules": answer.schedules,
        "cancelled": answer.cancelled,
        "in_vain": answer.in_vain,
        "moves": [_move(each, at) for each in answer.moves],
        **_people(answer, at),
        "residual": [_residual(each, at) for each in answer.residual],
        "notices": [{"code": n.code, "message": n.message, "tasks": list(n.tasks)} for n in answer.notices],
    }


def _move(move: Move, at: Shown) -> dict[str, Any]:
    return {
        "uid": move.task,
        "start": at(move.start[1]),
        "start_before": at(move.start[0]),
        "finish": at(move.finish[1]),
        "finish_before": at(move.finish[0]),
        "delay_minutes": move.delay,
        "resource": move.resource,
        "held_by": list(move.held_by),
        "until": at(move.until),
        "people": [{"assignment": place, "resource": person} for place, person in move.people],
        "reason": move.reason,
    }


def _people(answer: Levelled, at: Shown) -> dict[str, Any]:
    return {
        "binding": [
            {
                "start": at(each.start),
                "end": at(each.end),
                "resource": each.resource,
                "waiting_minutes": each.waiting,
                "busy_percent": each.busy_percent,
            }
            for each in answer.binding
        ],
        "one_more": [
            {"resource": o.resource, "skill": o.skill, "finish": at(o.finish), "gained_minutes": o.gained}
            for o in answer.one_more
        ],
        "frontier": [{"moved": o.moved, "finish": at(o.finish), "gained_minutes": o.gained} for o in answer.frontier],
        "chain": [
            {"uid": c.task, "after": c.after, "resource": c.resource, "float_minutes": c.slack} for c in answer.chain
        ],
    }


def _residual(each: Residual, at: Shown) -> dict[str, Any]:
    return {
        "code": each.code,
        "resource": each.resource,
        "start": at(each.start),
        "end": at(each.end),
        "tasks": list(each.tasks),
        "message": each.message,
    }
