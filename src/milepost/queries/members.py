"""Questions about accounts and members: who can sign in, and who is what in a project."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from milepost.queries.access import ROLES, Permission
from milepost.queries.query import Question, query
from milepost.records.models import Membership, User


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody in the project: how they sign in, what they are, whether they see costs, who of the plan they are."""

    user: str
    name: str
    role: str
    sees_costs: bool
    person: str


@query(permission=Permission.SEE_RECORD)
def members(question: Question) -> tuple[MemberLine, ...]:
    """List who is in the project and as what."""
    people = {row.uid: row.name for row in question.held.dossier.plan.resources}
    rows = Membership.objects.filter(project=question.project).select_related("user").order_by("role", "user__username")
    return tuple(_line(row, people) for row in rows)


def _line(row: Membership, people: dict[int, str]) -> MemberLine:
    resource = json.loads(row.extra).get("resource") if row.extra else None
    allowed = any(str(role) == row.role and Permission.SEE_COSTS in given for role, given in ROLES.items())
    return MemberLine(
        row.user.username, str(row.user), row.role, row.sees_costs or allowed, people.get(resource or -1, "")
    )


@dataclass(frozen=True, slots=True)
class AccountLine:
    """Somebody who can sign in."""

    user: str
    name: str
    email: str
    site_role: str
    active: bool
    last_login: datetime | None
    projects: int


@query(site=True, permission=Permission.AUDIT)
def accounts(question: Question) -> tuple[AccountLine, ...]:
    """List everybody who can sign in; for administrators and auditors."""
    del question
    found = User.objects.prefetch_related("memberships").order_by("username")
    return tuple(
        AccountLine(
            row.username, str(row), row.email, row.site_role, row.is_active, row.last_login, len(row.memberships.all())
        )
        for row in found
    )
