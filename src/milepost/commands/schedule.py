"""Commands on the plan: how long tasks take, what they wait for, the dates they are held to, baselines."""

from __future__ import annotations

from dataclasses import replace

from milepost.commands.command import command
from milepost.commands.edits import offer
from milepost.commands.work import Work
from milepost.dossier.edits import Edit
from milepost.dossier.edits_dates import DATE_COMMANDS
from milepost.dossier.edits_effort import EFFORT_COMMANDS
from milepost.dossier.edits_links import LINK_COMMANDS
from milepost.dossier.edits_people import PEOPLE_COMMANDS
from milepost.dossier.edits_tasks import TASK_COMMANDS
from milepost.engine.tasks import ConstraintKind, LagKind, LinkType
from milepost.queries.access import Permission
from milepost.queries.kinds import AnyAt, FinishAt, Lag, TaskRef, WrittenSpan
from milepost.queries.refused import Refused

#: Edits of the plan that say who works on it; `commands.people` offers them.
STAFFING = ("assign", "assign_to_share", "unassign", "reassign", "change_units", "fill_place", "set_skill")
#: Edits that have a command of their own here, which reads more of what people write.
_OWN = ("change_duration", "add_link", "change_link", "set_constraint", "set_deadline", "change_remaining")
_OFFERED = {**EFFORT_COMMANDS, **LINK_COMMANDS, **DATE_COMMANDS, **PEOPLE_COMMANDS}
_TASKS = ("make_milestone", "set_task_type", "activate")
#: Constraints on a finish: a date without a time is the end of that day.
_OF_FINISHES = (ConstraintKind.FNET, ConstraintKind.FNLT, ConstraintKind.MFO)

offer(
    "schedule",
    Permission.PLAN,
    {
        **{word: edit for word, edit in _OFFERED.items() if word not in (*STAFFING, *_OWN)},
        **{word: TASK_COMMANDS[word] for word in _TASKS},
    },
    finish=("set_must_finish",),
)


@command(permission=Permission.PLAN)
def change_duration(work: Work, *, task: TaskRef, duration: WrittenSpan) -> None:
    """Give a task another duration; its work or units follow its type.

    `3ed` runs day and night, `3d?` is a guess; a duration of nothing makes a milestone.
    """
    row = next(each for each in work.dossier.plan.tasks if each.uid == task)
    work.edit(Edit("change_duration", {"task": task, "duration": duration.minutes}))
    told = {"unit": duration.unit or row.duration_unit, "estimated": duration.estimated}
    elapsed = duration.elapsed if duration.unit else row.elapsed
    work.edit(Edit("set_duration_unit", {"task": task, "elapsed": elapsed, **told}))
    if row.milestone and not row.duration and duration.minutes:
        work.edit(Edit("make_milestone", {"task": task, "milestone": False}))


@command(permission=Permission.PLAN)
def add_link(
    work: Work,
    *,
    predecessor: TaskRef,
    successor: TaskRef,
    kind: LinkType = LinkType.FS,
    lag: Lag | None = None,
    lag_kind: LagKind | None = None,
) -> None:
    """Let one task wait for another: FS, SS, FF or SF, with a lag such as 2d, -4h, 3ed or 50%.

    `lag_kind` (working, elapsed, percent, percent_elapsed) says what a lag in minutes or hundredths counts.
    """
    told = {"kind": str(kind), "lag": 0 if lag is None else lag.lag}
    told["lag_kind"] = str(lag_kind or (LagKind.WORKING if lag is None else lag.lag_kind))
    work.edit(Edit("add_link", {"predecessor": predecessor, "successor": successor, **told}))
    _show_lag(work, predecessor, successor, lag)


@command(permission=Permission.PLAN)
def change_link(
    work: Work,
    *,
    predecessor: TaskRef,
    successor: TaskRef,
    kind: LinkType | None = None,
    lag: Lag | None = None,
    lag_kind: LagKind | None = None,
) -> None:
    """Change how one task waits for another: the kind of the link, or its lag such as 2d, -4h, 3ed or 50%."""
    told = {
        "kind": None if kind is None else str(kind),
        "lag": None if lag is None else lag.lag,
        "lag_kind": str(lag_kind) if lag_kind is not None else None if lag is None else str(lag.lag_kind),
    }
    work.edit(Edit("change_link", {"predecessor": predecessor, "successor": successor, **told}))
    _show_lag(work, predecessor, successor, lag)


def _show_lag(work: Work, predecessor: int, successor: int, lag: Lag | None) -> None:
    """Keep the unit that a lag was written in."""
    if lag is None or lag.lag_unit == "d":
        return
    plan = work.dossier.plan
    rows = tuple(
        replace(row, lag_unit=lag.lag_unit) if (row.predecessor, row.successor) == (predecessor, successor) else row
        for row in plan.links
    )
    work.dossier = replace(work.dossier, plan=replace(plan, links=rows))


@command(permission=Permission.PLAN)
def set_constraint(work: Work, *, task: TaskRef, kind: ConstraintKind, at: AnyAt | None = None) -> None:
    """Hold a task to a date (SNET, FNET, SNLT, FNLT, MSO, MFO), or to ASAP or ALAP, which have none.

    A date without a time is the start of that day for constraints on the start, its end for those on the finish.
    """
    when = None if at is None else at.finish if kind in _OF_FINISHES else at.start
    work.edit(Edit("set_constraint", {"task": task, "kind": str(kind), "at": when}))


@command(permission=Permission.PLAN)
def set_deadline(work: Work, *, task: TaskRef, at: FinishAt | None = None) -> None:
    """Give a task a deadline: a date it is measured against, which moves nothing; without a date it is taken away."""
    if at is None:
        work.edit(Edit("clear_deadline", {"task": task}))
    else:
        work.edit(Edit("set_deadline", {"task": task, "at": at}))


@command(permission=Permission.PLAN)
def set_status_date(work: Work, *, at: FinishAt) -> None:
    """Judge progress as of another date."""
    work.edit(Edit("set_status_date", {"at": at}))


@command(permission=Permission.PLAN)
def set_baseline(work: Work, *, tasks: list[TaskRef] | None = None, into: int | None = None, name: str = "") -> None:
    """Remember today's dates, durations, work and cost as the baseline; `tasks` adds only those to it.

    `into` is its number, 0 to 10; without one the current baseline is written anew.
    """
    work.edit(Edit("set_baseline", {"tasks": tasks, "into": into}))
    plan = work.dossier.plan
    kept = plan.settings.current_baseline if into is None else into
    rows = tuple(
        replace(each, saved_at=work.now, name=name or each.name) if each.number == kept else each
        for each in plan.baselines
    )
    work.dossier = replace(work.dossier, plan=replace(plan, baselines=rows))
    work.baselined = True


@command(permission=Permission.PLAN)
def choose_baseline(work: Work, *, number: int) -> None:
    """Compare the plan with another of its baselines."""
    plan = work.dossier.plan
    if all(each.number != number for each in plan.baselines):
        known = ", ".join(str(each.number) for each in plan.baselines) or "none"
        raise Refused(f"There is no baseline {number}; the plan has {known}.", "number", "unknown")
    changed = replace(plan, settings=replace(plan.settings, current_baseline=number))
    work.dossier = replace(work.dossier, plan=changed)
