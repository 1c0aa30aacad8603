"""The plan as pages ask for it: the whole, what changed, one task, lists; and nothing a vendor may not see."""

from __future__ import annotations

import random
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from milepost.commands.run import run
from milepost.dossier.people import Member, Role
from milepost.engine.clock import instant
from milepost.forecasting.keep import keep
from milepost.forecasting.load import load
from milepost.forecasting.rows import make_row
from milepost.forecasting.simulation import KIND, DecidingTask, KeptSimulation, SureDate
from milepost.forecasting.tables import BY_NAME
from milepost.queries.access import Actor, standing
from milepost.queries.catalogue import ask
from milepost.queries.effects import effect
from milepost.queries.encoding import to_json
from milepost.queries.refused import Refused
from milepost.records.models import Project
from tests.commands.test_schedule import wish
from tests.worlds import AT, do, sample, small, user

pytestmark = pytest.mark.django_db

FIELDS = {
    "ref", "name", "depth", "summary", "milestone", "start", "finish", "duration", "elapsed", "duration_unit",
    "percent", "critical", "total_float", "free_float", "late_finish", "deadline", "constraint", "baseline_start",
    "baseline_finish", "actual_start", "actual_finish", "p80", "people", "predecessors", "wbs", "code", "inactive",
    "manual", "priority", "notes", "state", "criticality",
}  # fmt: skip


def question(actor: Actor, code: str, query: str, **arguments: Any) -> Any:
    """The answer to a query as every door gives it."""
    return to_json(ask(query, arguments, actor=actor, at=AT, project=code))


def vendor(project: Project, resource: int, name: str = "vera") -> Actor:
    """Somebody of a supplier, who is one of the plan's people."""
    actor = user(name)
    row = make_row(BY_NAME["members"], project.pk, actor.user, Member(actor.user, Role.VENDOR, resource=resource), 0)
    row.save(force_insert=True)
    return actor


def patched(old: dict[str, Any], news: dict[str, Any]) -> dict[str, Any]:
    """What the page shows after a patch, as the element applies it."""
    if news["plan"] is not None:
        return news["plan"]
    patch = news["patch"]
    rows = {ref: {name: column[n] for name, column in old["rows"].items()} for n, ref in enumerate(old["rows"]["ref"])}
    order = list(old["rows"]["ref"])
    for n, ref in enumerate(patch["rows"].get("ref", ())):
        given = {name: column[n] for name, column in patch["rows"].items()}
        rows[ref] = {**rows.get(ref, {}), **given}
        if ref not in order:
            assert given.keys() == FIELDS
            order.append(ref)
    order = [ref for ref in patch.get("order", order) if ref not in patch.get("removed", ())]
    columns = {name: [rows[ref][name] for ref in order] for name in FIELDS}
    return {
        "project": {**old["project"], **patch.get("project", {})},
        "closed": patch.get("closed", old["closed"]),
        "people": patch.get("people", old["people"]),
        "rows": columns,
        "links": patch.get("links", old["links"]),
    }


def test_the_plan_comes_by_columns() -> None:
    ana = user()
    small(ana)
    do(ana, "SMALL", "insert_task", name="Phase", before="T-1")
    do(ana, "SMALL", "indent_tasks", tasks=["T-1", "T-2"])
    do(ana, "SMALL", "set_predecessors", task="T-3", text="3SS+4h")
    answer = question(ana, "SMALL", "plan")
    rows = answer["rows"]
    assert rows.keys() == FIELDS
    assert {len(column) for column in rows.values()} == {4}
    assert (rows["ref"], rows["depth"]) == (["T-4", "T-1", "T-2", "T-3"], [0, 1, 1, 0])
    assert rows["predecessors"] == ["", "", "2", "3SS+4h"]
    assert rows["summary"] == [True, False, False, False]
    assert rows["wbs"] == ["1", "1.1", "1.2", "2"]
    assert answer["links"] == [["T-1", "T-2", "FS", "", True], ["T-2", "T-3", "SS", "+4h", True]]
    assert (answer["project"]["code"], answer["project"]["read_only"]) == ("SMALL", False)
    assert rows["start"][0] == rows["start"][1] == answer["project"]["start"]
    assert rows["finish"][0] == rows["finish"][2]
    saturday = instant(datetime.fromisoformat("2026-03-07"))
    assert [saturday, saturday + 2 * 1440] in answer["closed"]


def test_progress_baseline_and_deadline_say_the_state() -> None:
    ana = user()
    small(ana)
    do(ana, "SMALL", "set_baseline")
    do(ana, "SMALL", "record_progress", task="T-1", percent=40)
    do(ana, "SMALL", "set_deadline", task="T-3", at="2026-03-10")
    rows = question(ana, "SMALL", "plan")["rows"]
    assert (rows["state"], rows["percent"]) == (["started", "planned", "late"], [40, 0, 0])
    assert rows["baseline_finish"] == rows["finish"]
    do(ana, "SMALL", "record_progress", task="T-1", percent=100)
    do(ana, "SMALL", "set_status_date", at="2026-03-31")
    rows = question(ana, "SMALL", "plan")["rows"]
    assert (rows["state"], rows["percent"]) == (["done", "late", "late"], [100, 0, 0])


