"""Reading published instances: PSPLIB `.sm` and `.mm`, Patterson `.rcp`, MPLIB `.txt`, and the best known makespans."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from milepost.engine.levelling.modes import Mode, ModesProblem
from milepost.engine.levelling.problem import After, Problem

KINDS = (".sm", ".rcp", ".mm", ".txt")


@dataclass(frozen=True)
class Known:
    """The best known bounds of an instance, and its critical path, 0 where the table has none."""

    lower: int
    upper: int
    path: int


@dataclass(frozen=True)
class Instance:
    """A problem with its family and name, and what is known of it."""

    family: str
    name: str
    problem: Problem | ModesProblem
    known: Known | None


def instances(folder: Path, best: Path | None) -> list[Instance]:
    """Read every instance in a folder and those below it; the family is the folder's name."""
    known = best_known(best) if best else {}
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in KINDS):
        family, name = path.parent.name, path.stem
        row = known.get((family, name)) or known.get(("", name))
        found.append(Instance(family, name, read(path), row))
    return found


def best_known(path: Path) -> dict[tuple[str, str], Known]:
    """Read the table of best known makespans, by family and name, and by name where only one family has it."""
    known: dict[tuple[str, str], Known] = {}
    names: dict[str, list[Known]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["ub"].isdigit():
                continue
            entry = Known(int(row.get("lb") or 0), int(row["ub"]), int(row.get("cpm_lb") or 0))
            name = Path(row["instance"]).stem
            known[row.get("set", ""), name] = entry
            names.setdefault(name, []).append(entry)
    known.update({("", name): rows[0] for name, rows in names.items() if len(rows) == 1})
    return known


def read(path: Path) -> Problem | ModesProblem:
    """Read one instance by the ending of its name."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix.lower() == ".rcp":
        return _rcp(text)
    if path.suffix.lower() == ".txt":
        return _mplib(text)
    return _psplib(text, path.suffix.lower() == ".mm")


def _rcp(text: str) -> Problem:
    """Read Patterson's format: activities, resources, capacities, then duration, needs and successors of each."""
    numbers = iter([int(word) for word in text.split()])
    count, resources = next(numbers), next(numbers)
    capacities = [next(numbers) for _ in range(resources)]
    durations, needs, followers = list[int](), list[list[int]](), list[list[int]]()
    for _ in range(count):
        durations.append(next(numbers))
        needs.append([next(numbers) for _ in range(resources)])
        followers.append([next(numbers) - 1 for _ in range(next(numbers))])
    return Problem(
        tuple(durations),
        tuple(tuple((r, units) for r, units in enumerate(row) if units) for row in needs),
        tuple(capacities),
        tuple(After(a, b, durations[a]) for a, rows in enumerate(followers) for b in rows),
    )


def _mplib(text: str) -> Problem:
    """Read several projects that share resources as one problem: each project's activities after those before it."""
    words = iter(text.split())
    projects, resources = int(next(words)), int(next(words))
    capacities = [int(next(words)) for _ in range(resources)]
    durations, needs, links, releases = list[int](), list[list[int]](), list[tuple[int, str]](), list[int]()
    first = list[int]()
    for _ in range(projects):
        first.append(len(durations))
        count, release = int(next(words)), int(next(words))
        for _ in range(resources):
            next(words)
        for _ in range(count):
            durations.append(int(next(words)))
            releases.append(release)
            needs.append([int(next(words)) for _ in range(resources)])
            links.extend((len(durations) - 1, next(words)) for _ in range(int(next(words))))
    ends = [(a, *map(int, follower.split(":"))) for a, follower in links]
    return Problem(
        tuple(durations),
        tuple(_pairs(row) for row in needs),
        tuple(capacities),
        tuple(After(a, first[project - 1] + number - 1, durations[a]) for a, project, number in ends),
        releases=tuple(releases),
    )


def _psplib(text: str, modes: bool) -> Problem | ModesProblem:
    """Read the sections of PSPLIB's format."""
    followers = [[int(word) - 1 for word in line.split()[3:]] for line in _section(text, "PRECEDENCE RELATIONS")[1:]]
    chosen: list[list[list[int]]] = []
    for line in _section(text, "REQUESTS/DURATIONS")[1:]:
        numbers = [int(word) for word in line.split()] if line.strip(" -") else []
        if not numbers:
            continue
        if len(numbers) == 3 + _resources(text):
            chosen.append([])
            numbers = numbers[1:]
        chosen[-1].append(numbers[1:])
    available = [int(word) for word in _section(text, "RESOURCEAVAILABILITIES", "RESOURCE AVAILABILITIES")[1].split()]
    renewable = _count(text, "renewable")
    if modes:
        return ModesProblem(
            tuple(
                tuple(Mode(row[0], _pairs(row[1 : 1 + renewable]), _pairs(row[1 + renewable :])) for row in rows)
                for rows in chosen
            ),
            tuple(available[:renewable]),
            tuple(available[renewable:]),
            tuple((a, b) for a, rows in enumerate(followers) for b in rows),
        )
    return Problem(
        tuple(rows[0][0] for rows in chosen),
        tuple(_pairs(rows[0][1:]) for rows in chosen),
        tuple(available),
        tuple(After(a, b, chosen[a][0][0]) for a, rows in enumerate(followers) for b in rows),
    )


def _pairs(units: list[int]) -> tuple[tuple[int, int], ...]:
    return tuple((r, amount) for r, amount in enumerate(units) if amount)


def _resources(text: str) -> int:
    return _count(text, "renewable") + _count(text, "nonrenewable")


def _count(text: str, kind: str) -> int:
    """Give how many resources of a kind the heading names."""
    for line in text.splitlines():
        words = line.strip(" -\t").replace(":", " : ").split()
        if words and words[0] == kind:
            return int(words[words.index(":") + 1])
    return 0


def _section(text: str, *titles: str) -> list[str]:
    """Give the lines of a section after its title, up to the next line of stars."""
    lines = text.splitlines()
    for n, line in enumerate(lines):
        if any(line.strip().startswith(title) for title in titles):
            body = list[str]()
            for row in lines[n + 1 :]:
                if row.startswith("***"):
                    break
                body.append(row)
            return body
    raise ValueError(f"no section {titles[0]}")
