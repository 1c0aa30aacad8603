"""Plans of any size as the query `plan` would answer them: the same seed gives the same plan."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

DAY = 1440
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PEOPLE = ("Anna Keller", "Ben Okafor", "Chitra Rao", "Dai Tanaka", "Eva Lindqvist", "Farid Nasser")
VERBS = ("Specify", "Design", "Build", "Configure", "Test", "Review", "Migrate", "Document", "Deploy", "Accept")
NOUNS = ("sign-in", "ledger export", "data model", "search index", "price rules", "mail gateway", "roles and rights")

Row = dict[str, Any]


def minutes(year: int, month: int, day: int, hour: int = 0) -> int:
    """An instant in minutes since 1970."""
    return int((datetime(year, month, day, hour, tzinfo=UTC) - EPOCH).total_seconds()) // 60


START = minutes(2026, 3, 2, 8)


def working(start: int, days: int) -> int:
    """The end of the last of some working days (08:00 to 16:00, Monday to Friday) from the morning of one."""
    at = EPOCH + timedelta(minutes=start)
    while days > 1 or at.weekday() > 4:
        at += timedelta(days=1)
        days -= at.weekday() < 5
    return int((at.replace(hour=16) - EPOCH).total_seconds()) // 60


def morning(at: int) -> int:
    """The next working morning after an instant."""
    day = EPOCH + timedelta(minutes=at - at % DAY + DAY + 480)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return int((day - EPOCH).total_seconds()) // 60


def plan(tasks: int, *, seed: int = 1, read_only: bool = False) -> dict[str, Any]:
    """A plan of so many rows: phases of ten tasks, most of them in chains, with everything a bar can show."""
    dice = random.Random(seed)
    rows: list[Row] = []
    links: list[list[Any]] = []
    while len(rows) < tasks:
        phase(rows, links, min(10, tasks - len(rows)), dice)
    finish = max((row["finish"] for row in rows), default=START + 5 * DAY)
    columns = {field: [row[field] for row in rows] for field in rows[0]} if rows else {"ref": []}
    return {
        "project": {
            "code": "PORTAL",
            "name": "Customer portal",
            "revision": 1,
            "start": START,
            "finish": finish,
            "status_date": START + 16 * DAY + 480,
            "minutes_per_day": 480,
            "minutes_per_week": 2400,
            "days_per_month": 20,
            "currency": "EUR",
            "zone": "Europe/Zurich",
            "read_only": read_only,
        },
        "closed": weekends(START - 60 * DAY, finish + 90 * DAY),
        "people": [
            {"ref": f"P-{at}", "name": name, "initials": "".join(word[0] for word in name.split())}
            for at, name in enumerate(PEOPLE, 1)
        ],
        "rows": columns,
        "links": links,
    }


def weekends(start: int, finish: int) -> list[list[int]]:
    """Saturdays and Sundays of a stretch."""
    first = start - start % DAY
    days = range(first, finish, DAY)
    return [[day, day + 2 * DAY] for day in days if (EPOCH + timedelta(minutes=day)).weekday() == 5]


def phase(rows: list[Row], links: list[list[Any]], size: int, dice: random.Random) -> None:
    """A summary task with tasks below it and a milestone at its end."""
    number = len(rows) + 1
    at = START + 14 * DAY * ((number // 10) % 40)
    summary = row(number, f"Phase {number // 10 + 1}", at, at, summary=True)
    rows.append(summary)
    chain = at
    for step in range(1, size):
        own = number + step
        days = dice.choice((1, 2, 3, 5, 8))
        last = step == size - 1 and size > 2
        start = chain if not last else working(morning(chain) - 3 * DAY, 1)
        finish = start if last else working(start, days)
        name = "Phase accepted" if last else f"{dice.choice(VERBS)} {dice.choice(NOUNS)}"
        rows.append(row(own, name, start, finish, depth=1, milestone=last, days=days, dice=dice))
        if step > 1:
            rows[-1]["predecessors"] = str(own - 1)
            links.append([f"T-{own - 1}", f"T-{own}", "FS", "", dice.random() < 0.7])
        chain = morning(finish)
    summary["finish"] = max(one["finish"] for one in rows[number - 1 :])
    summary["baseline_finish"] = summary["finish"] - 2 * DAY
    summary["late_finish"] = summary["finish"]
    summary["duration"] = (summary["finish"] - at) // 3


def row(
    number: int,
    name: str,
    start: int,
    finish: int,
    *,
    depth: int = 0,
    summary: bool = False,
    milestone: bool = False,
    days: int = 0,
    dice: random.Random | None = None,
) -> Row:
    """One row with every column."""
    chance = dice.random() if dice else 1.0
    late = 0.1 < chance < 0.2
    done = chance < 0.1
    slack = 0 if chance > 0.6 or summary else 480 * int(chance * 12)
    return {
        "ref": f"T-{number}",
        "name": name,
        "depth": depth,
        "summary": summary,
        "milestone": milestone,
        "start": start,
        "finish": finish,
        "duration": 0 if milestone else days * 480,
        "elapsed": False,
        "duration_unit": "d",
        "percent": 100 if done else 40 if late else 0,
        "critical": slack == 0 and not summary,
        "total_float": slack,
        "free_float": slack // 2,
        "late_finish": finish + slack * 3,
        "deadline": finish + (2 * DAY if chance > 0.3 else -DAY) if 0.25 < chance < 0.4 else None,
        "constraint": ["SNET", start] if 0.4 < chance < 0.45 else None,
        "baseline_start": start - DAY,
        "baseline_finish": finish - DAY,
        "actual_start": start if done or late else None,
        "actual_finish": finish if done else None,
        "p80": finish + int(chance * 5) * DAY if not summary and chance > 0.5 else None,
        "people": [[f"P-{number % 6 + 1}", 1.0]] if not summary and not milestone else [],
        "predecessors": "",
        "wbs": str(number),
        "code": "",
        "inactive": 0.95 < chance < 0.97 and not summary,
        "manual": 0.45 < chance < 0.47,
        "priority": 500,
        "notes": chance < 0.05,
        "state": "done" if done else "late" if late else "planned",
        "criticality": None if summary else round(chance, 2),
    }
