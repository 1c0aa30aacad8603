"""What the clock does every second: queue due jobs, give lost ones back, send what waits, begin the night."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage

from milepost.commands import jobs
from milepost.commands.nightly import queue_nightly
from milepost.commands.outbox import Letter, send_waiting
from milepost.jobs.perform import perform

LOG = logging.getLogger(__name__)


class Sweep:
    """One worker's clock; it remembers what it put into the queue, so as not to do so every second."""

    def __init__(self) -> None:
        """Start with nothing queued."""
        self._queued: dict[int, datetime] = {}
        self._minute = -1

    def __call__(self, at: datetime) -> None:
        """Do what is due at a time."""
        for job in jobs.due(at):
            before = self._queued.get(job)
            if before is None or at - before > jobs.SILENT:
                self._queued[job] = at
                perform.enqueue(job)
        send_waiting(at, _send)
        if at.minute != self._minute:
            self._minute = at.minute
            jobs.revive(at)
            queue_nightly(at)
            if at.minute == 0:
                jobs.forget(at)
            self._queued = {job: since for job, since in self._queued.items() if at - since < jobs.SILENT}


def _send(letter: Letter) -> None:
    if not settings.MAIL_CONFIGURED:
        return
    address = f"{settings.PUBLIC_ADDRESS.rstrip('/')}{letter.path}" if letter.path and settings.PUBLIC_ADDRESS else ""
    text = f"{letter.text}\n\n{address}" if address else letter.text
    EmailMessage(letter.subject, text, to=[letter.address]).send()
