"""What Microsoft Project stored, recomputed: every leaf task of real plans, in every field (docs/fidelity.md)."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from milepost.engine.schedule import schedule
from tests.engine.fidelity import Comparison, category, compare
from tests.engine.stored_plans import DATA, files, load

#: Plans whose stored late dates Microsoft Project had not brought up to date, with the tasks concerned.
STALE = {
    "mp_j120_a5_nr5_AgentCopp5": 63,
    "legacy__bug1.mpp": 2,
    "project_RetrieveExceptions_test.mpp": 1,
    "splits9b.mpp": 2,
    "TaskUsageView.mpp": 1,
    "Project.mpx": 2,
    "legacy__sample.mpx": 2,
}
#: Leaf tasks that are computed otherwise, by class: see docs/fidelity.md.
OTHERWISE = {
    "mpp14timephasedsegmentsmanual.mpp": 1,
    "timephased-actual-overtime-work.mpp": 1,
}


def _compared(path: Path) -> tuple[str, str, Comparison]:
    source = load(path)
    return source.name, category(source), compare(source, schedule(source.plan))


def test_mpsplib_plans_agree_on_the_clock_in_every_field() -> None:
    """Every eighth of the 61 plans (`python -m tests.engine.fidelity mp_j` compares all), and the stale one."""
    leaves = 0
    for path in [*files("msproject/json/insisoc")[::8], _stale_mpsplib()]:
        name, _, result = _compared(path)
        leaves += result.leaves
        assert result.leaves - result.on_clock == STALE.get(name, 0), name
    assert leaves > 4000


def _stale_mpsplib() -> Path:
    return DATA / "msproject/json/insisoc/mp_j120_a5_nr5_AgentCopp5.json.gz"


@pytest.fixture(scope="module")
def real() -> dict[str, list[tuple[str, Comparison]]]:
    found = defaultdict(list)
    for path in files("msproject/json"):
        if path.parent.name != "insisoc":
            name, kind, result = _compared(path)
            found[kind].append((name, result))
    return found


@pytest.mark.parametrize(("kind", "clock", "working"), [("plain", 0.985, 0.985), ("other", 0.99, 0.99)])
def test_real_plans_agree(
    real: dict[str, list[tuple[str, Comparison]]], kind: str, clock: float, working: float
) -> None:
    """Plans without progress, manual tasks or splits, and the others."""
    results = [result for _, result in real[kind]]
    leaves = sum(result.leaves for result in results)
    assert sum(result.on_clock for result in results) >= clock * leaves
    assert sum(result.in_working_time for result in results) >= working * leaves


def test_what_differs_is_known(real: dict[str, list[tuple[str, Comparison]]]) -> None:
    """No file has more leaf tasks off than the ones explained."""
    off = {name: r.leaves - r.on_clock for results in real.values() for name, r in results if r.misses}
    assert off == {name: count for name, count in (STALE | OTHERWISE).items() if not name.startswith("mp_j")}
