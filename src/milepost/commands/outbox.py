"""Messages that wait to be sent: written with what caused them, sent afterwards, tried again until they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from milepost.records.models import Message, User

#: So often a message is tried.
ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to somebody: their address, subject, text and the page it is about."""

    id: int
    address: str
    subject: str
    text: str
    path: str


def send_waiting(at: datetime, send: Callable[[Letter], None], most: int = 100) -> tuple[int, int]:
    """Send what waits with `send`, which raises OSError where it cannot; tells how many went out and how many failed.

    Messages to people without an address, or who want no mail, count as sent: they see them on their page.
    """
    waiting = (
        Message.objects.filter(sent_at=None, attempts__lt=ATTEMPTS)
        .select_related("user__preference")
        .order_by("id")[:most]
    )
    sent = failed = 0
    for row in waiting:
        address = _address(row.user)
        try:
            if address:
                send(Letter(row.pk, address, row.subject, row.text, row.path))
        except OSError as error:
            failed += 1
            Message.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, problem=str(error)[:500])
            continue
        sent += 1
        Message.objects.filter(pk=row.pk).update(sent_at=at, attempts=F("attempts") + 1, problem="")
    return sent, failed


def _address(user: User | None) -> str:
    """Give where mail to somebody goes, if anywhere."""
    if user is None or not user.is_active:
        return ""
    wants = getattr(user, "preference", None)
    return user.email if wants is None or wants.mail else ""
