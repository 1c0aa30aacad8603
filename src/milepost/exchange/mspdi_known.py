"""What becomes of each element of Microsoft Project XML: kept, computed anew, or dropped with the reason."""

from __future__ import annotations

from milepost.exchange.receipt import Fate

_KEPT = {
    "Project": (
        "Name Title Subject Manager Company Comments CurrencyCode CurrencySymbol CurrencyDigits GUID StartDate "
        "FinishDate ScheduleFromStart StatusDate CalendarUID MinutesPerDay MinutesPerWeek DaysPerMonth "
        "DefaultStartTime DefaultFinishTime HonorConstraints CriticalSlackLimit MultipleCriticalPaths SaveVersion"
    ),
    "Calendar": "UID Name BaseCalendarUID IsBaseCalendar",
    "Task": (
        "UID ID Name Type IsNull WBS OutlineLevel OutlineNumber Priority Start Finish Duration DurationFormat Work "
        "Stop Resume EffortDriven Recurring Estimated Milestone Summary Critical ExternalTask ExternalTaskProject "
        "EarlyStart EarlyFinish LateStart LateFinish TotalSlack FreeSlack FixedCost FixedCostAccrual PercentComplete "
        "PercentWorkComplete Cost "
        "ActualStart ActualFinish ActualDuration ActualCost ActualWork RemainingDuration RemainingCost RemainingWork "
        "ConstraintType ConstraintDate CalendarUID Deadline LevelAssignments LevelingCanSplit LevelingDelay Contact "
        "LevelingDelayFormat IgnoreResourceCalendar Notes PhysicalPercentComplete Active Manual ManualStart "
        "ManualFinish SubprojectName"
    ),
    "Task.PredecessorLink": "PredecessorUID Type LinkLag LagFormat CrossProject CrossProjectName",
    "Resource": (
        "UID ID Name Type IsNull CalendarUID MaxUnits AccrueAt MaterialLabel Group Initials EmailAddress IsGeneric "
        "IsInactive IsCostResource Notes StandardRate OvertimeRate CostPerUse"
    ),
    "Assignment": (
        "UID TaskUID ResourceUID Units Work ActualWork RemainingWork OvertimeWork WorkContour Delay LevelingDelay "
        "CostRateTable HasFixedRateUnits RateScale Cost ActualCost RemainingCost ActualStart ActualFinish "
        "Start Finish Notes"
    ),
}
#: Compound elements whose parts are all kept.
_KEPT_WHOLE = (
    "WeekDays",
    "Exceptions",
    "WorkWeeks",
    "Baseline",
    "ExtendedAttribute",
    "ExtendedAttributes",
    "OutlineCode",
    "OutlineCodes",
    "AvailabilityPeriods",
    "Rates",
)
#: Computed by Milepost from what is kept.
_COMPUTED = (
    "ACWP BCWP BCWS CV SV VAC EAC CostVariance WorkVariance StartVariance FinishVariance DurationVariance "
    "OverAllocated Overallocated RegularWork IsSubproject StartSlack FinishSlack "
    "PercentWorkComplete CanLevel PeakUnits "
    "RemainingOvertimeWork RemainingOvertimeCost OvertimeCost ActualOvertimeCost EarlyFinish Summary "
    "Milestone StandardRateFormat OvertimeRateFormat VARStart VARFinish"
)
_WHY_COMPUTED = "computed by Milepost from the values it keeps"
_WHY_DROPPED = "Milepost has no place for it"
_KEPT_SETS = {kind: frozenset(names.split()) for kind, names in _KEPT.items()}
_COMPUTED_SET = frozenset(_COMPUTED.split())


def fate(kind: str, name: str) -> tuple[Fate, str]:
    """Tell what becomes of an element and why."""
    if name in _KEPT_SETS.get(kind, ()):
        return Fate.KEPT, ""
    parts = kind.split(".")[1:]
    if any(part in _KEPT_WHOLE for part in parts) or kind == "Assignment.TimephasedData":
        return Fate.KEPT, ""
    if name in _COMPUTED_SET:
        return Fate.APPROXIMATED, _WHY_COMPUTED
    return Fate.DROPPED, _WHY_DROPPED
