"""Change requests: who asks, what is frozen, who decides, and that an approval is whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from milepost.commands import changes, deciding, journal, run
from milepost.commands.preview import preview
from milepost.commands.run import Call
from milepost.dossier.changes import NEXT, ChangeClass, ChangeRecord, ChangeState
from milepost.dossier.dossier import Dossier
from milepost.dossier.people import Role
from milepost.forecasting.changes import impact_of
from milepost.forecasting.load import load, read
from milepost.forecasting.past import digest
from milepost.queries.access import Actor, actor_of
from milepost.queries.refused import Refused
from milepost.records.models import JournalEntry, KeptForecast, Message, Project, User
from tests.worlds import AT, do, join, late_parts, several, small, user

pytestmark = pytest.mark.django_db


def longer(duration: str = "7d", task: str = "T-1") -> list[dict[str, Any]]:
    """A change that makes a task longer."""
    return [{"command": "change_duration", "arguments": {"task": task, "duration": duration}}]


def cast(project: Project) -> dict[Role, Actor]:
    """One user in each role beside the owner ana."""
    found = {}
    for role in Role:
        if role is not Role.OWNER:
            found[role] = user(f"the-{role}")
            join(project, found[role], role)
    return found


def dossier(project: Project) -> Dossier:
    """The project as its rows have it."""
    project.refresh_from_db()
    return read(project).dossier


def record(project: Project, code: str = "C-1") -> ChangeRecord:
    """A change request as its row has it."""
    return next(each for each in dossier(project).changes if each.code == code)


def request(actor: Actor, calls: list[dict[str, Any]] | None = None, **more: Any) -> Any:
    """Ask for a change in SMALL."""
    return do(actor, "SMALL", "request_change", title="Longer design", calls=calls or longer(), **more).results[0]


@pytest.fixture
def project() -> Project:
    """Design, Build and Test with a baseline."""
    found = small(user())
    do(user(), "SMALL", "set_baseline")
    return found


# ------------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("calls", "words"),
    [
        ([], "Give at least one command"),
        ([{"command": "change_duration", "arguments": {"task": "T-9", "duration": "1d"}}], "There is no task T-9"),
        ([{"command": "fly", "arguments": {}}], "There is no command 'fly'"),
        ([{"command": "create_project", "arguments": {}}], "cannot wait for a decision"),
        ([{"command": "approve_change", "arguments": {"change": "C-1"}}], "cannot wait for a decision"),
        ([{"command": "undo", "arguments": {}}], "cannot wait for a decision"),
        ([{"command": "request_change", "arguments": {}}], "cannot wait for a decision"),
        (
            [{"command": "add_link", "arguments": {"predecessor": "T-3", "successor": "T-1"}}],
            "",
        ),
    ],
)
def test_what_cannot_be_done_cannot_be_asked_for(project: Project, calls: list[Any], words: str) -> None:
    with pytest.raises(Refused) as refused:
        do(user(), "SMALL", "request_change", title="X", calls=calls)
    assert words in refused.value.message
    assert dossier(project).changes == ()


@pytest.mark.parametrize("role", [Role.VENDOR, Role.VIEWER])
def test_vendors_and_viewers_ask_for_nothing(project: Project, role: Role) -> None:
    with pytest.raises(Refused) as refused:
        request(cast(project)[role])
    assert refused.value.code == "forbidden"


DECIDING = ("approve_change", "reject_change", "defer_change")


@pytest.mark.parametrize("word", DECIDING)
@pytest.mark.parametrize("role", [Role.MEMBER, Role.VENDOR, Role.STAKEHOLDER, Role.VIEWER])
def test_only_managers_owners_and_sponsors_decide(project: Project, word: str, role: Role) -> None:
    request(user())
    with pytest.raises(Refused) as refused:
        do(cast(project)[role], "SMALL", word, change="C-1", decision="yes")
    assert refused.value.code == "forbidden"
    assert record(project).state is ChangeState.SUBMITTED


@pytest.mark.parametrize("word", DECIDING)
def test_a_major_change_is_decided_by_a_sponsor_only(project: Project, word: str) -> None:
    people = cast(project)
    request(people[Role.MEMBER])
    assert record(project).category is ChangeClass.MAJOR
    with pytest.raises(Refused) as refused:
        do(people[Role.MANAGER], "SMALL", word, change="C-1", decision="yes")
    assert "a sponsor decides" in refused.value.message
    do(people[Role.SPONSOR], "SMALL", word, change="C-1", decision="yes")


def test_without_a_sponsor_a_major_change_says_what_is_missing(project: Project) -> None:
    ben = user("ben")
    join(project, ben, Role.MEMBER)
    request(ben)
    with pytest.raises(Refused) as refused:
        do(user(), "SMALL", "approve_change", change="C-1")
    assert "has none yet" in refused.value.message


def test_nobody_approves_alone_what_they_asked_for_unless_it_is_minor(project: Project) -> None:
    sponsor = cast(project)[Role.SPONSOR]
    request(sponsor)
    with pytest.raises(Refused) as refused:
        do(sponsor, "SMALL", "approve_change", change="C-1")
    assert "somebody else has to approve it" in refused.value.message
    request(user(), longer("1d"))
    assert record(project, "C-2").category is ChangeClass.MINOR
    do(user(), "SMALL", "approve_change", change="C-2")
    assert record(project, "C-2").state is ChangeState.APPROVED


def test_a_token_that_may_only_propose_asks_and_never_decides(project: Project) -> None:
    person = User.objects.get(username="ana")
    assistant = actor_of(person, scope="propose", token=7)
    outcome = do(assistant, "SMALL", "change_duration", task="T-1", duration="1d")
    assert outcome.results == ("C-1",)
    assert record(project).requester_token == 7
    assert {each.uid: each.duration for each in dossier(project).plan.tasks}[1] == 5 * 480
    for word in DECIDING:
        with pytest.raises(Refused, match="cannot decide"):
            do(assistant, "SMALL", word, change="C-1", decision="yes")
    writing = actor_of(person, scope="write", token=7)
    with pytest.raises(Refused, match="The token that asked"):
        do(writing, "SMALL", "approve_change", change="C-1")
    do(user(), "SMALL", "approve_change", change="C-1")
    assert {each.uid: each.duration for each in dossier(project).plan.tasks}[1] == 480


WORDS: dict[ChangeState, tuple[str, dict[str, str]]] = {
    ChangeState.SUBMITTED: ("submit_change", {}),
    ChangeState.APPROVED: ("approve_change", {}),
    ChangeState.REJECTED: ("reject_change", {"decision": "no"}),
    ChangeState.DEFERRED: ("defer_change", {"decision": "later"}),
    ChangeState.WITHDRAWN: ("withdraw_change", {}),
    ChangeState.IMPLEMENTED: ("close_change", {}),
}
#: How a minor change gets into each state.
WAYS: dict[ChangeState, tuple[ChangeState, ...]] = {
    ChangeState.DRAFT: (),
    ChangeState.SUBMITTED: (ChangeState.SUBMITTED,),
    ChangeState.APPROVED: (ChangeState.SUBMITTED, ChangeState.APPROVED),
    ChangeState.REJECTED: (ChangeState.SUBMITTED, ChangeState.REJECTED),
    ChangeState.DEFERRED: (ChangeState.SUBMITTED, ChangeState.DEFERRED),
    ChangeState.WITHDRAWN: (ChangeState.WITHDRAWN,),
    ChangeState.IMPLEMENTED: (ChangeState.SUBMITTED, ChangeState.APPROVED, ChangeState.IMPLEMENTED),
}


@pytest.mark.parametrize("state", list(ChangeState))
@pytest.mark.parametrize("wanted", list(WORDS))
def test_states_follow_the_table_and_refusals_name_what_is_allowed(
    project: Project, state: ChangeState, wanted: ChangeState
) -> None:
    ana = user()
    request(ana, longer("4d"), submit=False)
    for step in WAYS[state]:
        word, arguments = WORDS[step]
        do(ana, "SMALL", word, change="C-1", **arguments)
    word, arguments = WORDS[wanted]
    if wanted in NEXT[state]:
        do(ana, "SMALL", word, change="C-1", **arguments)
        assert record(project).state is wanted
        return
    with pytest.raises(Refused) as refused:
        do(ana, "SMALL", word, change="C-1", **arguments)
    for each in NEXT[state]:
        assert each in refused.value.message
    assert record(project).state is state


@pytest.mark.parametrize("word", ["reject_change", "defer_change"])
def test_who_says_no_says_why(project: Project, word: str) -> None:
    request(user(), longer("4d"))
    with pytest.raises(Refused, match="Say why"):
        do(user(), "SMALL", word, change="C-1", decision=" ")


# --------------------------------------------------------------------------------------------------------- impact


def test_asking_changes_nothing_of_the_plan_and_freezes_what_it_would_do(project: Project) -> None:
    before = dossier(project).plan
    request(user())
    assert dossier(project).plan == before
    impact = impact_of(record(project))
    seen = preview([Call("change_duration", {"task": "T-1", "duration": "7d"})], actor=user(), door="test", at=AT,
                   project="SMALL").impact()  # fmt: skip
    assert (impact.finish_delta, impact.finish_after) == (seen.finish_delta, seen.finish_after) != (0, 0)
    assert impact.moved == seen.moved == 3
    assert impact.why == ("The project ends 2 working days later.",)
    do(user(), "SMALL", "change_duration", task="T-2", duration="2d")
    assert impact_of(record(project)) == impact


def test_a_change_of_an_uncertain_plan_says_how_sure_its_dates_become(project: Project) -> None:
    ana = user()
    late_parts(ana)
    closing = {"risk": "R-1", "at": "2026-03-02", "reason": "They are here."}
    request(ana, [{"command": "close_risk", "arguments": closing}])
    impact = impact_of(record(project))
    assert impact.runs == 2000
    assert impact.p80_before is not None
    assert impact.p80_after is not None
    assert impact.p80_after < impact.p80_before
    assert impact.p80_after == impact.finish_after
    assert impact.risks == ("R-1 Late parts: open becomes closed",)
    again = impact_of(record(project))
    do(ana, "SMALL", "assess_change", change="C-1")
    assert impact_of(record(project)) == again


def test_dates_that_get_earlier_need_nobodys_leave(project: Project) -> None:
    request(user(), longer("2d"))
    impact = impact_of(record(project))
    assert impact.finish_delta < 0
    assert (impact.category, impact.why) == (ChangeClass.MINOR, ())


def test_a_milestone_that_moves_makes_it_normal_and_a_promised_one_major(project: Project) -> None:
    ana = user()
    several(ana, "SMALL", ("add_task", {"name": "Signed", "duration": "0d"}),
            ("add_link", {"predecessor": "T-1", "successor": "T-4"}),
            ("add_task", {"name": "Wait", "duration": "60d"}), ("set_baseline", {}))  # fmt: skip
    request(ana)
    assert record(project, "C-1").category is ChangeClass.NORMAL
    do(ana, "SMALL", "set_deadline", task="T-4", at="2026-04-30")
    request(ana)
    assert record(project, "C-2").category is ChangeClass.MAJOR


# ------------------------------------------------------------------------------------------------------- approval


def approved(project: Project) -> Actor:
    """Approve C-1 as the sponsor."""
    sponsor = cast(project)[Role.SPONSOR]
    do(sponsor, "SMALL", "approve_change", change="C-1", decision="Worth it")
    return sponsor


def test_an_approval_carries_the_change_out_and_sets_the_new_baseline(project: Project) -> None:
    do(user(), "SMALL", "change_duration", task="T-3", duration="4d")
    request(user())
    impact = impact_of(record(project))
    entries = JournalEntry.objects.filter(project=project).count()
    approved(project)
    plan, found = dossier(project).plan, record(project)
    assert load(project).schedule.finish == impact.finish_after
    assert JournalEntry.objects.filter(project=project).count() == entries + 1
    assert (found.state, found.decision, found.decided_by) == (ChangeState.APPROVED, "Worth it", "the-sponsor")
    assert (found.baseline_before, found.baseline_after) == (0, 1)
    assert plan.settings.current_baseline == 1
    old, new = ({row.task: row for row in each.tasks} for each in plan.baselines)
    assert old[1].duration == 5 * 480
    assert new[1].duration == 7 * 480
    assert plan.baselines[1].change_request == "C-1"


def test_what_a_change_does_not_touch_keeps_its_old_baseline(project: Project) -> None:
    ana = user()
    do(ana, "SMALL", "add_task", name="Apart", duration="5d")
    do(ana, "SMALL", "set_baseline")
    do(ana, "SMALL", "change_duration", task="T-4", duration="8d")
    request(ana)
    approved(project)
    new = {row.task: row for row in dossier(project).plan.baselines[1].tasks}
    assert (new[4].duration, new[1].duration) == (5 * 480, 7 * 480)


def test_an_approval_equals_its_preview_and_is_undone_as_one(project: Project) -> None:
    request(user())
    sponsor = cast(project)[Role.SPONSOR]
    before = digest(dossier(project))
    call = Call("approve_change", {"change": "C-1", "decision": "yes"})
    seen = preview([call], actor=sponsor, door="test", at=AT, project="SMALL")
    assert digest(dossier(project)) == before
    do(sponsor, "SMALL", "approve_change", change="C-1", decision="yes")
    assert digest(dossier(project)) == digest(seen.after.dossier)
    do(sponsor, "SMALL", "undo")
    assert digest(dossier(project)) == before
    assert list(journal.verify()) == []


def test_a_rejection_leaves_the_plan_byte_identical(project: Project) -> None:
    request(user())
    plan = dossier(project).plan
    do(cast(project)[Role.SPONSOR], "SMALL", "reject_change", change="C-1", decision="Too dear")
    assert dossier(project).plan == plan
    rows = JournalEntry.objects.filter(project=project).order_by("-number")[0].changes
    assert rows.startswith('[["changes","C-1",')


def test_people_are_told_in_the_transaction_of_the_decision(project: Project) -> None:
    ben = user("ben")
    join(project, ben, Role.MEMBER)
    people = cast(project)
    request(ben)
    asked = Message.objects.get(user_id=people[Role.SPONSOR].user)
    assert (asked.subject, asked.path) == ("C-1 waits for your decision: Longer design", "/p/SMALL/changes/C-1")
    do(people[Role.SPONSOR], "SMALL", "approve_change", change="C-1")
    assert Message.objects.get(user_id=ben.user).subject == "C-1 is approved: Longer design"


def test_a_plan_that_moved_without_bearing_on_the_change_does_not_hinder_it(project: Project) -> None:
    request(user())
    do(user(), "SMALL", "rename_task", task="T-2", name="Building")
    approved(project)
    assert record(project).state is ChangeState.APPROVED


def test_a_plan_that_moved_has_the_change_assessed_again(project: Project) -> None:
    request(user())
    do(user(), "SMALL", "change_duration", task="T-2", duration="12d")
    sponsor = cast(project)[Role.SPONSOR]
    with pytest.raises(Refused) as refused:
        do(sponsor, "SMALL", "approve_change", change="C-1")
    assert refused.value.code == "stale"
    assert "would now end on" in refused.value.message
    assert "Assess it again" in refused.value.message
    do(sponsor, "SMALL", "assess_change", change="C-1")
    do(sponsor, "SMALL", "approve_change", change="C-1")
    assert load(Project.objects.get(code="SMALL")).schedule.finish == impact_of(record(project)).finish_after


def test_a_change_whose_commands_no_longer_apply_says_so(project: Project) -> None:
    request(user())
    do(user(), "SMALL", "remove_tasks", tasks=["T-1"])
    with pytest.raises(Refused) as refused:
        approved(project)
    assert "it no longer applies: There is no task T-1" in refused.value.message


def test_what_a_change_makes_is_recognised_when_its_number_was_given_away(project: Project) -> None:
    ana = user()
    request(
        ana,
        [
            {"command": "add_task", "arguments": {"name": "Pilot", "duration": "2d"}},
            {"command": "add_link", "arguments": {"predecessor": "T-1", "successor": "T-4"}},
        ],
    )
    do(ana, "SMALL", "add_task", name="Other", duration="1d")
    do(ana, "SMALL", "approve_change", change="C-1")
    plan = dossier(project).plan
    assert {task.uid: task.name for task in plan.tasks}[5] == "Pilot"
    assert (1, 5) in {(each.predecessor, each.successor) for each in plan.links}
    assert all(each.successor != 4 for each in plan.links)


class CrashError(Exception):
    """What goes wrong between two steps."""


#: Every step of an approval, in order: where it is looked up, and its name there.
STEPS: tuple[tuple[Any, str], ...] = (
    (changes, "may_decide"),
    (changes, "still_so"),
    (changes, "decided"),
    (changes, "rebaselined"),
    (changes, "_signed"),
    (changes, "tell_all"),
    (run, "settled"),
    (run, "refuse_lost_updates"),
    (run, "write_changes"),
    (journal, "append"),
    (Project, "save"),
    (Message.objects, "bulk_create"),
    (run, "react"),
)


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("place", "name"), STEPS, ids=[name for _, name in STEPS])
def test_a_crash_between_any_two_steps_leaves_before_or_after(
    project: Project, monkeypatch: pytest.MonkeyPatch, place: Any, name: str, late: bool
) -> None:
    request(user("ana"))
    sponsor = cast(project)[Role.SPONSOR]
    before = _whole(project)
    call = Call("approve_change", {"change": "C-1"})
    expected = digest(preview([call], actor=sponsor, door="test", at=AT, project="SMALL").after.dossier)
    with monkeypatch.context() as patched:
        patched.setattr(place, name, _crashing(getattr(place, name), late))
        with pytest.raises(CrashError):
            run.run([call], actor=sponsor, door="test", at=AT, project="SMALL")
    committed = place is run and name == "react"
    if committed:
        assert _whole(project)[0] == expected
    else:
        assert _whole(project) == before
    assert list(journal.verify()) == []
    project.refresh_from_db()
    assert read(project).dossier == load(project).dossier


def _crashing(real: Callable[..., Any], late: bool) -> Callable[..., Any]:
    def crash(*arguments: Any, **named: Any) -> Any:
        if late:
            real(*arguments, **named)
        raise CrashError

    return crash


def _whole(project: Project) -> tuple[object, ...]:
    found = dossier(project)
    return (
        digest(found),
        project.revision,
        project.head,
        dict(project.counters),
        JournalEntry.objects.count(),
        Message.objects.count(),
        KeptForecast.objects.count(),
    )


def test_the_modules_of_a_decision_are_the_ones_that_are_crashed() -> None:
    assert changes.may_decide is deciding.may_decide
    assert all(hasattr(place, name) for place, name in STEPS)


def test_leaving_agreed_work_out_is_for_others_to_decide_and_what_is_a_must_for_the_sponsor(project: Project) -> None:
    ana = user()
    do(ana, "SMALL", "add_task", name="Aside", duration="1d")
    leave_out = [{"command": "deactivate", "arguments": {"task": "T-4"}}]
    request(ana, leave_out)
    assert record(project, "C-1").category is ChangeClass.MINOR
    do(ana, "SMALL", "set_baseline")
    request(ana, leave_out)
    assert impact_of(record(project, "C-2")).why == ("Work is left out: Aside.",)
    assert record(project, "C-2").category is ChangeClass.NORMAL
