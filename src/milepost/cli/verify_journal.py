"""`milepost verify-journal`: is everything in the journal as it was written?"""

from __future__ import annotations

from milepost.cli.outcome import ExitCode, StoppedError
from milepost.cli.screen import Column, say, show_table
from milepost.cli.wiring import set_up, unusable


def verify_journal() -> None:
    """Check the journal of every project and of the site: nothing left out, moved or changed afterwards.

    Ends with 1 where something is not as it was written.
    """
    set_up()
    from django.db import DatabaseError

    from milepost.commands.journal import verify

    try:
        faults = list(verify())
    except DatabaseError as problem:
        raise StoppedError(unusable(problem)) from problem
    if not faults:
        say("The journal is whole: every entry is as it was written.")
        return
    show_table(
        [Column("Project"), Column("Entry", right=True), Column("What is wrong", wraps=True)],
        [(fault.project, str(fault.number), fault.sentence) for fault in faults],
    )
    raise StoppedError(f"{len(faults)} of its entries are not as they were written.", ExitCode.FINDINGS)
