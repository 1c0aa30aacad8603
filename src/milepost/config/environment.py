"""What the environment says: where data is kept, who may reach the server, and its secret key.

| variable | meaning | without it |
|---|---|---|
| `MILEPOST_HOME` | folder of the database, the secret key and uploads | `./milepost-data` |
| `DATABASE_URL` | `postgresql://user:password@host:5432/name` or `sqlite:///file` | SQLite in `MILEPOST_HOME` |
| `MILEPOST_HOSTS` | public addresses: `plan.example.org, https://pm.example.org` | this machine only |
| `MILEPOST_SECRET_KEY` | signs sessions and seals second factors | a file in `MILEPOST_HOME`, made at first start |
| `MILEPOST_OIDC_URL`, `_CLIENT`, `_SECRET`, `_NAME` | sign-in with an OpenID Connect provider | off |
| `MILEPOST_REQUESTS_A_MINUTE` | how often a token may be used | 12000 |
| `MILEPOST_MAIL_URL`, `MILEPOST_MAIL_FROM` | `smtp://user:password@host:587?tls=starttls` | mail stays in the outbox |
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_KEY_FILE = "secret.key"
_SHORTEST_KEY = 32


class WrongSettingError(ValueError):
    """A variable of the environment that cannot be used; the message names it and what would be right."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")


@dataclass(frozen=True, slots=True)
class Hosts:
    """Who may address the server: host names, origins trusted with forms, and whether all of it is https."""

    allowed: tuple[str, ...]
    origins: tuple[str, ...]
    secure: bool


def home(environment: Mapping[str, str]) -> Path:
    """Give the folder that keeps the data; it need not exist yet."""
    return Path(environment.get("MILEPOST_HOME") or "milepost-data").expanduser().absolute()


def hosts(environment: Mapping[str, str]) -> Hosts:
    """Read the public addresses. A bare name means https; plain http must be said, for then cookies travel openly."""
    origins = []
    for entry in filter(None, (part.strip() for part in environment.get("MILEPOST_HOSTS", "").split(","))):
        origin = entry if "://" in entry else f"https://{entry}"
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
            raise WrongSettingError(
                "MILEPOST_HOSTS", f"“{entry}” is no address like plan.example.org or http://10.0.0.5:8000"
            )
        if "*" in parts.netloc:
            raise WrongSettingError("MILEPOST_HOSTS", f"“{entry}”: name each host, “*” would accept forged addresses")
        origins.append(f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}")
    names = tuple(dict.fromkeys(_host(origin) for origin in origins))
    secure = bool(origins) and all(origin.startswith("https://") for origin in origins)
    return Hosts((*names, *LOOPBACK), tuple(origins), secure)


def _host(origin: str) -> str:
    name = urlsplit(origin).hostname or ""
    return f"[{name}]" if ":" in name else name


def secret_key(environment: Mapping[str, str], folder: Path) -> str:
    """Give the key from the environment, else from its file, which is made readable by its owner only."""
    given = environment.get("MILEPOST_SECRET_KEY", "")
    if given:
        if len(given) < _SHORTEST_KEY:
            raise WrongSettingError("MILEPOST_SECRET_KEY", f"use at least {_SHORTEST_KEY} random characters")
        return given
    file = folder / _KEY_FILE
    if not file.exists():
        _write_key(file)
    return file.read_text(encoding="ascii").strip()


def _write_key(file: Path) -> None:
    """Write a fresh key; of several processes starting at once the first one's stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(64) + "\n")
    try:
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        draft.unlink()


@dataclass(frozen=True, slots=True)
class Provider:
    """The OpenID Connect provider people may sign in with."""

    name: str
    url: str
    client: str
    secret: str

    @property
    def origin(self) -> str:
        """The provider's origin, which the sign-in form may lead to."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


def provider(environment: Mapping[str, str]) -> Provider | None:
    """Read the OpenID Connect provider; all three of address, client and secret, or none of them."""
    url, client, secret = (environment.get(f"MILEPOST_OIDC_{part}", "") for part in ("URL", "CLIENT", "SECRET"))
    if not (url or client or secret):
        return None
    if not (url and client and secret):
        raise WrongSettingError("MILEPOST_OIDC_URL", "give MILEPOST_OIDC_URL, _CLIENT and _SECRET together")
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
        raise WrongSettingError("MILEPOST_OIDC_URL", "the provider's address must begin with https://")
    return Provider(environment.get("MILEPOST_OIDC_NAME", "") or parts.netloc, url.rstrip("/"), client, secret)


def sign_in_with(found: Provider | None) -> dict[str, Any]:
    """Describe the provider as the sign-in library wants it; nothing without one."""
    if found is None:
        return {}
    app = {
        "provider_id": "sso",
        "name": found.name,
        "client_id": found.client,
        "secret": found.secret,
        "settings": {"server_url": found.url},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def requests_a_minute(environment: Mapping[str, str]) -> int:
    """Read how often a token may be used in a minute."""
    text = environment.get("MILEPOST_REQUESTS_A_MINUTE", "12000")
    if not text.isdecimal() or not 1 <= int(text) <= 10**7:
        raise WrongSettingError("MILEPOST_REQUESTS_A_MINUTE", f"“{text}” is no whole number above zero")
    return int(text)


def mail(environment: Mapping[str, str]) -> dict[str, Any]:
    """Read the mail server as Django's settings; empty without one."""
    url = environment.get("MILEPOST_MAIL_URL", "")
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme != "smtp" or not parts.hostname or parts.query not in ("", "tls=starttls", "tls=yes", "tls=no"):
        raise WrongSettingError(
            "MILEPOST_MAIL_URL", "write it like smtp://user:password@mail.example.org:587?tls=starttls"
        )
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 587,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.query in ("", "tls=starttls"),
        "EMAIL_USE_SSL": parts.query == "tls=yes",
        "EMAIL_TIMEOUT": 20,
    }
