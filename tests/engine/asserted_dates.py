"""The dates that TaskJuggler's own tests assert, read from its project files.

A test file names the start and end it expects of a task by macros (`FixTask`, `FixStart`, `FixEnd`, `FixMS`, and the
same for one scenario) or by `fail s1.end != date`. Only these are read: the plans are written out in the tests.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "taskjuggler" / "scheduler"
_TASK = re.compile(r'^\s*task\s+(?:(\w+)\s+)?"([^"]*)"')
_MACRO = re.compile(r'\$\{Fix(Start|End|Task|MS)(Sc)?\s+((?:"(?:\$\{\w+\}|[^"])*"\s*)+)\}')
_FAIL = re.compile(r"fail (\w+)\.(start|end) != (\S+)")


class Asserted(NamedTuple):
    """One expected date: the task's path, the scenario ("" for the only one), the side, the moment."""

    task: str
    scenario: str
    side: str
    moment: datetime


def asserted(name: str) -> list[Asserted]:
    """Read every date a file expects."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    project = _project(text)
    found: list[Asserted] = []
    path: list[str | None] = []
    for line in text.splitlines():
        header = _TASK.match(line)
        if header:
            path.append(header[1] or header[2])
        else:
            path += [None] * (line.count("{") - line.count("}"))
            del path[len(path) + min(0, line.count("{") - line.count("}")) :]
        task = ".".join(each for each in path if each)
        for side, scenario, date in _expected(line):
            found.append(Asserted(task, scenario, side, _moment(project.get(date, date))))
    return found


def _project(text: str) -> dict[str, str]:
    """Read the project's start and end, for the macros that name them."""
    dates = re.search(r"project[^\n]*?(\d{4}-\d+-\d+)(?: - (\d{4}-\d+-\d+))?", text)
    assert dates
    return {"${projectstart}": dates[1], "${projectend}": dates[2] or ""}


def _expected(line: str) -> list[tuple[str, str, str]]:
    found = [(side, scenario, date) for scenario, side, date in _FAIL.findall(line)]
    for kind, scenario, rest in _MACRO.findall(line):
        words = re.findall(r'"((?:\$\{\w+\}|[^"])*)"', rest)
        name = words.pop() if scenario else ""
        start, end = {"Start": (words[0], ""), "End": ("", words[0]), "MS": (words[0],) * 2}.get(kind, words[:2])
        found += [("start", name, start)] * bool(start) + [("end", name, end)] * bool(end)
    return found


def _moment(text: str) -> datetime:
    year, month, day, *clock = text.split("-")
    hour, minute = clock[0].split(":") if clock else ("0", "0")
    return datetime.fromisoformat(f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}")
