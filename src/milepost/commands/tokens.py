"""Commands on tokens: keys that speak for somebody, as far and as long as their owner says."""

from __future__ import annotations

import secrets
from datetime import timedelta
from enum import StrEnum

from milepost.commands.command import command
from milepost.commands.site import SiteWork
from milepost.queries.access import SCOPES, Permission, projects_of
from milepost.queries.accounts import token_digest
from milepost.queries.refused import Refused
from milepost.records.models import Token

#: How a token begins, so that people and programs know one when they see it.
PREFIX = "mp_"
#: The longest life of a token, in days.
LONGEST = 730


class Scope(StrEnum):
    """How far a token reaches: read, propose changes for people to decide, change, or all its owner may."""

    READ = "read"
    PROPOSE = "propose"
    WRITE = "write"
    ADMIN = "admin"


@command(permission=Permission.SIGNED_IN, site=True, dangerous=True, creates=True, secret=True)
def create_token(
    work: SiteWork, *, name: str, scope: Scope = Scope.READ, project: str = "", days: int = 90, service: bool = False
) -> str:
    """Make a token that speaks for you; it is shown once, here, and never again.

    `scope` read only sees; propose asks for changes that a person decides on; write changes projects; admin is all that
    you may, members and accounts included. `project` limits it to one project and to nothing beside it, `days` says
    how long it lives; `service` marks one that a program uses for nobody in particular. A token reaches no further than
    the one it was made with.
    """
    if not name or len(name) > 100:
        raise Refused("Name what the token is for, in at most 100 letters.", "name", "invalid")
    if not 1 <= days <= LONGEST:
        raise Refused(f"A token lives 1 to {LONGEST} days.", "days", "invalid")
    if SCOPES.index(scope) > SCOPES.index(work.actor.scope):
        raise Refused(f"With a token for {work.actor.scope} no token for {scope} can be made.", "scope", "forbidden")
    only = None
    if project:
        only = projects_of(work.actor).filter(code=project.upper()).first()
        if only is None:
            raise Refused(f"There is no project {project}.", "project", "unknown")
    elif work.actor.only is not None:
        raise Refused("This token is for one project; name it.", "project", "forbidden")
    secret = PREFIX + secrets.token_urlsafe(32)
    row = Token.objects.create(
        user_id=work.actor.user,
        name=name,
        prefix=secret[:8],
        digest=token_digest(secret),
        scope=scope,
        project=only,
        service=service,
        created_at=work.at,
        expires_at=work.at + timedelta(days=days),
    )
    told = {"name": name, "scope": str(scope), "project": only.code if only else "", "days": days}
    work.changed("tokens", row.pk, None, told)
    return secret


@command(permission=Permission.SIGNED_IN, site=True)
def revoke_token(work: SiteWork, *, token: int) -> None:
    """End a token at once: one of yours, or as administrator anybody's."""
    row = Token.objects.filter(pk=token, revoked_at=None).first()
    mine = row is not None and row.user_id == work.actor.user
    if row is None or not (mine or work.actor.site_role == "administrator"):
        raise Refused(f"You have no token {token} that is not ended.", "token", "unknown")
    row.revoked_at = work.at
    row.save(update_fields=["revoked_at"])
    work.changed("tokens", row.pk, {"revoked": False}, {"revoked": True})
