"""The record of a server, for the terminal: the API's own description says which words there are."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from milepost.cli.outcome import StoppedError
from milepost.cli.words import Wish, Word
from milepost.queries.refused import Refused

#: Seconds to wait for a server.
PATIENCE = 60
_NEXT = re.compile(r'<([^>]+)>; rel="next"')
_OWN_WORDS = ("type", "title", "status", "detail", "code", "field")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class _NoOtherPlace(HTTPRedirectHandler):
    """Follow no redirection: the token is for the server that was named."""

    def redirect_request(self, *args: Any, **given: Any) -> None:
        """Follow nothing."""
        del args, given


_OPENER = build_opener(_NoOtherPlace)


class RemoteRecord:
    """A server's record, as far as a token reaches."""

    def __init__(self, server: str, token: str) -> None:
        """Name a server by its address. Raises StoppedError for one that would carry the token in the open."""
        self._server, self._token = address_of(server), token
        self._words: dict[str, dict[str, Word]] | None = None

    def commands(self) -> Mapping[str, Word]:
        """Give all commands by their words."""
        return self._known()["command"]

    def queries(self) -> Mapping[str, Word]:
        """Give all queries by their words."""
        return self._known()["query"]

    def do(self, wish: Wish) -> Mapping[str, Any]:
        """Carry a command out."""
        asked = {"preview": "true"} if wish.preview else {}
        asked |= {"reason": wish.reason} if wish.reason else {}
        path = f"{self._place(self.commands()[wish.word], wish)}commands/{wish.word}?{urlencode(asked)}"
        headers = {"Idempotency-Key": wish.key} if wish.key else {}
        found: Mapping[str, Any] = self._call(path, dict(wish.arguments), headers)[0]
        return found

    def ask(self, wish: Wish) -> Any:
        """Answer a query; of a list all pages."""
        asked = [(name, text) for name, value in wish.arguments.items() for text in _texts(value)]
        place = self._place(self.queries()[wish.word], wish)
        answer, onward = self._call(f"{place}{wish.word}?{urlencode(asked)}")
        while onward:
            more, onward = self._call(onward)
            answer += more
        return answer

    def _place(self, word: Word, wish: Wish) -> str:
        if word.site:
            return "/api/v1/"
        if not wish.project:
            raise Refused("Name the project with --project CODE.", code="invalid")
        return f"/api/v1/projects/{quote(wish.project, safe='')}/"

    def _known(self) -> dict[str, dict[str, Word]]:
        if self._words is None:
            self._words = {"command": {}, "query": {}}
            described, _ = self._call("/api/v1/openapi.json")
            for path in described["paths"].values():
                for operation in (each for name, each in path.items() if name in ("get", "post")):
                    self._learn(operation)
        return self._words

    def _learn(self, operation: Mapping[str, Any]) -> None:
        about = operation["x-milepost"]
        if about["kind"] == "action":
            return
        if about["kind"] == "command":
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
        else:
            own = [each for each in operation["parameters"] if "$ref" not in each]
            needed = [each["name"] for each in own if each["required"]]
            schema = {"properties": {each["name"]: each["schema"] for each in own}, "required": needed}
        word = Word(about["word"], about["area"], operation["description"], schema, about["site"])
        assert self._words is not None
        self._words[about["kind"]][word.name] = word

    def _call(self, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> tuple[Any, str]:
        """Send a request; gives the answer and where the next page of a list is."""
        content = None if body is None else json.dumps(body).encode()
        request = Request(urljoin(self._server, path), content, {"Accept": "application/json", **(headers or {})})  # noqa: S310
        if content is not None:
            request.add_header("Content-Type", "application/json")
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        try:
            with _OPENER.open(request, timeout=PATIENCE) as answer:
                onward = _NEXT.search(answer.headers.get("Link", ""))
                return json.load(answer), onward.group(1) if onward else ""
        except HTTPError as refusal:
            raise _refused(self._server, refusal) from refusal
        except (URLError, TimeoutError, ValueError) as problem:
            why = getattr(problem, "reason", problem)
            raise StoppedError(f"{self._server} does not answer as Milepost does: {why}.") from problem


def _refused(server: str, refusal: HTTPError) -> Exception:
    try:
        told = json.load(refusal)
        details = {name: value for name, value in told.items() if name not in _OWN_WORDS}
        return Refused(told["detail"], told.get("field", ""), told["code"], details)
    except (ValueError, KeyError, TypeError):
        return StoppedError(f"{server} answered {refusal.code} {refusal.reason}, which Milepost does not.")


def _texts(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return value
    return [value if isinstance(value, str) else json.dumps(value)]


def address_of(server: str) -> str:
    """Give a server's address. Raises StoppedError for one a token must not be sent to."""
    parts = urlsplit(server if "://" in server else f"https://{server}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise StoppedError(f"{server!r} is no address of a server; write https://plan.example.org.")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK and not os.environ.get("MILEPOST_INSECURE"):
        raise StoppedError(
            f"Over {server} everybody on the way could read your token; use https://, or set MILEPOST_INSECURE=1."
        )
    return f"{parts.scheme}://{parts.netloc}"


def tokens_file() -> Path:
    """Name the file that keeps tokens by server, for its owner only."""
    folder = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(folder) / "milepost" / "tokens.json"


def kept_tokens() -> dict[str, str]:
    """Read the tokens that `milepost login` kept. Raises StoppedError where others could read them too."""
    file = tokens_file()
    if not file.exists():
        return {}
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise StoppedError(f"Others can read the tokens in {file}; make it yours only: chmod 600 {file}")
    try:
        found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        raise StoppedError(f"{file} cannot be read; remove it and log in again.") from None
    return found


def token_for(server: str) -> str:
    """Give the token for a server: MILEPOST_TOKEN, else the one kept by `milepost login`."""
    return os.environ.get("MILEPOST_TOKEN") or kept_tokens().get(address_of(server), "")
