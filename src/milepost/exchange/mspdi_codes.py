"""The numbers Microsoft Project XML uses for kinds, units and days, and what they mean here."""

from __future__ import annotations

from milepost.engine.resources import Accrual, Contour, ResourceKind
from milepost.engine.tasks import ConstraintKind, LagKind, LinkType, TaskType
from milepost.exchange.errors import FileRefusedError

NAMESPACE = "http://schemas.microsoft.com/project"

LINK_TYPES = {"0": LinkType.FF, "1": LinkType.FS, "2": LinkType.SF, "3": LinkType.SS}

CONSTRAINTS = {
    "0": ConstraintKind.ASAP,
    "1": ConstraintKind.ALAP,
    "2": ConstraintKind.MSO,
    "3": ConstraintKind.MFO,
    "4": ConstraintKind.SNET,
    "5": ConstraintKind.SNLT,
    "6": ConstraintKind.FNET,
    "7": ConstraintKind.FNLT,
}

TASK_TYPES = {"0": TaskType.FIXED_UNITS, "1": TaskType.FIXED_DURATION, "2": TaskType.FIXED_WORK}

ACCRUALS = {"1": Accrual.START, "2": Accrual.END, "3": Accrual.PRORATED}

CONTOURS = {
    "0": Contour.FLAT,
    "1": Contour.BACK_LOADED,
    "2": Contour.FRONT_LOADED,
    "3": Contour.DOUBLE_PEAK,
    "4": Contour.EARLY_PEAK,
    "5": Contour.LATE_PEAK,
    "6": Contour.BELL,
    "7": Contour.TURTLE,
    "8": Contour.MANUAL,
}

RESOURCE_KINDS = {"0": ResourceKind.MATERIAL, "1": ResourceKind.WORK, "2": ResourceKind.COST}

RATE_TABLES = {"0": "A", "1": "B", "2": "C", "3": "D", "4": "E"}

#: What the amount of a material is used per, in minutes of usual working time: minute, hour, day, week, month, year.
RATE_SPANS = {"1": 1, "2": 60, "3": 480, "4": 2400, "5": 9600, "7": 124800}

#: Lag and duration formats: the unit shown and whether it is elapsed; 32 more means estimated.
UNITS = {3: "m", 5: "h", 7: "d", 9: "w", 11: "mo"}
ELAPSED = {4: "m", 6: "h", 8: "d", 10: "w", 12: "mo"}
PERCENT, ELAPSED_PERCENT = 19, 20
ESTIMATED = 32
_DEFAULT_UNIT = 7


def unit_of(code: int | None) -> tuple[str, bool, bool]:
    """Tell the unit, whether it is elapsed, and whether the value is an estimate, of a duration format."""
    if code is None:
        return "d", False, False
    estimated = code > ESTIMATED
    plain = code - ESTIMATED if estimated else code
    if plain in ELAPSED:
        return ELAPSED[plain], True, estimated
    return UNITS.get(plain, "d"), False, estimated


def format_of(unit: str, *, elapsed: bool, estimated: bool = False) -> int:
    """Give the duration format of a unit."""
    table = ELAPSED if elapsed else UNITS
    code = next((number for number, name in table.items() if name == unit), _DEFAULT_UNIT + elapsed)
    return code + ESTIMATED * estimated


def lag_kind(code: int | None) -> tuple[LagKind, str]:
    """Tell how a lag is measured and its unit."""
    plain = code - ESTIMATED if code is not None and code > ESTIMATED else code
    if plain == PERCENT:
        return LagKind.PERCENT, "%"
    if plain == ELAPSED_PERCENT:
        return LagKind.PERCENT_ELAPSED, "%"
    unit, elapsed, _ = unit_of(plain)
    return (LagKind.ELAPSED if elapsed else LagKind.WORKING), unit


def lag_format(kind: LagKind, unit: str) -> int:
    """Give the lag format of a kind of lag and its unit."""
    if kind in (LagKind.PERCENT, LagKind.PERCENT_ELAPSED):
        return PERCENT if kind is LagKind.PERCENT else ELAPSED_PERCENT
    return format_of(unit, elapsed=kind is LagKind.ELAPSED)


def code_of(table: dict[str, object], value: object) -> str:
    """Find the number that stands for a value; one the format does not have is refused in words."""
    found = next((number for number, known in table.items() if known == value), None)
    if found is None:
        known = ", ".join(str(one) for one in table.values())
        raise FileRefusedError(f"Microsoft Project XML has no {str(value)!r}, only {known}. Write another format.")
    return found
