"""What a change would do to a project, computed once and frozen with the request (domain/governance.md 3)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.foresight import foresee, overlooked
from milepost.advisor.likelihood import RUNS
from milepost.advisor.outlook import Outlook
from milepost.advisor.words import later, money, percent
from milepost.dossier.changes import ChangeClass, ChangeRecord
from milepost.dossier.dossier import Dossier
from milepost.dossier.risks import RiskRecord
from milepost.engine.impact import Impact, impact
from milepost.engine.simulation.options import SimulationOptions
from milepost.engine.tasks import ConstraintKind, Moscow
from milepost.engine.units import Instant, Minutes, Uid
from milepost.exchange.archive_codec import decode
from milepost.forecasting.held import Held

_NOTHING = Decimal(0)
#: The seed of every simulation of a project, so that reviews, forecasts and changes speak of the same outcomes.
SEED = SimulationOptions().seed
#: A milestone held to such a date is promised to somebody, like one with a deadline.
_PROMISED = (ConstraintKind.MSO, ConstraintKind.MFO, ConstraintKind.SNLT, ConstraintKind.FNLT)


@dataclass(frozen=True, slots=True)
class ChangeLimits:
    """From which size on a change is more than minor, and more than normal (governance.md 3)."""

    minor_share: Decimal = Decimal("0.01")
    minor_amount: Decimal = Decimal(5000)
    major_share: Decimal = Decimal("0.05")


def limits_of(dossier: Dossier) -> ChangeLimits:
    """Give a project's limits of changes: the usual ones with those it has otherwise."""
    known = {each.name for each in fields(ChangeLimits)}
    return replace(ChangeLimits(), **{each.name: each.value for each in dossier.thresholds if each.name in known})


@dataclass(frozen=True, slots=True)
class MovedFinish:
    """A task whose finish moves, by so many working minutes of its own calendar."""

    task: Uid
    name: str
    before: Instant
    after: Instant
    delta: Minutes


@dataclass(frozen=True, slots=True)
class MovedChance:
    """How sure a promised date is before and after; `task` None is the project's own."""

    task: Uid | None
    name: str
    at: Instant
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class ChangeImpact:
    """The impact of a change request as it was when it was computed.

    P50, P80 and chances are of `runs` paired simulations with one `seed`; none where nothing is uncertain. `cost` is
    the planned cost, `price` what risk responses that the change starts cost. `results` are the answers of the
    commands, so that what they made is recognised when they are carried out. `told` names who has to know, `why` gives
    the reasons for the class, `dear` the one that is about money.
    """

    finish_before: Instant
    finish_after: Instant
    finish_delta: Minutes
    category: ChangeClass
    why: tuple[str, ...] = ()
    dear: str = ""
    p50_before: Instant | None = None
    p50_after: Instant | None = None
    p80_before: Instant | None = None
    p80_after: Instant | None = None
    p80_delta: Minutes = 0
    p50_delta: Minutes = 0
    p80_cost_before: Decimal | None = None
    p80_cost_after: Decimal | None = None
    chances: tuple[MovedChance, ...] = ()
    milestones: tuple[MovedFinish, ...] = ()
    moves: tuple[MovedFinish, ...] = ()
    moved: int = 0
    missed_before: int = 0
    missed_after: int = 0
    cost_before: Decimal | None = None
    cost_after: Decimal | None = None
    price: Decimal = _NOTHING
    overload_before: Minutes | None = None
    overload_after: Minutes | None = None
    float_before: Minutes = 0
    float_after: Minutes = 0
    critical_joined: int = 0
    critical_left: int = 0
    risks: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    runs: int = 0
    seed: int = 0

    @property
    def cost_delta(self) -> Decimal:
        """Give how much more is spent; nothing where costs are unknown."""
        if self.cost_before is None or self.cost_after is None:
            return self.price
        return self.cost_after - self.cost_before + self.price

    @property
    def decided_on(self) -> tuple[object, ...]:
        """Give what a decision rests on without any simulation: what must still be so when it is carried out."""
        moved = tuple((each.task, each.after) for each in self.milestones)
        return (self.finish_after, moved, self.missed_after, self.cost_delta, self.category)


