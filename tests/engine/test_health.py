"""The schedule assessment: published indices, and one drawn example per metric with its edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from milepost.engine.calendars import Calendar
from milepost.engine.clock import instant
from milepost.engine.health import Health, assess
from milepost.engine.health_path import critical_path_length_index, execution_index
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Assignment, Resource
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Baseline, BaselineTask, Constraint, ConstraintKind, Link, LinkType, Task, TaskKind

WORKDAY = ((480, 720), (780, 1020))
OFFICE = Calendar(1, "Office", week=(WORKDAY,) * 5 + ((), ()))
DAY = 480
#: A chain of twenty two-day tasks: plain, complete logic, no dates fixed.
LENGTH = 20


def at(text: str) -> int:
    """An instant of 2026: `06-08T17:00`."""
    return instant(datetime.fromisoformat(f"2026-{text}"))


def chain(**settings: object) -> Plan:
    """A chain of twenty tasks by Ana from Monday 1 June 2026."""
    tasks = tuple(Task(n, f"Step {n}", duration=2 * DAY) for n in range(1, LENGTH + 1))
    return Plan(
        Settings(start=at("06-01T08:00"), calendar=1, **settings),  # type: ignore[arg-type]
        calendars=(OFFICE,),
        tasks=tasks,
        links=tuple(Link(n, n + 1) for n in range(1, LENGTH)),
        resources=(Resource(1, "Ana"),),
        assignments=tuple(Assignment(n, n, 1, work=2 * DAY, remaining_work=2 * DAY) for n in range(1, LENGTH + 1)),
    )


def changed(plan: Plan, uid: int, **facts: object) -> Plan:
    """The plan with one task changed."""
    tasks = tuple(replace(task, **facts) if task.uid == uid else task for task in plan.tasks)  # type: ignore[arg-type]
    return replace(plan, tasks=tasks)


def linked(plan: Plan, uid: int, **facts: object) -> Plan:
    """The plan with the link into a task changed."""
    links = tuple(replace(link, **facts) if link.successor == uid else link for link in plan.links)  # type: ignore[arg-type]
    return replace(plan, links=links)


def of(plan: Plan) -> Health:
    """The assessment of a plan."""
    return assess(schedule(plan))


@pytest.mark.parametrize(
    ("length", "slack", "printed"), [(720, -60, "0.9167"), (80, 20, "1.2500"), (800, 20, "1.0250")]
)
def test_published_path_indices(length: int, slack: int, printed: str) -> None:
    value = critical_path_length_index(Decimal(length), Decimal(slack))
    assert value is not None
    assert f"{value:.4f}" == printed


@pytest.mark.parametrize(("completed", "printed"), [(6, "1.00"), (8, "1.33"), (4, "0.67")])
def test_published_execution_indices(completed: int, printed: str) -> None:
    value = execution_index(completed, 6)
    assert value is not None
    assert f"{value:.2f}" == printed


def test_nothing_to_count_is_not_applicable() -> None:
    health = of(replace(chain(), tasks=(), links=(), assignments=()))
    assert [metric.number for metric in health.metrics] == list(range(1, 15))
    assert all(metric.passed is None and metric.value is None for metric in health.metrics)
    assert (execution_index(0, 0), critical_path_length_index(Decimal(0), Decimal(5))) == (None, None)


def test_a_clean_chain_passes() -> None:
    health = of(chain(status_date=at("06-01T08:00")))
    assert health.failed == ()
    assert [metric.number for metric in health.metrics if metric.passed is None] == [11, 13, 14]


def test_1_first_start_and_last_finish_are_exempt() -> None:
    metric = of(chain()).number(1)
    assert (metric.numerator, metric.denominator, metric.passed) == (0, 20, True)


def test_1_open_ends_are_named() -> None:
    loose = replace(chain(), links=tuple(link for link in chain().links if link.successor != 3))
    metric = of(loose).number(1)
    assert metric.tasks == (2, 3)
    assert (metric.value, metric.passed) == (Decimal("0.1"), False)


def test_1_a_link_of_the_summary_above_counts() -> None:
    plan = chain()
    phase = Task(30, "Phase", summary=True)
    inside = replace(plan, tasks=(phase, *(replace(t, parent=30 if t.uid == 20 else None) for t in plan.tasks)))
    links = tuple(replace(link, successor=30) if link.successor == 20 else link for link in plan.links)
    assert of(replace(inside, links=links)).number(1).tasks == ()


def test_2_leads() -> None:
    metric = of(linked(chain(), 5, lag=-DAY)).number(2)
    assert (metric.numerator, metric.denominator, metric.passed, metric.tasks) == (1, 19, False, (5,))


def test_3_lags_within_five_percent_pass() -> None:
    one = of(linked(replace(chain(), links=(*chain().links, Link(1, 3))), 5, lag=DAY)).number(3)
    assert (one.value, one.passed) == (Decimal("0.05"), True)
    two = of(linked(linked(chain(), 5, lag=DAY), 6, lag=DAY)).number(3)
    assert (two.passed, two.tasks) == (False, (5, 6))


def test_4_link_types() -> None:
    plan = chain()
    for uid in (4, 5):
        plan = linked(plan, uid, type=LinkType.SS)
    metric = of(plan).number(4)
    assert (metric.numerator, metric.denominator, metric.passed, metric.tasks) == (17, 19, False, (4, 5))


@pytest.mark.parametrize(("kind", "hard"), [("MSO", True), ("FNLT", True), ("SNLT", True), ("SNET", False)])
def test_5_hard_constraints(kind: str, hard: bool) -> None:
    plan = chain()
    for uid in (19, 20):
        plan = changed(plan, uid, constraints=(Constraint(ConstraintKind(kind), at("12-01T08:00")),))
    metric = of(plan).number(5)
    assert metric.tasks == ((19, 20) if hard else ())


def test_6_high_float_counts_above_44_days() -> None:
    long = changed(chain(), 1, duration=47 * DAY)
    for loose, float_days in ((46, 44), (45, 45)):
        extra = Task(40, "Aside", duration=(85 - float_days) * DAY)
        plan = replace(long, tasks=(*long.tasks, extra), links=long.links)
        metric = of(plan).number(6)
        assert metric.tasks == ((40,) if float_days > 44 else ()), loose


def test_7_negative_float() -> None:
    metric = of(changed(chain(), 20, deadline=at("07-20T17:00"))).number(7)
    assert metric.numerator == 20
    assert metric.passed is False


def test_8_high_duration_by_baseline_leaves_milestones_out() -> None:
    plan = replace(
        changed(chain(), 3, milestone=True, duration=0),
        baselines=(Baseline(0, tasks=(BaselineTask(5, duration=45 * DAY), BaselineTask(6, duration=44 * DAY))),),
    )
    metric = of(plan).number(8)
    assert (metric.tasks, metric.denominator) == ((5,), 19)
    assert assess(schedule(plan), remaining_duration=True).number(8).tasks == ()


def test_9_dates_before_and_after_the_status_date() -> None:
    plan = changed(chain(status_date=at("06-10T17:00")), 1, manual=True)
    plan = changed(plan, 1, manual_start=at("06-01T08:00"), manual_finish=at("06-02T17:00"))
    metric = of(plan).number(9)
    assert (metric.value, metric.passed, metric.tasks) == (1, False, (1,))
    assert of(chain()).number(9).passed is None


def test_10_people_or_cost_from_a_day_on() -> None:
    bare = replace(chain(), assignments=tuple(row for row in chain().assignments if row.task > 4))
    plan = changed(changed(bare, 1, duration=DAY - 1), 2, fixed_cost=Decimal(500))
    plan = changed(plan, 3, milestone=True, duration=0)
    metric = of(plan).number(10)
    assert (metric.tasks, metric.denominator, metric.passed, metric.advisory) == ((4,), 19, False, True)


def baselined(status: str, finishes: dict[int, str], **done: str) -> Plan:
    """The chain with a baseline: finish by task, and tasks done by task number (`t1="06-02T17:00"`)."""
    plan = chain(status_date=at(status))
    for name, finish in done.items():
        uid = int(name[1:])
        plan = changed(
            plan, uid, actual_start=at("06-01T08:00"), actual_finish=at(finish), percent_complete=Decimal(100)
        )
    rows = tuple(BaselineTask(uid, at("06-01T08:00"), at(finish)) for uid, finish in finishes.items())
    return replace(plan, baselines=(Baseline(0, tasks=rows),))


def test_11_missed_tasks_and_hits() -> None:
    finishes = dict.fromkeys((1, 2), "06-02T17:00") | dict.fromkeys(range(3, 21), "07-30T17:00")
    health = of(baselined("06-04T17:00", finishes, t1="06-02T17:00", t2="06-03T12:00"))
    assert (health.number(11).value, health.number(11).tasks) == (Decimal("0.5"), (2,))
    assert (health.hit_tasks.value, health.hit_tasks.tasks) == (Decimal("0.5"), (2,))


def test_12_the_finish_follows_the_critical_path() -> None:
    metric = of(chain()).number(12)
    assert (metric.numerator, metric.value, metric.passed) == (600, 1, True)


def test_12_a_fixed_date_breaks_it() -> None:
    plan = changed(chain(), 10, constraints=(Constraint(ConstraintKind.MSO, at("08-03T08:00")),))
    held = changed(plan, 1, deadline=at("06-02T17:00"))
    metric = of(held).number(12)
    assert (metric.passed, metric.tasks) == (False, (1,))
    assert metric.numerator < 600


def test_13_path_length_against_the_baseline() -> None:
    finishes = dict.fromkeys(range(1, 21), "07-17T17:00")
    metric = of(baselined("06-01T08:00", finishes)).number(13)
    assert (metric.denominator, metric.numerator) == (40, 35)
    assert (metric.value, metric.passed) == (Decimal("0.875"), False)


def test_14_tasks_without_baseline_count_as_due() -> None:
    finishes = dict.fromkeys((1, 2), "06-02T17:00") | dict.fromkeys(range(3, 19), "07-30T17:00")
    health = of(baselined("06-04T17:00", finishes, t1="06-02T17:00", t19="06-04T17:00"))
    metric = health.number(14)
    assert (metric.numerator, metric.denominator, metric.passed) == (2, 4, False)
    variant = health.execution_variant
    assert (variant.numerator, variant.denominator) == (2, 3)


def test_only_work_of_the_project_counts() -> None:
    plan = chain()
    others = (
        Task(50, "Phase", summary=True),
        Task(51, "Support", kind=TaskKind.LEVEL_OF_EFFORT),
        Task(52, "Dropped", duration=DAY, inactive=True),
        Task(53, "Weekly", kind=TaskKind.RECURRING, duration=DAY),
    )
    links = (*plan.links, Link(51, 3, LinkType.SS, lag=-DAY))
    health = of(replace(plan, tasks=(*plan.tasks, *others), links=links))
    assert (health.number(1).denominator, health.number(2).denominator) == (20, 19)
