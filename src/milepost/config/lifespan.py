"""Starting and stopping the applications that are mounted beside the pages (the lifespan part of ASGI)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from milepost.config.mounts import App, Message, Receive, Send


class Life:
    """The life of one mounted application: started before the first request, stopped after the last."""

    def __init__(self, app: App) -> None:
        """Keep the application; nothing runs yet."""
        self._app = app
        self._told: asyncio.Queue[Message] = asyncio.Queue()
        self._answers: asyncio.Queue[Message] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def start(self, scope: Message) -> None:
        """Start it; one that has nothing to start ends at once, which is its good right."""
        self._task = asyncio.create_task(self._run({**scope, "state": {}}))
        await self._say("startup")

    async def stop(self) -> None:
        """Stop it and wait until it has."""
        if self._task is not None and not self._task.done():
            await self._say("shutdown")
            await self._task

    async def _run(self, scope: Message) -> None:
        await self._app(scope, self._told.get, self._answers.put)

    async def _say(self, word: str) -> None:
        assert self._task is not None
        await self._told.put({"type": f"lifespan.{word}"})
        answer = asyncio.create_task(self._answers.get())
        await asyncio.wait({answer, self._task}, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            answer.cancel()
            if (failure := self._task.exception()) is not None:
                raise RuntimeError(f"{word} failed") from failure
            return
        if answer.result()["type"] == f"lifespan.{word}.failed":
            raise RuntimeError(answer.result().get("message") or f"{word} failed")


async def live(apps: Sequence[App], scope: Message, receive: Receive, send: Send) -> None:
    """Run the lives of all applications by what the server says: started in order, stopped in reverse."""
    started: list[Life] = []
    await receive()
    try:
        for app in apps:
            started.append(life := Life(app))
            await life.start(scope)
    except RuntimeError as failure:
        await _stop(started[:-1])
        await send({"type": "lifespan.startup.failed", "message": f"{failure} ({failure.__cause__!r})"})
        return
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await _stop(started)
    await send({"type": "lifespan.shutdown.complete"})


async def _stop(started: Sequence[Life]) -> None:
    for life in reversed(started):
        await life.stop()
