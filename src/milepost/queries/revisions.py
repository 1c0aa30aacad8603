"""Where each project stands: what live pages ask once a second, for all of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Max

from milepost.queries.access import actor_of, projects_of
from milepost.records.models import Project, User


@dataclass(frozen=True, slots=True)
class Stand:
    """The revision of a project, and when a forecast of it was last kept; empty where none is."""

    revision: int
    kept: str = ""


def stands() -> Mapping[str, Stand]:
    """Give where every project stands by its code."""
    rows = Project.objects.annotate(kept=Max("forecasts__at")).values_list("code", "revision", "kept")
    return {code: Stand(revision, kept_at(kept)) for code, revision, kept in rows}


def kept_at(at: datetime | None) -> str:
    """Write when a forecast was kept, so that two such times can be compared."""
    return "" if at is None else at.isoformat()


def may_follow(session: str, code: str) -> bool:
    """Tell whether the person of a session may know of a project."""
    number = SessionStore(session_key=session).get(SESSION_KEY) if session else None
    person = User.objects.filter(pk=number, is_active=True).first() if number is not None else None
    return person is not None and projects_of(actor_of(person)).filter(code=code).exists()
