"""The built browser code: which file stands for `app.js` in this version."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage

BUILT = Path(__file__).resolve().parent / "static" / "built"


class NotBuiltError(RuntimeError):
    """The browser code has not been made; the message says how."""


class HashedStorage(StaticFilesStorage):
    """Addresses of static files; ours carry a hash of their content, so browsers may keep them for ever."""

    def url(self, name: str | None, force: bool = False) -> str:  # noqa: ARG002
        """Give the address of a file; `built/app.js` becomes the one of this version."""
        assert name is not None
        if name.startswith("built/"):
            name = f"built/{built(name.removeprefix('built/'))}"
        return super().url(name)


def built(name: str) -> str:
    """Give the hashed name of a built file."""
    names = _manifest() if not settings.RELOAD else _manifest.__wrapped__()
    if name not in names:
        raise NotBuiltError(f"{name} is not among the built files; run: make setup")
    return names[name]


@cache
def _manifest() -> dict[str, str]:
    try:
        content = (BUILT / "manifest.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotBuiltError("The browser code is not built; run: make setup") from None
    names: dict[str, str] = json.loads(content)
    return names


def version() -> str:
    """Give one word that changes whenever any built file does."""
    return built("version")
