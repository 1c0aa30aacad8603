"""The one refusal of the exchange room: a file that cannot be read or written, said so that the user can act."""

from __future__ import annotations


class FileRefusedError(Exception):
    """A file could not be read or written; the message names the file, the place, what is wrong and the remedy."""
