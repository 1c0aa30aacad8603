"""Commands of the plan page: cells in words, what they mean, and what is refused; the journal takes all of it back."""

from __future__ import annotations

import random
from datetime import datetime

import pytest

from milepost.commands.preview import preview
from milepost.commands.run import Call, run
from milepost.dossier.people import Member, Role
from milepost.engine.clock import instant, moment
from milepost.engine.plan import Plan
from milepost.engine.tasks import Link, LinkType, Task
from milepost.forecasting.load import load, read
from milepost.forecasting.past import as_of, digest
from milepost.forecasting.rows import make_row
from milepost.forecasting.tables import BY_NAME
from milepost.queries.access import Actor
from milepost.queries.refused import Refused
from milepost.records.models import Project
from tests.worlds import AT, do, sample, small, user

pytestmark = pytest.mark.django_db


def at(text: str) -> int:
    """An instant of March 2026: `09T08:00`."""
    return instant(datetime.fromisoformat(f"2026-03-{text}"))


def plan_of(project: Project) -> Plan:
    """The plan as the record has it."""
    project.refresh_from_db()
    return load(project).dossier.plan


def task(project: Project, uid: int) -> Task:
    """A task as the record has it."""
    return next(each for each in plan_of(project).tasks if each.uid == uid)


def starts(project: Project, uid: int) -> str:
    """The day and hour a task starts at."""
    project.refresh_from_db()
    return f"{moment(load(project).schedule.by_uid[uid].start):%d %H:%M}"


def join(project: Project, actor: Actor, role: Role, resource: int | None = None) -> None:
    """Make somebody a member of a project."""
    table = BY_NAME["members"]
    make_row(table, project.pk, actor.user, Member(actor.user, role, resource=resource), 0).save(force_insert=True)


def test_tasks_are_written_where_they_belong() -> None:
    ana = user()
    project = small(ana)
    made = do(ana, "SMALL", "insert_task", name="Review", after="T-1", duration="4h").results
    do(ana, "SMALL", "insert_task", name="Signed", under=made[0], duration="0d")
    assert [row.name for row in plan_of(project).tasks] == ["Design", "Review", "Signed", "Build", "Test"]
    assert (task(project, 4).summary, task(project, 5).parent, task(project, 5).milestone) == (True, 4, True)
    assert read(project).dossier == load(project).dossier


def test_predecessors_are_rows_or_references_with_lags() -> None:
    ana = user()
    project = small(ana)
    do(ana, "SMALL", "set_predecessors", task="T-3", text="1SS+50%, T-2FS-4h")
    links = [row for row in plan_of(project).links if row.successor == 3]
    assert links == [Link(2, 3, LinkType.FS, -240, lag_unit="h"), Link(1, 3, LinkType.SS, 5000, "percent")]
    do(ana, "SMALL", "set_predecessors", task="T-3", text="")
    assert starts(project, 3) == "02 08:00"


def test_a_link_is_drawn_with_its_lag_in_words() -> None:
    ana = user()
    project = small(ana)
    do(ana, "SMALL", "remove_link", predecessor="T-2", successor="T-3")
    do(ana, "SMALL", "add_link", predecessor="T-1", successor="T-3", kind="SS", lag="4h")
    link = plan_of(project).links[-1]
    assert (link.type, link.lag, link.lag_unit) == (LinkType.SS, 240, "h")
    do(ana, "SMALL", "change_link", predecessor="T-1", successor="T-3", lag="1ed")
    assert (plan_of(project).links[-1].lag_kind, plan_of(project).links[-1].lag) == ("elapsed", 1440)


def test_durations_keep_the_unit_they_are_written_in() -> None:
    ana = user()
    project = small(ana)
    do(ana, "SMALL", "change_duration", task="T-1", duration="2w")
    assert (task(project, 1).duration, task(project, 1).duration_unit) == (4800, "w")
    do(ana, "SMALL", "change_duration", task="T-1", duration="3ed")
    assert (task(project, 1).duration, task(project, 1).elapsed) == (4320, True)
    assert starts(project, 2) == "05 08:00"
    do(ana, "SMALL", "change_duration", task="T-1", duration="0d")
    assert task(project, 1).milestone
    do(ana, "SMALL", "change_duration", task="T-1", duration="1d?")
    assert (task(project, 1).milestone, task(project, 1).estimated, task(project, 1).elapsed) == (False, True, False)


