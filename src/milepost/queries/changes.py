"""Questions about change requests: which wait, what each would do, who decides (domain/governance.md 3)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median

from milepost.advisor.words import day, hours, money, percent, short
from milepost.dossier.changes import NEXT, ChangeClass, ChangeReason, ChangeRecord, ChangeState
from milepost.engine.clock import moment
from milepost.engine.plan import Settings
from milepost.engine.units import MINUTES_PER_DAY, Instant, Minutes
from milepost.forecasting.changes import ChangeImpact, MovedFinish, impact_of
from milepost.forecasting.keep import moved_since
from milepost.queries.access import Permission
from milepost.queries.kinds import ChangeRef
from milepost.queries.query import Question, query

#: Arguments of commands that are money.
_COSTLY = frozenset({"amount", "cost", "fixed_cost", "rate", "rates", "value", "price", "standard", "overtime"})
_OPEN = (ChangeState.DRAFT, ChangeState.SUBMITTED, ChangeState.DEFERRED)
_HELD = (ChangeState.SUBMITTED, ChangeState.APPROVED, ChangeState.IMPLEMENTED)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change request in the register; `days` is what it does to the finish, `p80_days` to the 80 % sure date."""

    ref: str
    title: str
    state: ChangeState
    category: ChangeClass | None
    reason: ChangeReason
    requester: str
    raised: datetime | None
    days: Decimal
    p80_days: Decimal | None
    cost: Decimal | None
    decided_by: str
    decided: datetime | None
    mine: bool


@dataclass(frozen=True, slots=True)
class ChangeRegister:
    """The change requests of a project, those that wait for you first, and what they come to.

    `accepted` is the share of decided ones that were approved, `lead_days` the median from asking to deciding, both
    None before anything was decided. `days` is what open and approved ones do to the finish together.
    """

    rows: tuple[ChangeLine, ...]
    waiting: int
    mine: int
    accepted: Decimal | None
    lead_days: Decimal | None
    days: Decimal


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of an impact in words; `tone` is good, bad or empty."""

    name: str
    before: str
    after: str
    change: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A task whose finish moves."""

    ref: str
    name: str
    before: datetime
    after: datetime
    change: str


@dataclass(frozen=True, slots=True)
class CallLine:
    """A command of a change in words."""

    title: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ChangeDetail:
    """A change request with its frozen impact; `moved_since` tells that the plan has moved since it was computed.

    `next` are the states it can get into, `mine` whether it waits for your decision, `hindered` why you cannot
    approve it although it is yours to decide; `own` tells that you asked for it.
    """

    line: ChangeLine
    description: str
    decision: str
    until: datetime | None
    by_assistant: bool
    why: tuple[str, ...]
    measures: tuple[Measure, ...]
    milestones: tuple[MovedLine, ...]
    moves: tuple[MovedLine, ...]
    risks: tuple[str, ...]
    told: tuple[str, ...]
    calls: tuple[CallLine, ...]
    runs: int
    based_on: int
    moved_since: bool
    baseline_before: int | None
    baseline_after: int | None
    next: tuple[ChangeState, ...]
    hindered: str
    own: bool


@query(permission=Permission.SEE_RECORD)
def changes(question: Question) -> ChangeRegister:
    """List the change requests of a project with what each would do, those that wait for you first."""
    records = question.held.dossier.changes
    rows = sorted((_line(question, each) for each in records), key=_urgency)
    decided = [each for each in records if each.decided_at is not None and each.state is not ChangeState.WITHDRAWN]
    yes = [each for each in decided if each.state in (ChangeState.APPROVED, ChangeState.IMPLEMENTED)]
    spans = [(each.decided_at or 0) - each.raised_at for each in decided if each.raised_at is not None]
    return ChangeRegister(
        tuple(rows),
        sum(each.state is ChangeState.SUBMITTED for each in records),
        sum(each.mine for each in rows),
        Decimal(len(yes)) / len(decided) if decided else None,
        _tenth(Decimal(median(spans)) / MINUTES_PER_DAY) if spans else None,
        sum((each.days for each in rows if each.state in _HELD), Decimal(0)),
    )


@query(permission=Permission.SEE_RECORD)
def change(question: Question, *, change: ChangeRef) -> ChangeDetail:
    """Show a change request: what it holds, its frozen impact, who decides and what was decided."""
    record = next(each for each in question.held.dossier.changes if each.code == change)
    impact, settings = impact_of(record), question.held.dossier.plan.settings
    line, costs = _line(question, record), question.may(Permission.SEE_COSTS)
    return ChangeDetail(
        line,
        record.description,
        record.decision,
        None if record.until is None else moment(record.until, settings.zone),
        record.requester_token is not None,
        (*impact.why, *([impact.dear] if costs and impact.dear else [])),
        tuple(_measures(question, impact, settings)),
        tuple(_moved(each, settings) for each in impact.milestones),
        tuple(_moved(each, settings) for each in impact.moves),
        impact.risks,
        impact.told,
        tuple(_calls(record, costs=costs)),
        impact.runs,
        record.based_on,
        record.state in _OPEN and moved_since(question.project.pk, record.based_on),
        record.baseline_before,
        record.baseline_after,
        NEXT[record.state],
        _hindered(question, record),
        record.requester_id == question.actor.user,
    )


def _urgency(line: ChangeLine) -> tuple[bool, int, int]:
    order = (ChangeState.SUBMITTED, ChangeState.DRAFT, ChangeState.DEFERRED)
    place = order.index(line.state) if line.state in order else len(order)
    digits = line.ref.rsplit("-", 1)[-1]
    return not line.mine, place, -int(digits) if digits.isdigit() else 0


