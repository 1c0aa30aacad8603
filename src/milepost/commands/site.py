"""One action on the site itself: projects, accounts, tokens and the pool of people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from milepost.queries.access import Actor
from milepost.records.models import Project

#: Arguments that are never journaled.
SECRET = ("password", "secret", "token")


class SiteWork:
    """The desk of an action on the site: what it changed goes into `changes`, as `[table, key, before, after]`."""

    def __init__(self, actor: Actor, at: datetime, door: str) -> None:
        """Start with nothing changed."""
        self.actor, self.at, self.door = actor, at, door
        self.project: Project | None = None
        self.changes: list[list[Any]] = []
        self.about: list[str] = []

    def changed(
        self, table: str, key: int | str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
    ) -> None:
        """Note a row before and after for the journal."""
        self.changes.append([table, key, before, after])

    def shown(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Give the arguments as the journal may have them: no secrets, no file contents."""
        shown = {}
        for name, value in arguments.items():
            hidden = (
                any(word in name for word in SECRET)
                or isinstance(value, bytes)
                or (isinstance(value, str) and len(value) > 2000)
            )
            shown[name] = "(not kept)" if hidden else value
        return shown
