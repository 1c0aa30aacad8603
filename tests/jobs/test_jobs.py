"""Jobs: one worker has each, none is lost when a worker dies, failures are tried again and end in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from milepost.commands import jobs
from milepost.commands.jobs import Errand
from milepost.commands.nightly import queue_nightly
from milepost.commands.outbox import Letter, send_waiting
from milepost.commands.run import queue
from milepost.jobs import kinds
from milepost.jobs.perform import perform
from milepost.jobs.sweep import Sweep
from milepost.queries.refused import Refused
from milepost.records.models import Job, Message, User
from tests.worlds import AT, small, user

pytestmark = pytest.mark.django_db


def works(errand: Errand) -> Mapping[str, Any]:
    """A job that does what it should."""
    errand.progress(0.5, "half way")
    return {"said": errand.arguments["word"]}


def breaks(errand: Errand) -> None:
    """A job that meets something nobody foresaw."""
    raise RuntimeError("no room left")


def refuses(errand: Errand) -> None:
    """A job that cannot be done."""
    raise Refused("The file is no plan.")


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds of jobs for these tests."""
    for each in (works, breaks, refuses):
        monkeypatch.setitem(kinds.KINDS, each.__name__, f"{__name__}:{each.__name__}")
    monkeypatch.setattr(
        "milepost.jobs.perform.function_of", lambda kind: {"works": works, "breaks": breaks, "refuses": refuses}[kind]
    )
    monkeypatch.setattr("milepost.jobs.perform.now", lambda: AT)


def test_a_job_is_carried_out_once_and_says_what_came_of_it() -> None:
    queue("works", at=AT, arguments={"word": "yes"})
    (job,) = jobs.due(AT)
    perform.call(job)
    perform.call(job)
    row = Job.objects.get()
    assert (row.state, row.result, row.attempts, row.told) == ("done", {"said": "yes"}, 1, "half way")


def test_of_two_waiting_jobs_with_one_key_one_is_done_and_later() -> None:
    queue("works", at=AT, key="P", arguments={"word": "first"})
    queue("works", at=AT, key="P", seconds=60, arguments={"word": "second"})
    assert jobs.due(AT) == []
    assert [row.arguments for row in Job.objects.all()] == [{"word": "second"}]


def test_a_failure_is_tried_again_later_each_time_and_ends() -> None:
    queue("breaks", at=AT)
    job = Job.objects.get().pk
    waits = []
    for _ in range(jobs.ATTEMPTS):
        perform.call(job)
        row = Job.objects.get()
        waits.append(row.due_at - AT)
    assert (row.state, row.attempts) == ("failed", jobs.ATTEMPTS)
    assert "no room left" in row.told
    assert waits[0] < waits[1] < waits[2]


def test_what_is_refused_is_not_tried_again() -> None:
    queue("refuses", at=AT)
    perform.call(Job.objects.get().pk)
    row = Job.objects.get()
    assert (row.state, row.told) == ("failed", "The file is no plan.")


def test_a_job_whose_worker_died_is_given_to_another() -> None:
    queue("works", at=AT, arguments={"word": "yes"})
    job = Job.objects.get().pk
    assert jobs.claim(job, AT, lambda: AT) is not None
    assert jobs.claim(job, AT, lambda: AT) is None
    assert jobs.revive(AT + timedelta(minutes=1)) == 0
    assert jobs.revive(AT + timedelta(minutes=3)) == 1
    assert Job.objects.get().state == "waiting"


def test_the_sweep_puts_due_jobs_into_the_queue_once(monkeypatch: pytest.MonkeyPatch) -> None:
    put: list[int] = []
    monkeypatch.setattr("milepost.jobs.sweep.perform", type("P", (), {"enqueue": staticmethod(put.append)}))
    queue("works", at=AT, arguments={"word": "yes"})
    sweep = Sweep()
    for seconds in (0, 1, 2):
        sweep(AT + timedelta(seconds=seconds))
    assert put == [job.pk for job in Job.objects.filter(kind="works")]
    sweep(AT + timedelta(minutes=3))
    assert len([job for job in put if job == put[0]]) == 2


def test_every_night_each_project_is_reviewed_once() -> None:
    small(user())
    night = AT.replace(hour=3)
    assert queue_nightly(AT.replace(hour=2)) == 0
    assert queue_nightly(night) == 1
    assert queue_nightly(night + timedelta(hours=5)) == 0
    assert queue_nightly(night + timedelta(days=1)) == 1


def test_messages_go_out_once_and_failures_wait() -> None:
    ana = User.objects.get(pk=user().user)
    Message.objects.create(user=ana, kind="test", subject="Hello", text="Text", created_at=AT)
    sent: list[Letter] = []

    def away(letter: Letter) -> None:
        raise ConnectionRefusedError("nobody there")

    assert send_waiting(AT, away) == (0, 1)
    assert send_waiting(AT, sent.append) == (1, 0)
    assert send_waiting(AT, sent.append) == (0, 0)
    assert [letter.address for letter in sent] == [ana.email]
    assert mail.outbox == []
