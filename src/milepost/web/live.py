"""Live events: an open page hears within a second that its project has changed, or that a forecast of it is there.

`GET /events/p/CODE` is a stream of server-sent events, one for each new stand of the project. Each process asks the
database once a second for all its listeners together; what changed a page then fetches as it fetches everything else.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings
from django.db import connection

from milepost.queries.revisions import Stand, may_follow, stands

_PATH = re.compile(r"^/events/p/([A-Z][A-Z0-9-]{0,29})$")
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
Message = Any


class Live:
    """The ASGI application of live events; `every` is the pause between two looks, `beat` between two signs of life."""

    def __init__(
        self,
        look: Callable[[], Mapping[str, Stand]],
        allowed: Callable[[str, str], bool],
        *,
        every: float = 1.0,
        beat: float = 20.0,
    ) -> None:
        """Look for stands with `look`; `allowed` says whether a session may follow a project."""
        self._look, self._allowed, self._every, self._beat = look, allowed, every, beat
        self._listeners: dict[str, set[asyncio.Queue[Stand]]] = {}
        self._known: dict[str, Stand] = {}
        self._watch: asyncio.Task[None] | None = None

    async def __call__(self, scope: Message, receive: Message, send: Message) -> None:
        """Answer one connection, or live with the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Message, send: Message) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        if self._watch is not None:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Message, receive: Message, send: Message) -> None:
        found, session = _PATH.match(scope["path"]), session_of(scope)
        code = found.group(1) if found else ""
        if not found or not await asyncio.to_thread(self._may, session, code):
            await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
        queue: asyncio.Queue[Stand] = asyncio.Queue()
        self._listeners.setdefault(code, set()).add(queue)
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._watching())
        gone = asyncio.create_task(_gone(receive))
        try:
            await self._tell(session, code, queue, gone, send)
        finally:
            gone.cancel()
            self._listeners[code].discard(queue)
            if not self._listeners[code]:
                del self._listeners[code]

    async def _tell(
        self, session: str, code: str, queue: asyncio.Queue[Stand], gone: asyncio.Task[None], send: Message
    ) -> None:
        """Send what is heard until the reader has left, or may no longer listen."""
        if code in self._known:
            await send(_event(self._known[code]))
        while not gone.done():
            heard = asyncio.create_task(queue.get())
            await asyncio.wait({heard, gone}, timeout=self._beat, return_when=asyncio.FIRST_COMPLETED)
            if heard.done():
                await send(_event(heard.result()))
                continue
            heard.cancel()
            if gone.done():
                return
            if not await asyncio.to_thread(self._may, session, code):
                await send({"type": "http.response.body", "body": b""})
                return
            await send({"type": "http.response.body", "body": b": here\n\n", "more_body": True})

    async def _watching(self) -> None:
        """Look once in a while as long as anybody listens, and tell those whose project has moved on."""
        while self._listeners:
            found = await asyncio.to_thread(self._looked)
            for code, queues in self._listeners.items():
                stand = found.get(code)
                if stand is not None and stand != self._known.get(code):
                    for queue in queues:
                        queue.put_nowait(stand)
            self._known = dict(found)
            await asyncio.sleep(self._every)
        self._known = {}

    def _looked(self) -> Mapping[str, Stand]:
        try:
            return self._look()
        finally:
            # The thread is borrowed: nobody else would close its connection.
            connection.close()

    def _may(self, session: str, code: str) -> bool:
        try:
            return self._allowed(session, code)
        finally:
            connection.close()


def session_of(scope: Message) -> str:
    """Read the session's key from the cookies of a connection; empty where there is none."""
    cookies: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            with suppress(CookieError):
                cookies.load(value.decode("latin-1"))
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    return "" if found is None else found.value


def _event(stand: Stand) -> dict[str, Any]:
    text = f"data: {json.dumps(asdict(stand))}\n\n"
    return {"type": "http.response.body", "body": text.encode(), "more_body": True}


async def _gone(receive: Message) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


application = Live(stands, may_follow)
