"""How a server process treats its memory and its threads."""

from __future__ import annotations

import ctypes
import gc
import sys

# From <malloc.h>: how many separate stretches of memory the C library keeps for threads.
_ARENA_MAX = -8
# Seconds a thread may compute before it offers the interpreter to others; requests take a few of the default's 0.005.
_TURN = 0.02


def settle() -> None:
    """Set what is loaded apart from what the garbage collector looks at, and let it look less often.

    Plans are tens of thousands of records that live long; looking through all of them for cycles takes over a second
    and finds none.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(30_000, 50, 1_000)
    sys.setswitchinterval(_TURN)
    share_memory()


def share_memory() -> None:
    """Let all threads take memory from the same stretches, where the C library can be told so.

    Each thread that once held a large plan would otherwise keep the room for another one to itself.
    """
    tell = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if tell is not None:
        tell(_ARENA_MAX, 2)
