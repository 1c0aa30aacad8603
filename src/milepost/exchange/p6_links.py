"""The relationships of a P6 project, and the activities of other projects they reach."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.engine.tasks import Link, LinkType, Task, TaskKind
from milepost.engine.units import Uid
from milepost.exchange.p6_projects import P6Source, project_name
from milepost.exchange.p6_stored import first
from milepost.exchange.p6_tables import Row

_TYPES = {"pr_fs": LinkType.FS, "pr_ss": LinkType.SS, "pr_ff": LinkType.FF, "pr_sf": LinkType.SF}


@dataclass(frozen=True, slots=True)
class Network:
    """The links of the project and one external task per activity of another project they name."""

    links: tuple[Link, ...]
    externals: tuple[Task, ...]


def network(source: P6Source, activities: set[Uid]) -> Network:
    """Read the relationships; those to other projects lead to external tasks, those to nowhere are left out."""
    if "TASKPRED" not in source.tables and len(activities) > 1:
        source.book.dropped("relationship", "the TASKPRED table is missing; the activities were read without links")
    others = {
        uid: row
        for row in source.tables.rows("TASK")
        if (uid := source.cells.uid(row, "task_id")) is not None and uid not in activities
    }
    links: dict[tuple[Uid, Uid, LinkType], Link] = {}
    externals: dict[Uid, Task] = {}
    ignored = _ignores_others(source)
    for row in source.tables.rows("TASKPRED"):
        ends = source.cells.uid(row, "pred_task_id"), source.cells.uid(row, "task_id")
        if not activities.intersection(ends):
            if source.key in (row.text("proj_id"), row.text("pred_proj_id")):
                _drop(source, row, "neither end is an activity of the project")
            continue
        outside = [uid for uid in ends if uid not in activities]
        if outside and not _reach(source, row, outside[0], others, externals, ignored=ignored):
            continue
        link = _link(source, row, ends)
        if link is not None and (link.predecessor, link.successor, link.type) in links:
            _drop(source, row, "the same relationship occurs twice, the first is used")
        elif link is not None:
            links[link.predecessor, link.successor, link.type] = link
    source.book.kept("relationship", len(links))
    return Network(tuple(links.values()), tuple(externals.values()))


def _link(source: P6Source, row: Row, ends: tuple[Uid | None, Uid | None]) -> Link | None:
    predecessor, successor = ends
    if predecessor is None or successor is None or predecessor == successor:
        _drop(source, row, "the activity is linked to itself")
        return None
    kind = _TYPES.get(row.text("pred_type").lower())
    if kind is None:
        source.cells.note(row, "pred_type", "is not a type of relationship; finish to start is used")
    lag = source.cells.minutes(row, "lag_hr_cnt") or 0
    return Link(predecessor, successor, kind or LinkType.FS, lag, lag_unit="h", note=row.text("comments"))


def _reach(
    source: P6Source, row: Row, uid: Uid | None, others: dict[Uid, Row], externals: dict[Uid, Task], *, ignored: bool
) -> bool:
    """Make an external task of an activity of another project; False when the link has to go."""
    foreign = {row.text("proj_id"), row.text("pred_proj_id")} - {"", source.key}
    if uid is None or (uid not in others and not foreign):
        _drop(source, row, f"activity {uid} is not in the file")
        return False
    if ignored:
        _drop(source, row, "links to other projects are switched off in P6's options")
        return False
    if uid not in externals:
        unknown = Row("TASK", row.place, {"proj_id": min(foreign, default=""), "task_name": f"Activity {uid}"})
        externals[uid] = _external(source, uid, others.get(uid, unknown))
    return True


def _external(source: P6Source, uid: Uid, row: Row) -> Task:
    start = first(source, row, "act_start_date", "restart_date", "early_start_date", "target_start_date")
    finish = first(source, row, "act_end_date", "reend_date", "early_end_date", "target_end_date")
    begins, ends = (start if start is not None else finish), (finish if finish is not None else start)
    name = row.text("task_name") or row.text("task_code")
    if begins is None:
        source.book.approximated("link to another project", f"{name}: the file holds no dates of it")
    key = row.text("proj_id")
    project = next((one for one in source.tables.rows("PROJECT") if one.text("proj_id") == key), None)
    return Task(
        uid=uid,
        name=name,
        code=row.text("task_code"),
        kind=TaskKind.EXTERNAL,
        milestone=begins == ends,
        manual_start=begins,
        manual_finish=ends,
        external_project=project_name(source.tables, project) if project else key,
        external_uid=uid,
    )


def _ignores_others(source: P6Source) -> bool:
    options = next(iter(source.rows("SCHEDOPTIONS")), None)
    return options is not None and options.text("sched_outer_depend_type").lower() == "sd_none"


def _drop(source: P6Source, row: Row, why: str) -> None:
    ends = f"{row.text('pred_task_id')[:20]} -> {row.text('task_id')[:20]}"
    source.book.dropped("relationship", f"{row.place}: {ends}: {why}")
