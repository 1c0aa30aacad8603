"""The scripts of the shell have the right types, and what set-up built of them is of this version."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from milepost.web.assets import BUILT, built

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src" / "milepost" / "web"


def test_types() -> None:
    # Where the machine has no Node.js, set-up has put one beside Python.
    paths = {**os.environ, "PATH": f"{os.environ['PATH']}:{ROOT / '.venv' / 'bin'}"}
    command = [ROOT / "node_modules" / ".bin" / "tsc", "-p", WEB / "scripts"]
    done = subprocess.run(command, cwd=ROOT, env=paths, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_script_and_style_has_been_built() -> None:
    entries = [*(WEB / "scripts").glob("*.ts"), *(WEB / "styles").glob("*.css")]
    for entry in entries:
        name = built(entry.name.replace(".ts", ".js"))
        assert (BUILT / name).is_file()
        assert (BUILT / f"{name}.gz").is_file()


def test_nothing_built_comes_from_elsewhere_or_evaluates_text() -> None:
    names = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    for name in names.values():
        if name.endswith((".js", ".css")):
            text = (BUILT / name).read_text(encoding="utf-8")
            assert "https://fonts." not in text
            assert "url(http" not in text
    icons = (BUILT / names["icons.svg"]).read_text(encoding="utf-8")
    assert icons.count("<symbol") > 10
