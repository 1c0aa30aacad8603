"""What a worker can do, by the name that commands give it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from milepost.commands.jobs import Errand

#: The function of each kind as `module:name`; it takes the errand and answers what came of it, as JSON.
KINDS: dict[str, str] = {
    "import": "milepost.jobs.imports:take_in",
    "review": "milepost.jobs.forecasts:review",
    "simulation": "milepost.jobs.forecasts:simulation",
}


def function_of(kind: str) -> Callable[[Errand], Mapping[str, Any] | None]:
    """Find what carries a kind of job out. Raises KeyError for an unknown kind."""
    module, _, name = KINDS[kind].partition(":")
    found: Callable[[Errand], Mapping[str, Any] | None] = getattr(import_module(module), name)
    return found