def weigh(
    before: Held, after: Held, results: Iterable[object], *, limits: ChangeLimits, simulate: bool = True
) -> ChangeImpact:
    """Compare a project before and after a change: dates, certainty, money, people, risks, and who decides."""
    then, now = _context(before), _context(after)
    found = impact(before.schedule, after.schedule, times=then.times)
    seen, foreseen = (foresee(each, simulate=simulate) for each in (then, now))
    price = _responses(after.dossier.risks) - _responses(before.dossier.risks)
    names = {task.uid: task.name for task in (*before.dossier.plan.tasks, *after.dossier.plan.tasks)}
    why, more = (*_why(then, found), *_left_out(then, now)), (found.cost_delta or _NOTHING) + price
    dear = tuple(_dear(then, more, found.cost_before, seen.contingency, limits))
    made = replace(
        _dated(found, names),
        category=max((each for each, _ in (*why, *dear)), key=list(ChangeClass).index, default=ChangeClass.MINOR),
        why=tuple(words for _, words in why),
        dear=dear[0][1] if dear else "",
        price=price,
        risks=tuple(_risks(before.dossier.risks, after.dossier.risks)),
        told=concerned(before, after),
        results=tuple("" if each is None else str(each) for each in results),
    )
    drawn = simulate and (then.likelihood is not None or now.likelihood is not None)
    if foreseen.cost_p80 is not None:
        foreseen = replace(foreseen, cost_p80=foreseen.cost_p80 + overlooked(then, now))
    return _sure(made, then, seen, foreseen, names) if drawn else made


def _dated(found: Impact, names: Mapping[Uid, str]) -> ChangeImpact:
    """Take what the two schedules say."""
    milestones, moves = (
        tuple(MovedFinish(each.task, names[each.task], each.before, each.after, each.delta) for each in rows)
        for rows in (found.milestones, found.moves)
    )
    return ChangeImpact(
        found.finish_before,
        found.finish_after,
        found.finish_delta,
        ChangeClass.MINOR,
        milestones=milestones,
        moves=moves,
        moved=found.moved,
        missed_before=len(found.missed_before),
        missed_after=len(found.missed_after),
        cost_before=found.cost_before,
        cost_after=found.cost_after,
        overload_before=found.overload_before,
        overload_after=found.overload_after,
        float_before=found.min_float_before,
        float_after=found.min_float_after,
        critical_joined=len(found.critical_joined),
        critical_left=len(found.critical_left),
    )


def _sure(
    made: ChangeImpact, then: Context, seen: Outlook, foreseen: Outlook, names: Mapping[Uid, str]
) -> ChangeImpact:
    """Add what the two simulations say; where nothing is uncertain every date is the planned one."""
    p50_before, p50_after = seen.finish_p50 or made.finish_before, foreseen.finish_p50 or made.finish_after
    p80_before, p80_after = seen.finish_p80 or made.finish_before, foreseen.finish_p80 or made.finish_after
    return replace(
        made,
        p50_before=p50_before,
        p50_after=p50_after,
        p50_delta=then.working(p50_before, p50_after),
        p80_before=p80_before,
        p80_after=p80_after,
        p80_delta=then.working(p80_before, p80_after),
        p80_cost_before=seen.cost_p80,
        p80_cost_after=foreseen.cost_p80,
        chances=tuple(_chances(names, seen, foreseen)),
        runs=RUNS,
        seed=SEED,
    )


def _context(held: Held) -> Context:
    status = held.dossier.plan.settings.status_date
    return Context(held.dossier, held.schedule, held.schedule.start if status is None else status)


def _responses(records: Iterable[RiskRecord]) -> Decimal:
    """Add up what the responses that are under way cost."""
    risks = (each.risk for each in records)
    return sum((each.response.cost for each in risks if each.response is not None and each.responded), _NOTHING)


def _chances(names: Mapping[Uid, str], seen: Outlook, foreseen: Outlook) -> Iterator[MovedChance]:
    after = {(uid, at): chance for uid, at, chance in foreseen.promises}
    for uid, at, chance in seen.promises:
        if (uid, at) in after:
            yield MovedChance(uid, "The project" if uid is None else names[uid], at, chance, after[uid, at])


