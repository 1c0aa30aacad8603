"""Commands on accounts: who may come in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from milepost.commands.command import command
from milepost.commands.site import SiteWork
from milepost.queries.access import Permission
from milepost.queries.refused import Refused
from milepost.records.models import Token, User

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


@command(permission=Permission.SITE, site=True, dangerous=True)
def change_account(work: SiteWork, *, user: str, name: str = "", email: str | None = None) -> None:
    """Correct somebody's name or mail address; what is left out stays."""
    row = _account(user)
    before = {"name": str(row), "email": row.email}
    if name:
        row.first_name, _, row.last_name = (part.strip() for part in _name(name).partition(" "))
    if email is not None and email.strip().lower() != row.email:
        row.email = _email(email)
    row.save(update_fields=["first_name", "last_name", "email"])
    _note(work, row, before, {"name": str(row), "email": row.email})


@command(permission=Permission.SITE, site=True, dangerous=True)
def set_site_role(work: SiteWork, *, user: str, site_role: SiteRole | None = None) -> None:
    """Make somebody administrator or auditor of the whole site, or neither; the last administrator stays one."""
    row = _account(user)
    if site_role is not SiteRole.ADMINISTRATOR:
        _keep_an_administrator(row)
    before, row.site_role = {"site_role": row.site_role}, site_role or ""
    row.save(update_fields=["site_role"])
    _note(work, row, before, {"site_role": row.site_role})


@command(permission=Permission.SITE, site=True, dangerous=True)
def deactivate_account(work: SiteWork, *, user: str) -> None:
    """Let somebody in no more: whoever is signed in is out at once, tokens end. What they did stays theirs."""
    row = _account(user)
    if not row.is_active:
        raise Refused(f"{row} may not come in as it is.", "user", "rule")
    _keep_an_administrator(row)
    row.is_active = False
    row.save(update_fields=["is_active"])
    Token.objects.filter(user=row, revoked_at=None).update(revoked_at=work.at)
    _note(work, row, {"active": True}, {"active": False})


@command(permission=Permission.SITE, site=True, dangerous=True)
def reactivate_account(work: SiteWork, *, user: str) -> None:
    """Let somebody in again; tokens that ended stay ended."""
    row = _account(user)
    if row.is_active:
        raise Refused(f"{row} may come in as it is.", "user", "rule")
    row.is_active = True
    row.save(update_fields=["is_active"])
    _note(work, row, {"active": False}, {"active": True})


@command(permission=Permission.SITE, site=True, dangerous=True)
def set_password(work: SiteWork, *, user: str, password: str) -> None:
    """Give somebody another password, as when the old one is lost; whoever is signed in with the old one is out."""
    row = _account(user)
    _set_password(row, password)
    row.save(update_fields=["password"])
    _note(work, row, {"password": "(not kept)"}, {"password": "(not kept)"})


def _account(username: str) -> User:
    found = User.objects.select_for_update().filter(username=username.strip().lower()).first()
    if found is None:
        raise Refused(f"Nobody signs in as {username}.", "user", "unknown")
    return found


def _keep_an_administrator(row: User) -> None:
    """Refuse to lose the last administrator who can sign in."""
    others = User.objects.filter(site_role=SiteRole.ADMINISTRATOR, is_active=True).exclude(pk=row.pk)
    if row.site_role == SiteRole.ADMINISTRATOR and row.is_active and not others.exists():
        raise Refused(f"{row} is the only administrator; the site needs one. Make somebody else one first.", "user",
                      "rule")  # fmt: skip


def _note(work: SiteWork, row: User, before: Mapping[str, object], after: Mapping[str, object]) -> None:
    work.changed("accounts", row.pk, before, after)
    work.about.append(row.username)


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
