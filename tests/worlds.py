"""A named cast and named projects, built by running commands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from milepost.commands.run import Call, Outcome, run
from milepost.dossier.people import Member, Role
from milepost.forecasting.rows import make_row
from milepost.forecasting.tables import BY_NAME
from milepost.queries.access import Actor, actor_of
from milepost.records.models import Project, User

#: When everything in tests happens.
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SAMPLE = Path(__file__).resolve().parents[1] / "src" / "milepost" / "sample" / "portal.milepost"


def user(name: str = "ana", site_role: str = "") -> Actor:
    """Somebody who can sign in."""
    found, _ = User.objects.get_or_create(
        username=name, defaults={"email": f"{name}@example.org", "site_role": site_role}
    )
    return actor_of(found)


def do(actor: Actor, project: str | None, command: str, **arguments: Any) -> Outcome:
    """One command as an action of its own."""
    return run([Call(command, arguments)], actor=actor, door="test", at=AT, project=project)


def several(actor: Actor, project: str, *calls: tuple[str, Mapping[str, Any]]) -> Outcome:
    """Several commands as one action."""
    return run([Call(*call) for call in calls], actor=actor, door="test", at=AT, project=project)


def sample(actor: Actor, code: str = "PORTAL") -> Project:
    """The sample project, imported."""
    do(actor, None, "import_project", code=code, file="portal.milepost", content=SAMPLE.read_bytes())
    return Project.objects.get(code=code)


def small(actor: Actor, code: str = "SMALL") -> Project:
    """A project of three tasks in a row: Design (T-1), Build (T-2), Test (T-3)."""
    do(actor, None, "create_project", code=code, name="Small", start="2026-03-02")
    several(
        actor,
        code,
        ("add_task", {"name": "Design", "duration": "5d"}),
        ("add_task", {"name": "Build", "duration": "10d", "after": "T-1"}),
        ("add_task", {"name": "Test", "duration": "3d", "after": "T-2"}),
    )
    return Project.objects.get(code=code)


def join(project: Project, actor: Actor, role: Role, *, resource: int | None = None, sees_costs: bool = False) -> None:
    """Make somebody a member of a project."""
    member = Member(actor.user, role, sees_costs=sees_costs, resource=resource)
    make_row(BY_NAME["members"], project.pk, actor.user, member, 0).save(force_insert=True)


def late_parts(actor: Actor, code: str = "SMALL") -> None:
    """The risk R-1 in a small project: half likely to keep Build waiting for five to eight days."""
    words = {"cause": "Because parts are rare", "event": "they may be late", "effect": "Build waits"}
    do(actor, code, "add_risk", code="R-1", title="Late parts", **words, probability="0.5", tasks=["T-2"],
       delay=["5d", "6d", "8d"])  # fmt: skip
