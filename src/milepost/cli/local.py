"""The record of this machine, for the terminal: whoever can open its database acts as one of its users."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from milepost.cli.outcome import StoppedError
from milepost.cli.wiring import set_up, unusable
from milepost.cli.words import Wish, Word

DOOR = "cli"


class LocalRecord:
    """The database that MILEPOST_HOME or DATABASE_URL names."""

    def __init__(self, user: str) -> None:
        """Open it as a user; without a name as the only administrator."""
        set_up()
        self._user = user

    def commands(self) -> Mapping[str, Word]:
        """Give all commands by their words."""
        from milepost.commands.catalogue import catalogue

        return {
            each.name: Word(each.name, each.area, each.doc, each.schema, each.site) for each in catalogue().values()
        }

    def queries(self) -> Mapping[str, Word]:
        """Give all queries by their words."""
        from milepost.queries.catalogue import catalogue

        return {
            each.name: Word(each.name, each.area, each.doc, each.schema, each.site) for each in catalogue().values()
        }

    def do(self, wish: Wish) -> Mapping[str, Any]:
        """Carry a command out."""
        from milepost.commands.orders import Order, carry_out
        from milepost.commands.run import Call
        from milepost.queries.encoding import to_json

        order = Order((Call(wish.word, wish.arguments),), reason=wish.reason, key=wish.key, only_try=wish.preview)
        with _opened():
            done = carry_out(order, actor=self._actor(wish.word), door=DOOR, at=datetime.now(UTC), project=wish.project)
        found: Mapping[str, Any] = to_json(done)
        return found

    def ask(self, wish: Wish) -> Any:
        """Answer a query."""
        from milepost.queries.catalogue import ask
        from milepost.queries.encoding import to_json

        with _opened():
            at = datetime.now(UTC)
            return to_json(ask(wish.word, wish.arguments, actor=self._actor(), at=at, project=wish.project))

    def _actor(self, word: str = "") -> Any:
        from milepost.queries.access import ADMINISTRATOR, Actor
        from milepost.queries.accounts import actor_named, nobody_has_an_account, only_administrator

        if word == "create_account" and not self._user and nobody_has_an_account():
            return Actor(user=0, name="Set-up", site_role=ADMINISTRATOR)
        return actor_named(self._user) if self._user else only_administrator()


@contextmanager
def _opened() -> Iterator[None]:
    """Say in words when the database cannot be read."""
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError as problem:
        raise StoppedError(unusable(problem)) from problem
