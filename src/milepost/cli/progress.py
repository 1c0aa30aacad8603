"""How far a long computation has come, and how a person stops it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def watched(what: str) -> Iterator[Callable[[float, str], bool]]:
    """Give a function that a computation tells its share done (0..1) and that answers whether to go on.

    A terminal shows a bar on the standard error. The first Ctrl-C asks the computation to end with
    the best it has; a second one breaks off.
    """
    asked = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        del number, frame
        if asked:
            raise KeyboardInterrupt
        asked = True

    before = signal.signal(signal.SIGINT, stop)
    try:
        with _bar(what) as show:

            def told(share: float, doing: str) -> bool:
                show(share, doing)
                return not asked

            yield told
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def shown(what: str) -> Iterator[Callable[[float, str], bool]]:
    """Give a function that shows a computation's share done (0..1); Ctrl-C breaks the computation off.

    For what has no answer before its end: half the runs of a simulation stand for nothing.
    """
    with _bar(what) as show:

        def told(share: float, doing: str) -> bool:
            show(share, doing)
            return True

        yield told


@contextmanager
def _bar(what: str) -> Iterator[Callable[[float, str], None]]:
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield _unseen
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[doing]}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(what, total=1.0, doing="")
        yield lambda share, doing: progress.update(bar, completed=min(share, 1.0), doing=doing)


def _unseen(share: float, doing: str) -> None:
    """Show nothing where nobody looks."""
    del share, doing
