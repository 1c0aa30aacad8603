"""Dates further than 50 years from the plan: which task leads there (E-HORIZON, domain/schedule.md 2.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from milepost.engine.kernel import Column
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.tasks import Task
from milepost.engine.units import Instant
from milepost.engine.words import called, when
from milepost.engine.worktime import HORIZON, WorkTimes

_GIVEN = {
    "actual_start": "actual start",
    "actual_finish": "actual finish",
    "suspend": "suspension",
    "resume": "resumption",
    "expected_finish": "expected finish",
    "manual_start": "start",
    "manual_finish": "finish",
    "deadline": "deadline",
}


def explained(
    refusal: PlanRefusedError, plan: Plan, leaves: Sequence[Task] = (), dates: Iterable[Column] = ()
) -> PlanRefusedError:
    """Name the tasks behind a refusal for the horizon: by the dates they were given, else by those computed.

    `dates` are columns by position, `leaves` their tasks in the order of the network. Any other
    refusal, and one that no task explains, comes back as it is.
    """
    if refusal.notices[0].code != "E-HORIZON":
        return refusal
    settings = plan.settings
    if settings.status_date is not None and abs(settings.status_date - settings.start) >= HORIZON:
        # Every other date is far from one of the two: only the status date itself is wrong.
        message = (
            f"The status date, {when(settings.status_date, settings)}, lies more than 50 years from the project's "
            f"start, {when(settings.start, settings)}. Correct it."
        )
        return PlanRefusedError((Notice("E-HORIZON", message),))
    limits = WorkTimes(plan).limits
    notices = tuple(_given(plan, limits)) or _computed(leaves, dates, limits)
    return PlanRefusedError(notices) if notices else refusal


def _given(plan: Plan, limits: tuple[Instant, Instant]) -> Iterator[Notice]:
    for task in plan.tasks:
        facts = [(words, getattr(task, name)) for name, words in _GIVEN.items()]
        facts += [(f"{constraint.kind} date", constraint.at) for constraint in task.constraints]
        for words, at in facts:
            if at is not None and not limits[0] < at < limits[1]:
                yield Notice(
                    "E-HORIZON",
                    f"The {words} of {called(task)}, {when(at, plan.settings)}, lies more than 50 years from the "
                    "project's dates. Correct it.",
                    (task.uid,),
                )


def _computed(leaves: Sequence[Task], dates: Iterable[Column], limits: tuple[Instant, Instant]) -> tuple[Notice, ...]:
    """Name the first task in the order of the network whose computed dates lie too far."""
    columns = tuple(dates)
    for p, task in enumerate(leaves):
        if any(not limits[0] < column[p] < limits[1] for column in columns):
            message = (
                f"{called(task)} would lie more than 50 years from the project's dates. Correct its duration, or the "
                "lags and durations that lead to it."
            )
            return (Notice("E-HORIZON", message, (task.uid,)),)
    return ()
