"""Commands on accounts: who may come in."""

from __future__ import annotations

import re
from enum import StrEnum

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from milepost.commands.command import command
from milepost.commands.site import SiteWork
from milepost.queries.access import Permission
from milepost.queries.refused import Refused
from milepost.records.models import User

_USERNAME = re.compile(r"^[a-z0-9][a-z0-9._-]{0,63}$")


class SiteRole(StrEnum):
    """What somebody is on the whole site."""

    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


@command(permission=Permission.SITE, site=True, dangerous=True)
def create_account(
    work: SiteWork, *, username: str, name: str, password: str, email: str = "", site_role: SiteRole | None = None
) -> str:
    """Give somebody an account; what they may see and do in projects is said there.

    The password is for the first sign-in; tell it in person and have it changed.
    """
    user = User(username=_username(username), email=_email(email), site_role=site_role or "")
    user.first_name, _, user.last_name = (part.strip() for part in _name(name).partition(" "))
    _set_password(user, password)
    user.save(force_insert=True)
    work.changed("accounts", user.pk, None, {"username": user.username, "name": str(user), "site_role": user.site_role})
    work.about.append(user.username)
    return user.username


def _username(text: str) -> str:
    name = text.strip().lower()
    if not _USERNAME.match(name):
        raise Refused("A user name has small letters, digits, dots, hyphens and underscores.", "username", "invalid")
    if User.objects.filter(username=name).exists():
        raise Refused(f"There is an account {name} already.", "username", "conflict")
    return name


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > 150:
        raise Refused("Give the person's name, at most 150 letters.", "name", "invalid")
    return name


def _email(text: str) -> str:
    address = text.strip().lower()
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(f"{text!r} is no mail address.", "email", "invalid") from None
    if User.objects.filter(email=address).exists():
        raise Refused(f"There is an account with the address {address} already.", "email", "conflict")
    return address


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), "password", "invalid") from None
    user.set_password(password)
