"""Write docs/reference.md: every command and query with its arguments and who may use it, from their signatures."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference.md"
_HEAD = """# Commands and queries

Every change to the record is a command, every question a query. Each has one name at every door:

| door | command | query |
|---|---|---|
| terminal | `milepost do NAME --project CODE --argument value` | `milepost ask NAME --project CODE --argument value` |
| API | `POST /api/v1/projects/CODE/commands/NAME` | `GET /api/v1/projects/CODE/NAME?argument=value` |
| assistants (MCP) | tool `do_AREA` with `command` and `arguments` | tool `ask_AREA` with `query` and `arguments` |
| pages | the button or form of the same name | the page of the same name |

Those that belong to no project leave it out. References are written `T-4`, `R-12`, `P-3`; durations `3d`, `4h`, `1.5w`
or `2ed` (elapsed); dates `2026-03-02` or `2026-03-02T08:00`. Arguments with a `?` may be left out. “Asks again who you
are” needs a fresh password or second factor in a browser; “people only” is done by no assistant.

This page is written by `scripts/reference.py`; a test fails when it is not up to date.
"""


_ON_SITE = {
    "site": "Administrators of the site.",
    "audit": "Administrators and auditors of the site.",
    "found": "Everybody signed in; tokens that may write.",
}


def main() -> int:
    """Write the page, or with `--check` say whether it is up to date."""
    found = page()
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == found else 1
    PAGE.write_text(found, encoding="utf-8")
    return 0


def page() -> str:
    """Give the page as it ought to be."""
    commands, queries = (_found(f"milepost.{room}.catalogue").catalogue() for room in ("commands", "queries"))
    words: list[Any] = [*commands.values(), *queries.values()]
    parts = [_HEAD]
    for area in sorted({each.area for each in words}):
        parts.append(f"## {area.capitalize()}\n")
        parts += [_told(each, "command") for each in commands.values() if each.area == area]
        parts += [_told(each, "query") for each in queries.values() if each.area == area]
    return "\n".join(parts).rstrip("\n") + "\n"


def _told(word: Any, kind: str) -> str:
    lines = [f"### `{word.name}`", "", word.doc.strip(), "", f"*{kind.capitalize()}. {_who(word)}*", ""]
    if word.parameters:
        lines += ["| argument | kind | |", "|---|---|---|", *_arguments(word), ""]
    return "\n".join(lines)


def _arguments(word: Any) -> Iterator[str]:
    for each in word.parameters:
        schema = each.schema()
        said = [str(schema.get("description", "") or schema.get("items", {}).get("description", ""))]
        said += [" \\| ".join(f"`{choice}`" for choice in each.choices)]
        if not each.required and schema.get("default") not in (None, "", False):
            said.append(f"otherwise `{schema['default']}`")
        yield f"| `{each.name}`{'' if each.required else '?'} | {each.kind} | {'; '.join(filter(None, said))} |"


def _who(word: Any) -> str:
    more = [" Asks again who you are."] if getattr(word, "dangerous", False) else []
    more += [" People only."] if getattr(word, "vital", False) else []
    return f"{_roles(word)}{''.join(more)}"


def _roles(word: Any) -> str:
    if word.site:
        return _ON_SITE.get(str(word.permission), "Everybody signed in.")
    roles = _found("milepost.queries.access").ROLES
    found = [str(role) for role, allowed in roles.items() if word.permission in allowed]
    if len(found) == len(roles):
        return "Everybody in the project."
    return f"{', '.join(found).capitalize()}." if found else "By a permission of its own."


def _found(module: str) -> Any:
    """Import a module of the rooms that know Django, which is set up by then."""
    return import_module(module)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
    _found("django").setup()
    sys.exit(main())
