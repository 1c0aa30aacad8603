"""Dossiers drawn at random: any that the types allow, and those that Microsoft Project XML can hold whole."""

from __future__ import annotations

from dataclasses import is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Any, get_args, get_origin

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from milepost.dossier import Dossier, FieldDefinition, FieldValue, Note, Project, RecordKind, StoredTask
from milepost.engine.calendars import (
    INHERIT_WEEK,
    Calendar,
    CalendarException,
    DatedWeek,
    Frequency,
    Intervals,
    Recurrence,
    Week,
)
from milepost.engine.plan import AlapMode, Convention, LateConstraintMode, Plan, Settings
from milepost.engine.resources import (
    Accrual,
    Assignment,
    AvailabilityStep,
    Contour,
    Rate,
    Resource,
    ResourceKind,
    WorkPiece,
)
from milepost.engine.tasks import (
    Baseline,
    BaselineAssignment,
    BaselineTask,
    Constraint,
    ConstraintKind,
    LagKind,
    Link,
    LinkType,
    Task,
    TaskKind,
    TaskType,
)
from milepost.exchange.archive_codec import Moment, alternatives, columns
from milepost.exchange.mspdi_calendars import MONTH_ITEMS

instants = st.integers(10_000_000, 40_000_000)
spans = st.integers(0, 100_000)
money = st.integers(-10_000_000, 10_000_000).map(lambda cents: Decimal(cents) / 100)
percents = st.integers(0, 100).map(Decimal)
words = st.text("abc äß漢字<&>\"'1-🙂", max_size=12).map(str.strip)
flags = st.booleans()

_SCALARS: dict[Any, SearchStrategy[Any]] = {
    str: st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    int: st.integers(-(1 << 53), 1 << 53),
    bool: flags,
    Decimal: st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9),
    Moment: instants,
    datetime: st.datetimes(),
    date: st.dates(),
}


def anything(hint: Any = Dossier) -> SearchStrategy[Any]:
    """Give values of a type, whatever they mean: for the archive, which holds all of them."""
    options = alternatives(hint)
    if len(options) > 1:
        return st.one_of([anything(option) for option in options])
    kind = options[0]
    found = _SCALARS.get(kind)
    if found is None and get_origin(kind) is tuple:
        found = _tuples(get_args(kind))
    elif found is None and is_dataclass(kind):
        # Only the fields are drawn that have no default or that chance picks: whole dossiers grow too large.
        found = st.builds(kind, **{one.name: anything(of) for one, of in columns(kind)})  # type: ignore[arg-type]
    elif found is None and isinstance(kind, type) and issubclass(kind, StrEnum):
        found = st.sampled_from(list(kind))
    assert found is not None, hint
    return found if options == (hint,) else st.none() | found


def _tuples(kinds: tuple[Any, ...]) -> SearchStrategy[Any]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return st.lists(anything(kinds[0]), max_size=2).map(tuple)
    return st.tuples(*[anything(kind) for kind in kinds])


