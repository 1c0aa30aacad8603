"""People at the web door: accounts with a password, what they are in a project, and browsers that are signed in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client

from milepost.dossier.people import Role
from milepost.records.models import Membership, Project
from tests.worlds import small, user

PASSWORD = "river-stone-42"
#: Everybody there is: the roles in a project, those of the site, and somebody without any.
ROLES = (*(str(role) for role in Role), "administrator", "auditor", "stranger")


def account(name: str, site_role: str = "") -> Any:
    """Somebody who can sign in with the password above."""
    user(name, site_role)
    found = get_user_model().objects.get(username=name)
    found.set_password(PASSWORD)
    found.save()
    return found


def cast(code: str = "SMALL") -> Project:
    """A small project with one person in each role, named after it."""
    project = small(user("owner"), code)
    for role in Role:
        if role is not Role.OWNER:
            member = account(str(role))
            Membership.objects.create(id=f"{project.pk}:{member.pk}", project=project, user=member, role=str(role))
    for role in ("administrator", "auditor"):
        account(role, role)
    account("stranger")
    return project


def browser(name: str, **headers: str) -> Client:
    """Somebody's browser, signed in, on this machine."""
    client = Client(headers={"host": "localhost", "accept": "text/html", **headers})
    client.force_login(get_user_model().objects.get(username=name))
    return client
