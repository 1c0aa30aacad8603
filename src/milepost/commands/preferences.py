"""Commands on what somebody likes for themselves: light or dark, language, time zone, mail."""

from __future__ import annotations

import re
from enum import StrEnum
from zoneinfo import available_timezones

from milepost.commands.command import command
from milepost.commands.site import SiteWork
from milepost.queries.access import Permission
from milepost.queries.refused import Refused
from milepost.records.models import Preference

_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")


class Theme(StrEnum):
    """How pages look; `system` is as the machine they are seen on."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@command(permission=Permission.SIGNED_IN, site=True)
def set_preferences(work: SiteWork, *, theme: Theme, language: str = "", zone: str = "", mail: bool = True) -> None:
    """Say how you like to see and be told things; a language or zone that is left out is your browser's.

    `language` is how dates are written, such as de or en-GB; `zone` the time zone of what happened when, such as
    Europe/Berlin; without `mail` messages wait on your Today page only.
    """
    if not work.actor.writes:
        raise Refused("A token that may only read cannot set preferences.", code="forbidden")
    if language and not _LANGUAGE.match(language):
        raise Refused(f"{language!r} is no language; write de or en-GB.", "language", "invalid")
    if zone and zone not in available_timezones():
        raise Refused(f"{zone!r} is no time zone; write Europe/Berlin.", "zone", "invalid")
    row = Preference.objects.filter(user_id=work.actor.user).first() or Preference(user_id=work.actor.user)
    before = _told(row)
    row.theme = "" if theme is Theme.SYSTEM else theme
    row.language, row.zone, row.mail = language, zone, mail
    row.save()
    work.changed("preferences", work.actor.user, before, _told(row))


def _told(row: Preference) -> dict[str, object]:
    return {"theme": row.theme, "language": row.language, "zone": row.zone, "mail": row.mail}
