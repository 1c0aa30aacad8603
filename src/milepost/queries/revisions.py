"""Which revision each project has: what live pages ask once a second, for all of them together."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from milepost.queries.access import actor_of, projects_of
from milepost.records.models import Project, User


def revisions() -> Mapping[str, int]:
    """Give the revision of every project by its code."""
    return dict(Project.objects.values_list("code", "revision"))


def may_follow(session: str, code: str) -> bool:
    """Tell whether the person of a session may know of a project."""
    number = SessionStore(session_key=session).get(SESSION_KEY) if session else None
    person = User.objects.filter(pk=number, is_active=True).first() if number is not None else None
    return person is not None and projects_of(actor_of(person)).filter(code=code).exists()
