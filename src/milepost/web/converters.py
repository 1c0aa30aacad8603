"""Parts of addresses."""

from __future__ import annotations


class CodeConverter:
    """A project's code; small letters are taken too."""

    regex = "[A-Za-z][A-Za-z0-9-]{0,29}"

    def to_python(self, value: str) -> str:
        """Give the code as projects have it."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """Give the code as it stands in addresses."""
        return value