def test_a_date_without_a_time_is_the_end_of_the_day_for_a_finish() -> None:
    ana = user()
    project = small(ana)
    do(ana, "SMALL", "set_constraint", task="T-1", kind="SNET", at="2026-03-03")
    assert task(project, 1).constraints[0].at == at("03T08:00")
    do(ana, "SMALL", "set_constraint", task="T-1", kind="FNLT", at="2026-03-13")
    assert task(project, 1).constraints[0].at == at("13T17:00")
    do(ana, "SMALL", "set_deadline", task="T-1", at="2026-03-13")
    assert task(project, 1).deadline == at("13T17:00")
    do(ana, "SMALL", "set_deadline", task="T-1", at=None)
    assert task(project, 1).deadline is None


def test_people_are_written_by_name_and_share() -> None:
    ana = user()
    project = sample(ana)
    people = plan_of(project).resources
    target = next(
        row for row in plan_of(project).tasks if not row.summary and row.actual_start is None and not row.milestone
    )
    text = f"{people[0].name} 50%, {people[1].name}"
    do(ana, "PORTAL", "set_people", task=f"T-{target.uid}", text=text)
    rows = [row for row in plan_of(project).assignments if row.task == target.uid]
    assert sorted((row.resource, f"{row.units:f}") for row in rows) == sorted(
        [(people[0].uid, "0.5"), (people[1].uid, "1")]
    )
    do(ana, "PORTAL", "set_people", task=f"T-{target.uid}", text="")
    assert not [row for row in plan_of(project).assignments if row.task == target.uid]


def test_rows_of_a_spreadsheet_become_tasks_with_links_and_dates() -> None:
    ana = user()
    project = small(ana)
    rows = [
        {"name": "Roll-out"},
        {"name": "Train", "duration": "2d", "level": 1, "start": "16 Mar 2026"},
        {"name": "Move", "duration": "1.5d", "level": 1, "predecessors": "5FS+1d", "deadline": "2026-03-31"},
    ]
    assert do(ana, "SMALL", "paste_tasks", rows=rows).results == ("T-4",)
    assert [(row.name, row.parent) for row in plan_of(project).tasks[3:]] == [
        ("Roll-out", None),
        ("Train", 4),
        ("Move", 4),
    ]
    assert (starts(project, 5), starts(project, 6)) == ("16 08:00", "19 08:00")
    do(ana, "SMALL", "undo")
    assert len(plan_of(project).tasks) == 3


def test_pasted_rows_may_say_when_they_end_and_how_far_they_are() -> None:
    ana = user()
    project = small(ana)
    row = {"name": "Move", "start": "2026-03-02", "finish": "2026-03-05", "percent": "50%", "priority": "700"}
    do(ana, "SMALL", "paste_tasks", rows=[row], after="T-3")
    made = task(project, 4)
    assert (made.duration, made.priority, made.actual_start, made.remaining_duration) == (
        1920,
        700,
        at("02T08:00"),
        960,
    )


def test_holidays_come_from_the_country() -> None:
    ana = user()
    project = small(ana)
    made = do(ana, "SMALL", "add_holidays", calendar="CAL-1", country="de", first_year=2026, region="BY").results
    days = {each.start.isoformat(): each.name for each in plan_of(project).calendars[0].exceptions}
    assert len(days) == made[0] > 9
    assert "2026-12-25" in days
    do(ana, "SMALL", "change_week", calendar="CAL-1", days=["saturday"], hours="08:00-12:00")
    assert plan_of(project).calendars[0].week[5] == ((480, 720),)
    do(ana, "SMALL", "add_calendar_exception", calendar="CAL-1", name="Move", first="2026-03-02", last="2026-03-03")
    assert starts(project, 1) == "04 08:00"


