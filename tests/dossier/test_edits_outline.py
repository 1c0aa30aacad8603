"""The outline: written, indented, moved and removed as planners know it, and always a plan that can be scheduled."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from milepost.dossier.dossier import Dossier
from milepost.dossier.edits import Edit, EditRefusedError, carry_out
from milepost.dossier.projects import Project
from milepost.dossier.risks import RiskRecord
from milepost.engine.calendars import Calendar
from milepost.engine.checks import check
from milepost.engine.clock import instant, moment
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Assignment, Resource
from milepost.engine.risks import Exposure, Risk, TaskEffect
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind, Link, Task

WORKDAY = ((480, 720), (780, 1020))
DAY = 480


def at(text: str) -> int:
    """An instant of June 2026: `08T17:00`."""
    return instant(datetime.fromisoformat(f"2026-06-{text}"))


#: Phase (1): Design (2), Build (3); Test (4); Ship (5), a milestone. Monday 1 June 2026.
PLAN = Plan(
    Settings(start=at("01T08:00"), calendar=1),
    calendars=(Calendar(1, "Office", week=(WORKDAY,) * 5 + ((), ())),),
    tasks=(
        Task(1, "Phase", summary=True),
        Task(2, "Design", parent=1, duration=2 * DAY, work=2 * DAY),
        Task(3, "Build", parent=1, duration=3 * DAY),
        Task(4, "Test", duration=DAY),
        Task(5, "Ship", milestone=True),
    ),
    links=(Link(2, 3), Link(3, 4), Link(4, 5)),
    resources=(Resource(1, "Ana"), Resource(2, "Ben")),
    assignments=(Assignment(1, 2, 1, work=2 * DAY, remaining_work=2 * DAY),),
)


def edited(word: str, plan: Plan = PLAN, **arguments: Any) -> Plan:
    """The plan after one edit."""
    return carry_out(Dossier(Project("P"), plan), [Edit(word, arguments)]).plan


def drawn(plan: Plan) -> str:
    """The outline in one line: `Phase(Design Build) Test Ship`."""

    def level(parent: int | None) -> str:
        rows = [task for task in plan.tasks if task.parent == parent]
        return " ".join(f"{row.name}({below})" if (below := level(row.uid)) else row.name for row in rows)

    return level(None)


def order(plan: Plan) -> str:
    """The first letters of all rows from top to bottom."""
    return "".join(task.name[0] for task in plan.tasks)


@pytest.mark.parametrize(
    ("word", "arguments", "outline"),
    [
        ("insert_task", {"name": "New"}, "Phase(Design Build) Test Ship New"),
        ("insert_task", {"name": "New", "after": 1}, "Phase(Design Build) New Test Ship"),
        ("insert_task", {"name": "New", "after": 2}, "Phase(Design New Build) Test Ship"),
        ("insert_task", {"name": "New", "before": 2}, "Phase(New Design Build) Test Ship"),
        ("insert_task", {"name": "New", "under": 1}, "Phase(Design Build New) Test Ship"),
        ("insert_task", {"name": "New", "under": 4, "duration": DAY}, "Phase(Design Build) Test(New) Ship"),
        ("indent_tasks", {"tasks": [4]}, "Phase(Design Build Test) Ship"),
        ("indent_tasks", {"tasks": [4, 5]}, "Phase(Design Build Test Ship)"),
        ("outdent_tasks", {"tasks": [3]}, "Phase(Design) Build Test Ship"),
        ("outdent_tasks", {"tasks": [2, 3]}, "Phase Design Build Test Ship"),
        ("move_tasks", {"tasks": [5], "before": 1}, "Ship Phase(Design Build) Test"),
        ("move_tasks", {"tasks": [1], "after": 4}, "Test Phase(Design Build) Ship"),
        ("move_tasks", {"tasks": [2, 4], "after": 3}, "Phase(Build Design Test) Ship"),
        ("remove_tasks", {"tasks": [3]}, "Phase(Design) Test Ship"),
        ("remove_tasks", {"tasks": [1, 2, 5]}, "Test"),
    ],
)
def test_the_outline_becomes_what_was_asked(word: str, arguments: dict[str, Any], outline: str) -> None:
    after = edited(word, **arguments)
    assert drawn(after) == outline
    assert order(after) == "".join(part[0] for part in outline.replace("(", " ").replace(")", "").split())
    above = {task.parent for task in after.tasks}
    assert all(task.summary == (task.uid in above) for task in after.tasks)
    schedule(after)


def test_tasks_below_one_that_moves_up_belong_to_it_from_then_on() -> None:
    plan = replace(PLAN, links=(), assignments=())
    assert drawn(edited("outdent_tasks", plan, tasks=[2])) == "Phase Design(Build) Test Ship"


def test_a_summary_without_tasks_is_a_task_of_a_day_again() -> None:
    plan = replace(PLAN, tasks=(replace(PLAN.tasks[0], percent_complete=Decimal(40)), *PLAN.tasks[1:]))
    row = edited("outdent_tasks", plan, tasks=[2, 3]).tasks[0]
    assert (row.summary, row.duration, row.percent_complete) == (False, DAY, 0)


def test_a_new_task_lasts_a_day_that_is_a_guess() -> None:
    row = edited("insert_task", name="  New   one ").tasks[-1]
    assert (row.uid, row.name, row.duration, row.estimated, row.milestone) == (6, "New one", DAY, True, False)
    assert edited("insert_task", name="Gate", duration=0).tasks[-1].milestone


def test_rows_are_written_with_their_levels() -> None:
    rows = [
        {"name": "Roll-out"},
        {"name": "Train", "duration": 2 * DAY, "level": 1},
        {"name": "Move", "duration": DAY, "level": 1},
        {"name": "Close", "milestone": True, "level": 0},
    ]
    after = edited("insert_tasks", rows=rows, after=1)
    assert drawn(after) == "Phase(Design Build) Roll-out(Train Move) Close Test Ship"
    assert [task.uid for task in after.tasks if task.uid > 5] == [6, 7, 8, 9]


def test_removing_takes_links_people_and_nothing_else_along() -> None:
    after = edited("remove_tasks", tasks=[2])
    assert (after.links, after.assignments) == ((Link(3, 4), Link(4, 5)), ())


@pytest.mark.parametrize(
    ("word", "arguments", "words"),
    [
        ("insert_task", {"name": " "}, "needs a name"),
        ("insert_task", {"name": "X", "after": 2, "under": 1}, "Say one place"),
        ("insert_task", {"name": "X", "under": 2}, "'Design' has people of its own"),
        ("insert_task", {"name": "X", "after": 77}, "no task with number 77"),
        ("indent_tasks", {"tasks": [1]}, "first of its level"),
        ("indent_tasks", {"tasks": [3]}, "'Design' has people"),
        ("indent_tasks", {"tasks": [5]}, "A summary and a task inside it cannot wait for each other"),
        ("indent_tasks", {"tasks": []}, "at least one task"),
        ("outdent_tasks", {"tasks": [4]}, "at the top of the outline"),
        ("move_tasks", {"tasks": [1], "after": 3}, "'Phase' cannot move into itself"),
        ("move_tasks", {"tasks": [1]}, "Say one place"),
        ("rename_task", {"task": 2, "name": ""}, "needs a name"),
        ("set_predecessors", {"task": 3, "links": [[3, "FS", 0, "working", "d"]]}, "cannot wait for itself"),
        ("set_predecessors", {"task": 3, "links": [[1, "FS", 0, "working", "d"]]}, "A summary and a task inside it"),
        ("set_predecessors", {"task": 1, "links": [[4, "FF", 0, "working", "d"]]}, "no finish of its own"),
        ("set_predecessors", {"task": 4, "links": [[2, "FS", 0, "working", "d"]] * 2}, "twice in the same way"),
        ("make_milestone", {"task": 2}, "Somebody has work on 'Design'"),
        ("set_state", {"task": 2, "state": "planned", "at": 0}, "is planned already"),
        ("clear_progress", {"task": 2}, "no progress to forget"),
        ("drag_task", {"task": 2, "to": at("04T08:00"), "mode": "lag"}, "No link holds 'Design'"),
        ("remove_calendar", {"calendar": 1}, "The project follows Office"),
    ],
)
def test_what_cannot_be_is_refused_in_words(word: str, arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(EditRefusedError) as refused:
        edited(word, **arguments)
    assert words in str(refused.value)


def test_a_loop_is_refused_by_its_path() -> None:
    with pytest.raises(PlanRefusedError) as refused:
        schedule(edited("set_predecessors", task=3, links=[[5, "FS", 0, "working", "d"]]))
    assert "3 Build -FS-> 4 Test -FS-> 5 Ship -FS-> 3 Build" in refused.value.notices[0].message


def test_work_done_and_risks_keep_a_task() -> None:
    started = edited("record_actual_start", task=3, at=at("01T08:00"))
    with pytest.raises(EditRefusedError, match="'Build' has started"):
        edited("remove_tasks", started, tasks=[1])
    risk = RiskRecord(Risk("R-1", "Late", Exposure(Decimal("0.3"), (TaskEffect(4),))))
    with pytest.raises(EditRefusedError, match=r"Risk R-1 \(Late\) names 'Test'"):
        carry_out(Dossier(Project("P"), PLAN, risks=(risk,)), [Edit("remove_tasks", {"tasks": [4]})])


def test_predecessors_become_exactly_what_is_written() -> None:
    links = [[2, "SS", DAY, "working", "d"], [3, "FS", 0, "working", "d"]]
    after = edited("set_predecessors", task=4, links=links)
    assert [(link.predecessor, link.type, link.lag) for link in after.links if link.successor == 4] == [
        (3, "FS", 0),
        (2, "SS", DAY),
    ]
    assert edited("set_predecessors", task=4, links=[]).links == (Link(2, 3), Link(4, 5))


def test_who_replaces_somebody_takes_over_what_remains() -> None:
    after = edited("set_people", task=2, people=[[2, "1"]])
    assert [(row.resource, row.work) for row in after.assignments] == [(2, 2 * DAY)]
    both = edited("set_people", task=2, people=[[1, "1"], [2, "0.5"]])
    assert sorted((row.resource, row.units) for row in both.assignments) == [(1, Decimal(1)), (2, Decimal("0.5"))]
    assert edited("set_people", task=2, people=[]).assignments == ()


def test_a_dragged_task_starts_where_it_was_put() -> None:
    to = at("09T08:00")
    held = edited("drag_task", task=4, to=to)
    assert held.tasks[3].constraints == (Constraint(ConstraintKind.SNET, to),)
    lagged = edited("drag_task", task=4, to=to, mode="lag")
    assert (lagged.links[1].lag, schedule(lagged).by_uid[4].start) == (DAY, to)
    back = edited("drag_task", lagged, task=4, to=at("08T08:00"), mode="lag")
    assert (back.links[1].lag, f"{moment(schedule(back).by_uid[4].start):%d}") == (0, "08")
    assert edited("drag_task", task=2, to=at("02T08:00"), mode="actual").tasks[1].actual_start == at("02T08:00")


def test_the_board_records_what_happened_and_takes_it_back() -> None:
    begun = edited("set_state", task=2, state="started", at=at("01T10:00"))
    assert begun.tasks[1].actual_start == at("01T10:00")
    done = edited("set_state", begun, task=2, state="done", at=at("03T12:00"))
    assert (done.tasks[1].actual_finish, done.assignments[0].remaining_work) == (at("03T12:00"), 0)
    again = edited("set_state", done, task=2, state="started", at=at("04T12:00"))
    assert (again.tasks[1].actual_start, again.tasks[1].actual_finish) == (at("01T10:00"), None)
    planned = edited("set_state", done, task=2, state="planned", at=at("04T12:00"))
    assert (planned.tasks[1].actual_start, planned.assignments[0].actual_work) == (None, 0)


def test_calendars_are_made_changed_and_removed() -> None:
    made = edited("add_calendar", name="Night", like=1)
    worked = edited("change_week", made, calendar=2, days=["saturday"], hours=[[480, 720]])
    free = edited("add_calendar_exception", worked, calendar=2, name="Off", first="2026-06-01", last="2026-06-02")
    more = edited("add_free_days", free, calendar=2, days=[["2026-12-25", "Christmas"]])
    assert more.calendars[1].week[5] == ((480, 720),)
    assert [each.name for each in more.calendars[1].exceptions] == ["Off", "Christmas"]
    late = schedule(edited("set_project_calendar", more, calendar=2))
    assert f"{moment(late.by_uid[2].start):%d}" == "03"
    fewer = edited("remove_calendar_exception", more, calendar=2, first="2026-12-25")
    assert len(fewer.calendars[1].exceptions) == 1
    assert edited("remove_calendar", more, calendar=2).calendars == PLAN.calendars


def test_every_row_gets_the_number_of_its_place() -> None:
    assert [task.wbs for task in edited("renumber_wbs").tasks] == ["1", "1.1", "1.2", "2", "3"]


def wish(chance: random.Random, plan: Plan) -> Edit:
    """Some edit of some tasks."""
    uids = [task.uid for task in plan.tasks] or [1]
    one, other = chance.choice(uids), chance.choice(uids)
    some = chance.sample(uids, min(len(uids), chance.randint(1, 3)))
    kind = chance.choice(["FS", "SS", "FF", "SF"])
    when = at("01T08:00") + chance.randint(0, 40) * 720
    words: list[tuple[str, dict[str, Any]]] = [
        ("insert_task", {"name": "N", chance.choice(["after", "before", "under"]): one}),
        ("insert_task", {"name": "N"}),
        ("indent_tasks", {"tasks": some}),
        ("outdent_tasks", {"tasks": some}),
        ("move_tasks", {"tasks": some, chance.choice(["after", "before"]): other}),
        ("remove_tasks", {"tasks": [one]}),
        ("add_link", {"predecessor": one, "successor": other, "kind": kind, "lag": chance.choice([0, -480, 240])}),
        ("set_predecessors", {"task": one, "links": [[other, kind, 0, "working", "d"]]}),
        ("set_people", {"task": one, "people": [[chance.choice([1, 2]), chance.choice(["1", "0.5"])]]}),
        ("drag_task", {"task": one, "to": when, "mode": chance.choice(["constraint", "lag", "actual"])}),
        ("make_milestone", {"task": one, "milestone": chance.choice([True, False])}),
        ("set_state", {"task": one, "state": chance.choice(["planned", "started", "done"]), "at": when}),
        ("clear_progress", {"task": one}),
        ("change_duration", {"task": one, "duration": chance.randint(0, 4) * DAY}),
        ("set_duration_unit", {"task": one, "unit": "d", "elapsed": chance.choice([True, False])}),
        ("set_task_type", {"task": one, "kind": chance.choice(["fixed_units", "fixed_duration", "fixed_work"])}),
        ("deactivate", {"task": one}),
        ("activate", {"task": one}),
    ]
    return Edit(*chance.choice(words))


def tried(dossier: Dossier, edit: Edit) -> tuple[Dossier, str]:
    """The dossier after an edit, or as it was with the words of the refusal."""
    try:
        after = carry_out(dossier, [edit])
        schedule(after.plan)
    except EditRefusedError as refused:
        return dossier, str(refused)
    except PlanRefusedError as refused:
        return dossier, refused.notices[0].message
    return after, ""


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_done_the_plan_stays_whole_or_it_is_refused_in_words(seed: int) -> None:
    chance, dossier, done = random.Random(seed), Dossier(Project("P"), PLAN), 0
    for _ in range(150):
        edit = wish(chance, dossier.plan)
        after, refused = tried(dossier, edit)
        assert not refused or refused.endswith("."), edit
        rows = {task.uid: task for task in after.plan.tasks}
        above = {task.parent for task in after.plan.tasks} - {None}
        assert above <= rows.keys()
        assert all(rows[uid].summary for uid in above), edit
        assert not [n for n in check(after.plan) if n.code.startswith("E-")], edit
        dossier, done = after, done + (after is not dossier)
    assert done > 40
