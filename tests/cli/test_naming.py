"""People name tasks by id, WBS number or name."""

from __future__ import annotations

import pytest

from milepost.cli.naming import find_task
from milepost.cli.outcome import StoppedError
from milepost.engine.plan import Plan, Settings
from milepost.engine.tasks import Task

PLAN = Plan(
    Settings(start=0),
    tasks=(
        Task(11, "Build portal", code="1", wbs="1.1"),
        Task(12, "Build login", code="2", wbs="1.2"),
        Task(1, "Test", code="3", wbs="2"),
        Task(14, "Test", code="A100", wbs="A100"),
    ),
)


@pytest.mark.parametrize(
    ("wanted", "uid"),
    [("1", 11), ("2", 12), ("1.2", 12), ("uid:1", 1), ("a100", 14), ("build LOGIN", 12), ("porta", 11)],
)
def test_finds_what_is_meant(wanted: str, uid: int) -> None:
    assert find_task(PLAN, wanted).uid == uid


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("build", "can mean 2 tasks: uid:11 Build portal; uid:12"),
        ("test", "uid:1 Test"),
        ("x", "No task is called 'x'"),
        ("", "No task"),
    ],
)
def test_asks_back(wanted: str, words: str) -> None:
    with pytest.raises(StoppedError, match="task") as asked:
        find_task(PLAN, wanted)
    assert words in str(asked.value)
