"""The pure parts of the element, under Node's own test runner."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
BIN = ROOT / "node_modules" / ".bin"
UNITS = sorted((Path(__file__).parent / "units").glob("*.test.ts"))
# Where the machine has no Node.js, set-up has put one beside Python.
PATHS = {**os.environ, "PATH": f"{os.environ['PATH']}:{ROOT / '.venv' / 'bin'}"}


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool of the browser code's set-up."""
    return subprocess.run(command, cwd=ROOT, env=PATHS, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_unit(unit: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "unit.mjs"
    made = run(BIN / "esbuild", unit, "--bundle", "--platform=node", "--format=esm", f"--outfile={bundle}")
    assert made.returncode == 0, made.stderr
    done = run("node", "--test", bundle)
    assert done.returncode == 0, done.stdout
    assert "# fail 0" in done.stdout


def test_types() -> None:
    done = run(BIN / "tsc", "-p", ROOT / "src" / "milepost" / "web" / "gantt")
    assert done.returncode == 0, done.stdout
