"""What a command is: a function whose signature is the only schema every door derives its own from."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from milepost.queries.access import Permission
from milepost.queries.arguments import Parameter, parameters_of, read_all, schema_for
from milepost.queries.kinds import Reading


@dataclass(frozen=True, slots=True)
class Command:
    """A change of the record: its word, what it needs, who may do it, and the function that does it.

    `site` commands belong to no project. `dangerous` ones ask people to sign in again. `vital` ones may not be left
    to assistants at all: what decides a proposal. `also` lists what else one must be allowed, such as to see costs.
    What a `secret` one answers is shown once and never kept.
    """

    name: str
    area: str
    function: Callable[..., Any]
    parameters: tuple[Parameter, ...]
    permission: Permission
    doc: str
    site: bool = False
    dangerous: bool = False
    vital: bool = False
    creates: bool = False
    also: tuple[Permission, ...] = ()
    secret: bool = False

    @property
    def summary(self) -> str:
        """Give the sentence users see."""
        return self.doc.strip().splitlines()[0]

    @property
    def title(self) -> str:
        """Give the word as a heading: `Change duration`."""
        return self.name.replace("_", " ").capitalize()

    @property
    def project(self) -> bool:
        """Whether it needs a project."""
        return not self.site

    @property
    def schema(self) -> dict[str, Any]:
        """Describe the arguments as JSON schema."""
        return schema_for(self.parameters)

    def read(self, arguments: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        """Read all arguments. Refuses unknown, missing and wrong ones by name."""
        return read_all(self.name, self.parameters, arguments, reading)


_REGISTERED: dict[str, Command] = {}


def register(command: Command) -> Command:
    """Add a command to the catalogue; a word stands for one command only."""
    known = _REGISTERED.get(command.name)
    if known is not None and known.function is not command.function:
        raise ValueError(f"There are two commands called {command.name}.")
    _REGISTERED[command.name] = command
    return command


def registered() -> Mapping[str, Command]:
    """Give every command known so far."""
    return _REGISTERED


def command(
    *,
    permission: Permission,
    site: bool = False,
    dangerous: bool = False,
    vital: bool = False,
    creates: bool = False,
    secret: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a function of `(work, *, ...)` a command of the area its file is named after."""

    def registered_as(function: Callable[..., Any]) -> Callable[..., Any]:
        area = function.__module__.rsplit(".", 1)[-1].split("_")[0]
        doc = inspect.getdoc(function) or ""
        parameters = parameters_of(function)
        kinds = (site, dangerous, vital, creates)
        register(Command(function.__name__, area, function, parameters, permission, doc, *kinds, secret=secret))
        return function

    return registered_as