def test_dates_are_those_of_the_projects_clock() -> None:
    ana = user()
    project = sample(ana)
    held = load(project)
    zone = held.dossier.plan.settings.zone
    rows = question(ana, "PORTAL", "plan")["rows"]
    page = ask("task", {"task": rows["ref"][5]}, actor=ana, at=AT, project="PORTAL")
    assert page.line.start.hour in range(7, 19), zone


def test_a_patch_leads_from_what_was_shown_to_what_is() -> None:
    ana, chance = user(), random.Random(3)
    project = sample(ana)
    shown, carried = question(ana, "PORTAL", "plan"), 0
    while carried < 30:
        try:
            outcome = run([wish(chance, project)], actor=ana, door="test", at=AT, project="PORTAL")
        except Refused:
            continue
        project.refresh_from_db()
        if outcome.changed and chance.random() < 0.7:
            news = question(ana, "PORTAL", "plan_since", revision=shown["project"]["revision"])
            shown = patched(shown, news)
            expected = question(ana, "PORTAL", "plan")
            if news["patch"] is not None and "closed" not in news["patch"]:
                shown["closed"] = expected["closed"]
            assert shown == expected
            carried += 1


def test_an_answer_names_what_moved() -> None:
    ana = user()
    project = small(ana)
    before = load(project)
    outcome = do(ana, "SMALL", "change_duration", task="T-2", duration="12d")
    assert outcome.after is not None
    found = effect(before, outcome.after, standing(ana, project))
    assert [each.task for each in found.moved] == ["T-2", "T-3"]
    assert found.sentence == "2 tasks moved; the project ends 2 working days later (Fri 27 Mar 2026)."
    assert found.moved[1].start - found.moved[1].start_before == 2 * 1440


def test_news_of_long_ago_are_the_whole_plan() -> None:
    ana = user()
    small(ana)
    assert question(ana, "SMALL", "plan_since", revision=0)["plan"]["project"]["revision"] == 2
    assert question(ana, "SMALL", "plan_since", revision=2) == {"revision": 2, "patch": {}, "plan": None}
    assert question(ana, "SMALL", "plan_since", revision=99)["plan"] is not None


def test_why_names_what_holds_a_task() -> None:
    ana = user()
    small(ana)
    found = question(ana, "SMALL", "why", task="T-2")
    assert found["sentence"] == "Build starts Mon 9 Mar 08:00 because Design finishes Fri 6 Mar 17:00 (FS)."
    assert (found["driver_refs"], found["links"]) == (["T-1"], [["T-1", "T-2"]])
    do(ana, "SMALL", "deactivate", task="T-3")
    assert question(ana, "SMALL", "why", task="T-3")["sentence"] == "Test is not active; it has no dates."


def test_a_task_tells_everything_about_itself() -> None:
    ana = user()
    small(ana)
    do(ana, "SMALL", "set_task_note", task="T-2", text="Mind the gap")
    page = question(ana, "SMALL", "task", task="T-2")
    assert (page["line"]["name"], page["duration"], page["note"]) == ("Build", "10d", "Mind the gap")
    assert [(each["ref"], each["driving"]) for each in page["predecessors"]] == [("T-1", True)]
    assert [each["name"] for each in page["successors"]] == ["Test"]
    do(ana, "SMALL", "change_duration", task="T-2", duration="9d")
    events = question(ana, "SMALL", "task", task="T-2")["history"]
    assert [(each["by"], each["title"]) for each in events] == [("ana", "Change duration"), ("ana", "Add task")]


