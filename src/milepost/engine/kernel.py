"""One source for small and large plans: kernels run as plain Python, or compiled by Numba when it pays.

A kernel is an ordinary function over integer columns. Small plans call it as it stands, so they
never wait for a compiler. Large plans call the same function compiled; docs/decisions/0002-kernels.md
gives the measurements behind the threshold.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from importlib import import_module
from typing import Any, ParamSpec, TypeAlias, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

#: One column of a table: 64-bit integers that Python and compiled code share without copying.
Column: TypeAlias = "array[int]"

#: Later, or negated earlier, than any instant of a plan: "no bound".
FAR = 1 << 60


def column(values: list[int]) -> Column:
    """Make a column of the values."""
    return array("q", values)


def zeros(count: int) -> Column:
    """Make a column of `count` zeros."""
    return array("q", bytes(8 * count))


def filled(count: int, value: int) -> Column:
    """Make a column that holds `value` everywhere."""
    return array("q", [value]) * count


#: Kernels allocate nothing, so no call needs to count references to the columns it passes on, and small pieces
#: belong inside their callers: together thirty times the speed.
_OPTIONS = {"_nrt": False, "error_model": "numpy", "forceinline": True}

_pieces: list[Callable[..., Any]] = []
_entries: dict[Callable[..., Any], Any] = {}


def piece(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function that kernels call."""
    _pieces.append(function)
    return function


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Give the compiled form of a kernel, compiling it, or loading it from Numba's cache, when first asked."""
    if function not in _entries:
        numba = import_module("numba")
        while _pieces:
            import_module("numba.extending").register_jitable(**_OPTIONS)(_pieces.pop(0))
        _entries[function] = numba.njit(cache=True, **_OPTIONS)(function)
    return _entries[function]  # type: ignore[no-any-return]


def shared(table: tuple[Any, ...]) -> tuple[Any, ...]:
    """Show a table's columns to compiled code: the same memory, as NumPy arrays."""
    numpy = import_module("numpy")
    views = [numpy.frombuffer(value, dtype=numpy.int64) for value in table]
    return tuple(views) if type(table) is tuple else type(table)(*views)
