"""How often a token may be used: so many requests a minute, for all processes together.

Each process takes requests from the common count a few at a time, so that most requests write nothing; a token is
refused a little early at worst, never late.
"""

from __future__ import annotations

from datetime import datetime
from threading import Lock

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When

from milepost.queries.access import Actor
from milepost.queries.refused import Refused
from milepost.records.models import Allowance

#: Seconds of a window, and how many requests a process takes from it at once.
WINDOW, AT_ONCE = 60, 20


_LOCK = Lock()
#: The window and how many requests of it this process has taken and not used, for each token.
_TAKEN: dict[int, tuple[int, int]] = {}


def use(actor: Actor, at: datetime) -> None:
    """Count one request of a token. Refuses it when the minute's requests are used up."""
    if actor.token is None:
        return
    window = int(at.timestamp()) // WINDOW
    if _count(actor.token, window):
        return
    more = _take(actor.token, window)
    if not more:
        seconds = WINDOW - int(at.timestamp()) % WINDOW
        said = f"A token may be used {settings.REQUESTS_A_MINUTE:,} times a minute; wait {seconds} seconds."
        raise Refused(said, code="too_many", details={"seconds": seconds})
    with _LOCK:
        # Another thread may have taken some as well; what nobody uses is lost to the end of the minute.
        _TAKEN[actor.token] = (window, more - 1)


def _count(token: int, window: int) -> bool:
    """Use one of the requests this process has taken already, if there are any."""
    with _LOCK:
        known, left = _TAKEN.get(token, (window, 0))
        if known != window or not left:
            return False
        _TAKEN[token] = (window, left - 1)
        return True


def _take(token: int, window: int) -> int:
    """Take requests from what all processes have in common; gives how many there were."""
    most = settings.REQUESTS_A_MINUTE
    wanted = min(AT_ONCE, most)
    with transaction.atomic():
        used = _used(token, window, wanted)
    return max(0, min(wanted, most - (used - wanted)))


def _used(token: int, window: int, wanted: int) -> int:
    """Count requests in one statement, so that none is lost between processes; gives all that are counted."""
    row = Allowance.objects.filter(pk=token)
    same = Case(When(window=window, then=F("used") + wanted), default=Value(wanted))
    if row.update(used=same, window=window):
        return row.values_list("used", flat=True).get()
    try:
        with transaction.atomic():
            Allowance.objects.create(token_id=token, window=window, used=wanted)
    except IntegrityError:
        # Another process was first.
        return _used(token, window, wanted)
    return wanted
