"""One job, carried out by whoever gets it first."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from threading import Event, Thread

from django.db import connection
from django_tasks import task

from milepost.commands import jobs
from milepost.jobs.kinds import function_of
from milepost.queries.refused import Refused

LOG = logging.getLogger(__name__)
#: Seconds between two signs of life of a job that says nothing itself.
BEAT = 20.0


def now() -> datetime:
    """Tell the time: doors may."""
    return datetime.now(UTC)


@task()
def perform(job: int) -> None:
    """Carry a job out, unless somebody else has it; what fails is tried again later, what is refused is not."""
    errand = jobs.claim(job, now(), now)
    if errand is None:
        return
    over = Event()
    beating = Thread(target=_beat, args=(job, over), daemon=True)
    beating.start()
    try:
        result = function_of(errand.kind)(errand)
    except Refused as refused:
        jobs.fail(job, now(), refused.message, final=True)
    except Exception as error:
        LOG.exception("Job %s (%s) failed.", job, errand.kind)
        jobs.fail(job, now(), f"{type(error).__name__}: {error}")
    else:
        jobs.finish(job, now(), result)
    finally:
        over.set()
        beating.join()


def _beat(job: int, over: Event) -> None:
    try:
        while not over.wait(BEAT):
            jobs.beat(job, now())
    finally:
        connection.close()