def _why(then: Context, found: Impact) -> Iterator[tuple[ChangeClass, str]]:
    """Say what makes a change more than minor. A date that gets earlier needs nobody's leave."""
    if found.finish_delta > 0:
        yield ChangeClass.MAJOR, f"The project ends {later(found.finish_delta, then.settings)}."
    late = [each for each in found.milestones if each.delta > 0 and each.task in then.tasks]
    for move in late:
        task = then.tasks[move.task]
        words = f"{task.name} is {later(move.delta, then.settings)}."
        promised = task.deadline is not None or any(each.kind in _PROMISED for each in task.constraints)
        if promised:
            yield ChangeClass.MAJOR, f"A promised date moves: {words}"
        elif not then.baseline or move.task in then.baseline:
            yield ChangeClass.NORMAL, f"A milestone moves: {words}"
    broken = set(found.missed_after) - set(found.missed_before)
    if broken:
        yield ChangeClass.MAJOR, f"A deadline is missed that was kept: {then.names(sorted(broken & set(then.tasks)))}."


def _left_out(then: Context, now: Context) -> Iterator[tuple[ChangeClass, str]]:
    """Say what agreed work a change leaves out: what is in the baseline, or was ranked by how much it is needed."""
    for dates in then.leaves:
        task = then.tasks[dates.uid]
        agreed = task.uid in then.baseline or task.moscow is not None
        if not agreed or task.moscow is Moscow.WONT or task.uid in now.schedule.by_uid:
            continue
        must = task.moscow is Moscow.MUST
        rank = f", a {task.moscow.capitalize()}" if task.moscow is not None else ""
        yield ChangeClass.MAJOR if must else ChangeClass.NORMAL, f"Work is left out: {task.name}{rank}."


def _dear(
    then: Context, more: Decimal, planned: Decimal | None, reserve: Decimal | None, limits: ChangeLimits
) -> Iterator[tuple[ChangeClass, str]]:
    if more <= 0:
        return
    budget = then.value.budget if then.value is not None else planned or _NOTHING
    amount = money(more, then.currency)
    if budget and more > limits.major_share * budget:
        yield ChangeClass.MAJOR, f"It costs {amount}, more than {percent(limits.major_share)} of the budget."
    elif reserve is not None and more > reserve:
        yield ChangeClass.MAJOR, f"It costs {amount}, more than is left of the contingency reserve."
    elif more > limits.minor_amount or (budget and more > limits.minor_share * budget):
        yield ChangeClass.NORMAL, f"It costs {amount}."


def _risks(before: Iterable[RiskRecord], after: Iterable[RiskRecord]) -> Iterator[str]:
    old = {each.risk.code: each for each in before}
    for record in after:
        was = old.pop(record.risk.code, None)
        label = f"{record.risk.code} {record.risk.title}"
        if was is None:
            yield f"{label}: new, {percent(record.risk.exposure.probability)} likely"
        elif was.risk != record.risk:
            yield f"{label}: {'; '.join(_differs(was, record)) or 'its effects change'}"
        elif was.state is not record.state:
            yield f"{label}: {was.state} becomes {record.state}"
    yield from (f"{each.risk.code} {each.risk.title}: removed" for each in old.values())


def _differs(was: RiskRecord, now: RiskRecord) -> Iterator[str]:
    first, last = was.risk.exposure.probability, now.risk.exposure.probability
    if first != last:
        yield f"{percent(first)} likely becomes {percent(last)}"
    if was.risk.responded != now.risk.responded:
        yield "its response is started" if now.risk.responded else "its response is stopped"


def concerned(before: Held, after: Held) -> tuple[str, ...]:
    """Name who has to know of a change: people of moved tasks, owners of moved milestones, the sponsor."""
    plan = after.dossier.plan
    moved = moved_tasks(before, after)
    people = {each.uid: each.name for each in plan.resources}
    found = [people[row.resource] for row in plan.assignments if row.task in moved and row.resource in people]
    found += [task.owner for task in plan.tasks if task.uid in moved and task.milestone and task.owner]
    found += [after.dossier.project.sponsor] if after.dossier.project.sponsor else []
    return tuple(dict.fromkeys(found))


def moved_tasks(before: Held, after: Held) -> frozenset[Uid]:
    """Give the tasks whose dates differ, and those that are new."""
    old = {dates.uid: (dates.start, dates.finish) for dates in before.schedule.tasks}
    return frozenset(dates.uid for dates in after.schedule.tasks if old.get(dates.uid) != (dates.start, dates.finish))


def impact_of(record: ChangeRecord) -> ChangeImpact:
    """Read the impact that is kept with a change request."""
    found: ChangeImpact = decode(json.loads(record.impact), ChangeImpact, "impact")
    return found
