"""Ways to recover as JSON for programs."""

from __future__ import annotations

from typing import Any

from milepost.cli.amounts import text
from milepost.engine.clock import moment
from milepost.engine.recovery.pareto import Priced
from milepost.press.recovery import RecoveryFacts


def recovery_document(facts: RecoveryFacts) -> dict[str, Any]:
    """What was found as plain JSON values: instants in the project's zone, spans in working minutes, money as text."""
    found, zone = facts.recovery, facts.plan.schedule.plan.settings.zone

    def at(instant: int) -> str:
        return moment(instant, zone).isoformat(timespec="seconds")

    def way(row: Priced) -> dict[str, Any]:
        effect = row.outcome.effect
        return {
            "options": [option.key for option in row.options],
            "finish": at(effect.finish),
            "p80": None if effect.p80 is None else at(effect.p80),
            "recovered_minutes": effect.recovered,
            "cost": text(effect.cost),
            "risk": round(effect.risk, 4),
            "tasks_changed": effect.changed,
            "met": effect.met,
            "changes": [{"command": each.command, **each.named} for each in row.outcome.changes],
        }

    return {
        "task": found.target,
        "target": at(found.due),
        "need_minutes": found.need,
        "levelled": found.levelled,
        "simulated": facts.simulated,
        "nothing": way(found.nothing),
        "best": [way(row) for row in found.best],
        "front": [way(row) for row in found.front if row.options],
        "renegotiate": way(found.renegotiate),
        "offer": at(found.offer),
        "options": [
            {
                "key": option.key,
                "kind": option.kind.value,
                "title": option.title,
                "reason": option.reason,
                "changes": [{"command": each.command, **each.named} for each in option.changes],
                "excludes": [o.key for o in found.options if o is not option and o.touches & option.touches],
            }
            for option in found.options
        ],
        "exhaustive": found.exhaustive,
        "exact_crash": found.exact_crash,
        "evaluated": found.evaluated,
    }
