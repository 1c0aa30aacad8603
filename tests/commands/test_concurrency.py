"""Many writers at once: nobody fails, nothing is lost, and the same key is carried out once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from milepost.commands import journal
from milepost.commands.run import Call, Outcome, run
from milepost.forecasting.load import read
from milepost.queries.refused import Refused
from milepost.records.models import Project
from tests.worlds import AT, small, user

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, work: Callable[[int], Outcome]) -> list[Outcome]:
    """Do something in so many threads, each with its own connection."""

    def closing(number: int) -> Outcome:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(closing, range(count)))


def test_eight_writers_on_one_project_lose_nothing() -> None:
    ana = user()
    project = small(ana)

    def write(number: int) -> Outcome:
        for each in range(4):
            call = Call("add_task", {"name": f"{number}.{each}", "duration": "1d", "after": "T-1"})
            outcome = run([call], actor=ana, door="test", at=AT, project="SMALL")
        return outcome

    at_once(8, write)
    project.refresh_from_db()
    names = [task.name for task in read(project).dossier.plan.tasks]
    assert project.revision == 2 + 32
    assert sorted(names[3:]) == sorted(f"{number}.{each}" for number in range(8) for each in range(4))
    assert len({task.uid for task in read(project).dossier.plan.tasks}) == 35
    assert list(journal.verify()) == []


def test_of_two_writers_of_one_field_who_saw_the_same_one_is_told() -> None:
    ana = user()
    small(ana)

    def write(number: int) -> Outcome | str:
        call = Call("change_duration", {"task": "T-1", "duration": f"{number + 7}d"})
        try:
            return run([call], actor=ana, door="test", at=AT, project="SMALL", revision=2)
        except Refused as refused:
            return refused.code

    answers = at_once(4, write)  # type: ignore[arg-type]
    assert sorted(str(each) for each in answers if isinstance(each, str)) == ["conflict"] * 3
    assert Project.objects.get().revision == 3


def test_the_same_key_at_once_is_carried_out_once() -> None:
    ana = user()
    small(ana)
    call = [Call("add_task", {"name": "Once", "duration": "1d"})]
    answers = at_once(4, lambda _: run(call, actor=ana, door="test", at=AT, project="SMALL", key="k"))
    assert {each.results for each in answers} == {("T-4",)}
    assert sorted(each.again for each in answers) == [False, True, True, True]
    assert Project.objects.get().revision == 3
