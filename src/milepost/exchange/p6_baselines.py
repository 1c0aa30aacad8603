"""The baselines of a P6 project: copies of it in the same export, else its own planned dates."""

from __future__ import annotations

from milepost.engine.tasks import Baseline, BaselineTask
from milepost.engine.units import Minutes, Uid
from milepost.exchange.p6_costs import Costs
from milepost.exchange.p6_projects import P6Source, project_name
from milepost.exchange.p6_stored import first
from milepost.exchange.p6_tables import Row

#: A plan has baselines 0 to 10.
_MOST = 11


def baselines(source: P6Source, activities: dict[Uid, Row], costs: Costs) -> tuple[Baseline, ...]:
    """Read the baseline projects, the current one first; activities are matched by their ids.

    Without one P6 compares with the planned dates, so these become baseline 0.
    """
    copies = _copies(source)
    codes = {row.text("task_code"): uid for uid, row in activities.items()}
    found = []
    for number, project in enumerate(copies[:_MOST]):
        copy = P6Source(source.file, source.tables, source.cells, source.book, project)
        money = Costs(copy)
        tasks = [
            _task(copy, codes[row.text("task_code")], row, money)
            for row in copy.rows("TASK")
            if row.text("task_code") in codes
        ]
        found.append(Baseline(number, name=project_name(source.tables, project), tasks=tuple(_first_of_each(tasks))))
    for project in copies[_MOST:]:
        source.book.dropped("baseline", f"{project_name(source.tables, project)}: only eleven are kept")
    if found:
        source.book.kept("baseline", len(found))
        return tuple(found)
    return _planned(source, activities, costs)


def _copies(source: P6Source) -> list[Row]:
    current = source.project.text("sum_base_proj_id")
    rows = [
        row
        for row in source.tables.rows("PROJECT")
        if row is not source.project
        and source.key
        and (row.text("proj_id") == current or row.text("orig_proj_id") == source.key)
    ]
    return sorted(rows, key=lambda row: row.text("proj_id") != current)


def _planned(source: P6Source, activities: dict[Uid, Row], costs: Costs) -> tuple[Baseline, ...]:
    tasks = tuple(_task(source, uid, row, costs) for uid, row in activities.items() if row.text("target_start_date"))
    if not tasks:
        return ()
    source.book.approximated("baseline", "the file has none; as in P6 the planned dates serve as baseline 0")
    return (Baseline(0, name="Planned dates", tasks=tasks),)


def _task(source: P6Source, uid: Uid, row: Row, costs: Costs) -> BaselineTask:
    money = costs.of(source.cells.own_uid(row, "task_id"))
    return BaselineTask(
        task=uid,
        start=first(source, row, "target_start_date"),
        finish=first(source, row, "target_end_date"),
        duration=source.cells.minutes(row, "target_drtn_hr_cnt"),
        work=_work(source, row),
        cost=money.planned,
    )


def _work(source: P6Source, row: Row) -> Minutes | None:
    hours = [source.cells.minutes(row, column) for column in ("target_work_qty", "target_equip_qty")]
    return None if all(value is None for value in hours) else sum(filter(None, hours))


def _first_of_each(tasks: list[BaselineTask]) -> list[BaselineTask]:
    return list({task.task: task for task in reversed(tasks)}.values())[::-1]
