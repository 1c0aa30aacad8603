"""Kernels give the same compiled and as plain Python, and small plans never wait for a compiler."""

from __future__ import annotations

import subprocess
import sys

from milepost.engine import warm
from milepost.engine.compiled import compile_plan
from milepost.engine.kernel import column, filled, parts_of, piece, zeros
from milepost.engine.kernels_forward import forward, last_finish
from milepost.engine.passes import Passes
from milepost.engine.plan import Plan
from milepost.engine.schedule import answer
from milepost.engine.warm import LARGE, SMALL, WORTH_LOADING, _Pace
from tests.engine.stored_plans import files, load


def test_columns_hold_what_they_are_given() -> None:
    assert list(column([1, -2])) == [1, -2]
    assert list(zeros(2)) == [0, 0]
    assert list(filled(2, 7)) == [7, 7]


def test_compiled_kernels_compute_what_plain_python_does() -> None:
    warm.warm()
    for path in files("msproject/json/aspose-java", "msproject/json/projectlibre", "msproject/json/aspose-net"):
        source: Plan = load(path).plan
        plain, fast = (answer(Passes.of(compile_plan(source, fast=fast))) for fast in (False, True))
        assert plain.tasks == fast.tasks, path.name


def test_small_plans_stay_plain_and_load_nothing() -> None:
    pace = _Pace()
    assert not pace.fast(SMALL - 1)
    assert pace.plain == 0
    assert pace.ready is None


def test_much_plain_work_loads_kernels_once(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    asked: list[object] = []
    monkeypatch.setattr(warm, "is_cached", lambda kernel: not asked.append(kernel))
    pace = _Pace()
    assert not pace.fast(WORTH_LOADING)
    assert pace.fast(SMALL)
    assert pace.fast(SMALL)
    assert len(asked) == len(warm.KERNELS)
    assert _Pace().fast(LARGE)


def test_importing_the_engine_imports_no_compiler() -> None:
    code = "import sys; import milepost.engine.schedule; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_kernel_compiles_with_the_pieces_it_reaches_whenever_they_are_made() -> None:
    warm.warm()
    scope: dict[str, object] = {"piece": piece}
    exec("@piece\ndef late(x: int) -> int:\n    return x + 1\n", scope)
    exec("def outer(x: int) -> int:\n    return late(x) * 2\n", scope)
    outer = scope["outer"]
    assert [part.__name__ for part in parts_of(outer)] == ["late"]  # type: ignore[arg-type]
    assert parts_of(last_finish) == []
    assert {part.__name__ for part in parts_of(forward)} >= {"place", "link_bound", "done"}
