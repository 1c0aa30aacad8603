"""`milepost level`: a plan in which nobody is in two places."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Annotated

import typer

from milepost.cli.convert import remark_written
from milepost.cli.options import AsJson, ColumnMap, PlanFile, ProjectPick, Sheet, StatusDate
from milepost.cli.screen import Cell, Column, clean, say, show_table

if TYPE_CHECKING:
    from milepost.dossier.dossier import Dossier
    from milepost.engine.levelling.levelled import Levelled, Move
    from milepost.engine.plan import Plan
    from milepost.engine.results import Schedule
    from milepost.exchange.formats import Format

#: How many moves a terminal lists; the rest is in --json.
SHOWN = 25


Seconds = Annotated[
    float, typer.Option("--seconds", metavar="S", min=0.01, help="The longest to search, in seconds of computing.")
]
Schedules = Annotated[
    int | None,
    typer.Option(
        "--schedules", metavar="N", min=1, help="Search by number of schedules instead, at most N: same N, same answer."
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Another seed searches elsewhere.")]
WithinFloat = Annotated[
    bool, typer.Option("--within-float", help="Never move a task beyond its late finish; say what stays overloaded.")
]
FreezeUntil = Annotated[
    str, typer.Option("--freeze-until", metavar="DATE", help="Leave everything alone that starts before this day.")
]
Out = Annotated[str, typer.Option("--out", metavar="OUT", help="Write the levelled plan; the ending says the format.")]


def level(
    file: PlanFile,
    seconds: Seconds = 5.0,
    schedules: Schedules = None,
    seed: Seed = 1,
    within_float: WithinFloat = False,
    freeze_until: FreezeUntil = "",
    out: Out = "",
    as_json: AsJson = False,
    status_date: StatusDate = "",
    columns: ColumnMap = None,
    sheet: Sheet = "",
    project: ProjectPick = "",
) -> None:
    """Resolve over-allocations: nobody in two places, finished as early as can be.

    Delays, pauses and people are a proposal; --out writes it. The search goes on until it is proven optimal, some 200
    schedules in a row bring nothing better, the time is up, or Ctrl-C: then the best so far is shown.
    """
    from milepost.cli.files import STANDARD, place_for
    from milepost.cli.level_json import document
    from milepost.cli.opening import at_status_date, day_begins, opened, scheduled
    from milepost.cli.progress import watched
    from milepost.engine.levelling.budget import Budget
    from milepost.engine.levelling.level import level as levelled
    from milepost.engine.levelling.options import LevellingOptions
    from milepost.exchange.write import format_for

    wanted = format_for(out, "") if out else None
    if out and out != STANDARD:
        place_for(out)
    dossier = at_status_date(opened(file, columns, sheet, project).dossier, status_date)
    before = scheduled(dossier)
    freeze = day_begins(dossier.plan.settings, freeze_until) if freeze_until else None
    options = LevellingOptions(seed=seed, within_slack=within_float, freeze_until=freeze)
    budget = Budget(schedules=schedules) if schedules else Budget(seconds=seconds, clock=time.process_time)
    with watched("Levelling") as progress:
        answer = levelled(dossier.plan, options=options, budget=budget, progress=progress)
    if wanted is not None:
        _write(dossier, answer, out, wanted)
    if out == STANDARD:
        return
    if as_json:
        say(json.dumps(document(answer, before), ensure_ascii=False, indent=2))
    else:
        show(answer, before)


def _write(dossier: Dossier, answer: Levelled, out: str, wanted: Format) -> None:
    from dataclasses import replace

    from milepost.cli.files import write_bytes
    from milepost.exchange.write import write

    # The dates the source stored are those before levelling: whoever opens the file must see the new ones.
    changed = replace(dossier, plan=answer.plan, stored=())
    write_bytes(out, data := write(changed, wanted.id))
    remark_written(changed, data, wanted)


def show(answer: Levelled, before: Schedule) -> None:
    """Print the proposal: who has no capacity, what it comes to, what moves and why, who holds the plan back."""
    from milepost.engine.levelling.conditions import without_capacity

    first = [notice for notice in answer.notices if notice.code == "W-CAPACITY-ZERO"]
    rest = [notice for notice in answer.notices if notice not in first]
    # Whoever has no time at all is named once, not for every stretch in which work is asked of them.
    empty = {resource.uid for resource in answer.plan.resources if without_capacity(resource)}
    for line in (*(f"{notice.code}: {notice.message}" for notice in first), *headline(answer, before)):
        say(clean(line))
    _show_moves(answer)
    _show_people(answer)
    for residual in answer.residual:
        if residual.resource not in empty:
            say(clean(f"{residual.code}: {residual.message}"))
    for notice in rest:
        say(clean(f"{notice.code}: {notice.message}"))
    if answer.moves:
        say()
        say("Nothing has changed yet: --out FILE writes this plan.")


def headline(answer: Levelled, before: Schedule) -> list[str]:
    """The answer in a few lines: finish, overload before and after, bound and gap."""
    from milepost.engine.overload import overload
    from milepost.engine.words import days, when

    settings = answer.plan.settings
    hours = [round(overload(each) / 60) for each in (before, answer.schedule)]
    lines = [
        f"Finish {when(answer.schedule.finish, settings)} (was {when(before.finish, settings)}); "
        f"over-allocated hours {hours[1]:,} (were {hours[0]:,})."
    ]
    if answer.proven:
        lines.append(f"{days(answer.makespan, settings)} long: proven, no plan with these people is shorter.")
    else:
        tried = f"{answer.schedules:,} schedule{'' if answer.schedules == 1 else 's'} tried"
        lines.append(
            f"{days(answer.makespan, settings)} long; none can be shorter than {days(answer.lower_bound, settings)}, "
            f"so at most {answer.gap_percent:.1f} % could be gained ({tried})."
        )
    if answer.in_vain and not answer.proven:
        lines.append(f"The search ended because the last {answer.in_vain:,} schedules brought nothing better.")
    if answer.cancelled:
        lines.append("Stopped early; this is the best found so far.")
    return lines


def _show_moves(answer: Levelled) -> None:
    from milepost.engine.words import label, when

    settings, tasks = answer.plan.settings, {task.uid: task for task in answer.plan.tasks}
    say()
    if not answer.moves:
        say("No task has to move.")
        return
    say(f"{len(answer.moves)} task{' moves' if len(answer.moves) == 1 else 's move'}:")
    rows: list[list[Cell | str]] = [
        [
            label(tasks[move.task]),
            when(move.start[1], settings),
            when(move.finish[1], settings),
            _later(move, answer.plan),
            move.reason,
        ]
        for move in answer.moves[:SHOWN]
    ]
    columns = [Column("Task", wraps=True), Column("Start"), Column("Finish"), Column("Finishes later", right=True)]
    show_table([*columns, Column("Why", wraps=True)], rows)
    if len(answer.moves) > SHOWN:
        say(f"{len(answer.moves) - SHOWN} more; see --json.")


def _later(move: Move, plan: Plan) -> str:
    from milepost.engine.worktime import WorkTimes

    minutes = WorkTimes(plan).of_calendar(None).working(move.finish[0], move.finish[1])
    return f"{minutes / plan.settings.minutes_per_day:+.1f}d"


def _show_people(answer: Levelled) -> None:
    from milepost.engine.words import days, when

    settings = answer.plan.settings
    names = {resource.uid: resource.name for resource in answer.plan.resources}
    if answer.binding:
        say()
        say("Who holds the plan back:")
        rows: list[list[Cell | str]] = [
            [
                when(each.start, settings),
                names.get(each.resource, ""),
                f"{each.waiting / 60:,.0f} h",
                f"{each.busy_percent} %",
            ]
            for each in answer.binding
        ]
        show_table(
            [Column("From"), Column("Resource"), Column("Waited for", right=True), Column("Busy", right=True)], rows
        )
    gains = [each for each in answer.one_more if each.gained > 0]
    for each in gains:
        whom = each.skill or f"one more {names.get(each.resource or 0, '')}"
        say(clean(f"With {whom}: {days(each.gained, settings)} earlier, {when(each.finish, settings)}."))
    if len(answer.frontier) > 1:
        say()
        say("Days gained against tasks moved:")
        rows = [[str(each.moved), when(each.finish, settings), days(each.gained, settings)] for each in answer.frontier]
        show_table([Column("Tasks moved", right=True), Column("Finish"), Column("Gained")], rows)
