"""Questions about accounts."""

from __future__ import annotations

from milepost.queries.access import Actor, actor_of
from milepost.queries.refused import Refused
from milepost.records.models import User


def nobody_has_an_account() -> bool:
    """Tell whether the site is still to be set up."""
    return not User.objects.exists()


def actor_named(username: str) -> Actor:
    """Give the actor that somebody with an account is. Refuses names nobody signs in with."""
    found = User.objects.filter(username=username.strip().lower(), is_active=True).first()
    if found is None:
        raise Refused(f"Nobody signs in as {username}.", "user", "unknown")
    return actor_of(found)