def test_the_register_is_narrowed_sorted_and_paged() -> None:
    ana = user()
    sample(ana)
    every = question(ana, "PORTAL", "task_list")
    assert (len(every["rows"]), every["pages"]) == (min(50, every["found"]), -(-every["found"] // 50))
    done = question(ana, "PORTAL", "task_list", state="done", leaves=True)
    assert {row["state"] for row in done["rows"]} == {"done"}
    latest = question(ana, "PORTAL", "task_list", order="finish", descending=True)["rows"]
    assert latest[0]["finish"] == max(row["finish"] for row in latest)
    person = every_person(ana)
    own = question(ana, "PORTAL", "task_list", person=person[0])
    assert own["found"] > 0
    assert all(person[1] in row["people"] for row in own["rows"])
    word = every["rows"][3]["name"].split()[0]
    assert question(ana, "PORTAL", "task_list", text=word)["found"] >= 1
    with pytest.raises(Refused):
        question(ana, "PORTAL", "task_list", page=99)


def every_person(actor: Actor) -> tuple[str, str]:
    """Somebody who works on the sample project: reference and name."""
    answer = question(actor, "PORTAL", "plan")
    ref = next(row[0][0] for row in answer["rows"]["people"] if row)
    return ref, next(each["name"] for each in answer["people"] if each["ref"] == ref)


def test_the_board_stands_on_the_same_tasks() -> None:
    ana = user()
    small(ana)
    do(ana, "SMALL", "set_state", task="T-1", state="started")
    columns = question(ana, "SMALL", "board")["columns"]
    assert [[card["ref"] for card in each["cards"]] for each in columns] == [["T-2", "T-3"], ["T-1"], []]
    assert question(ana, "SMALL", "board", own=True)["columns"][0]["total"] == 0


def test_baselines_are_listed() -> None:
    ana = user()
    small(ana)
    do(ana, "SMALL", "set_baseline", name="First")
    do(ana, "SMALL", "set_baseline", into=1)
    found = question(ana, "SMALL", "baselines")
    assert [(each["number"], each["name"], each["current"]) for each in found] == [(0, "First", True), (1, "", False)]


def test_a_vendor_sees_own_tasks_and_what_they_lie_in() -> None:
    ana = user()
    project = sample(ana)
    plan = load(project).dossier.plan
    mine = plan.assignments[0].resource
    assert mine is not None
    vera = vendor(project, mine)
    whole, seen = question(ana, "PORTAL", "plan"), question(vera, "PORTAL", "plan")
    own = {f"T-{row.task}" for row in plan.assignments if row.resource == mine}
    assert own <= set(seen["rows"]["ref"]) < set(whole["rows"]["ref"])
    for ref, summary in zip(seen["rows"]["ref"], seen["rows"]["summary"], strict=True):
        assert summary or ref in own
    assert {ref for row in seen["rows"]["people"] for ref, _ in row} == {f"P-{mine}"}
    assert [each["ref"] for each in seen["people"]] == [f"P-{mine}"]
    assert {end for link in seen["links"] for end in link[:2]} <= set(seen["rows"]["ref"])
    hidden = next(ref for ref in whole["rows"]["ref"] if ref not in seen["rows"]["ref"])
    with pytest.raises(Refused):
        question(vera, "PORTAL", "task", task=hidden)
    assert question(vera, "PORTAL", "why", task=hidden)["links"] == []
    names = dict(zip(whole["rows"]["ref"], whole["rows"]["name"], strict=True))
    others = [name for ref, name in names.items() if ref not in seen["rows"]["ref"]]
    for ref in seen["rows"]["ref"]:
        answer = f"{question(vera, 'PORTAL', 'why', task=ref)} {question(vera, 'PORTAL', 'task', task=ref)}"
        assert not [name for name in others if name in answer], ref
    assert question(vera, "PORTAL", "task_list", leaves=True)["found"] == len(own)
    cards = [card["ref"] for each in question(vera, "PORTAL", "board")["columns"] for card in each["cards"]]
    assert set(cards) <= own


def test_an_answer_tells_new_tasks_from_moved_ones() -> None:
    ana = user()
    project = small(ana)
    shares = standing(ana, project)
    made = do(ana, "SMALL", "insert_task", name="New")
    assert made.before is not None
    assert made.after is not None
    words = effect(made.before, made.after, shares).sentence
    assert words == "1 task added; the project still ends on Wed 25 Mar 2026."
    gone = do(ana, "SMALL", "remove_tasks", tasks=["T-1"])
    assert gone.before is not None
    assert gone.after is not None
    words = effect(gone.before, gone.after, shares).sentence
    assert words == "1 task removed, 2 tasks moved; the project ends 5 working days earlier (Wed 18 Mar 2026)."
    within = do(ana, "SMALL", "indent_tasks", tasks=["T-4"])
    assert within.before is not None
    assert within.after is not None
    assert "1 task moved" in effect(within.before, within.after, shares).sentence
    named = do(ana, "SMALL", "rename_task", task="T-2", name="Make")
    assert named.before is not None
    assert named.after is not None
    assert effect(named.before, named.after, shares).sentence == "No date moved."


def test_the_plan_knows_how_sure_its_dates_are() -> None:
    ana = user()
    project = small(ana)
    assert question(ana, "SMALL", "plan")["rows"]["p80"] == [None, None, None]
    sure = at_noon("2026-04-03")
    dates = (SureDate(3, "Test", 0, sure, sure, sure), SureDate(None, "Project finish", 0, sure, sure, sure))
    deciding = (DecidingTask(2, "Build", Decimal("0.75"), None, 480),)
    keep(project.pk, KIND, 2, "x", AT, KeptSimulation(0, runs=1, dates=dates, deciding=deciding))
    rows = question(ana, "SMALL", "plan")["rows"]
    assert (rows["p80"], rows["criticality"]) == ([None, None, sure], [None, 0.75, None])
    assert question(ana, "SMALL", "task", task="T-3")["p80"] == "2026-04-03T12:00:00"
    assert question(ana, "SMALL", "task", task="T-2")["criticality"] == 0.75


def at_noon(day: str) -> int:
    """Noon of a day."""
    return instant(datetime.fromisoformat(day)) + 720
