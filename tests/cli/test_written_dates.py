"""What a written file makes of the dates is said when it differs from the plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from milepost.cli.main import app

SAMPLE = Path(__file__).resolve().parents[2] / "src" / "milepost" / "sample" / "portal.milepost"


@pytest.mark.parametrize(("ending", "differs"), [("csv", True), ("milepost", False)])
def test_dates_that_differ_when_read_back_are_counted(tmp_path: Path, ending: str, differs: bool) -> None:
    told = CliRunner().invoke(app, ["convert", str(SAMPLE), str(tmp_path / f"plan.{ending}")])
    assert told.exit_code == 0
    assert ("tasks have other dates; the project would end" in told.stderr) is differs
