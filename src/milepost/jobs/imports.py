"""Large plan files, taken in by the worker: read first, written in one transaction, told step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from milepost.commands.jobs import Errand
from milepost.commands.uploads import content_of_job, done_before, plan_settings
from milepost.commands.uploads import take_in as taken_in
from milepost.queries.plan_files import LAST, read_plan


def take_in(errand: Errand) -> Mapping[str, Any]:
    """Read an uploaded plan file and make, or change, a project of it."""
    file = str(errand.arguments["file"])
    errand.progress(0.05, f"Reading {file}")
    done = done_before(errand.id, errand.user)
    if done is not None:
        return {"project": done.project, "revision": done.revision}
    content = content_of_job(errand.arguments, errand.user)
    try:
        imported = read_plan(content, file, plan_settings(errand.arguments["project"]))
        count = len(imported.dossier.plan.tasks)
        errand.progress(0.5, f"Scheduling and writing {count:,} tasks")
        made = taken_in(errand.id, errand.arguments, content, errand.user, errand.at)
    finally:
        LAST.forget()
    return {"project": made.project, "revision": made.revision}
