"""What the plan does not say, and what it would let the review tell (review.md 5)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.value import earned_value
from milepost.advisor.words import counted, day, percent, span


def gaps(context: Context) -> tuple[str, ...]:
    """List the data that is missing, what hurts most first."""
    return tuple(_gaps(context))


def _gaps(context: Context) -> Iterator[str]:
    if context.settings.status_date is None:
        yield from _undated(context)
    if not context.baseline:
        yield "There is no baseline, so nothing tells late from early. Save one when the plan is agreed."
    yield from _money(context)
    yield from _people(context)
    if not any(task.deadline is not None for task in context.tasks.values()) and (
        context.settings.must_finish_by is None
    ):
        yield "No task has a deadline; give the dates that are promised to somebody one, and they are watched."
    if not any(task.estimate is not None for task in context.tasks.values()):
        yield "Durations are single numbers without a range, so how sure a date is cannot be told."
    if context.likelihood_refused:
        yield f"The project cannot be simulated: {context.likelihood_refused}"
    if context.cash_refused:
        yield f"The ledger cannot be added up: {context.cash_refused}"
    if context.dossier.risks:
        yield "Scope, quality and benefits are not recorded; they are not rated."
    else:
        yield "Scope, quality, risks and benefits are not in a plan file; they are not rated."


def _undated(context: Context) -> Iterator[str]:
    judged = day(context.as_of, context.settings)
    begun = any(task.actual_start is not None for task in context.tasks.values())
    if begun or context.today is None or context.today <= context.as_of:
        yield f"The plan has no status date; it is judged as of {judged}. Set one, and record progress up to it."
        return
    late = span(context.working(context.as_of, context.today), context.settings)
    yield (
        f"No progress is recorded, though the plan was to start on {judged}, {late} ago; it is judged as of its start."
        " Record what has happened, and set a status date."
    )


def _money(context: Context) -> Iterator[str]:
    value = earned_value(context)
    if value is None:
        why = (
            "no status date" if context.baseline and context.settings.status_date is None else "no budget in a baseline"
        )
        yield f"Cost cannot be judged: there is {why}."
    elif value.cost_index is None:
        yield "No actual cost is recorded, so what the work really costs is not known."


def _people(context: Context) -> Iterator[str]:
    work = [d.uid for d in context.open if context.tasks[d.uid].duration]
    bare = [uid for uid in work if not context.who(uid)]
    if not work or not bare:
        return
    if len(bare) == len(work):
        yield "Nobody is assigned to any open task, so workload cannot be judged."
    elif len(bare) * 5 >= len(work):
        share = percent(Decimal(len(bare)) / len(work))
        yield f"{counted(len(bare), 'open task')} ({share}) have nobody named: {context.names(bare)}."
