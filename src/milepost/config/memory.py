"""How a server process treats its memory."""

from __future__ import annotations

import gc


def settle() -> None:
    """Set what is loaded apart from what the garbage collector looks at, and let it look less often.

    Plans are tens of thousands of records that live long; looking through all of them for cycles takes over a second
    and finds none.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)
