"""Who may decide on a change, whether its impact still holds, and the baseline that follows (governance.md 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from milepost.advisor.words import counted, day
from milepost.commands.run import Call
from milepost.commands.sandbox import state_of, tried
from milepost.commands.telling import deciders
from milepost.commands.work import Work
from milepost.dossier.changes import ChangeClass, ChangeRecord
from milepost.dossier.edits import Edit
from milepost.engine.plan import Plan
from milepost.engine.units import Uid
from milepost.forecasting.changes import ChangeImpact, ChangeLimits, moved_tasks, weigh
from milepost.forecasting.held import Held
from milepost.forecasting.keep import moved_since
from milepost.queries.access import Permission
from milepost.queries.refused import Refused

#: Baselines are numbered 0 to this.
_LAST_BASELINE = 10


def may_decide(work: Work, record: ChangeRecord, *, approving: bool) -> None:
    """Refuse whoever may not decide on a change: by its class, and nobody alone on what they asked for.

    What somebody's assistant asked for in their name they may decide themselves; the token that asked never.
    """
    if record.category is ChangeClass.MAJOR:
        why = "a sponsor decides"
        if not deciders(work, record, anyone=True):
            why = "a sponsor decides, and the project has none yet; make somebody its sponsor"
        work.need(Permission.SPONSOR, f"{record.code} is a major change: {why}.")
    if record.requester_token is not None and record.requester_token == work.actor.token:
        raise Refused(f"The token that asked for {record.code} cannot decide on it.", "change", "forbidden")
    own = record.requester_id == work.actor.user and record.requester_token is None
    if approving and own and record.category is not ChangeClass.MINOR:
        words = f"You asked for {record.code}, which is a {record.category} change; somebody else has to approve it."
        raise Refused(words, "change", "forbidden")


def still_so(
    work: Work, record: ChangeRecord, calls: Sequence[Call], frozen: ChangeImpact, limits: ChangeLimits
) -> ChangeImpact:
    """Give the impact a decision rests on; computed anew where the plan has moved since, which must not change it.

    Refuses a change whose commands no longer apply, and one that would now do something else than was assessed.
    """
    if work.dossier is work.held.dossier and not moved_since(work.project.pk, record.based_on):
        return frozen
    try:
        trial = tried(work, calls, frozen.results)
    except Refused as refused:
        words = f"The plan has moved since {record.code} was assessed, and it no longer applies: {refused.message}"
        raise Refused(words, "change", "stale") from refused
    now = weigh(trial.before, trial.after, trial.results, limits=limits)
    if now.decided_on != frozen.decided_on:
        settings = trial.before.dossier.plan.settings
        words = (
            f"The plan has moved since {record.code} was assessed: the project would now end on "
            f"{day(now.finish_after, settings)}, not on {day(frozen.finish_after, settings)}"
            f"{_also(frozen, now)}. Assess it again, then decide."
        )
        details = {"assessed": record.based_on, "revision": work.held.revision}
        raise Refused(words, "change", "stale", details)
    return replace(now, results=frozen.results)


def _also(frozen: ChangeImpact, now: ChangeImpact) -> str:
    said = []
    if len(now.milestones) != len(frozen.milestones):
        said.append(f"{counted(len(now.milestones), 'milestone')} would move, not {len(frozen.milestones)}")
    if now.cost_delta != frozen.cost_delta:
        said.append("its cost is another")
    if now.category is not frozen.category:
        said.append(f"it is now a {now.category} change, not a {frozen.category} one")
    return "".join(f"; {each}" for each in said)


def rebaselined(work: Work, before: Held, record: ChangeRecord) -> tuple[int | None, int | None]:
    """Set the new baseline after a change; gives the numbers of the one before and of the one after.

    It is the one before with today's dates for what the change touched: other tasks' delays stay visible. Without a
    baseline before, all of the plan is remembered. A change that touches no task needs no new one.
    """
    after = state_of(work)
    plan = after.dossier.plan
    current = plan.settings.current_baseline
    old = next((each for each in plan.baselines if each.number == current), None)
    touched = moved_tasks(before, after) | _edited(before.dossier.plan, plan)
    known = {dates.uid for dates in after.schedule.tasks}
    gone = {dates.uid for dates in before.schedule.tasks} - known
    if old is not None and not touched and not gone:
        return current, current
    number = _free(plan)
    if old is not None:
        kept = tuple(row for row in old.tasks if row.task not in gone)
        copy = replace(old, number=number, tasks=kept)
        others = tuple(each for each in plan.baselines if each.number != number)
        work.dossier = replace(work.dossier, plan=replace(plan, baselines=(*others, copy)))
    tasks = None if old is None else sorted(touched & known)
    work.edit(Edit("set_baseline", {"tasks": tasks, "into": number}))
    _name(work, number, record)
    return None if old is None else current, number


def _edited(before: Plan, after: Plan) -> frozenset[Uid]:
    old, staffed = {task.uid: task for task in before.tasks}, {row.uid: row for row in before.assignments}
    found = {task.uid for task in after.tasks if old.get(task.uid) != task}
    found |= {row.task for row in after.assignments if staffed.get(row.uid) != row}
    now = {row.uid for row in after.assignments}
    return frozenset(found | {row.task for row in before.assignments if row.uid not in now})


def _free(plan: Plan) -> int:
    """Give the first number without a baseline; where all are taken, that of the oldest one that is not current."""
    taken = {each.number for each in plan.baselines}
    free = [number for number in range(_LAST_BASELINE + 1) if number not in taken]
    if free:
        return free[0]
    others = [each for each in plan.baselines if each.number != plan.settings.current_baseline]
    return min(others, key=lambda each: (each.saved_at or 0, each.number)).number


def _name(work: Work, number: int, record: ChangeRecord) -> None:
    plan = work.dossier.plan
    made = next(each for each in plan.baselines if each.number == number)
    named = replace(
        made, name=f"After {record.code}", saved_at=work.now, approver=work.actor.name, change_request=record.code
    )
    rows = tuple(named if each is made else each for each in plan.baselines)
    settings = replace(plan.settings, current_baseline=number)
    work.dossier = replace(work.dossier, plan=replace(plan, baselines=rows, settings=settings))
    work.baselined = True
