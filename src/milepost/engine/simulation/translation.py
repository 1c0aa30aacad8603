"""From a plan and its risk register to what a simulation draws (domain/risk.md 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from milepost.engine.accounts import Ledger
from milepost.engine.correlation import correlate
from milepost.engine.cost import cost_of
from milepost.engine.cost_items import CostKind
from milepost.engine.estimates import estimate_errors
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.resources import ResourceKind
from milepost.engine.results import Schedule
from milepost.engine.risks import Branch, Combination, Exposure, Risk, Uncertainty
from milepost.engine.simulation.hammocks import hangs
from milepost.engine.simulation.inputs import (
    Correlation,
    CostItem,
    Effect,
    EffectKind,
    Fork,
    Inputs,
    Law,
    Occurrence,
    Variable,
)
from milepost.engine.simulation.options import SimulationOptions
from milepost.engine.simulation.ranges import duration, variable
from milepost.engine.simulation.register import branch_errors, in_order, missing, register_errors, slot
from milepost.engine.tasks import TaskKind
from milepost.engine.units import Minutes, Uid
from milepost.engine.words import label

#: Costs that last as long as the work does.
_TIMED = (CostKind.LABOUR, CostKind.OVERTIME, CostKind.OVERHEAD, CostKind.ESCALATION)
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Translated:
    """Inputs for the machine; `risks` are the codes of risks by number, `notices` what was repaired."""

    inputs: Inputs
    risks: tuple[str, ...]
    notices: tuple[Notice, ...]


def translate(
    told: Schedule,
    left: Mapping[Uid, Minutes],
    risks: Sequence[Risk] = (),
    uncertainty: Uncertainty | None = None,
    options: SimulationOptions | None = None,
    ledger: Ledger | None = None,
) -> Translated:
    """Say what is uncertain about a scheduled plan; `left` are the remaining minutes of its leaf tasks.

    Raises PlanRefusedError with everything that cannot be drawn.
    """
    known = uncertainty or Uncertainty()
    uids = {task.uid for task in told.plan.tasks}
    accounts = set() if ledger is None else {account.code for account in ledger.accounts}
    wrong = (
        *estimate_errors(told.plan.tasks),
        *register_errors(risks),
        *missing(risks, known, uids, accounts),
        *branch_errors(known),
    )
    if wrong:
        raise PlanRefusedError(wrong)
    book = _Book(options or SimulationOptions(), known, left)
    book.ranges(told)
    notices = book.correlations(told)
    brought = {risk.code: book.options.answered(risk) for risk in risks}
    for number, risk in in_order(risks):
        book.risk(number, risk, possible=brought.get(risk.arises_from, True))
    for branch in known.branches:
        book.branch(branch)
    book.costs(told, ledger)
    return Translated(book.inputs(), tuple(risk.code for risk in risks), notices)


class _Book:
    """Collects variables and what they do."""

    def __init__(self, options: SimulationOptions, known: Uncertainty, left: Mapping[Uid, Minutes]) -> None:
        self.options, self.known, self.left = options, known, left
        self.variables: list[Variable] = []
        self.occurrences: list[Occurrence] = []
        self.durations: dict[Uid, int] = {}
        self.effects: list[Effect] = []
        self.tied: tuple[Correlation, ...] = ()
        self.forks: list[Fork] = []
        self.items: list[CostItem] = []
        self.rates: dict[Uid, float] = {}
        self.spent = _NOTHING
        self.slots: dict[str, float] = {}
        self.events: dict[str, int] = {}

    def inputs(self) -> Inputs:
        """Give everything as inputs for the machine."""
        return Inputs(
            tuple(self.variables),
            tuple(self.occurrences),
            self.durations,
            tuple(self.effects),
            self.tied,
            tuple(self.forks),
            self.rates,
            tuple(self.items),
            float(self.spent),
        )

    def add(self, one: Variable) -> int:
        """Add a variable; give its place."""
        self.variables.append(one)
        return len(self.variables) - 1

    def ranges(self, told: Schedule) -> None:
        """Draw the remaining duration of each task that has a range."""
        for task in told.plan.tasks:
            one = duration(task, self.left.get(task.uid, 0), self.known, self.options.assume)
            if one is not None:
                self.durations[task.uid] = self.add(one)

    def correlations(self, told: Schedule) -> tuple[Notice, ...]:
        """Tie durations that rise and fall together."""
        names = {task.uid: label(task) for task in told.plan.tasks if task.uid in self.durations}
        linked, notices = correlate(self.known.groups, self.known.pairs, names)
        self.tied = tuple(
            Correlation(
                f"group:{each.name}", tuple(self.durations[uid] for uid in each.tasks), each.loadings, each.rows
            )
            for each in linked
        )
        return notices

    def _places(self, tasks: Sequence[Uid]) -> tuple[int, ...]:
        return tuple(self.durations[uid] for uid in tasks)

    def risk(self, number: int, risk: Risk, *, possible: bool = True) -> None:
        """Let a risk occur where it is possible, and do what it does when it does."""
        exposure, name = self.options.exposure(risk), f"risk:{risk.code}"
        if not possible:
            exposure, risk = replace(exposure, probability=_NOTHING), replace(risk, otherwise=_NOTHING)
        event = self.events[risk.code] = len(self.occurrences)
        self.occurrences.append(self._occurrence(number, risk, exposure))
        windows = (risk.window_start, risk.window_end) if self.options.proximity else (None, None)
        for effect in exposure.tasks:
            if effect.factor is not None:
                shared = name if exposure.shared else f"{name}:{effect.task}"
                factor = self.add(variable(f"{shared}:factor", effect.factor))
                kind = EffectKind.SERIES if self.known.combination is Combination.SERIES else EffectKind.PARALLEL
                self.effects.append(Effect(effect.task, kind, factor, event, *windows))
            if effect.delay is not None:
                delay = self.add(variable(f"{name}:{effect.task}:delay", effect.delay))
                self.effects.append(Effect(effect.task, EffectKind.DELAY, delay, event, *windows))
        for n, cost in enumerate(exposure.costs):
            amount = self.add(variable(f"{name}:{n}:cost", cost.amount))
            self.items.append(CostItem(amount, event))
        if self.options.answered(risk):
            self._respond(risk)

    def _occurrence(self, number: int, risk: Risk, exposure: Exposure) -> Occurrence:
        """Say when a risk occurs; risks that exclude each other lie side by side on one variable."""
        chance, low = float(exposure.probability), 0.0
        name = f"risk:{risk.code}:occurs"
        if risk.exclusive_group:
            name = f"exclusive:{risk.exclusive_group}:occurs"
            low = self.slots.get(risk.exclusive_group, 0.0)
            self.slots[risk.exclusive_group] = low + slot(risk)
        place = self.add(Variable(name, Law.UNIFORM, 0.0, 1.0))
        if not risk.given:
            return Occurrence(place, low, low + chance, number)
        return Occurrence(place, low, low + chance, number, self.events[risk.given], low, low + float(risk.otherwise))

    def _respond(self, risk: Risk) -> None:
        """Pay for a response and take its time."""
        assert risk.response is not None
        self.spent += risk.response.cost
        for effect in risk.response.delays:
            for kind, one in ((EffectKind.SERIES, effect.factor), (EffectKind.DELAY, effect.delay)):
                if one is not None:
                    place = self.add(variable(f"response:{risk.code}:{effect.task}:{kind.name}", one))
                    self.effects.append(Effect(effect.task, kind, place))

    def branch(self, branch: Branch) -> None:
        """Let the work take one of several paths."""
        paths = tuple(path.tasks for path in branch.paths)
        if branch.after is not None and branch.limit is not None:
            self.forks.append(Fork(paths, after=branch.after, limit=branch.limit))
            return
        place = self.add(Variable(f"branch:{branch.code}", Law.UNIFORM, 0.0, 1.0))
        self.forks.append(Fork(paths, place, tuple(float(path.probability) for path in branch.paths)))

    def costs(self, told: Schedule, ledger: Ledger | None) -> None:
        """Let labour cost as long as work takes, and uncertain amounts vary; the rest is certain."""
        lasting, total, left = dict[Uid, Decimal](), _NOTHING, dict(self.left)
        for task in told.plan.tasks:
            if task.kind is TaskKind.LEVEL_OF_EFFORT and hangs(told.plan, task) and task.uid in told.by_uid:
                left[task.uid] = told.by_uid[task.uid].remaining_duration
        for item in cost_of(told, ledger) if ledger is not None or _has_costs(told.plan) else ():
            total += item.amount
            if item.kind in _TIMED and not item.spent and left.get(item.task, 0) > 0:
                lasting[item.task] = lasting.get(item.task, _NOTHING) + item.amount
        self.rates = {uid: float(amount) / left[uid] for uid, amount in lasting.items() if amount}
        base = total if self.options.base_cost is None else self.options.base_cost
        self.spent += base - sum(lasting.values(), _NOTHING)
        names = Counter((each.account, each.name) for each in self.known.costs)
        for n, each in enumerate(self.known.costs):
            self.spent -= each.planned
            own = each.name if each.name and names[each.account, each.name] == 1 else f"{each.name}{n}"
            self.items.append(CostItem(self.add(variable(f"cost:{each.account}:{own}", each.amount))))


def _has_costs(plan: Plan) -> bool:
    """Tell whether anything in a plan costs money."""
    priced = any(resource.rates or resource.kind is ResourceKind.COST for resource in plan.resources)
    return priced or any(task.fixed_cost or task.cost for task in plan.tasks)
