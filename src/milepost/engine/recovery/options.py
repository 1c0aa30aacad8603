"""Ways to reach a date again: found, carried out on copies, priced, and the best of them kept (review.md 4.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from milepost.engine.accounts import Ledger
from milepost.engine.network import leaves_below, outline
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.recovery.case import Case, Kind, Option, change
from milepost.engine.recovery.crashing import crash_options, is_exact
from milepost.engine.recovery.effect import Effect, Pricing
from milepost.engine.recovery.overlaps import fast_track_options, split_options, wait_options
from milepost.engine.recovery.overtime import overtime_options
from milepost.engine.recovery.pareto import Priced, explore, front
from milepost.engine.recovery.people import Staff, people_options
from milepost.engine.recovery.reach import Reach
from milepost.engine.recovery.scope import descope_options, mitigate_options
from milepost.engine.resources import ResourceKind
from milepost.engine.results import Schedule
from milepost.engine.risks import Risk, Uncertainty
from milepost.engine.schedule import schedule
from milepost.engine.simulation.options import SimulationOptions
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.words import called, when


@dataclass(frozen=True, slots=True)
class RecoveryOptions:
    """What recovery may propose and how much it may try.

    `kinds` None are all. `overlap` is the share of work that fast-tracking lets overlap. Somebody new loses `loss` of
    their output for `learning` working days; overtime lasts `window` working days at `fatigue` of the usual pace.
    `levelled` keeps people's capacity (None: when anybody is assigned), generating `schedules` schedules
    each time. `of_a_kind` options of one kind are priced, `evaluations` combinations in all, `shown` are best.
    """

    kinds: frozenset[Kind] | None = None
    overlap: Decimal = Decimal("0.5")
    loss: Decimal = Decimal("0.2")
    learning: int = 10
    window: int = 10
    fatigue: Decimal = Decimal("0.9")
    levelled: bool | None = None
    schedules: int = 40
    of_a_kind: int = 3
    evaluations: int = 128
    shown: int = 3


@dataclass(frozen=True, slots=True)
class Recovery:
    """The ways found to reach a date.

    `front` are the combinations nothing beats in days recovered, cost, risk and tasks disturbed at once, the best
    first; `best` the first of them and `nothing` doing nothing. `options` are the single options tried.
    `exhaustive` says that every combination was priced, `exact_crash` that no cheaper way to shorten tasks
    exists (people not counted). `offer` is the date to renegotiate: with 80 % confidence when simulated, else as
    planned.
    """

    target: Uid | None
    due: Instant
    need: Minutes
    nothing: Priced
    best: tuple[Priced, ...]
    front: tuple[Priced, ...]
    renegotiate: Priced
    offer: Instant
    options: tuple[Option, ...]
    exhaustive: bool
    exact_crash: bool
    evaluated: int
    refused: tuple[tuple[tuple[str, ...], tuple[Notice, ...]], ...]
    levelled: bool
    schedule: Schedule


def options(
    plan: Plan,
    *,
    target: Instant,
    task: Uid | None = None,
    risks: tuple[Risk, ...] = (),
    uncertainty: Uncertainty | None = None,
    ledger: Ledger | None = None,
    settings: RecoveryOptions | None = None,
    simulation: SimulationOptions | None = None,
) -> Recovery:
    """Find ways to finish a task, or the project, by a date; nothing of the plan handed in changes.

    Every option is carried out on a copy, levelled where people count, scheduled and costed; with `simulation` it is
    simulated too, and risk is the chance to miss the date, else the expected delay. Raises PlanRefusedError as
    `schedule` and `simulate` do, and with E-RECOVERY for a task that has no dates of its own or is finished.
    """
    settings = settings or RecoveryOptions()
    case = Case(plan, risks, uncertainty or Uncertainty(), ledger or Ledger())
    dates = schedule(plan)
    if task is not None:
        _check_target(dates, task)
    levelled = _counts_people(plan) if settings.levelled is None else settings.levelled
    schedules = settings.schedules if levelled else None
    pricing = Pricing(case, Reach(dates, task, target), schedules=schedules, simulation=simulation)
    # What levelling delays is late too: ways are looked for in the plan people can keep.
    reach = Reach(pricing.nothing.schedule, task, target)
    found = tuple(_wanted(_found(reach, case, settings, levelled=levelled), settings))
    return _answer(reach, pricing, found, settings)


def _check_target(dates: Schedule, task: Uid) -> None:
    """Refuse to recover the date of what has none of its own, or of what is finished."""
    plan, shape = dates.plan, outline(dates.plan)
    below = leaves_below(shape, shape.place[task]) if task in dates.by_uid else []
    leaves = [plan.tasks[n] for n in set(below).intersection(shape.leaves)]
    if not below:
        message = f"Task {task} is inactive or not in the plan: it has no date to recover."
    elif not leaves:
        message = (
            f"{called(plan.tasks[shape.place[task]])} ends with the work it goes along with: recover that instead."
        )
    elif all(leaf.actual_finish is not None for leaf in leaves):
        ended = when(dates.by_uid[task].finish, plan.settings)
        message = f"{called(plan.tasks[shape.place[task]])} finished {ended}: there is nothing left to recover."
    else:
        return
    raise PlanRefusedError((Notice("E-RECOVERY", message, (task,)),))


def _answer(reach: Reach, pricing: Pricing, found: tuple[Option, ...], settings: RecoveryOptions) -> Recovery:
    """Price what was found, alone and together, and keep the best."""
    per_day, day = pricing.case.uncertainty.value_per_day, pricing.case.plan.settings.minutes_per_day

    def better(effect: Effect) -> tuple[Any, ...]:
        return _rank(effect, per_day, day)

    search = explore(pricing, found, settings.evaluations, better)
    kept = sorted(front(search.priced), key=lambda row: (better(row.outcome.effect), len(row.options)))
    offer = pricing.nothing.effect.p80 or pricing.nothing.effect.finish
    return Recovery(
        target=reach.target,
        due=reach.due,
        need=reach.need,
        nothing=Priced((), pricing.nothing),
        best=tuple(row for row in kept if row.options)[: settings.shown],
        front=tuple(kept),
        renegotiate=_renegotiated(reach, pricing, offer),
        offer=offer,
        options=found,
        exhaustive=search.exhaustive,
        exact_crash=pricing.schedules is None and is_exact(reach),
        evaluated=len(search.priced) + len(search.refused),
        refused=search.refused,
        levelled=pricing.schedules is not None,
        schedule=pricing.reach.schedule,
    )


def _counts_people(plan: Plan) -> bool:
    people = {r.uid for r in plan.resources if r.kind is ResourceKind.WORK}
    return any(one.resource in people for one in plan.assignments)


def _found(reach: Reach, case: Case, settings: RecoveryOptions, *, levelled: bool) -> Iterator[Option]:
    most, day = settings.of_a_kind, case.plan.settings.minutes_per_day
    if not reach.need:
        return
    case = replace(case, plan=reach.schedule.plan)
    staff = Staff(reach, settings.loss, settings.learning * day)
    yield from crash_options(reach)
    yield from fast_track_options(reach, settings.overlap, most)
    yield from split_options(reach, most)
    yield from people_options(staff, most, levelled=levelled)
    yield from wait_options(reach, most)
    yield from list(overtime_options(reach, staff, settings.window, settings.fatigue))[:most]
    yield from descope_options(reach, most)
    yield from mitigate_options(reach, case, most)


def _wanted(found: Iterator[Option], settings: RecoveryOptions) -> Iterator[Option]:
    return (option for option in found if settings.kinds is None or option.kind in settings.kinds)


def _rank(effect: Effect, per_day: Decimal, day: Minutes) -> tuple[Any, ...]:
    """Sort effects, the best first: date kept, then net benefit, or what it costs where a day has no value."""
    if per_day:
        return (not effect.met, effect.cost - per_day * effect.recovered / day, effect.risk, effect.changed)
    if effect.met:
        return (False, effect.cost, effect.risk, effect.changed)
    return (True, -effect.recovered, effect.cost, effect.risk)


def _renegotiated(reach: Reach, pricing: Pricing, offer: Instant) -> Priced:
    """Price agreeing on another date: nothing moves but the date itself."""
    settings = reach.schedule.plan.settings
    if reach.target is None:
        made, name = change("set_must_finish", at=offer), "the project"
    else:
        row = next(task for task in reach.schedule.plan.tasks if task.uid == reach.target)
        made, name = change("set_deadline", task=reach.target, at=offer), called(row)
    sure = "with 80 % confidence" if pricing.simulation is not None else "as planned, without reserve for risks"
    option = Option(
        key="renegotiate",
        kind=Kind.RENEGOTIATE,
        title=f"Agree on {when(offer, settings)} for {name}.",
        reason=f"That is when it ends {sure}.",
        changes=(made,),
        touches=frozenset({("date", "target")}),
    )
    return Priced((option,), pricing.of(option.changes))
