"""Load the neutral workload of web peers: `load.py DATA MAP`, into the database that the environment names.

DATA is what the workload's generator wrote; MAP is written for the harness: codes of projects, references of issues,
the measuring user's token. The same rows and dates as in every other product: a linked leaf starts when its links
allow, one without links where the workload says, parents span their children.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from milepost.commands.run import Call, run  # noqa: E402
from milepost.dossier.dossier import Dossier  # noqa: E402
from milepost.dossier.entries import Comment, TimeEntry  # noqa: E402
from milepost.dossier.fields import FieldDefinition, FieldValue, Note, RecordKind  # noqa: E402
from milepost.dossier.people import Member, Role  # noqa: E402
from milepost.dossier.projects import Phase  # noqa: E402
from milepost.dossier.projects import Project as Facts  # noqa: E402
from milepost.engine.calendars import Calendar  # noqa: E402
from milepost.engine.clock import instant  # noqa: E402
from milepost.engine.plan import Plan, Settings  # noqa: E402
from milepost.engine.resources import Assignment, Resource  # noqa: E402
from milepost.engine.tasks import Constraint, ConstraintKind, Link, Task  # noqa: E402
from milepost.exchange.archive import write  # noqa: E402
from milepost.forecasting.rows import make_row, save_rows  # noqa: E402
from milepost.forecasting.tables import BY_NAME  # noqa: E402
from milepost.queries.access import Actor, actor_of  # noqa: E402
from milepost.records.models import Project, User  # noqa: E402

DAY = ((480, 720), (780, 1020))
WEEK = (DAY, DAY, DAY, DAY, DAY, (), ())
AT = datetime(2026, 1, 5, 8, tzinfo=UTC)
Row = dict[str, Any]


def main() -> None:
    """Load everything and write the map."""
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    call_command("migrate", verbosity=0)
    rows = {name: list(_read(data / f"{name}.jsonl")) for name in
            ("users", "projects", "issues", "relations", "comments", "time_entries")}  # fmt: skip
    manifest = json.loads((data / "manifest.json").read_text(encoding="utf-8"))
    bench, users = _users(rows["users"], manifest["measuring_user"])
    told: Row = {"projects": {}, "issues": {}, "users": users, "version": "milepost"}
    for project in rows["projects"]:
        _project(project, rows, manifest, bench, users, told)
    token = run(
        [Call("create_token", {"name": "bench", "scope": "write"})], actor=bench, door="cli", at=datetime.now(UTC)
    )
    told["token"] = token.results[0]
    out.write_text(json.dumps(told), encoding="utf-8")


def _read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _users(rows: list[Row], measuring: Row) -> tuple[Actor, dict[str, int]]:
    found = {}
    for row in rows:
        user = User(username=row["login"], email=row["mail"], first_name=row["first"], last_name=row["last"])
        user.set_unusable_password()
        user.save()
        found[row["key"]] = user.pk
    bench = User.objects.create_user(measuring["login"], "bench@example.invalid", measuring["password"])
    return actor_of(bench), found


def _project(
    project: Row, rows: dict[str, list[Row]], manifest: Row, bench: Actor, users: dict[str, int], told: Row
) -> None:
    key, code = project["key"], project["identifier"].upper()
    issues = [row for row in rows["issues"] if row["project"] == key]
    uid = {row["key"]: number for number, row in enumerate(issues, 1)}
    person = {member: number for number, member in enumerate(project["members"], 1)}
    links = [row for row in rows["relations"] if row["from"] in uid]
    dossier = _dossier(project, issues, links, uid, person, manifest)
    call = Call("import_project", {"code": code, "file": f"{key}.milepost", "content": write(dossier)})
    run([call], actor=bench, door="cli", at=AT)
    record = Project.objects.get(code=code)
    _beside(record, rows, uid, person, users, bench)
    told["projects"][key] = code
    told["issues"] |= {name: [code, f"T-{number}"] for name, number in uid.items()}


def _at(day: str, minutes: int) -> int:
    return instant(datetime.fromisoformat(day)) + minutes


def _dossier(
    project: Row, issues: list[Row], links: list[Row], uid: dict[str, int], person: dict[str, int], manifest: Row
) -> Dossier:
    waits = {row["to"] for row in links}
    tasks, assignments, notes, values = [], [], [], []
    for row in issues:
        number, length = uid[row["key"]], row["duration_days"] * 480
        closed = row["status"] == "closed" and row["leaf"]
        tasks.append(
            Task(
                number,
                row["subject"],
                parent=uid.get(row["parent"]) if row["parent"] else None,
                summary=not row["leaf"],
                duration=length if row["leaf"] else 0,
                work=length if row["leaf"] and row["assignee"] else None,
                priority={"low": 300, "normal": 500, "high": 700, "urgent": 900}[row["priority"]],
                constraints=()
                if row["key"] in waits or not row["leaf"] or closed
                else (Constraint(ConstraintKind.SNET, _at(row["start"], 480)),),
                physical_percent=Decimal(row["done_percent"]) if row["leaf"] and not closed else None,
                percent_complete=Decimal(100) if closed else Decimal(0),
                actual_start=_at(row["start"], 480) if closed else None,
                actual_finish=_at(row["due"], 1020) if closed else None,
            )
        )
        if row["leaf"] and row["assignee"] in person:
            left = 0 if closed else length
            assignments.append(
                Assignment(
                    number, number, person[row["assignee"]], work=length, actual_work=length - left, remaining_work=left
                )
            )
        notes.append(Note(RecordKind.TASK, number, row["description"]))
        values += [FieldValue(RecordKind.TASK, number, name, value) for name, value in row["custom"].items()]
    calendar = Calendar(1, "Standard", week=WEEK)
    plan = Plan(
        Settings(_at("2026-01-05", 480), calendar=1),
        (calendar,),
        tuple(tasks),
        tuple(Link(uid[row["from"]], uid[row["to"]], lag=row["lag_days"] * 480) for row in links),
        tuple(Resource(number, f"First{key[1:]} Last{key[1:]}") for key, number in person.items()),
        tuple(assignments),
    )
    fields = tuple(FieldDefinition(RecordKind.TASK, each["key"], each["name"]) for each in manifest["custom_fields"])
    facts = Facts(project["name"], title=project["name"], phase=Phase.EXECUTION, currency="EUR")
    return Dossier(facts, plan, tuple(notes), fields, tuple(values))


def _beside(
    record: Project,
    rows: dict[str, list[Row]],
    uid: dict[str, int],
    person: dict[str, int],
    users: dict[str, int],
    bench: Actor,
) -> None:
    """Enter members, comments and time directly: the journal of 20,000 bookings is not what is measured."""
    names = {key: f"First{key[1:]} Last{key[1:]}" for key in users}
    members = {users[key]: Member(users[key], Role.MEMBER, resource=number) for key, number in person.items()}
    _save(record, "members", {**members, bench.user: Member(bench.user, Role.MANAGER)})
    said = [row for row in rows["comments"] if row["issue"] in uid]
    _save(record, "comments", {
        n: Comment(n, f"T-{uid[row['issue']]}", names[row["user"]], _at("2026-01-05", 540), row["text"])
        for n, row in enumerate(said, 1)
    })  # fmt: skip
    done = [row for row in rows["time_entries"] if row["issue"] in uid and row["user"] in person]
    _save(record, "entries", {
        n: TimeEntry(n, uid[row["issue"]], person[row["user"]], date.fromisoformat(row["date"]),
                     max(1, int(row["hours"] * 60)),
                     row["comment"], names[row["user"]])
        for n, row in enumerate(done, 1)
    })  # fmt: skip
    by_count: dict[str, int] = defaultdict(int)
    by_count |= {"comments": len(said), "entries": len(done)}
    record.counters = {**record.counters, **by_count}
    record.save(update_fields=["counters"])


def _save(record: Project, name: str, found: dict[int, Any]) -> None:
    table = BY_NAME[name]
    save_rows(table, [make_row(table, record.pk, key, each, key) for key, each in found.items()])


if __name__ == "__main__":
    main()
