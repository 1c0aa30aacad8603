"""A simulation as JSON for programs."""

from __future__ import annotations

from typing import Any

import numpy as np

from milepost.cli.amounts import text
from milepost.engine.clock import moment
from milepost.engine.simulation.responses import ResponseValue
from milepost.engine.simulation.tornado import Bar
from milepost.engine.units import Uid
from milepost.press.forecast import ForecastFacts

#: The percentiles a program gets.
SHARES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


def simulation_document(facts: ForecastFacts) -> dict[str, Any]:
    """A simulation as plain JSON values: instants in the project's zone, spans in working minutes, shares 0 to 1."""
    run, clock = facts.simulation, _Words(facts)
    told = run.told
    return {
        "runs": run.options.runs,
        "seed": run.options.seed,
        "levelled": run.options.levelled,
        "planned_finish": clock.iso(told.finish),
        "chance_of_planned_finish": run.chance(told.finish),
        "finish": {f"P{round(100 * q)}": clock.iso(run.finish(q)) for q in SHARES},
        "finish_levelled": clock.levelled(),
        "cost": {f"P{round(100 * q)}": round(run.cost(q), 2) for q in SHARES} if facts.costs else None,
        "budget": text(facts.budget),
        "chance_of_budget": clock.within_budget(),
        "precision": clock.precision(),
        "deadlines": [
            {"uid": uid, "name": clock.name(uid), "deadline": clock.iso(at), "chance": chance}
            for uid, at, chance in facts.deadlines()
        ],
        "milestones": [clock.milestone(dates.uid) for dates in facts.plan.open if dates.uid in run.sampled.finishes],
        "tasks": [clock.task(uid) for uid in run.tasks],
        "risks": [clock.bar(bar) for bar in facts.bars],
        "responses": [clock.response(value) for value in facts.responses],
    }


class _Words:
    """Writes records of one simulation."""

    def __init__(self, facts: ForecastFacts) -> None:
        self._facts = facts
        self._zone = facts.plan.schedule.plan.settings.zone

    def iso(self, at: int) -> str:
        return moment(at, self._zone).isoformat(timespec="seconds")

    def name(self, uid: Uid) -> str:
        return self._facts.plan.tasks[uid].name

    def levelled(self) -> dict[str, str] | None:
        run = self._facts.levelled
        return None if run is None else {f"P{round(100 * q)}": self.iso(run.finish(q)) for q in SHARES}

    def within_budget(self) -> float | None:
        budget = self._facts.budget
        if not self._facts.costs or budget is None:
            return None
        return float(np.mean(self._facts.simulation.costs <= float(budget)))

    def precision(self) -> dict[str, Any] | None:
        found = self._facts.settled
        if found is None:
            return None
        return {
            "converged_at": found.converged_at,
            "standard_error_minutes": round(found.standard_error, 3),
            "half_width_minutes": {f"P{round(100 * p.quantile)}": round(p.half_width, 1) for p in found.precision},
        }

    def milestone(self, uid: Uid) -> dict[str, Any]:
        run = self._facts.simulation
        return {
            "uid": uid,
            "name": self.name(uid),
            "planned": self.iso(self._facts.plan.schedule.by_uid[uid].finish),
            "finish": {f"P{round(100 * q)}": self.iso(run.finish_of(uid, q)) for q in SHARES},
        }

    def task(self, uid: Uid) -> dict[str, Any]:
        each = self._facts.simulation.tasks[uid]
        return {
            "uid": uid,
            "name": self.name(uid),
            "criticality": each.criticality,
            "cruciality": _rounded(each.cruciality),
            "sensitivity": _rounded(each.index),
            "deviation_minutes": round(each.deviation, 1),
        }

    def bar(self, bar: Bar) -> dict[str, Any]:
        record = self._facts.risks.get(bar.risk)
        return {
            "risk": bar.risk,
            "title": record.risk.title if record else "",
            "occurs": bar.occurred,
            "finish_p80_minutes": round(bar.finish, 1),
            "finish_mean_minutes": round(bar.finish_mean, 1),
            "cost_p80": round(bar.cost, 2),
            "cost_mean": round(bar.cost_mean, 2),
        }

    def response(self, value: ResponseValue) -> dict[str, Any]:
        return {
            "risk": value.risk,
            "price": text(value.price),
            "days_p50": round(value.days_p50, 3),
            "days_p80": round(value.days_p80, 3),
            "days_mean": round(value.days_mean, 3),
            "cost_p50": text(value.cost_p50),
            "cost_p80": text(value.cost_p80),
            "benefit": text(value.benefit),
            "net": text(value.net),
            "deadline_surer_by": round(value.surer, 4),
            "recommended": value.recommended,
        }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
