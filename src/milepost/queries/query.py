"""What a query is: a function whose signature is its only schema, and who may ask it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from milepost.forecasting.held import Held
from milepost.forecasting.load import load
from milepost.queries.access import NOBODY, Actor, Permission, Standing
from milepost.queries.arguments import Parameter, parameters_of, schema_for
from milepost.records.models import Project


@dataclass(frozen=True)
class Question:
    """Who asks, when, and about which project; queries read what they need from it."""

    actor: Actor
    at: datetime
    record: Project | None = None
    standing: Standing = NOBODY

    @cached_property
    def held(self) -> Held:
        """Give the project's state."""
        return load(self.project)

    @property
    def project(self) -> Project:
        """Give the project asked about."""
        assert self.record is not None
        return self.record

    def may(self, permission: Permission) -> bool:
        """Tell whether the person may see something."""
        return self.standing.may(permission)


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the record: its word, what it needs, who may ask, and the function that answers."""

    name: str
    area: str
    function: Callable[..., Any]
    parameters: tuple[Parameter, ...]
    permission: Permission
    doc: str
    site: bool = False

    @property
    def summary(self) -> str:
        """Give the sentence users see."""
        return self.doc.strip().splitlines()[0]

    @property
    def title(self) -> str:
        """Give the word as a heading."""
        return self.name.replace("_", " ").capitalize()

    @property
    def schema(self) -> dict[str, Any]:
        """Describe the arguments as JSON schema."""
        return schema_for(self.parameters)

    @property
    def answer(self) -> Any:
        """Give the type of the answer."""
        return inspect.signature(self.function).return_annotation


_REGISTERED: dict[str, Query] = {}


def registered() -> Mapping[str, Query]:
    """Give every query known so far."""
    return _REGISTERED


def query(
    *, permission: Permission = Permission.SEE, site: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a function of `(question, *, ...)` a query of the area its file is named after."""

    def registered_as(function: Callable[..., Any]) -> Callable[..., Any]:
        area = function.__module__.rsplit(".", 1)[-1].split("_")[0]
        doc = inspect.getdoc(function) or ""
        made = Query(function.__name__, area, function, parameters_of(function), permission, doc, site)
        if function.__name__ in _REGISTERED and _REGISTERED[function.__name__].function is not function:
            raise ValueError(f"There are two queries called {function.__name__}.")
        _REGISTERED[function.__name__] = made
        return function

    return registered_as
