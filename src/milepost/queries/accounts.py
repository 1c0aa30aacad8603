"""Questions about accounts."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from milepost.queries.access import ADMINISTRATOR, Actor, actor_of
from milepost.queries.refused import Refused
from milepost.records.models import Token, User

#: When a token was last used is noted no more often than this.
NOTED = timedelta(minutes=1)


def nobody_has_an_account() -> bool:
    """Tell whether the site is still to be set up."""
    return not User.objects.exists()


def actor_named(username: str) -> Actor:
    """Give the actor that somebody with an account is. Refuses names nobody signs in with."""
    found = User.objects.filter(username=username.strip().lower(), is_active=True).first()
    if found is None:
        raise Refused(f"Nobody signs in as {username}.", "user", "unknown")
    return actor_of(found)


def only_administrator() -> Actor:
    """Give the site's administrator where there is one only. Refuses to choose among several."""
    found = list(User.objects.filter(site_role=ADMINISTRATOR, is_active=True)[:2])
    if len(found) != 1:
        how_many = "several administrators" if found else "no administrator"
        raise Refused(f"The site has {how_many}; say who acts with --as USER.", code="invalid")
    return actor_of(found[0])


def token_digest(token: str) -> str:
    """Give what is kept of a token: enough to know it again, too little to use it."""
    return sha256(token.encode()).hexdigest()


def actor_for_token(token: str, at: datetime) -> Actor:
    """Give the actor a token speaks for. Refuses one that is unknown, ended or taken back, all in the same words."""
    found = Token.objects.filter(digest=token_digest(token)).select_related("user").first()
    if found is None or found.revoked_at is not None or not found.user.is_active or _ended(found, at):
        raise Refused("This token is not known, or no longer good.", code="signed_out")
    if found.last_used_at is None or at - found.last_used_at > NOTED:
        Token.objects.filter(pk=found.pk).update(last_used_at=at)
    return actor_of(found.user, scope=found.scope, only=found.project_id, token=found.pk)


def _ended(token: Token, at: datetime) -> bool:
    return token.expires_at is not None and token.expires_at <= at
