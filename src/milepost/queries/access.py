"""Who may see and do what: the only place that decides it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.db.models import QuerySet

from milepost.dossier.people import Role
from milepost.records.models import Membership, Project, User


class Permission(StrEnum):
    """What a role allows."""

    SEE = "see"
    SEE_RECORD = "see_record"
    SEE_COSTS = "see_costs"
    COMMENT = "comment"
    RAISE = "raise"
    PROGRESS = "progress"
    PLAN = "plan"
    DECIDE = "decide"
    SPONSOR = "sponsor"
    OWN = "own"
    SITE = "site"
    SIGNED_IN = "signed_in"
    AMONG = "among"
    FOUND = "found"
    AUDIT = "audit"


_READ = frozenset({Permission.SEE, Permission.SEE_RECORD})
_TALK = _READ | {Permission.COMMENT, Permission.RAISE}
_MANAGE = _TALK | {Permission.PROGRESS, Permission.PLAN, Permission.DECIDE, Permission.SEE_COSTS}
ROLES: Mapping[Role, frozenset[Permission]] = {
    Role.OWNER: _MANAGE | {Permission.OWN},
    Role.MANAGER: _MANAGE,
    Role.MEMBER: _TALK | {Permission.PROGRESS},
    Role.VENDOR: frozenset({Permission.SEE, Permission.COMMENT, Permission.PROGRESS}),
    Role.STAKEHOLDER: _TALK,
    Role.SPONSOR: _TALK | {Permission.DECIDE, Permission.SPONSOR, Permission.SEE_COSTS},
    Role.VIEWER: _READ,
}
ADMINISTRATOR, AUDITOR = "administrator", "auditor"
SCOPES = ("read", "propose", "write", "admin")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks or acts: a user, what they are on the site, and how far their token reaches.

    `scope` is read, propose, write or admin; a session in the browser has admin. `only` limits a token to one project.
    """

    user: int
    name: str
    site_role: str = ""
    scope: str = "admin"
    only: int | None = None
    token: int | None = None
    email: str = ""

    @property
    def writes(self) -> bool:
        """Whether it may change the record itself, not only propose."""
        return SCOPES.index(self.scope) >= SCOPES.index("write")


@dataclass(frozen=True, slots=True)
class Standing:
    """What an actor is in one project: role, permissions, and which resource of its plan they are."""

    role: Role | None
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    resource: int | None = None

    def may(self, permission: Permission) -> bool:
        """Tell whether something is allowed."""
        return permission in self.permissions

    @property
    def own_only(self) -> bool:
        """Whether only records of their own tasks may be seen and changed."""
        return self.role is Role.VENDOR


NOBODY = Standing(None)


def actor_of(user: User, *, scope: str = "admin", only: int | None = None, token: int | None = None) -> Actor:
    """Make the actor of a user."""
    return Actor(user.pk, str(user), user.site_role if user.is_active else "", scope, only, token, user.email)


def projects_of(actor: Actor) -> QuerySet[Project]:
    """Give the projects an actor may know of."""
    found = Project.objects.all()
    if actor.only is not None:
        found = found.filter(pk=actor.only)
    if actor.site_role in (ADMINISTRATOR, AUDITOR):
        return found
    return found.filter(pk__in=Membership.objects.filter(user_id=actor.user).values("project_id"))


def standing(actor: Actor, project: Project) -> Standing:
    """Tell what an actor is in a project. Auditors read everything; administrators also manage who is in it."""
    if actor.only is not None and actor.only != project.pk:
        return NOBODY
    row = (
        Membership.objects.filter(project=project, user_id=actor.user)
        .values_list("role", "sees_costs", "extra")
        .first()
    )
    if row is None:
        return _of_site(actor)
    role, sees_costs, extra = row
    allowed = ROLES[Role(role)]
    if sees_costs:
        allowed |= {Permission.SEE_COSTS}
    if actor.site_role == ADMINISTRATOR:
        allowed |= {Permission.OWN, Permission.SEE, Permission.SEE_RECORD}
    return Standing(Role(role), _scoped(actor, allowed), member_resource(extra))


def _of_site(actor: Actor) -> Standing:
    if actor.site_role == AUDITOR:
        return Standing(None, _scoped(actor, _READ | {Permission.SEE_COSTS, Permission.AUDIT}))
    if actor.site_role == ADMINISTRATOR:
        return Standing(None, _scoped(actor, _READ | {Permission.OWN, Permission.AUDIT}))
    return NOBODY


def _scoped(actor: Actor, allowed: frozenset[Permission]) -> frozenset[Permission]:
    """Take from permissions what a token's scope does not reach; what it may propose the gate decides."""
    if actor.scope == "read":
        return allowed & {Permission.SEE, Permission.SEE_RECORD, Permission.SEE_COSTS, Permission.AUDIT}
    if actor.scope != "admin":
        return allowed - {Permission.OWN}
    return allowed


def refusal_of(actor: Actor, wanted: Iterable[Permission], project: Project | None, otherwise: str) -> str:
    """Say why an actor may not: their token falls short where their account would do, else what is given."""
    whole = replace(actor, scope="admin", only=None)
    if project is None:
        enough = all(on_site(whole, each) for each in wanted)
    else:
        account = standing(whole, project)
        enough = all(account.may(each) for each in wanted)
    if not enough or whole == actor:
        return otherwise
    reach = actor.scope if actor.only is None else f"{actor.scope} in one project"
    return f"Your account may do this, but this token reaches only as far as {reach}."


def member_resource(extra: str) -> int | None:
    """Read which resource of the plan a member is."""
    value = json.loads(extra).get("resource") if extra else None
    return value if isinstance(value, int) else None


def on_site(actor: Actor, permission: Permission) -> bool:
    """Tell whether an actor may do something that belongs to no project.

    A token of one project reaches nothing of the site; AMONG is what goes by the projects that an actor may know of.
    """
    if permission is Permission.AMONG:
        return True
    if actor.only is not None:
        return False
    if permission is Permission.SIGNED_IN:
        return True
    if permission is Permission.AUDIT:
        return actor.site_role in (ADMINISTRATOR, AUDITOR)
    if permission is Permission.FOUND:
        return actor.writes
    if actor.scope != "admin":
        return False
    return actor.site_role == ADMINISTRATOR
