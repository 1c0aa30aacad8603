"""The one failure that is expected: a command that cannot be carried out, in words the user can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refused(Exception):  # noqa: N818 - the word every door knows it by
    """A command that was not carried out, and why.

    `field` is the argument that is wrong, `code` a stable word for programs (`invalid`, `unknown`, `forbidden`,
    `conflict`, `rule`), `details` what a door may show beside the sentence, such as both values of a conflict.
    """

    def __init__(
        self, message: str, field: str = "", code: str = "rule", details: Mapping[str, Any] | None = None
    ) -> None:
        """Keep the sentence and where it belongs."""
        super().__init__(message)
        self.message, self.field, self.code = message, field, code
        self.details = dict(details or {})
