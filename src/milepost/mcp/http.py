"""The protocol over HTTP, in the server's own process: stateless, for whoever has a token.

The SDK takes a second and much memory to import, so it is loaded when the first assistant calls.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import connection

from milepost.commands.allowances import use
from milepost.queries.access import Actor
from milepost.queries.accounts import actor_for_token
from milepost.queries.problems import problem_of, status_of
from milepost.queries.refused import Refused

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
PATH = "/mcp"
_ACTOR = "milepost.actor"


class Assistants:
    """The application at /mcp: lets in who has a token, and starts the protocol when the first one comes."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._wanted = asyncio.Event()
        self._app: asyncio.Future[App] | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request, or live as long as the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        try:
            scope[_ACTOR] = await asyncio.to_thread(_actor, _token(scope))
        except Refused as refused:
            await _refuse(refused, send)
            return
        assert self._app is not None, "a server runs the lives of what it serves"
        self._wanted.set()
        app = await asyncio.shield(self._app)
        await app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._app = asyncio.get_running_loop().create_future()
        life = asyncio.create_task(self._run())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        life.cancel()
        await asyncio.wait({life})
        await send({"type": "lifespan.shutdown.complete"})

    async def _run(self) -> None:
        await self._wanted.wait()
        assert self._app is not None
        async with AsyncExitStack() as stack:
            try:
                app = await asyncio.to_thread(_loaded)
                await stack.enter_async_context(app.router.lifespan_context(app))
            except Exception as problem:
                self._app.set_exception(problem)
                raise
            self._app.set_result(app)
            await asyncio.Event().wait()


def _token(scope: Message) -> str:
    said = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"authorization"), "")
    kind, _, token = said.partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Refused("Send a token as “Authorization: Bearer ...”.", code="signed_out")
    return token.strip()


def _actor(token: str) -> Actor:
    try:
        at = datetime.now(UTC)
        actor = actor_for_token(token, at)
        use(actor, at)
        return actor
    finally:
        connection.close()


def _loaded() -> Any:
    """Load the SDK and make its application."""
    module = import_module("milepost.mcp.stateless")
    return module.application(PATH, _ACTOR, settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS)


async def _refuse(refused: Refused, send: Send) -> None:
    body = json.dumps(problem_of(refused)).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    if status_of(refused) == 401:
        headers.append((b"www-authenticate", b'Bearer realm="milepost"'))
    if "seconds" in refused.details:
        headers.append((b"retry-after", str(refused.details["seconds"]).encode()))
    await send({"type": "http.response.start", "status": status_of(refused), "headers": headers})
    await send({"type": "http.response.body", "body": body})


application = Assistants()
