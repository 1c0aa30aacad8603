"""Questions about oneself: how one likes to see and be told things."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.queries.access import Permission
from milepost.queries.query import Question, query
from milepost.records.models import Preference


@dataclass(frozen=True, slots=True)
class Preferences:
    """How somebody likes to see and be told things; empty values follow the browser."""

    theme: str = ""
    language: str = ""
    zone: str = ""
    mail: bool = True
    address: str = ""


@query(site=True, permission=Permission.SIGNED_IN)
def preferences(question: Question) -> Preferences:
    """Show how you like to see and be told things, and where mail to you goes."""
    return preferences_of(question.actor.user, question.actor.email)


def preferences_of(user: int, address: str = "") -> Preferences:
    """Give somebody's preferences, the usual ones where they set none."""
    row = Preference.objects.filter(user_id=user).first()
    if row is None:
        return Preferences(address=address)
    return Preferences(row.theme, row.language, row.zone, row.mail, address)