@pytest.mark.parametrize(
    ("command", "arguments", "words"),
    [
        ("set_predecessors", {"task": "T-1", "text": "9"}, "There is no task 9; the outline has 3 rows."),
        ("set_predecessors", {"task": "T-1", "text": "2FS+soon"}, "is no predecessor"),
        ("set_predecessors", {"task": "T-1", "text": "3"}, "wait for each other"),
        ("set_people", {"task": "T-1", "text": "Nobody"}, "There is no Nobody in this project"),
        ("add_link", {"predecessor": "T-1", "successor": "T-3", "lag": "much"}, "is no lag"),
        ("drag_task", {"task": "T-1", "to": "2026-03-09", "mode": "wish"}, "not one of constraint, lag, actual"),
        ("paste_tasks", {"rows": []}, "Paste 1 to 5,000 rows"),
        ("paste_tasks", {"rows": [{"name": "A", "colour": "red"}]}, "Row 1 does not know colour"),
        ("paste_tasks", {"rows": [{"name": "A"}, {"duration": "1d"}]}, "Row 2 needs a name"),
        ("paste_tasks", {"rows": [{"name": "A", "start": "03/04/2026"}]}, "day or the month first"),
        ("paste_tasks", {"rows": [{"name": "A", "priority": "high"}]}, "Row 1: priority is a whole number"),
        ("record_progress", {"task": "T-1", "percent": 120}, "no share of work done"),
        ("add_holidays", {"calendar": "CAL-1", "country": "XX", "first_year": 2026}, "no country"),
        ("add_holidays", {"calendar": "CAL-1", "country": "DE", "first_year": 2026, "region": "ZZ"}, "no region of DE"),
        ("change_week", {"calendar": "CAL-1", "days": ["friday"], "hours": "late"}, "are no hours"),
        ("change_week", {"calendar": "CAL-1", "days": ["friday"], "hours": "12-8"}, "within one day"),
        ("choose_baseline", {"number": 3}, "There is no baseline 3; the plan has none."),
    ],
)
def test_what_cannot_be_is_refused_and_writes_nothing(command: str, arguments: dict[str, object], words: str) -> None:
    ana = user()
    project = small(ana)
    with pytest.raises(Refused) as refused:
        do(ana, "SMALL", command, **arguments)
    assert words in refused.value.message
    project.refresh_from_db()
    assert project.revision == 2


def test_progress_finds_its_dates_and_is_forgotten_again() -> None:
    ana = user()
    project = small(ana)
    do(ana, "SMALL", "record_progress", task="T-1", percent=40)
    assert (task(project, 1).actual_start, task(project, 1).remaining_duration) == (at("02T08:00"), 1440)
    do(ana, "SMALL", "record_progress", task="T-1", percent=100)
    assert task(project, 1).actual_finish == at("06T17:00")
    do(ana, "SMALL", "record_progress", task="T-1", percent=80)
    assert (task(project, 1).actual_finish, task(project, 1).percent_complete) == (None, 80)
    do(ana, "SMALL", "record_progress", task="T-1", percent=0)
    assert task(project, 1).actual_start is None
    do(ana, "SMALL", "set_state", task="T-1", state="started")
    assert task(project, 1).actual_start == at("02T09:00")


def test_members_record_progress_on_their_own_tasks_only() -> None:
    ana, ben = user(), user("ben")
    project = sample(ana)
    plan = plan_of(project)
    open_tasks = [row for row in plan.tasks if not row.summary and row.actual_start is None]
    mine = next(row for row in plan.assignments if row.task in {each.uid for each in open_tasks})
    theirs = next(
        each
        for each in open_tasks
        if not any(row.task == each.uid and row.resource == mine.resource for row in plan.assignments)
    )
    join(project, ben, Role.MEMBER, mine.resource)
    with pytest.raises(Refused) as refused:
        do(ben, "PORTAL", "set_state", task=f"T-{theirs.uid}", state="started")
    assert (refused.value.code, "is not assigned to you" in refused.value.message) == ("forbidden", True)
    with pytest.raises(Refused):
        do(ben, "PORTAL", "rename_task", task=f"T-{mine.task}", name="Mine")
    do(ben, "PORTAL", "set_state", task=f"T-{mine.task}", state="started")
    assert task(project, mine.task).actual_start is not None


