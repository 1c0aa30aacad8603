"""The worker: threads that carry jobs out and one that sweeps, alone in a process or beside the pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Thread

from django.db import close_old_connections, connection
from huey.consumer import Consumer

from milepost.jobs.queue import queue, wrapped
from milepost.jobs.sweep import Sweep

LOG = logging.getLogger(__name__)
#: Seconds between two sweeps.
PAUSE = 1.0


class _Quiet(Consumer):  # type: ignore[misc]
    """A consumer that leaves signals to the process it is part of."""

    def _set_signal_handlers(self) -> None:
        """Leave them alone."""


class Worker:
    """Carries jobs out in the background until it is stopped."""

    def __init__(self, threads: int = 1) -> None:
        """Prepare so many threads."""
        wrapped()
        self._consumer = _Quiet(queue(), workers=threads, periodic=False, max_delay=0.5, check_worker_health=True)
        self._over = Event()
        self._sweeping = Thread(target=self._sweep, name="milepost-sweep", daemon=True)

    def start(self) -> None:
        """Begin, and come back at once."""
        self._consumer.start()
        self._sweeping.start()

    def stop(self, patience: float = 5.0) -> None:
        """End: no new job is begun; one that runs is given a few seconds, then left to be revived."""
        self._over.set()
        self._consumer.stop_flag.set()
        for _, thread in self._consumer.worker_threads:
            thread.join(patience)
        self._sweeping.join(patience)

    def _sweep(self) -> None:
        sweep = Sweep()
        try:
            while not self._over.wait(PAUSE):
                _survive(lambda: sweep(datetime.now(UTC)))
                close_old_connections()
        finally:
            connection.close()


def _survive(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception:
        LOG.exception("The sweep did not come to its end.")