def maybe(found: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Give nothing or a value."""
    return st.none() | found


@st.composite
def intervals(draw: DrawFn) -> Intervals:
    """Draw the working times of a day, none of which touch."""
    marks = sorted(draw(st.sets(st.integers(0, 1440), max_size=4)))
    return tuple(zip(marks[::2], marks[1::2], strict=False))


@st.composite
def weeks(draw: DrawFn, whole: bool = False) -> Week:
    """Draw a week; a whole one says something of every day."""
    day = intervals() if whole else maybe(intervals())
    mon, tue, wed, thu, fri, sat, sun = (draw(day) for _ in range(7))
    return (mon, tue, wed, thu, fri, sat, sun)


@st.composite
def periods(draw: DrawFn) -> tuple[date, date]:
    """Draw a first and a last day."""
    days = st.dates(date(1990, 1, 1), date(2060, 1, 1))
    first, last = sorted((draw(days), draw(days)))
    return first, last


recurrences = st.one_of(
    st.builds(Recurrence, st.just(Frequency.DAILY), st.integers(2, 9), count=maybe(st.integers(1, 99))),
    st.builds(
        Recurrence,
        st.just(Frequency.WEEKLY),
        st.integers(1, 9),
        st.sets(st.integers(0, 6)).map(lambda days: tuple(sorted(days))),
        count=maybe(st.integers(1, 99)),
    ),
    st.builds(Recurrence, st.just(Frequency.MONTHLY), st.integers(1, 9), day=st.integers(1, 31)),
    st.builds(
        Recurrence,
        st.just(Frequency.YEARLY),
        weekdays=st.sampled_from(MONTH_ITEMS),
        nth=st.integers(1, 5),
        month=st.integers(1, 12),
    ),
)


@st.composite
def calendars(draw: DrawFn) -> tuple[Calendar, ...]:
    """Draw calendars that inherit from earlier ones."""
    found: list[Calendar] = []
    for uid in draw(st.lists(st.integers(1, 999), min_size=1, max_size=3, unique=True)):
        parent = draw(maybe(st.sampled_from([one.uid for one in found]))) if found else None
        exceptions = draw(st.lists(st.tuples(words, periods(), intervals(), maybe(recurrences)), max_size=2))
        dated = draw(st.lists(st.tuples(words, periods(), weeks() | st.just(INHERIT_WEEK)), max_size=1))
        found.append(
            Calendar(
                uid,
                draw(words),
                parent,
                week=draw(weeks(whole=parent is None)),
                exceptions=tuple(CalendarException(name, *days, *rest) for name, days, *rest in exceptions),
                dated_weeks=tuple(DatedWeek(name, *days, week) for name, days, week in dated),
            )
        )
    return tuple(found)


@st.composite
def constraints(draw: DrawFn) -> tuple[Constraint, ...]:
    """Draw no constraint or one, dated where its kind is."""
    kind = draw(st.sampled_from(ConstraintKind))
    if kind is ConstraintKind.ASAP:
        return ()
    return (Constraint(kind, None if kind is ConstraintKind.ALAP else draw(instants)),)


@st.composite
def tasks(draw: DrawFn, calendar: SearchStrategy[int | None]) -> tuple[Task, ...]:
    """Draw an outline of tasks."""
    uids = draw(st.lists(st.integers(1, 9999), min_size=1, max_size=5, unique=True))
    found: list[Task] = []
    chain: list[int] = []
    for number, uid in enumerate(uids, 1):
        del chain[draw(st.integers(0, len(chain))) :]
        found.append(draw(task(uid, str(number), chain[-1] if chain else None, calendar)))
        chain.append(uid)
    parents = {one.parent for one in found}
    return tuple(one if one.uid not in parents else _as_summary(one) for one in found)


def _as_summary(one: Task) -> Task:
    return replace(one, summary=True)


@st.composite
def task(draw: DrawFn, uid: int, code: str, parent: int | None, calendar: SearchStrategy[int | None]) -> Task:
    """Draw one task."""
    kind = draw(st.sampled_from([TaskKind.TASK, TaskKind.TASK, TaskKind.RECURRING, TaskKind.EXTERNAL]))
    manual = draw(flags)
    fixed = instants if manual or kind is TaskKind.EXTERNAL else st.none()
    return draw(
        st.builds(
            Task,
            uid=st.just(uid),
            name=words,
            code=st.just(code),
            wbs=words,
            parent=st.just(parent),
            kind=st.just(kind),
            milestone=flags,
            summary=flags,
            inactive=flags,
            manual=st.just(manual),
            manual_start=fixed,
            manual_finish=fixed,
            duration=spans,
            elapsed=flags,
            duration_unit=st.sampled_from(["m", "h", "d", "w", "mo"]),
            estimated=flags,
            type=st.sampled_from(TaskType),
            effort_driven=flags,
            work=maybe(spans),
            constraints=constraints(),
            deadline=maybe(instants),
            calendar=calendar,
            ignore_resource_calendars=flags,
            priority=st.integers(0, 1000),
            can_split=flags,
            level_assignments=flags,
            levelling_delay=spans,
            levelling_delay_elapsed=flags,
            percent_complete=percents,
            percent_work_complete=maybe(percents),
            physical_percent=maybe(percents),
            actual_start=maybe(instants),
            actual_finish=maybe(instants),
            actual_duration=maybe(spans),
            remaining_duration=maybe(spans),
            actual_work=maybe(spans),
            remaining_work=maybe(spans),
            suspend=maybe(instants),
            resume=maybe(instants),
            fixed_cost=money,
            fixed_cost_accrual=st.sampled_from(Accrual),
            cost=maybe(money),
            actual_cost=maybe(money),
            remaining_cost=maybe(money),
            owner=words,
            external_project=words if kind is TaskKind.EXTERNAL else st.just(""),
        )
    )


@st.composite
def links(draw: DrawFn, rows: tuple[Task, ...]) -> tuple[Link, ...]:
    """Draw links between tasks, in the order of their successors."""
    found = []
    for successor in rows:
        others = [one.uid for one in rows if one is not successor]
        for predecessor in draw(st.lists(st.sampled_from(others), max_size=2, unique=True)) if others else ():
            kind = draw(st.sampled_from(LagKind))
            share = kind in (LagKind.PERCENT, LagKind.PERCENT_ELAPSED)
            lag = draw(st.integers(-99, 300)) * 100 if share else draw(st.integers(-9999, 99999))
            unit = "%" if share else draw(st.sampled_from(["m", "h", "d", "w", "mo"]))
            found.append(Link(predecessor, successor.uid, draw(st.sampled_from(LinkType)), lag, kind, unit))
    return tuple(found)


@st.composite
def resources(draw: DrawFn, calendar: SearchStrategy[int | None]) -> tuple[Resource, ...]:
    """Draw people, materials and costs."""
    found = []
    for number, uid in enumerate(draw(st.lists(st.integers(1, 999), max_size=3, unique=True)), 1):
        found.append(draw(resource(uid, str(number), calendar)))
    return tuple(found)


units = st.integers(0, 400).map(lambda share: Decimal(share) / 100)


def resource(uid: int, code: str, calendar: SearchStrategy[int | None]) -> SearchStrategy[Resource]:
    """Give one resource."""
    step = st.builds(AvailabilityStep, maybe(instants), maybe(instants), units)
    rate = st.builds(Rate, st.sampled_from("ABCDE"), maybe(instants), money, money, money)
    return st.builds(
        Resource,
        uid=st.just(uid),
        name=words,
        code=st.just(code),
        kind=st.sampled_from([ResourceKind.WORK, ResourceKind.MATERIAL, ResourceKind.COST]),
        calendar=calendar,
        max_units=units,
        availability=st.lists(step, max_size=2).map(tuple),
        rates=st.lists(rate, max_size=3).map(tuple),
        accrual=st.sampled_from(Accrual),
        material_unit=words,
        group=words,
        initials=words,
        email=words,
        generic=flags,
        inactive=flags,
    )


@st.composite
def pieces(draw: DrawFn) -> tuple[WorkPiece, ...]:
    """Draw work that goes on without a pause."""
    ends = list(accumulate(draw(st.lists(st.integers(1, 2880), min_size=1, max_size=3)), initial=draw(instants)))
    return tuple(WorkPiece(start, end, draw(st.integers(1, 480))) for start, end in pairwise(ends))


@st.composite
def assignments(draw: DrawFn, rows: tuple[Task, ...], people: tuple[Resource, ...]) -> tuple[Assignment, ...]:
    """Draw who works on what."""
    found = []
    for uid in draw(st.lists(st.integers(1, 999), max_size=3, unique=True)):
        who = draw(maybe(st.sampled_from(people))) if people else None
        share = draw(units)
        material = who is not None and who.kind is ResourceKind.MATERIAL
        one = st.builds(
            Assignment,
            uid=st.just(uid),
            task=st.sampled_from([one.uid for one in rows]),
            resource=st.just(None if who is None else who.uid),
            units=st.just(share),
            work=spans,
            actual_work=spans,
            remaining_work=spans,
            overtime_work=spans,
            contour=st.sampled_from(Contour),
            planned=st.just(()) | pieces(),
            actual=st.just(()),
            delay=spans,
            levelling_delay=spans,
            rate_table=st.sampled_from("ABCDE"),
            quantity=st.just(share if material else None),
            rate_per_minutes=maybe(st.sampled_from([60, 480, 2400])) if material else st.none(),
            cost=maybe(money),
            actual_cost=maybe(money),
            remaining_cost=maybe(money),
            actual_start=maybe(instants),
            actual_finish=maybe(instants),
            stored_start=maybe(instants),
            stored_finish=maybe(instants),
        )
        found.append(draw(one))
    return tuple(found)


@st.composite
def baselines(draw: DrawFn, rows: tuple[Task, ...], work: tuple[Assignment, ...]) -> tuple[Baseline, ...]:
    """Draw what was saved of some tasks and assignments."""
    found = []
    for number in sorted(draw(st.sets(st.integers(0, 10), max_size=2))):
        saved = []
        for one in rows:
            duration = draw(maybe(spans))
            elapsed = duration is not None and draw(flags)
            dates = draw(st.tuples(maybe(instants), maybe(instants)))
            rest = draw(st.tuples(maybe(spans), maybe(money), maybe(money)))
            saved.append(BaselineTask(one.uid, *dates, duration, elapsed, *rest))
        done = tuple(
            BaselineAssignment(one.uid, *draw(st.tuples(maybe(instants), maybe(instants), maybe(spans), maybe(money))))
            for one in work
        )
        found.append(Baseline(number, tasks=tuple(saved), assignments=done))
    return tuple(found)


_FIELDS: tuple[tuple[FieldDefinition, SearchStrategy[Any]], ...] = tuple(
    (FieldDefinition(RecordKind.TASK, key, "", kind, number), values)
    for key, kind, number, values in (
        ("Text1", "text", "188743731", words.filter(bool)),
        ("Number1", "number", "188743767", st.integers(-999, 999).map(lambda n: Decimal(n) / 8)),
        ("Cost1", "cost", "188743786", money),
        ("Date1", "date", "188743945", st.datetimes().map(lambda at: at.replace(year=2026, day=1, microsecond=0))),
        ("Flag1", "flag", "188743752", flags),
        ("Duration1", "duration", "188743783", spans),
        ("Outline Code1", "code", "188744096", st.text("ab.", min_size=1, max_size=4)),
    )
)


@st.composite
def dossiers(draw: DrawFn) -> Dossier:
    """Draw a dossier that Microsoft Project XML can hold whole."""
    days = draw(calendars())
    calendar = maybe(st.sampled_from([one.uid for one in days]))
    rows = draw(tasks(calendar))
    people = draw(resources(calendar))
    work = draw(assignments(rows, people))
    plan = Plan(draw(settings(calendar)), days, rows, draw(links(rows)), people, work, draw(baselines(rows, work)))
    return Dossier(
        project=draw(projects),
        plan=plan,
        notes=tuple(Note(RecordKind.TASK, one.uid, text) for one in rows if (text := draw(words))),
        fields=tuple(definition for definition, _ in _FIELDS),
        values=tuple(
            FieldValue(RecordKind.TASK, one.uid, definition.key, draw(values))
            for one in rows
            for definition, values in draw(st.sampled_from([(), _FIELDS[:3], _FIELDS]))
        ),
        stored=tuple(draw(stored(one.uid)) for one in rows),
    )


def settings(calendar: SearchStrategy[int | None]) -> SearchStrategy[Settings]:
    """Give the options Microsoft Project has."""
    return st.builds(
        Settings,
        start=instants,
        finish=instants,
        schedule_from_finish=flags,
        status_date=maybe(instants),
        calendar=calendar,
        minutes_per_day=st.just(450),
        minutes_per_week=st.integers(1, 10_000),
        days_per_month=st.integers(1, 31),
        default_start=st.integers(0, 1439),
        default_finish=st.integers(0, 1439),
        late_constraints=st.just(LateConstraintMode.HONOR),
        alap=st.just(AlapMode.TOTAL),
        critical_threshold=st.integers(0, 9).map(lambda days: days * 450),
        float_per_network=flags,
        convention=st.just(Convention.MSPROJECT),
    )


projects = st.builds(
    lambda title, code, manager, digits: Project(
        name=title, title=title, code=code, manager=manager, currency="NOK", currency_digits=digits
    ),
    words.filter(bool),
    words,
    words,
    st.integers(0, 4),
)


def stored(uid: int) -> SearchStrategy[StoredTask]:
    """Give the dates a file had stored."""
    dates = {name: maybe(instants) for name in ("early_start", "early_finish", "late_start", "late_finish")}
    floats = {name: maybe(st.integers(-9999, 9999)) for name in ("total_float", "free_float")}
    return st.builds(
        StoredTask, task=st.just(uid), start=instants, finish=instants, critical=maybe(flags), **dates, **floats
    )
