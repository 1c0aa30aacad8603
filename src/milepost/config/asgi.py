"""The server's entry: pages in threads, and beside them what holds connections open."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from importlib import import_module
from threading import Thread
from typing import Any, cast

from a2wsgi import WSGIMiddleware

from milepost.config.lifespan import live
from milepost.config.memory import settle
from milepost.config.mounts import MOUNTS, App, Message, Receive, Send
from milepost.config.wsgi import application as pages
from milepost.engine.warm import PACE

# Threads compute more than they wait for the database; more of them only queue at the interpreter, at a price: eight
# took a third more processor time for the same pages than four.
_THREADS = 4


class Dispatcher:
    """Hands each request to the application mounted at its path, everything else to the pages."""

    def __init__(self, mounts: Sequence[tuple[str, App]], rest: App, beside: Sequence[App] = ()) -> None:
        """Keep the applications by the path they answer, the longest first, and what only lives beside them."""
        self._mounts = sorted(mounts, key=lambda mount: -len(mount[0]))
        self._rest = rest
        self._beside = tuple(beside)
        self._over = asyncio.Event()

    def hang_up(self) -> None:
        """End what holds connections open, as if those at the other end had left: the server is about to stop."""
        self._over.set()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one connection, or run the life of what is mounted."""
        if scope["type"] == "lifespan":
            await live([*self._beside, *(app for _, app in self._mounts)], scope, receive, send)
            return
        path = scope["path"]
        for prefix, app in self._mounts:
            if path == prefix or path.startswith(f"{prefix}/"):
                await self._open(app, scope, receive, send)
                return
        await self._rest(scope, receive, send)

    async def _open(self, app: App, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a connection that may stay open until the server stops."""
        open_ = False

        async def said(message: Message) -> None:
            nonlocal open_
            open_ = message["type"] == "http.response.start" or bool(message.get("more_body"))
            await send(message)

        await app(scope, lambda: self._heard(receive), said)
        if open_ and self._over.is_set():
            # The application took those at the other end for gone; they are there and wait for the end.
            await send({"type": "http.response.body", "body": b""})

    async def _heard(self, receive: Receive) -> Message:
        """Hear what comes next, or that it is over."""
        next_ = asyncio.ensure_future(receive())
        over = asyncio.create_task(self._over.wait())
        try:
            await asyncio.wait({next_, over}, return_when=asyncio.FIRST_COMPLETED)
            return next_.result() if next_.done() else {"type": "http.disconnect"}
        finally:
            for each in (next_, over):
                each.cancel()


def named(name: str) -> App:
    """Import an application by its module and attribute."""
    module, _, attribute = name.partition(":")
    return cast("App", getattr(import_module(module), attribute))


def mounted() -> list[tuple[str, App]]:
    """Import the applications that `milepost.config.mounts` lists."""
    return [(prefix, named(name)) for prefix, name in MOUNTS]


def beside() -> list[App]:
    """Import what lives in this process without answering anything: the worker, where it is embedded."""
    return [named("milepost.config.embedded:worker")] if os.environ.get("MILEPOST_EMBEDDED_WORKER") else []


# Both speak their protocols, in types of their own making.
_in_threads = cast("App", WSGIMiddleware(cast("Any", pages), workers=_THREADS))
application = Dispatcher(mounted(), _in_threads, beside())
settle()
# The first edit of a large plan should not wait for the kernels to be loaded.
Thread(target=PACE.load, name="milepost-warm", daemon=True).start()
