"""Multi-skill scheduling instances as plans: iMOPSE definitions (`.def`) and MSPSP data (`.dzn`).

A slot of an instance is an hour, and everybody works around the clock. Each demand for a skill becomes an assignment
without a resource: a place that somebody able has to fill.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from milepost.engine.calendars import Calendar
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Assignment, Rate, Resource, Skill
from milepost.engine.tasks import Link, Task

SLOT = 60
ALWAYS = Calendar(1, "Around the clock", week=(((0, 1440),),) * 7)


@dataclass(frozen=True)
class Instance:
    """An instance as written: durations, links, what each task asks for, who can do what, and what an hour costs.

    `asks[i]` are (skill, level, persons); `abilities[k]` maps the skills of person k to levels. Tasks and persons
    count from 0.
    """

    name: str
    durations: list[int]
    links: list[tuple[int, int]]
    asks: list[list[tuple[str, int, int]]]
    abilities: list[dict[str, int]]
    salaries: list[Decimal]

    @property
    def critical_path(self) -> int:
        """The slots needed with as many people as one likes."""
        finish = [0] * len(self.durations)
        before: dict[int, list[int]] = {}
        for i, j in self.links:
            before.setdefault(j, []).append(i)
        for i in _in_order(len(self.durations), self.links):
            finish[i] = self.durations[i] + max((finish[b] for b in before.get(i, ())), default=0)
        return max(finish)

    @property
    def lower_bound(self) -> int:
        """The longer of the critical path and the work, shared among all or among those who have a skill."""
        work = [d * sum(n for *_, n in asks) for d, asks in zip(self.durations, self.asks, strict=True)]
        bounds = [self.critical_path, -(-sum(work) // len(self.abilities))]
        for skill in {skill for asks in self.asks for skill, *_ in asks}:
            asked = sum(
                d * n for d, asks in zip(self.durations, self.asks, strict=True) for s, _, n in asks if s == skill
            )
            able = sum(skill in known for known in self.abilities)
            bounds.append(-(-asked // able))
        return max(bounds)


def read(path: Path) -> Instance:
    """Read an instance by the ending of its name."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return _imopse(path.stem, text) if path.suffix == ".def" else _mspsp(path.stem, text)


def plan_of(instance: Instance) -> Plan:
    """Make a plan of an instance; task and resource uids count from 1."""
    tasks = [
        Task(i + 1, f"Task {i + 1}", code=str(i + 1), duration=d * SLOT, can_split=False)
        for i, d in enumerate(instance.durations)
    ]
    people = [
        Resource(
            k + 1,
            f"Person {k + 1}",
            calendar=1,
            skills=tuple(Skill(skill, level) for skill, level in sorted(known.items())),
            rates=(Rate("A", None, instance.salaries[k]),),
        )
        for k, known in enumerate(instance.abilities)
    ]
    places = [
        Assignment(n, i + 1, None, work=tasks[i].duration, remaining_work=tasks[i].duration, skill=skill, level=level)
        for n, (i, skill, level) in enumerate(_places(instance), 1)
    ]
    links = tuple(Link(i + 1, j + 1) for i, j in instance.links)
    settings = Settings(start=0, calendar=1, minutes_per_day=1440, minutes_per_week=10080, days_per_month=30)
    return Plan(settings, (ALWAYS,), tuple(tasks), links, tuple(people), tuple(places))


def _places(instance: Instance) -> Iterator[tuple[int, str, int]]:
    for i, asks in enumerate(instance.asks):
        for skill, level, persons in asks:
            for _ in range(persons):
                yield i, skill, level


def faults(instance: Instance, starts: list[int], who: list[list[tuple[str, int]]]) -> list[str]:
    """Say what is wrong with an answer: starts in slots, and for each task the persons chosen for its skills."""
    found = [
        f"task {j} starts at {starts[j]} before task {i} ends"
        for i, j in instance.links
        if starts[j] < starts[i] + instance.durations[i]
    ]
    busy: dict[int, list[tuple[int, int, int]]] = {}
    for i, asks in enumerate(instance.asks):
        wanted = sorted((skill, level) for skill, level, persons in asks for _ in range(persons))
        if sorted(skill for skill, _ in who[i]) != [skill for skill, _ in wanted]:
            found.append(f"task {i} asks for {wanted}, has {who[i]}")
        if len({person for _, person in who[i]}) < len(who[i]):
            found.append(f"task {i} has somebody twice")
        least = dict(wanted)
        for skill, person in who[i]:
            if instance.abilities[person].get(skill, -1) < least.get(skill, 0):
                found.append(f"person {person} cannot do {skill} of task {i}")
            if instance.durations[i]:
                busy.setdefault(person, []).append((starts[i], starts[i] + instance.durations[i], i))
    for person, rows in busy.items():
        rows.sort()
        found.extend(f"person {person} has tasks {a[2]} and {b[2]} at once" for a, b in pairwise(rows) if b[0] < a[1])
    return found


def _imopse(name: str, text: str) -> Instance:
    people, tasks = text.split("ResourceID", 1)[1].split("TaskID", 1)
    abilities, salaries = [], []
    for line in _rows(people):
        _, salary, *_ = line.split()
        salaries.append(Decimal(salary))
        # Levels count from 0 there, from 1 here.
        abilities.append({skill: int(level) + 1 for skill, level in re.findall(r"(Q\d+):\s*(\d+)", line)})
    place: dict[str, int] = {}
    durations, asks, before = [], [], []
    for line in _rows(tasks):
        number, duration, skill, level, *predecessors = line.replace(":", " ").split()
        place[number] = len(durations)
        durations.append(int(duration))
        asks.append([(skill, int(level) + 1, 1)])
        before.append(predecessors)
    links = [(place[i], j) for j, predecessors in enumerate(before) for i in predecessors]
    return Instance(name, durations, links, asks, abilities, salaries)


def _rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if re.match(r"\d+\s", line)]


def _mspsp(name: str, text: str) -> Instance:
    durations = _numbers(text, "dur")
    demands = _table(text, "sreq", len(durations))
    mastery = _table(text, "mastery", int(re.search(r"nResources\s*=\s*(\d+)", text).group(1)))
    links = [(i - 1, j - 1) for i, j in zip(_numbers(text, "pred"), _numbers(text, "succ"), strict=True)]
    asks = [[(f"S{s}", 1, int(n)) for s, n in enumerate(row) if int(n)] for row in demands]
    abilities = [{f"S{s}": 1 for s, able in enumerate(row) if able in ("true", "1")} for row in mastery]
    return Instance(name, durations, links, asks, abilities, [Decimal(1)] * len(abilities))


def _numbers(text: str, key: str) -> list[int]:
    return [int(n) for n in re.search(rf"^{key}\s*=\s*\[(.*?)\]", text, re.M | re.S).group(1).split(",") if n.strip()]


def _table(text: str, key: str, rows: int) -> list[list[str]]:
    body = re.search(rf"^{key}\s*=\s*\[\|(.*?)\|\s*\]", text, re.M | re.S).group(1)
    cells = [cell.strip() for cell in re.split(r"[,|]", body) if cell.strip()]
    width = len(cells) // rows
    return [cells[n * width : (n + 1) * width] for n in range(rows)]


def _in_order(size: int, links: list[tuple[int, int]]) -> list[int]:
    waiting = [0] * size
    after: dict[int, list[int]] = {}
    for i, j in links:
        waiting[j] += 1
        after.setdefault(i, []).append(j)
    order = [i for i in range(size) if not waiting[i]]
    for i in order:
        for j in after.get(i, ()):
            waiting[j] -= 1
            if not waiting[j]:
                order.append(j)
    return order
