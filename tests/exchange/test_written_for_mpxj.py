"""A Microsoft Project XML file written by Milepost opens in MPXJ, which reads the same values."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.dossier import Dossier
from milepost.engine.tasks import Task
from milepost.exchange.imported import Imported, ReadOptions
from milepost.exchange.mpxj import read_all
from milepost.exchange.read import read
from milepost.exchange.write import write
from tests.exchange.plan_files import mspdi_files

FACTS = (
    "name parent duration elapsed type constraints deadline calendar percent_complete actual_start actual_finish "
    "manual manual_start manual_finish priority levelling_delay milestone effort_driven kind code inactive "
    "fixed_cost estimated"
).split()
#: MPXJ leaves out amounts and spans of zero.
AMOUNTS = "work actual_duration remaining_duration actual_work remaining_work cost actual_cost remaining_cost".split()


def facts(task: Task) -> dict[str, object]:
    amounts = {name: getattr(task, name) or Decimal(0) for name in AMOUNTS}
    return {name: getattr(task, name) for name in FACTS} | amounts


def same(ours: Dossier, theirs: Dossier) -> None:
    ours_by, theirs_by = ({task.uid: task for task in one.plan.tasks} for one in (ours, theirs))
    assert ours_by.keys() == theirs_by.keys()
    for uid, task in ours_by.items():
        assert facts(task) == facts(theirs_by[uid])
    # MPXJ gives no lag a unit of its own.
    links = [{replace(one, lag_unit=one.lag_unit if one.lag else "") for one in d.plan.links} for d in (ours, theirs)]
    assert links[0] == links[1]
    # MPXJ adds a calendar for a resource on a base calendar, an assignment for work that nobody does, and it
    # renumbers resources.
    assert set(ours.plan.calendars) <= set(theirs.plan.calendars)
    assert work(ours) <= work(theirs)


def work(dossier: Dossier) -> set[tuple[object, ...]]:
    names = {one.uid: one.name for one in dossier.plan.resources}
    return {(one.task, names.get(one.resource or -1), one.units, one.work) for one in dossier.plan.assignments}


def test_mpxj_reads_the_same_values() -> None:
    dossiers = {path.name: read(path.read_bytes(), file=path.name).dossier for path in mspdi_files()}
    again = read_all([(name, write(one, "mspdi")) for name, one in dossiers.items()], options=ReadOptions())
    for dossier, imported in zip(dossiers.values(), again, strict=True):
        assert isinstance(imported, Imported), imported
        same(dossier, imported.dossier)
