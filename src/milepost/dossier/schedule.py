"""The dates a source file had stored, kept to compare with the computed ones."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.engine.units import Instant, Minutes, Uid


@dataclass(frozen=True, slots=True)
class StoredTask:
    """The dates and floats the authoring tool had stored for one task; None where it had none."""

    task: Uid
    start: Instant | None = None
    finish: Instant | None = None
    early_start: Instant | None = None
    early_finish: Instant | None = None
    late_start: Instant | None = None
    late_finish: Instant | None = None
    total_float: Minutes | None = None
    free_float: Minutes | None = None
    critical: bool | None = None
