"""The words `milepost do` and `milepost ask` know: their flags are made from the schema, wherever the record is."""

from __future__ import annotations

import argparse
import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, Protocol

from milepost.cli.files import STANDARD, read_bytes
from milepost.cli.outcome import StoppedError
from milepost.queries.written import from_texts


@dataclass(frozen=True, slots=True)
class Word:
    """A command or query: its word, what it is for, the schema of its arguments, whether it needs no project."""

    name: str
    area: str
    doc: str
    schema: Mapping[str, Any]
    site: bool

    @property
    def summary(self) -> str:
        """Give the first sentence."""
        return self.doc.strip().partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody typed: the word, its arguments, and what belongs to every word."""

    word: str
    arguments: Mapping[str, Any]
    project: str | None
    preview: bool
    reason: str
    key: str
    json: bool


class Record(Protocol):
    """The record somebody speaks to: the database of this machine, or a server."""

    def commands(self) -> Mapping[str, Word]:
        """Give all commands by their words."""

    def queries(self) -> Mapping[str, Word]:
        """Give all queries by their words."""

    def do(self, wish: Wish) -> Mapping[str, Any]:
        """Carry a command out. Raises Refused."""

    def ask(self, wish: Wish) -> Any:
        """Answer a query as JSON. Raises Refused."""


class Flags(argparse.ArgumentParser):
    """A parser whose complaints are sentences like all others of `milepost`."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and how to learn more."""
        raise StoppedError(f"{message[:1].upper()}{message[1:]}; see {self.prog} --help.")


def read_wish(prog: str, word: Word, typed: Sequence[str], *, changes: bool) -> Wish:
    """Read what was typed after a word by the flags that its schema makes."""
    parser, schemas = _flags(prog, word, changes), word.schema["properties"]
    found = vars(parser.parse_args(typed))
    arguments = {name: _value(schemas[name], found[f"_{name}"]) for name in schemas if found[f"_{name}"] is not None}
    for name, schema in schemas.items():
        if schema.get("x-kind") == "content" and name in arguments:
            file = found[f"_{name}"][-1]
            arguments[name] = base64.b64encode(read_bytes(file)).decode()
            if "file" in schemas and "file" not in arguments and file != STANDARD:
                arguments["file"] = Path(file).name
    return Wish(
        word.name,
        arguments,
        found.get("project"),
        found.get("preview", False),
        found.get("reason") or "",
        found.get("key") or "",
        found["json"],
    )


def _value(schema: Mapping[str, Any], typed: Any) -> Any:
    return typed if isinstance(typed, bool) else from_texts(schema, typed)


def _flags(prog: str, word: Word, changes: bool) -> Flags:
    parser = Flags(prog, description=word.doc, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)
    own = word.schema["properties"]
    for name, schema in own.items():
        _flag(parser, name, schema, name in word.schema.get("required", ()))
    every = parser.add_argument_group("as with every word")
    if not word.site:
        every.add_argument("--project", metavar="CODE", help="the project; else MILEPOST_PROJECT")
    every.add_argument("--json", action="store_true", help="print the whole answer for programs")
    if changes:
        if not word.site:
            every.add_argument("--preview", action="store_true", help="only say what it would do")
        if "reason" not in own:
            every.add_argument("--reason", metavar="TEXT", help="why, for the journal")
        if "key" not in own:
            every.add_argument("--key", metavar="KEY", help="of two calls with one key only the first is carried out")
    return parser


def _flag(parser: Flags, name: str, schema: Mapping[str, Any], needed: bool) -> None:
    names = list(dict.fromkeys((f"--{name.replace('_', '-')}", f"--{name}")))
    help_ = _help(schema, needed)
    if schema.get("type") in ("boolean", ["boolean", "null"]):
        no = [f"--no-{each.removeprefix('--')}" for each in names]
        parser.add_argument(*names, dest=f"_{name}", action="store_true", default=None, help=help_)
        parser.add_argument(*no, dest=f"_{name}", action="store_false", default=None, help=argparse.SUPPRESS)
        return
    parser.add_argument(*names, dest=f"_{name}", action="append", metavar=_metavar(schema), help=help_)


def _metavar(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return "WORD"
    kind = schema.get("x-kind") or schema.get("format") or schema.get("type")
    if isinstance(kind, list):
        kind = kind[0]
    return {"content": "FILE", "array": "LIST", "object": "JSON", "calls": "JSON"}.get(str(kind), str(kind).upper())


def _help(schema: Mapping[str, Any], needed: bool) -> str:
    parts = [str(schema.get("description", ""))]
    if words := [str(each) for each in schema.get("enum", ()) if each is not None]:
        parts.append(" | ".join(words))
    items = schema.get("items", {})
    if schema.get("type") == "array":
        parts.append(f"several: repeat it, or separate by commas{_each(items)}")
    if schema.get("default") not in (None, "", False):
        parts.append(f"otherwise {schema['default']}")
    if needed:
        parts.append("needed")
    return "; ".join(filter(None, parts)).replace("%", "%%")


def _each(items: Mapping[str, Any]) -> str:
    return f" ({items['description']})" if "description" in items else ""
