"""Advice: the kept review, what accepting, deferring and rejecting do, and who may."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from inspect import signature
from pathlib import Path

import pytest

from milepost import advisor
from milepost.commands.catalogue import catalogue
from milepost.dossier.advice import AdviceState
from milepost.dossier.changes import ChangeState
from milepost.dossier.dossier import Dossier
from milepost.dossier.edits import COMMANDS, RECORD_COMMANDS, Edit, carry_out
from milepost.dossier.people import Role
from milepost.engine.schedule import schedule
from milepost.forecasting import review as kept_review
from milepost.forecasting.discretion import without_costs
from milepost.forecasting.keep import keep, kept
from milepost.forecasting.load import read
from milepost.forecasting.review import DISCREET, WHOLE, KeptFinding, KeptProposal, KeptReview, compute
from milepost.queries.access import Actor, actor_of
from milepost.queries.advice import ReviewPage
from milepost.queries.catalogue import ask
from milepost.queries.refused import Refused
from milepost.records.models import Job, Project, User
from tests.worlds import AT, do, join, sample, small, user

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


def seen(actor: Actor, *, at: datetime = AT, everything: bool = False) -> ReviewPage:
    """The review as somebody sees it."""
    found = ask("review", {"everything": everything}, actor=actor, at=at, project="SMALL")
    assert isinstance(found, ReviewPage)
    return found


def dossier(project: Project) -> Dossier:
    """The project as its rows have it."""
    project.refresh_from_db()
    return read(project).dossier


def executable(page: ReviewPage) -> tuple[str, str]:
    """The first finding with a proposal that can be carried out, and that proposal."""
    return next((one.id, each.id) for one in page.findings for each in one.proposals if each.executable)


@pytest.fixture
def project() -> Project:
    """Design, Build and Test; Design should be done by now and is not begun."""
    ana = user()
    found = small(ana)
    do(ana, "SMALL", "set_baseline")
    do(ana, "SMALL", "set_deadline", task="T-3", at="2026-03-25")
    do(ana, "SMALL", "set_status_date", at="2026-03-10")
    compute(found.pk, AT)
    return found


@pytest.mark.parametrize("role", [Role.VENDOR, Role.VIEWER])
@pytest.mark.parametrize("word", ["review_now", "accept_advice", "defer_advice", "reject_advice", "reopen_advice"])
def test_vendors_and_viewers_answer_nothing(project: Project, role: Role, word: str) -> None:
    ben = user("ben")
    join(project, ben, role)
    with pytest.raises(Refused) as refused:
        do(ben, "SMALL", word, finding="SCH-02:task-1", proposal="x", until="2026-04-01", reason="no")
    assert refused.value.code == "forbidden"


@pytest.mark.parametrize("word", ["defer_advice", "reject_advice", "reopen_advice"])
def test_members_do_not_silence_the_review(project: Project, word: str) -> None:
    ben = user("ben")
    join(project, ben, Role.MEMBER)
    with pytest.raises(Refused) as refused:
        do(ben, "SMALL", word, finding="SCH-02:task-1")
    assert refused.value.code == "forbidden"


@pytest.mark.parametrize(
    ("word", "arguments", "words"),
    [
        ("accept_advice", {"finding": "NO-01", "proposal": "x"}, "has no finding NO-01"),
        ("accept_advice", {"finding": "!", "proposal": "nothing-such"}, "has no proposal nothing-such"),
        ("defer_advice", {"finding": "!", "until": "2026-03-01"}, "still to come"),
        ("reject_advice", {"finding": "!", "reason": " "}, "Say why"),
        ("reopen_advice", {"finding": "!"}, "Nothing was said"),
    ],
)
def test_what_cannot_be_answered_is_refused(project: Project, word: str, arguments: dict[str, str], words: str) -> None:
    finding, _ = executable(seen(user()))
    told = {name: finding if value == "!" else value for name, value in arguments.items()}
    with pytest.raises(Refused) as refused:
        do(user(), "SMALL", word, **told)
    assert words in refused.value.message


def test_without_a_review_there_is_nothing_to_accept() -> None:
    small(user())
    assert seen(user()).at is None
    with pytest.raises(Refused, match="not reviewed yet"):
        do(user(), "SMALL", "accept_advice", finding="X", proposal="y")


def test_a_review_is_asked_for_once_and_made_by_the_worker(project: Project) -> None:
    do(user(), "SMALL", "review_now")
    do(user(), "SMALL", "review_now")
    job = Job.objects.get(kind="review", state="waiting")
    assert job.project_id == project.pk
    assert seen(user()).waiting


def test_the_same_state_is_reviewed_once_a_day(project: Project) -> None:
    assert compute(project.pk, AT)["again"]
    assert not compute(project.pk, LATER)["again"]
    do(user(), "SMALL", "change_duration", task="T-2", duration="12d")
    assert not seen(user()).fresh
    assert not compute(project.pk, LATER)["again"]
    assert seen(user()).fresh


def test_trends_are_told_against_the_last_review(project: Project) -> None:
    do(user(), "SMALL", "change_duration", task="T-2", duration="20d")
    compute(project.pk, LATER)
    page = seen(user(), at=LATER)
    assert {each.trend for each in page.findings} & {"new", "worse"}
    assert any("finish moved" in sentence for sentence in page.changes)


def test_accepting_does_what_was_proposed_as_one_action_that_can_be_undone(project: Project) -> None:
    ana = user()
    before = dossier(project)
    page = seen(ana)
    key, offer = executable(page)
    finding = next(each for each in page.findings if each.id == key)
    offered = next(each for each in finding.proposals if each.id == offer)
    edits = next(each.edits for each in kept_of(project, finding.id).proposals if each.id == offered.id)
    expected = carry_out(before, [Edit(each["command"], each["arguments"]) for each in json.loads(edits)])
    do(ana, "SMALL", "accept_advice", finding=finding.id, proposal=offered.id)
    after = dossier(project)
    said = after.advice[0]
    assert (said.finding, said.state) == (finding.id, AdviceState.ACCEPTED)
    if said.change:
        assert after.plan == before.plan
    else:
        assert schedule(after.plan).finish == schedule(expected.plan).finish
    assert finding.id not in {each.id for each in seen(ana).findings}
    do(ana, "SMALL", "undo")
    assert dossier(project) == before


def kept_of(project: Project, finding: str) -> KeptFinding:
    """A finding as it is kept."""
    found = kept(project.pk, WHOLE, KeptReview)
    assert found is not None
    return next(each for each in found.value.findings if each.id == finding)


def offering(project: Project, *edits: tuple[str, dict[str, object]], highest: int = 3) -> None:
    """Keep a review with one finding whose one proposal has these edits."""
    found = kept(project.pk, WHOLE, KeptReview)
    assert found is not None
    written = json.dumps([{"command": word, "arguments": arguments} for word, arguments in edits])
    finding = KeptFinding("TST-01:x", "TST-01", found.value.findings[0].severity, "Something is wrong",
                          proposals=(KeptProposal("TST-01:x/do", "Do it", edits=written),))  # fmt: skip
    project.refresh_from_db()
    for kind in (WHOLE, DISCREET):
        value = replace(found.value, findings=(finding,), highest=highest)
        keep(project.pk, kind, project.revision, "", AT, value)


def test_a_small_proposal_is_carried_out_at_once(project: Project) -> None:
    offering(project, ("change_duration", {"task": 2, "duration": 9 * 480}))
    outcome = do(user(), "SMALL", "accept_advice", finding="TST-01:x", proposal="do")
    assert outcome.results == ("",)
    assert dossier(project).plan.tasks[1].duration == 9 * 480
    assert dossier(project).changes == ()


def test_a_proposal_that_others_decide_becomes_a_change_request(project: Project) -> None:
    offering(project, ("change_duration", {"task": 2, "duration": 12 * 480}))
    plan = dossier(project).plan
    outcome = do(user(), "SMALL", "accept_advice", finding="TST-01:x", proposal="do")
    found = dossier(project)
    assert outcome.results == ("C-1",)
    assert (found.plan, found.changes[0].state) == (plan, ChangeState.SUBMITTED)
    assert (found.changes[0].title, found.advice[0].change) == ("Do it", "C-1")


@pytest.mark.parametrize("scope", ["propose", "admin"])
def test_who_may_not_plan_asks_instead(project: Project, scope: str) -> None:
    offering(project, ("change_duration", {"task": 2, "duration": 9 * 480}))
    if scope == "propose":
        actor = actor_of(User.objects.get(username="ana"), scope="propose", token=1)
    else:
        actor = user("ben")
        join(project, actor, Role.MEMBER)
    plan = dossier(project).plan
    assert do(actor, "SMALL", "accept_advice", finding="TST-01:x", proposal="do").results == ("C-1",)
    assert dossier(project).plan == plan


def test_tasks_a_proposal_makes_are_the_ones_it_means(project: Project) -> None:
    ana = user()
    do(ana, "SMALL", "add_task", name="Gone", duration="1d")
    do(ana, "SMALL", "undo")
    offering(
        project, ("add_task", {"name": "Pilot", "duration": 480}), ("add_link", {"predecessor": 1, "successor": 4})
    )
    do(ana, "SMALL", "accept_advice", finding="TST-01:x", proposal="do")
    plan = dossier(project).plan
    assert [(each.predecessor, each.successor) for each in plan.links][-1] == (1, 5)
    assert {task.uid: task.name for task in plan.tasks}[5] == "Pilot"
    do(ana, "SMALL", "undo")


def test_a_number_given_to_another_task_since_is_not_mistaken_for_the_proposals(project: Project) -> None:
    ana = user()
    offering(
        project, ("add_task", {"name": "Pilot", "duration": 480}), ("add_link", {"predecessor": 1, "successor": 4})
    )
    do(ana, "SMALL", "add_task", name="Other", duration="1d")
    with pytest.raises(Refused) as refused:
        do(ana, "SMALL", "accept_advice", finding="TST-01:x", proposal="do")
    assert refused.value.code == "stale"


def test_deferred_and_rejected_findings_are_hidden_until_due(project: Project) -> None:
    ana = user()
    finding, _ = executable(seen(ana))
    do(ana, "SMALL", "defer_advice", finding=finding, until="2026-03-20")
    assert finding not in {each.id for each in seen(ana).findings}
    assert seen(ana).hidden == 1
    shown = next(each for each in seen(ana, everything=True).findings if each.id == finding)
    assert shown.answer is not None
    assert shown.answer.state is AdviceState.DEFERRED
    assert finding in {each.id for each in seen(ana, at=AT + timedelta(days=30)).findings}
    do(ana, "SMALL", "reject_advice", finding=finding, reason="We know")
    assert seen(ana, at=AT + timedelta(days=30)).hidden == 1
    do(ana, "SMALL", "reopen_advice", finding=finding)
    assert seen(ana).hidden == 0


def test_a_hidden_finding_that_gets_worse_comes_back(project: Project) -> None:
    ana = user()
    late = next(each.id for each in seen(ana).findings if each.check in ("SCH-05", "SCH-06"))
    do(ana, "SMALL", "reject_advice", finding=late, reason="We know")
    do(ana, "SMALL", "change_duration", task="T-2", duration="20d")
    compute(project.pk, LATER)
    assert late in {each.id for each in seen(ana, at=LATER).findings}


def test_who_may_not_see_costs_gets_a_review_in_which_there_is_no_money() -> None:
    project = sample(user())
    compute(project.pk, AT)
    ben = user("ben")
    join(project, ben, Role.MEMBER)
    whole = ask("review", {"everything": True}, actor=user(), at=AT, project="PORTAL")
    plain = ask("review", {"everything": True}, actor=ben, at=AT, project="PORTAL")
    assert "EUR" in repr(whole)
    assert "EUR" not in repr(plain)
    assert not [each for each in plain.findings if each.check.startswith("MON")]
    assert plain.findings


def test_a_project_without_money_is_itself_without_costs(project: Project) -> None:
    found = dossier(project)
    assert without_costs(found) is found


#: What an action itself tells: who does it, and when.
SIGNED = {"by", "raised_at"}
ADVISOR = Path(advisor.__file__).parent
#: The words the rules propose, as they are written there.
PROPOSED = {
    word
    for file in ADVISOR.rglob("*.py")
    for word in re.findall(r'(?:step|Edit)\(\s*"([a-z_]+)"', file.read_text(encoding="utf-8"))
}


@pytest.mark.parametrize("word", sorted(PROPOSED))
def test_every_edit_that_may_be_proposed_is_a_command_with_the_same_arguments(word: str) -> None:
    edit = {**COMMANDS, **RECORD_COMMANDS}[word]
    names = set(list(signature(edit).parameters)[1:]) - SIGNED
    assert names <= {each.name for each in catalogue()[word].parameters}


def test_a_review_that_cannot_be_made_leaves_the_last_one(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    do(user(), "SMALL", "change_duration", task="T-2", duration="12d")

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(kept_review, "review", crash)
    with pytest.raises(RuntimeError):
        compute(project.pk, LATER)
    assert seen(user()).at is not None
