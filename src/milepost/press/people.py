"""Who is too busy, and what it takes that nobody is in two places: workload, levelled dates, one more person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from milepost.engine.levelling.levelled import Levelled, Move
from milepost.engine.overload import overload
from milepost.engine.worktime import WorkTimes
from milepost.press.facts import PlanFacts
from milepost.press.pictures import workload_chart
from milepost.press.report import Chapter, Chart, Column, Fact, Level, Section, Table

#: How many moved tasks a chapter lists.
SHOWN = 15


def people_chapter(facts: PlanFacts, levelled: Levelled) -> Chapter:
    """Say what levelling would do: who waits for whom, what one more person would buy."""
    sections = (moves(facts, levelled), one_more(facts, levelled), left(levelled))
    return Chapter(
        "people",
        "People",
        tuple(sentences(facts, levelled)),
        figures(facts, levelled),
        tuple(section for section in sections if section.table.rows),
        tuple(charts(facts, levelled)),
    )


def sentences(facts: PlanFacts, levelled: Levelled) -> Iterator[str]:
    """What the plan promises although people are asked for too much, and what is true if nobody is."""
    before, after = hours(facts, levelled)
    if not levelled.moves:
        yield "Nobody is asked for more than they have: no task has to move."
        return
    later = facts.times.of_calendar(None).working(facts.schedule.finish, levelled.finish)
    if later > 0:
        yield (
            f"The plan ends on {facts.day(facts.schedule.finish)} only if people work {before:,} hours more than they "
            f"have. With nobody in two places it ends on {facts.day(levelled.finish)}, {facts.span(later)} later."
        )
    else:
        yield f"All {before:,} hours that people are asked too much for can be moved without moving the finish."
    if after:
        yield f"{after:,} hours stay beyond what people have, for the reasons below."


def figures(facts: PlanFacts, levelled: Levelled) -> tuple[Fact, ...]:
    """The levelled plan in numbers."""
    before, after = hours(facts, levelled)
    later = facts.times.of_calendar(None).working(facts.schedule.finish, levelled.finish)
    bound = facts.span(levelled.lower_bound)
    sure = "proven: no plan with these people is shorter" if levelled.proven else f"cannot be under {bound}"
    return (
        Fact(
            "Finish, nobody in two places",
            facts.day(levelled.finish),
            f"plan {facts.day(facts.schedule.finish)}",
            Level.AMBER if later > 0 else None,
        ),
        Fact("Hours beyond capacity", f"{after:,}", f"{before:,} in the plan as it is"),
        Fact("Tasks moved", str(len(levelled.moves)), f"of {len(facts.open)} open"),
        Fact("Length", facts.span(levelled.makespan), sure),
    )


def hours(facts: PlanFacts, levelled: Levelled) -> tuple[int, int]:
    """The hours beyond capacity before and after."""
    before, after = overload(facts.schedule), overload(levelled.schedule)
    return round(before / 60), round(after / 60)


def moves(facts: PlanFacts, levelled: Levelled) -> Section:
    """The tasks that wait for somebody, the longest wait first; those that only follow are counted."""
    line = facts.times.of_calendar(None)

    def late(move: Move) -> int:
        return line.working(move.finish[0], move.finish[1])

    waiting = sorted(
        (move for move in levelled.moves if move.resource is not None or move.people), key=lambda m: -late(m)
    )
    columns = (Column("Task"), Column("Finish now"), Column("Levelled"), Column("Later", right=True), Column("Why"))
    rows = tuple(
        (
            facts.tasks[move.task].name,
            facts.day(move.finish[0]),
            facts.day(move.finish[1]),
            facts.span(late(move), signed=True),
            move.reason,
        )
        for move in waiting[:SHOWN]
    )
    following = len(levelled.moves) - len(rows)
    note = f"{following} more tasks only follow these." if following else ""
    return Section("moves", "What would move", note, Table(columns, rows))


def one_more(facts: PlanFacts, levelled: Levelled) -> Section:
    """What one more person like somebody, or with a skill, would buy."""
    names = {person.uid: person.name for person in facts.schedule.plan.resources}
    columns = (Column("One more"), Column("Finish"), Column("Earlier by", right=True))
    gains = sorted((each for each in levelled.one_more if each.gained > 0), key=lambda each: -each.gained)
    rows = tuple(
        (
            each.skill or f"like {names.get(each.resource or 0, 'somebody')}",
            facts.day(each.finish),
            facts.span(each.gained),
        )
        for each in gains
    )
    note = "Found by levelling again with that person; compared with the levelled finish."
    return Section("one-more", "What one more person would buy", note, Table(columns, rows))


def left(levelled: Levelled) -> Section:
    """The over-allocations that levelling cannot resolve, with the reason."""
    rows = tuple((residual.message,) for residual in levelled.residual)
    return Section("residual", "What levelling cannot resolve", "", Table((Column("Who, when and why"),), rows))


def charts(facts: PlanFacts, levelled: Levelled) -> Iterator[Chart]:
    """Draw the workload as planned and, if anything moves, as levelled."""
    drawn = workload_chart(facts)
    if drawn is None:
        return
    yield replace(drawn, title="Workload as planned")
    if levelled.moves:
        schedule = levelled.schedule
        after = workload_chart(PlanFacts(facts.dossier, schedule, WorkTimes(schedule.plan, facts.times)))
        if after is not None:
            yield replace(after, key="levelled-chart", title="Workload, levelled")
