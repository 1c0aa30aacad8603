"""The dates and floats P6 had computed when it wrote the file."""

from __future__ import annotations

from milepost.dossier.schedule import StoredTask
from milepost.engine.units import Instant, Minutes, Uid
from milepost.exchange.p6_projects import P6Source
from milepost.exchange.p6_tables import Row


def first(source: P6Source, row: Row, *columns: str) -> Instant | None:
    """Give the first date the row has among the columns."""
    return next((at for column in columns if (at := source.cells.instant(row, column)) is not None), None)


def stored(source: P6Source, uid: Uid, row: Row) -> StoredTask:
    """Keep what P6 had computed for one activity; the start of a started one is its actual start."""
    total = source.cells.minutes(row, "total_float_hr_cnt")
    return StoredTask(
        task=uid,
        start=first(source, row, "act_start_date", "restart_date", "early_start_date", "target_start_date"),
        finish=first(source, row, "act_end_date", "reend_date", "early_end_date", "target_end_date"),
        early_start=source.cells.instant(row, "early_start_date"),
        early_finish=source.cells.instant(row, "early_end_date"),
        late_start=first(source, row, "late_start_date", "rem_late_start_date"),
        late_finish=first(source, row, "late_end_date", "rem_late_end_date"),
        total_float=total,
        free_float=source.cells.minutes(row, "free_float_hr_cnt"),
        critical=_critical(source, row, total),
    )


def _critical(source: P6Source, row: Row, total: Minutes | None) -> bool | None:
    """Tell whether P6 showed the activity as critical, by its longest path or by its float."""
    if source.project.text("critical_path_type").lower() == "ct_drivpath":
        return row.flag("driving_path_flag") if row.text("driving_path_flag") else None
    if total is None:
        return None
    threshold = source.cells.minutes(source.project, "critical_drtn_hr_cnt") or 0
    return total <= threshold and row.text("status_code").lower() != "tk_complete"
