"""Questions about tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from milepost.queries.access import Permission
from milepost.queries.query import Question, query
from milepost.records.models import Token


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token as its owner may see it: everything but the secret."""

    token: int
    name: str
    begins: str
    scope: str
    project: str
    service: bool
    owner: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    ended: bool


@query(site=True, permission=Permission.SIGNED_IN)
def tokens(question: Question, *, everybody: bool = False) -> tuple[TokenLine, ...]:
    """List your tokens; as administrator everybody's."""
    found = Token.objects.select_related("user", "project").order_by("-created_at")
    if not (everybody and question.actor.site_role == "administrator"):
        found = found.filter(user_id=question.actor.user)
    return tuple(_line(row, question.at) for row in found)


def _line(row: Token, at: datetime) -> TokenLine:
    return TokenLine(
        row.pk,
        row.name,
        row.prefix,
        row.scope,
        row.project.code if row.project else "",
        row.service,
        str(row.user),
        row.created_at,
        row.expires_at,
        row.last_used_at,
        row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= at),
    )
