"""The charts of a report, each with what it shows in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from milepost.charts.floats import floats
from milepost.charts.workload import WeekLoad, workload
from milepost.engine.clock import instant, moment
from milepost.engine.units import Instant, Uid
from milepost.engine.workload import Load
from milepost.engine.workload import workload as measured
from milepost.press.facts import PlanFacts
from milepost.press.report import Chart

#: How far the workload chart looks ahead, and how many people it can show.
WEEKS, MOST_PEOPLE = 8, 14


def pictures(facts: PlanFacts) -> tuple[Chart, ...]:
    """Draw what the plan has data for beside its chapters: float."""
    drawn = (float_chart(facts),)
    return tuple(chart for chart in drawn if chart is not None)


def float_chart(facts: PlanFacts) -> Chart | None:
    """Show how much float the open tasks have."""
    per_day = facts.schedule.plan.settings.minutes_per_day
    days = [dates.total_float / per_day for dates in facts.open]
    if not days:
        return None
    tight = sum(value <= 0 for value in days)
    said = f"{tight} of {len(days)} open tasks have no float left, {sum(value < 0 for value in days)} are already late."
    return Chart("float-chart", "Total float of open tasks", said, floats(days))


def workload_chart(facts: PlanFacts) -> Chart | None:
    """Show who is loaded how much in the coming weeks, the busiest first."""
    zone = facts.schedule.plan.settings.zone
    edges = week_edges(facts)
    loads = measured(facts.schedule, edges, facts.times)
    people: dict[Uid, list[Load]] = {}
    for load in loads:
        people.setdefault(load.resource, []).append(load)
    busiest = sorted(people, key=lambda uid: -sum(max(load.demand - load.capacity, 0) for load in people[uid]))
    names = {resource.uid: resource.name for resource in facts.schedule.plan.resources}
    rows = [
        WeekLoad(names[uid], week_name(load.start, zone), load.demand / 60, load.capacity / 60)
        for uid in busiest[:MOST_PEOPLE]
        for load in people[uid]
    ]
    if not rows:
        return None
    over = sum(any(load.demand > load.capacity for load in people[uid]) for uid in people)
    said = f"Work in % of capacity by week; {over} of {len(people)} people go over 100 %. ! is work during absence."
    return Chart("workload-chart", "Workload", said, workload(rows))


def week_edges(facts: PlanFacts) -> list[Instant]:
    """Monday midnights from the week after the status date (or the start), in the project's zone."""
    settings = facts.schedule.plan.settings
    begin = moment(settings.status_date or facts.schedule.start, settings.zone)
    monday = datetime.combine(begin.date() - timedelta(days=begin.weekday()), datetime.min.time())
    if begin.weekday() >= 4:
        monday += timedelta(days=7)
    return [instant(monday + timedelta(days=7 * week), settings.zone) for week in range(WEEKS + 1)]


def week_name(at: Instant, zone: str) -> str:
    """A week by its Monday."""
    day = moment(at, zone)
    return f"{day.day} {day:%b}"