def test_vendors_are_not_told_what_others_tasks_are_called() -> None:
    ana, vera = user(), user("vera")
    project = small(ana)
    join(project, vera, Role.VENDOR, None)
    said = []
    for ref in ("T-1", "T-9"):
        with pytest.raises(Refused) as refused:
            do(vera, "SMALL", "set_state", task=ref, state="started")
        said.append((refused.value.message.replace(ref, "T"), refused.value.code, refused.value.field))
    assert said[0] == said[1]


def test_the_baseline_knows_when_it_was_taken() -> None:
    ana = user()
    project = small(ana)
    do(ana, "SMALL", "set_baseline", name="Approved")
    saved = plan_of(project).baselines[0]
    assert (saved.name, saved.saved_at, len(saved.tasks)) == ("Approved", at("02T09:00"), 3)


def wish(chance: random.Random, project: Project) -> Call:
    """Some command of the plan page on some tasks."""
    plan = load(project).dossier.plan
    rows = len(plan.tasks)
    one, other = (f"T-{chance.choice(plan.tasks).uid}" for _ in range(2))
    person = chance.choice(plan.resources).name
    return Call(
        *chance.choice(
            [
                ("insert_task", {"name": f"New {chance.random()}", chance.choice(["after", "before", "under"]): one}),
                ("remove_tasks", {"tasks": [one]}),
                ("indent_tasks", {"tasks": [one]}),
                ("outdent_tasks", {"tasks": [one]}),
                ("move_tasks", {"tasks": [one], "after": other}),
                ("set_predecessors", {"task": one, "text": f"{chance.randint(1, rows)}SS+1d"}),
                ("set_people", {"task": one, "text": f"{person} 50%"}),
                ("drag_task", {"task": one, "to": f"2026-1{chance.randint(0, 2)}-15"}),
                ("change_duration", {"task": one, "duration": chance.choice(["2d", "3ed", "1w", "0d"])}),
                ("record_progress", {"task": one, "percent": chance.choice([0, 30, 100])}),
                ("set_state", {"task": one, "state": chance.choice(["planned", "started", "done"])}),
                ("set_task_note", {"task": one, "text": "Look here"}),
                ("paste_tasks", {"rows": [{"name": "A"}, {"name": "B", "level": 1, "people": person}], "after": one}),
                ("add_calendar_exception", {"calendar": "CAL-1", "name": "Off", "first": "2026-11-02"}),
                ("renumber_wbs", {}),
                ("set_baseline", {}),
            ]
        )
    )


def test_preview_promises_what_happens_and_undo_takes_all_of_it_back() -> None:
    ana, chance = user(), random.Random(11)
    project = sample(ana)
    digests = [digest(load(project).dossier)]
    tries = 0
    while len(digests) <= 40:
        tries += 1
        assert tries < 400
        calls = [wish(chance, project) for _ in range(chance.choice([1, 1, 2]))]
        try:
            promised = preview(calls, actor=ana, door="test", at=AT, project="PORTAL")
        except Refused:
            with pytest.raises(Refused):
                run(calls, actor=ana, door="test", at=AT, project="PORTAL")
            continue
        outcome = run(calls, actor=ana, door="test", at=AT, project="PORTAL")
        if outcome.changed:
            assert outcome.after is not None
            assert outcome.after.dossier == promised.after.dossier
            project.refresh_from_db()
            assert read(project).dossier == outcome.after.dossier
            digests.append(digest(outcome.after.dossier))
    assert digest(as_of(project, 20).dossier) == digests[19]
    for _ in range(40):
        do(ana, "PORTAL", "undo")
    project.refresh_from_db()
    assert digest(read(project).dossier) == digests[0]
