"""One source for small and large plans: kernels run as plain Python, or compiled by Numba when it pays.

A kernel is an ordinary function over integer columns. Small plans call it as it stands, so they
never wait for a compiler. Large plans call the same function compiled; docs/decisions/0002-kernels.md
gives the measurements behind the threshold.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any, ParamSpec, TypeAlias, TypeVar

from numpy import frombuffer, int64

from milepost.engine.clock import Int64s

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


def shared(numbers: Column) -> Int64s:
    """Give a column as an array over the same memory."""
    return frombuffer(numbers, dtype=int64)


#: Kernels allocate nothing, so no call needs to count references to the columns it passes on, and small pieces
#: belong inside their callers: together thirty times the speed.
_OPTIONS = {"_nrt": False, "error_model": "numpy", "forceinline": True}

_pieces: set[Callable[..., Any]] = set()
_registered: set[Callable[..., Any]] = set()
_entries: dict[Callable[..., Any], Any] = {}


def piece(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function that kernels call."""
    _pieces.add(function)
    return function


def run(function: Callable[..., R], fast: bool, *arguments: Any) -> R:
    """Run a kernel on columns, tables of columns and numbers: as plain Python, or compiled when `fast`."""
    if not fast:
        return function(*arguments)
    return compiled(function)(*map(_shared, arguments))


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Give the compiled form of a kernel, compiling it, or loading it from Numba's cache, when first asked.

    Compiled kernels release the interpreter, so that threads run them side by side.
    """
    if function not in _entries:
        numba = import_module("numba")
        for part in parts_of(function):
            if part not in _registered:
                import_module("numba.extending").register_jitable(**_OPTIONS)(part)
                _registered.add(part)
        _entries[function] = numba.njit(cache=True, nogil=True, **_OPTIONS)(_stamped(function))
    return _entries[function]  # type: ignore[no-any-return]


def is_cached(function: Callable[..., Any]) -> bool:
    """Tell whether a compiled kernel is at hand, in memory or in Numba's cache on disk."""
    stats = compiled(function).stats  # type: ignore[attr-defined]
    return any(Path(stats.cache_path).glob(f"*{_stamped(function).__qualname__}-*.nbi"))


def is_loaded(function: Callable[..., Any]) -> bool:
    """Tell whether a kernel's compiled form is in memory, so that using it costs nothing."""
    return function in _entries


def parts_of(function: Callable[..., Any]) -> list[FunctionType]:
    """List the pieces a kernel calls, directly or through others, in the order in which they are met."""
    found: dict[FunctionType, None] = {}
    waiting: list[Any] = [function]
    while waiting:
        at = waiting.pop()
        for name in at.__code__.co_names:
            part = at.__globals__.get(name)
            if isinstance(part, FunctionType) and part in _pieces and part not in found:
                found[part] = None
                waiting.append(part)
    return list(found)


def _stamped(function: Callable[..., R]) -> Callable[..., R]:
    """Copy a kernel under a name that says what it and its pieces do.

    Numba's cache notices changes of the file a kernel is in, not of those its pieces are in.
    """
    involved: list[Callable[..., Any]] = [function, *parts_of(function)]
    said = repr([_said(part) for part in involved])
    copy = FunctionType(function.__code__, function.__globals__, function.__name__)
    copy.__qualname__ = f"{function.__name__}_{sha256(said.encode()).hexdigest()[:12]}"
    return copy


def _said(function: Callable[..., Any]) -> tuple[Any, ...]:
    """Give what decides a function's meaning: its code, and the values of the numbers it knows by name."""
    code, known = function.__code__, function.__globals__
    numbers = [known[name] for name in code.co_names if isinstance(known.get(name), int | float)]
    return code.co_code, code.co_names, [c for c in code.co_consts if not isinstance(c, str)], numbers


def _shared(argument: Any) -> Any:
    """Show columns to compiled code: the same memory, as NumPy arrays."""
    if isinstance(argument, array):
        return frombuffer(argument, dtype=int64)
    if isinstance(argument, tuple) and isinstance(argument[0], array):
        return type(argument)(*[frombuffer(each, dtype=int64) for each in argument])
    return argument
