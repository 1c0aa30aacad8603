"""What is wrong or doubtful in a plan before any date is computed (domain/schedule.md 12)."""

from __future__ import annotations

from milepost.engine.checks_calendars import calendar_errors, working_errors
from milepost.engine.checks_links import link_notices
from milepost.engine.checks_loops import loops
from milepost.engine.checks_progress import progress_notices, value_errors
from milepost.engine.checks_references import UNSOUND, reference_errors
from milepost.engine.checks_units import unit_errors
from milepost.engine.checks_warnings import plan_warnings, stale_status
from milepost.engine.network import Outline, outline
from milepost.engine.notices import Notice
from milepost.engine.plan import Plan

__all__ = ["check", "errors", "stale_status", "warnings"]


def check(plan: Plan) -> tuple[Notice, ...]:
    """List everything wrong or doubtful in a plan, errors first, each naming its records and what would be right.

    Codes beginning with `E-` make dates impossible, those with `W-` do not. Where a file came from
    Microsoft Project or P6 (`settings.convention`), facts that only Milepost's own rules forbid are
    warnings. After an error in the references (E-LINK-UNKNOWN ...) nothing else is checked.
    """
    found = errors(plan) or (*working_errors(plan), *loops(plan, outline(plan)))
    if any(notice.code in UNSOUND for notice in found):
        return found
    return (*found, *warnings(plan))


def errors(plan: Plan, shape: Outline | None = None) -> tuple[Notice, ...]:
    """List the errors that can be seen without ordering the tasks and without expanding calendars.

    `shape` spares reading the outline again.

    What is left is found on the way to dates: loops of links (`checks_loops.loops`) when tasks are
    ordered, empty calendars and the horizon when working time is expanded.
    """
    unsound = (*reference_errors(plan), *calendar_errors(plan))
    if unsound:
        return unsound
    values = (*value_errors(plan), *unit_errors(plan))
    found = (*link_notices(plan, shape or outline(plan)), *progress_notices(plan), *values)
    return tuple(notice for notice in found if notice.code.startswith("E-"))


def warnings(plan: Plan) -> tuple[Notice, ...]:
    """List the static warnings of a plan whose references are sound."""
    shape = outline(plan)
    found = (*link_notices(plan, shape), *progress_notices(plan), *plan_warnings(plan, shape))
    return tuple(notice for notice in found if notice.code.startswith("W-"))
