"""Cost in slices of rates, along time, and added up any way (domain/money.md 3, 4, 11.6, 12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.accounts import BudgetLine, CostAccount, ExchangeRate, Ledger, Overhead, RateUse, Treatment
from milepost.engine.calendars import Calendar
from milepost.engine.clock import instant
from milepost.engine.cost import cost_of, sums
from milepost.engine.cost_items import CostItem, CostKind
from milepost.engine.cost_phases import Phasing
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Accrual, Assignment, Contour, Rate, Resource, ResourceKind
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Link, LinkType, Task, TaskKind

WORKDAY = ((480, 720), (780, 1020))
DAY = 480


def at(text: str) -> int:
    """An instant of June 2026; the 1st is a Monday."""
    return instant(datetime.fromisoformat(f"2026-06-{text}"))


RATES = (
    Rate("A", None, Decimal(100), Decimal(150), Decimal(40)),
    Rate("A", at("04T00:00"), Decimal(120), Decimal(180)),
)
PLAN = Plan(
    Settings(start=at("01T08:00"), calendar=1),
    calendars=(Calendar(1, "Office", week=(WORKDAY,) * 5 + ((), ())),),
    tasks=(Task(1, "Build", duration=5 * DAY, fixed_cost=Decimal(1000), fixed_cost_accrual=Accrual.END),),
    resources=(Resource(1, "Ana", rates=tuple(replace(rate, per_use=Decimal(0)) for rate in RATES)),),
    assignments=(Assignment(1, 1, 1, work=5 * DAY, remaining_work=5 * DAY),),
)


def total(items: tuple[CostItem, ...]) -> Decimal:
    return sum((item.amount for item in items), Decimal(0))


def test_a_rate_change_splits_the_work() -> None:
    items = cost_of(schedule(PLAN))
    assert total(items) == 4320 + 1000
    assert sums(items, lambda item: item.kind) == {CostKind.LABOUR: 4320, CostKind.FIXED: 1000}
    labour = [(item.work, item.amount) for item in items if item.kind is CostKind.LABOUR]
    assert labour == [(3 * DAY, 2400), (2 * DAY, 1920)]


def test_cost_accrues_with_the_work_or_at_the_end() -> None:
    found = schedule(PLAN)
    items, phasing = cost_of(found), Phasing(found)

    def due(text: str) -> Decimal:
        return sum((phasing.due(item, at(text)) for item in items), Decimal(0))

    assert due("04T00:00") == 2400
    assert due("05T16:59") < 5320
    assert due("05T17:00") == 5320


@pytest.mark.parametrize(
    ("accrual", "spent"), [(Accrual.START, 1000), (Accrual.PRORATED, 400), (Accrual.END, 0)], ids=str
)
def test_a_fixed_cost_is_spent_as_it_falls_due(accrual: Accrual, spent: int) -> None:
    begun = replace(
        PLAN.tasks[0],
        fixed_cost_accrual=accrual,
        actual_start=at("01T08:00"),
        actual_duration=2 * DAY,
        remaining_duration=3 * DAY,
        percent_complete=Decimal(40),
    )
    items = [one for one in cost_of(schedule(replace(PLAN, tasks=(begun,)))) if one.kind is CostKind.FIXED]
    assert sum(one.amount for one in items if one.spent) == spent
    assert sum(one.amount for one in items) == 1000


def test_use_is_paid_once_and_overtime_at_its_own_rate() -> None:
    people = (Resource(1, "Ana", rates=RATES),)
    crew = (replace(PLAN.assignments[0], overtime_work=5 * 60),)
    items = cost_of(schedule(replace(PLAN, resources=people, assignments=crew)))
    kinds = sums(items, lambda item: item.kind)
    assert kinds[CostKind.PER_USE] == 40
    assert kinds[CostKind.OVERTIME] == 3 * 150 + 2 * 180
    assert kinds[CostKind.LABOUR] == 21 * 100 + 14 * 120


def test_material_by_piece_and_by_time() -> None:
    cable = Resource(2, "Cable", kind=ResourceKind.MATERIAL, rates=(Rate("A", None, Decimal("2.50")),))
    fixed = Assignment(2, 1, 2, quantity=Decimal(8))
    flowing = Assignment(3, 1, 2, quantity=Decimal(2), rate_per_minutes=DAY)
    plan = replace(PLAN, resources=(*PLAN.resources, cable), assignments=(*PLAN.assignments, fixed, flowing))
    assert sums(cost_of(schedule(plan)), lambda item: item.kind)[CostKind.MATERIAL] == 20 + 25


def test_material_used_so_far_is_spent_at_the_prices_of_its_days() -> None:
    prices = (Rate("A", None, Decimal(10)), Rate("A", at("03T00:00"), Decimal(20)))
    cable = Resource(2, "Cable", kind=ResourceKind.MATERIAL, rates=prices)
    task = replace(
        PLAN.tasks[0],
        fixed_cost=Decimal(0),
        actual_start=at("01T08:00"),
        percent_complete=Decimal(60),
        actual_duration=3 * DAY,
        remaining_duration=2 * DAY,
    )
    status = replace(PLAN.settings, status_date=at("03T17:00"))
    crew = (Assignment(2, 1, 2, quantity=Decimal(5)),)
    plan = replace(PLAN, settings=status, tasks=(task,), resources=(cable,), assignments=crew)
    items = cost_of(schedule(plan))
    assert total(tuple(item for item in items if item.spent)) == 2 * 10 + 20
    assert total(items) == 2 * 10 + 3 * 20


def test_a_finished_task_has_nothing_ahead() -> None:
    done = replace(
        PLAN.tasks[0], actual_start=at("01T08:00"), actual_finish=at("05T17:00"), percent_complete=Decimal(100)
    )
    hotel = Resource(2, "Hotel", kind=ResourceKind.COST)
    crew = (replace(PLAN.assignments[0], remaining_work=0), Assignment(2, 1, 2, cost=Decimal(300)))
    settled = replace(PLAN.settings, status_date=at("08T08:00"))
    plan = replace(PLAN, settings=settled, tasks=(done,), resources=(*PLAN.resources, hotel), assignments=crew)
    items = cost_of(schedule(plan))
    assert all(item.spent for item in items)
    assert total(items) == 4320 + 1000 + 300


def test_a_cost_reported_for_the_task_stands_for_all_its_parts() -> None:
    begun = replace(
        PLAN.tasks[0],
        fixed_cost_accrual=Accrual.START,
        actual_start=at("01T08:00"),
        percent_complete=Decimal(40),
        actual_cost=Decimal(1777),
    )
    crew = (replace(PLAN.assignments[0], actual_work=2 * DAY, remaining_work=3 * DAY),)
    items = cost_of(schedule(replace(PLAN, tasks=(begun,), assignments=crew)))
    assert total(tuple(item for item in items if item.spent)) == 1777
    assert total(tuple(item for item in items if not item.spent)) == 800 + 2 * 960


def test_overtime_is_counted_to_the_minute_across_slices_and_progress() -> None:
    people = (
        Resource(1, "Ana", rates=tuple(replace(rate, standard=Decimal(0), per_use=Decimal(0)) for rate in RATES)),
    )
    task = replace(PLAN.tasks[0], actual_start=at("01T08:00"), percent_complete=Decimal(20))
    crew = (replace(PLAN.assignments[0], overtime_work=7, actual_work=DAY, remaining_work=4 * DAY),)
    items = cost_of(schedule(replace(PLAN, tasks=(task,), resources=people, assignments=crew)))
    assert sum(item.work for item in items if item.kind is CostKind.OVERTIME) == 7


def test_a_team_costs_as_long_as_it_stays() -> None:
    """Level of effort beside a task: every day that slips costs a day of the team."""
    effort = Task(2, "Manage", kind=TaskKind.LEVEL_OF_EFFORT)
    links = (Link(1, 2, LinkType.SS), Link(1, 2, LinkType.FF))
    people = (Resource(1, "Ana", rates=(Rate("A", None, Decimal(100)),)),)
    crew = (Assignment(1, 2, 1, units=Decimal("0.5"), work=5 * DAY // 2),)
    plan = replace(PLAN, tasks=(Task(1, "Build", duration=5 * DAY), effort), links=links, resources=people)
    costs = [
        total(cost_of(schedule(replace(plan, assignments=crew, tasks=(Task(1, "Build", duration=days * DAY), effort)))))
        for days in (5, 8)
    ]
    assert costs == [5 * 400, 8 * 400]


def test_prices_rise_until_the_work_is_due() -> None:
    """Two years at 5 %: 100 000 of a task two years from the price base cost 10 250 more, to the cent."""
    far = replace(PLAN.settings, start=instant(datetime.fromisoformat("2028-06-01T08:00")))
    task = Task(1, "Build", duration=5 * DAY, fixed_cost=Decimal(100_000))
    base = at("01T00:00")
    found = schedule(replace(PLAN, settings=far, tasks=(task,), assignments=()))
    ledger = Ledger("EUR", escalation_percent=Decimal(5), price_base=base)
    kinds = sums(cost_of(found, ledger), lambda item: item.kind)
    assert kinds[CostKind.FIXED] == 100_000
    assert abs(kinds[CostKind.ESCALATION] - 10_250) < 15
    dated = (Resource(1, "Ana", rates=(Rate("A", None, Decimal(100)), Rate("A", far.start, Decimal(120)))),)
    later = schedule(replace(PLAN, settings=far, resources=dated, tasks=(replace(task, fixed_cost=Decimal(0)),)))
    assert CostKind.ESCALATION not in sums(cost_of(later, ledger), lambda item: item.kind)


def test_work_done_keeps_the_rates_of_its_days() -> None:
    task = replace(PLAN.tasks[0], actual_start=at("01T08:00"), percent_complete=Decimal(80))
    crew = (replace(PLAN.assignments[0], actual_work=4 * DAY, remaining_work=DAY),)
    status = replace(PLAN.settings, status_date=at("04T17:00"))
    items = cost_of(schedule(replace(PLAN, settings=status, tasks=(task,), assignments=crew)))
    spent = total(tuple(item for item in items if item.spent))
    assert (spent, total(items)) == (3 * 800 + 960, 4320 + 1000)


def test_overheads_stand_beside_what_they_are_on() -> None:
    ledger = Ledger("EUR", overheads=(Overhead("labour-internal", Decimal("12.5")),))
    kinds = sums(cost_of(schedule(PLAN), ledger), lambda item: item.kind)
    assert kinds[CostKind.OVERHEAD] == Decimal("540.00")


def test_an_account_is_inherited_and_capitalised_as_its_budget() -> None:
    tasks = (Task(9, "Phase", cost_account="A"), replace(PLAN.tasks[0], parent=9))
    ledger = Ledger("EUR", (CostAccount("A", "Build"),), (BudgetLine("B", "A", Decimal(1), treatment=Treatment.CAPEX),))
    items = cost_of(schedule(replace(PLAN, tasks=tasks)), ledger)
    assert {(item.account, item.treatment) for item in items} == {("A", Treatment.CAPEX)}


def test_a_rate_in_another_currency_needs_an_exchange_rate() -> None:
    dear = Resource(1, "Ana", rates=(Rate("A", None, Decimal(100), currency="USD"),))
    found = schedule(replace(PLAN, resources=(dear,)))
    rate = ExchangeRate("USD", RateUse.FORECAST, Decimal("0.9"))
    assert total(cost_of(found, Ledger("EUR", rates=(rate,)))) == 3600 + 1000
    with pytest.raises(PlanRefusedError, match="E-CURRENCY-RATE: There is no forecast exchange rate from USD to EUR"):
        cost_of(found, Ledger("EUR"))


@st.composite
def costed(draw: st.DrawFn) -> Plan:
    """A plan of a few tasks, people and materials with rates that change and awkward amounts."""
    money = st.decimals("0.01", 199, places=2)
    people = []
    for uid in range(1, draw(st.integers(1, 3)) + 1):
        changes = sorted(draw(st.lists(st.integers(2, 19), max_size=2, unique=True)))
        starts = [None, *(at(f"{day:02}T00:00") for day in changes)]
        rates = tuple(Rate("A", start, draw(money), draw(money), draw(money)) for start in starts)
        accrual = draw(st.sampled_from(Accrual))
        people.append(Resource(uid, f"P{uid}", rates=rates, accrual=accrual))
    tasks, crew = [], []
    for uid in range(1, draw(st.integers(1, 4)) + 1):
        span = draw(st.integers(1, 15 * DAY))
        account = draw(st.sampled_from(["", "A", "B"]))
        tasks.append(Task(uid, f"T{uid}", duration=span, fixed_cost=draw(money), cost_account=account))
        for person in draw(st.lists(st.sampled_from(people), max_size=2, unique=True)):
            contour = draw(st.sampled_from([Contour.FLAT, Contour.BELL, Contour.BACK_LOADED]))
            crew.append(Assignment(len(crew) + 1, uid, person.uid, work=span, remaining_work=span, contour=contour))
    return replace(PLAN, tasks=tuple(tasks), resources=tuple(people), assignments=tuple(crew))


@settings(deadline=None, max_examples=60)
@given(costed(), st.lists(st.integers(1, 40 * 1440), min_size=1, max_size=8, unique=True))
def test_sums_agree_to_the_cent_whichever_way(plan: Plan, cuts: list[int]) -> None:
    found = schedule(plan)
    items, phasing = cost_of(found), Phasing(found)
    whole = total(items)
    assert all(item.amount == item.amount.quantize(Decimal("0.01")) for item in items)
    for by in ("task", "resource", "account", "category", "treatment", "kind"):
        assert sum(sums(items, lambda item, by=by: getattr(item, by)).values()) == whole
    edges = [found.start, *(found.start + cut for cut in sorted(cuts)), found.finish + 1440]
    edges = sorted(edges)
    assert sum(phasing.totals(items, edges)) == whole
    for item in items:
        reached = [phasing.due(item, edge) for edge in edges]
        assert all(before <= after for before, after in pairwise(reached))
        assert sum(phasing.periods(item, edges)) == item.amount
