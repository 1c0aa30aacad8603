"""Forms made from commands: each parameter becomes a field that says what may be written into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from milepost.commands.command import Command
from milepost.queries.arguments import Parameter
from milepost.queries.refused import Refused

_CODE = re.compile(r"`([^`]+)`")
#: Parameters that hold several lines.
_LONG = frozenset(
    "description text notes note reason comment cause effect event mitigation response rationale answer lesson".split()
)
_HINTS: Mapping[str, str] = {
    "duration": "Such as 3d, 4h, 1.5w or 2ed (elapsed)",
    "number": "A number such as 12.5",
    "list": "Separate several with commas",
}
_INPUTS: Mapping[str, str] = {
    "whole": "number",
    "number": "number",
    "day": "date",
    "date": "date",
    "flag": "checkbox",
    "content": "file",
    "choice": "select",
}
#: Kinds that only programs write.
UNWRITTEN = frozenset(["calls", "object"])
#: No file one uploads may be larger.
LARGEST_FILE = 64 * 2**20
#: What forms carry besides arguments begins like this.
OWN = "_"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: the argument it fills, its label, widget and value, and what was wrong with it."""

    name: str
    label: str
    widget: str
    kind: str
    required: bool
    value: str = ""
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    table: str = ""
    error: str = ""
    fixed: bool = False
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form that carries out one command, for one record or for each of several."""

    command: Command
    action: str
    fields: tuple[Field, ...]
    revision: int | None = None
    leads: str = ""
    each: str = ""
    keys: tuple[str, ...] = ()
    error: str = ""
    effect: str = ""

    @property
    def title(self) -> str:
        """Give its heading."""
        return self.command.title

    @property
    def has_file(self) -> bool:
        """Whether a file is sent with it."""
        return any(field.widget == "file" for field in self.fields)

    @property
    def shown(self) -> tuple[Field, ...]:
        """Give the fields one fills in."""
        return tuple(field for field in self.fields if not field.fixed)

    @property
    def fixed(self) -> tuple[Field, ...]:
        """Give the fields that are settled already."""
        return tuple(field for field in self.fields if field.fixed)


def worded(text: str) -> str:
    """Give a sentence about arguments as people read it on a form: `` `work_left` `` becomes “Work left”."""
    return _CODE.sub(lambda found: f"“{found[1].replace('_', ' ').capitalize()}”", " ".join(text.split()))


def form_for(
    command: Command,
    action: str,
    values: Mapping[str, str],
    *,
    fixed: Iterable[str] = (),
    refused: Refused | None = None,
    revision: int | None = None,
    leads: str = "",
    each: str = "",
    keys: Sequence[str] = (),
    effect: str = "",
) -> Form:
    """Make the form of a command with values filled in; what was refused stands at its field, else above all."""
    settled = frozenset(fixed)
    wrong = {refused.field: refused.message} if refused is not None else {}
    fields = tuple(
        _field(parameter, values, parameter.name in settled, wrong.get(parameter.name, ""))
        for parameter in command.parameters
        if parameter.name != each and parameter.kind not in UNWRITTEN and not _named_by_file(command, parameter)
    )
    shown = {field.name for field in fields if not field.fixed}
    above = refused.message if refused is not None and refused.field not in shown else ""
    return Form(command, action, fields, revision, leads, each, tuple(keys), above, effect)


def field_for(command: Command, name: str) -> Field:
    """Make the empty field of one argument, for a cell that is edited where it stands."""
    parameter = next(each for each in command.parameters if each.name == name)
    return _field(parameter, {name: ""}, fixed=False, error="")


def _field(parameter: Parameter, values: Mapping[str, str], fixed: bool, error: str) -> Field:
    schema = parameter.schema()
    kind = parameter.kind
    widget = _INPUTS.get(kind, "text")
    if kind == "text" and parameter.name in _LONG:
        widget = "textarea"
    value = values.get(parameter.name, "")
    if parameter.name not in values and parameter.default not in (None, ()):
        value = str(parameter.default)
    if widget == "date" and len(value) > 10:
        widget = "datetime-local"
    return Field(
        parameter.name,
        parameter.name.replace("_", " ").capitalize(),
        widget,
        kind,
        parameter.required,
        value,
        worded(parameter.help or _HINTS.get(kind, "")),
        tuple((word, _shown(word)) for word in parameter.choices),
        _table(schema),
        error,
        fixed,
        kind == "list",
    )


def _shown(word: str) -> str:
    """Show a word of a choice: `on_hold` as `On hold`; what has capitals of its own, such as `FS`, stays."""
    return word if word != word.lower() else word.replace("_", " ").capitalize()


def _table(schema: Mapping[str, Any]) -> str:
    """Name the table a reference, or each of a list of references, is looked up in."""
    found = schema.get("items", schema)
    word = str(found.get("x-kind", ""))
    return "" if word in ("duration", "date", "content", "calls", "object") else word


def _named_by_file(command: Command, parameter: Parameter) -> bool:
    """Whether the name of the uploaded file fills it."""
    return parameter.name == "file" and any(each.kind == "content" for each in command.parameters)


def arguments_of(
    command: Command,
    sent: Mapping[str, Any],
    files: Mapping[str, UploadedFile[Any]],
    lists: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """Read the arguments of a command from a form as it was sent. Refuses files that are too large.

    An empty field is an argument that was not given, except where it empties something that may be empty.
    """
    found: dict[str, Any] = {}
    for parameter in command.parameters:
        name = parameter.name
        if parameter.kind == "content" and name in files:
            found.update(_file(parameter, files[name], command))
        elif parameter.kind == "flag" and f"{OWN}flag.{name}" in sent:
            found[name] = name in sent
        elif parameter.kind == "list" and name in sent:
            several = lists.get(name, [])
            found[name] = several if len(several) > 1 else sent[name]
        elif name in sent and (sent[name] != "" or parameter.required or f"{OWN}empty.{name}" in sent):
            found[name] = sent[name]
    return found


def _file(parameter: Parameter, file: UploadedFile[Any], command: Command) -> dict[str, Any]:
    if (file.size or 0) > LARGEST_FILE:
        most = LARGEST_FILE // 2**20
        raise Refused(f"{file.name} is too large; Milepost takes files up to {most} MiB.", parameter.name, "invalid")
    found: dict[str, Any] = {parameter.name: file.read()}
    if any(each.name == "file" for each in command.parameters):
        found["file"] = file.name or "file"
    return found