def _line(question: Question, record: ChangeRecord) -> ChangeLine:
    impact, settings = impact_of(record), question.held.dossier.plan.settings
    deciding = Permission.SPONSOR if record.category is ChangeClass.MAJOR else Permission.DECIDE
    return ChangeLine(
        record.code,
        record.title,
        record.state,
        record.category,
        record.reason,
        record.requester,
        None if record.raised_at is None else moment(record.raised_at),
        _days(impact.finish_delta, settings),
        _days(impact.p80_delta, settings) if impact.runs else None,
        impact.cost_delta if question.may(Permission.SEE_COSTS) else None,
        record.decided_by,
        None if record.decided_at is None else moment(record.decided_at),
        record.state is ChangeState.SUBMITTED and question.may(deciding) and not _hindered(question, record),
    )


def _hindered(question: Question, record: ChangeRecord) -> str:
    own = record.requester_id == question.actor.user and record.requester_token is None
    if record.state is not ChangeState.SUBMITTED:
        return ""
    if record.category is ChangeClass.MAJOR and not question.may(Permission.SPONSOR):
        return "A sponsor decides on a major change."
    if not question.may(Permission.DECIDE):
        return "A manager, owner or sponsor decides on it."
    if own and record.category is not ChangeClass.MINOR:
        return "You asked for it; somebody else has to approve it."
    return ""


def _days(minutes: Minutes, settings: Settings) -> Decimal:
    return _tenth(Decimal(minutes) / settings.minutes_per_day)


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"))


def _moved(each: MovedFinish, settings: Settings) -> MovedLine:
    before, after = moment(each.before, settings.zone), moment(each.after, settings.zone)
    return MovedLine(f"T-{each.task}", each.name, before, after, short(each.delta, settings))


def _measures(question: Question, impact: ChangeImpact, settings: Settings) -> Iterator[Measure]:
    """Word an impact: dates and their certainty, promises, float and people, and money for those who may see it."""
    yield _dated("Project finish", impact.finish_before, impact.finish_after, impact.finish_delta, settings)
    if impact.runs:
        yield _dated("Finish, 50 % sure (P50)", impact.p50_before, impact.p50_after, impact.p50_delta, settings)
        yield _dated("Finish, 80 % sure (P80)", impact.p80_before, impact.p80_after, impact.p80_delta, settings)
    for chance in impact.chances:
        points = (chance.after - chance.before) * 100
        change = f"{points:+.0f} points" if abs(points) >= 1 else ""
        name = f"{chance.name} by {day(chance.at, settings)}"
        yield Measure(name, percent(chance.before), percent(chance.after), change, _tone(-points))
    yield _counted("Deadlines missed", impact.missed_before, impact.missed_after)
    slack = impact.float_after - impact.float_before
    words = (short(impact.float_before, settings), short(impact.float_after, settings))
    yield Measure("Least float", *words, short(slack, settings) if slack else "", _tone(-slack))
    if impact.critical_joined or impact.critical_left:
        told = f"{impact.critical_joined} more", f"{impact.critical_left} no longer"
        net = impact.critical_joined - impact.critical_left
        yield Measure("Critical tasks", "", ", ".join(told), f"{net:+d}" if net else "", _tone(net))
    if impact.overload_before is not None and impact.overload_after is not None:
        more = impact.overload_after - impact.overload_before
        change = f"{'+' if more > 0 else '-'}{hours(abs(more))}" if more else ""
        yield Measure(
            "Overload of people", hours(impact.overload_before), hours(impact.overload_after), change, _tone(more)
        )
    yield Measure("Tasks moved", "", str(impact.moved), "")
    if question.may(Permission.SEE_COSTS):
        yield from _money(impact, question.held.dossier.project.currency)


def _money(impact: ChangeImpact, currency: str) -> Iterator[Measure]:
    rows = (
        ("Planned cost", impact.cost_before, impact.cost_after),
        ("Cost, 80 % sure (P80)", impact.p80_cost_before, impact.p80_cost_after),
    )
    for name, before, after in rows:
        if before is not None and after is not None:
            change = money(after - before, currency, signed=True) if after != before else ""
            yield Measure(name, money(before, currency), money(after, currency), change, _tone(after - before))
    if impact.price:
        yield Measure("Risk responses cost", "", "", money(impact.price, currency, signed=True), _tone(impact.price))


def _dated(name: str, before: Instant | None, after: Instant | None, delta: Minutes, settings: Settings) -> Measure:
    change = short(delta, settings) if delta else ""
    return Measure(name, _day(before, settings), _day(after, settings), change, _tone(delta))


def _day(at: Instant | None, settings: Settings) -> str:
    return "" if at is None else day(at, settings)


def _counted(name: str, before: int, after: int) -> Measure:
    change = f"{after - before:+d}" if after != before else ""
    return Measure(name, str(before), str(after), change, _tone(after - before))


def _tone(more: Decimal | int) -> str:
    return "bad" if more > 0 else "good" if more < 0 else ""


def _calls(record: ChangeRecord, *, costs: bool) -> Sequence[CallLine]:
    found = []
    for call in json.loads(record.calls):
        shown = tuple(
            (name.replace("_", " "), "not shown" if name in _COSTLY and not costs else _said(value))
            for name, value in call["arguments"].items()
            if value not in (None, "", [])
        )
        found.append(CallLine(str(call["command"]).replace("_", " ").capitalize(), shown))
    return tuple(found)


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_said(each) for each in value)
    return str(value)
