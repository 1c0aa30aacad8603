"""Which database keeps the record: SQLite by default, PostgreSQL by `DATABASE_URL`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from milepost.config.environment import WrongSettingError

_POSTGRESQL = ("postgresql", "postgres")
_POSTGRESQL_OPTIONS = frozenset(
    "host port sslmode sslrootcert sslcert sslkey connect_timeout application_name target_session_attrs options".split()
)
# Write-ahead logging lets readers go on while somebody writes; a crash of the machine may cost the last commit, never
# the file.
_SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
)
_EXAMPLE = "write it like postgresql://user:password@host:5432/milepost"


def database(environment: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """Give Django's description of the database. No message repeats the address: it may hold a password."""
    url = environment.get("DATABASE_URL", "")
    if not url:
        return sqlite(str(folder / "milepost.sqlite3"))
    scheme = url.partition(":")[0].lower()
    if scheme == "sqlite":
        return sqlite(_sqlite_file(url))
    if scheme in _POSTGRESQL:
        return _postgresql(url)
    raise WrongSettingError("DATABASE_URL", f"“{scheme}” is no database Milepost knows; {_EXAMPLE} or sqlite:///file")


def sqlite(file: str) -> dict[str, Any]:
    """Describe an SQLite file.

    Every transaction takes the write lock at its start: one that reads first and writes later would fail instead of
    waiting when another has written in between.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": None,
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": _SQLITE_START},
    }


def _sqlite_file(url: str) -> str:
    path = unquote(url.partition(":")[2])
    if not path.startswith("///") or path == "///":
        raise WrongSettingError(
            "DATABASE_URL", "write an SQLite file like sqlite:///milepost.sqlite3 or sqlite:////var/x.sqlite3"
        )
    return str(Path(path[3:]).absolute())


def _postgresql(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        # The cause is left out on purpose: its text quotes the address.
        raise WrongSettingError("DATABASE_URL", f"the address cannot be read; {_EXAMPLE}") from None
    name = unquote(parts.path.lstrip("/"))
    if not name or "/" in name:
        raise WrongSettingError("DATABASE_URL", f"it names no database; {_EXAMPLE}")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = sorted(set(options) - _POSTGRESQL_OPTIONS)
    if unknown:
        raise WrongSettingError("DATABASE_URL", f"unknown option {', '.join(unknown)}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", str(port or "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
