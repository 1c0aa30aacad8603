"""Commands on who is in a project: roles, who sees costs, and which person of the plan somebody is."""

from __future__ import annotations

from milepost.commands.command import command
from milepost.commands.work import Work
from milepost.dossier.people import Member, Role
from milepost.queries.access import Permission
from milepost.queries.kinds import PersonRef
from milepost.queries.refused import Refused
from milepost.records.models import Membership, User


@command(permission=Permission.OWN)
def set_member(work: Work, *, user: str, role: Role, sees_costs: bool = False, person: PersonRef | None = None) -> None:
    """Let somebody into the project, or give them another role; `user` is the name they sign in with.

    `sees_costs` shows costs and rates to roles that do not see them anyway; `person` says who of the plan they are.
    """
    found = _user(user)
    known: Member | None = work.find("members", found.pk)
    if known is not None and known.role is Role.OWNER and role is not Role.OWNER:
        _refuse_last_owner(work, found.pk)
    work.put("members", found.pk, Member(found.pk, role, sees_costs, person))
    work.about.append(found.username)


@command(permission=Permission.OWN)
def remove_member(work: Work, *, user: str) -> None:
    """Take somebody out of the project; what they did stays in its history."""
    found = _user(user)
    known: Member | None = work.find("members", found.pk)
    if known is None:
        raise Refused(f"{found} is not in this project.", "user", "unknown")
    if known.role is Role.OWNER:
        _refuse_last_owner(work, found.pk)
    work.put("members", found.pk, None)
    work.about.append(found.username)


def _user(name: str) -> User:
    found = User.objects.filter(username=name.strip().lower(), is_active=True).first()
    if found is None:
        raise Refused(f"Nobody signs in as {name}.", "user", "unknown")
    return found


def _refuse_last_owner(work: Work, user: int) -> None:
    others = Membership.objects.filter(project=work.project, role=Role.OWNER).exclude(user_id=user)
    if not others.exists():
        raise Refused("A project needs an owner; make somebody else owner first.", "user")
