"""What changed since the previous file."""

from __future__ import annotations

from milepost.advisor.context import Context
from milepost.advisor.rules.trends import float_erosion, near_critical_growth, path_changed, quiet, slip_rate
from milepost.engine.tasks import Task
from tests.advisor.drawn import chain, context, day, evening, found, promised, started, task

LINKS = (*chain(1, 3), *chain(2, 3))


def two_paths(short: float, previous: Context | None = None, days: int = 5) -> Context:
    tasks = (task(1, "Portal", 10), task(2, "Data", short), task(3, "Go-live", 0))
    return context(tasks, LINKS, status=evening(days) if previous else None, previous=previous)


def test_sch_08_names_what_joined_and_left_the_longest_path() -> None:
    changed = two_paths(12, two_paths(8))
    assert found(path_changed, changed) == [
        (
            "SCH-08:longest-path",
            "S3",
            "The path that decides the finish now runs through Data (2); Portal (1) no longer decides it.",
        )
    ]
    assert not found(path_changed, two_paths(9, two_paths(8)))


def test_sch_11_tells_where_the_slip_leads() -> None:
    def reviewed(days: float, until: int, previous: Context | None = None) -> Context:
        base = promised((1, day(1), evening(12), 0))
        tasks = (started(1, "Build", days, 20, day(1)),)
        return context(tasks, status=evening(until), baseline=base, previous=previous)

    (finding,) = slip_rate(reviewed(15, 12, reviewed(15, 5)))
    assert finding.headline == "The finish slips again: 5 working days since Fri 5 Jun, as fast as time passes."
    (finding,) = slip_rate(reviewed(12.5, 12, reviewed(15, 5)))
    assert finding.headline == (
        "The finish slips again: 3 working days since Fri 5 Jun; at this rate it ends on Fri 17 Jul."
    )
    assert not found(slip_rate, reviewed(8, 3))


def test_sch_09_counts_near_critical_tasks_then_and_now() -> None:
    def plan(spare: float, previous: Context | None = None) -> Context:
        names = ("Data", "Training", "Docs")
        short = [task(n, name, 20 - spare) for n, name in enumerate(names, start=2)]
        links = (*chain(1, 9), *chain(2, 9), *chain(3, 9), *chain(4, 9))
        return context((task(1, "Portal", 20), *short, task(9, "Go-live", 0)), links, previous=previous)

    (finding,) = near_critical_growth(plan(1, plan(9)))
    assert finding.headline == (
        "3 tasks are nearly critical (little room before the end date moves); at the last review it was 0."
    )
    assert not found(near_critical_growth, plan(1, plan(1)))


def test_sch_10_says_how_much_float_is_lost_and_left() -> None:
    assert found(float_erosion, two_paths(8, two_paths(4))) == [
        (
            "SCH-10:task-2",
            "S3",
            "Data (2) lost 4 working days of float since Mon 1 Jun and has 2 working days left.",
        )
    ]
    assert not found(float_erosion, two_paths(5, two_paths(4)))


def test_x_10_hears_the_silence() -> None:
    def reported(percent: int, days: int, previous: Context | None = None) -> Context:
        tasks: tuple[Task, ...] = (started(1, "Build", 30, percent, day(1)),)
        return context(tasks, status=evening(days), previous=previous)

    assert found(quiet, reported(40, 19, reported(40, 5))) == [
        ("X-10:quiet", "S3", "No progress has been recorded since Fri 5 Jun, 10 working days ago.")
    ]
    assert not found(quiet, reported(50, 19, reported(40, 5)))
