"""The worker beside the pages, as `milepost serve` runs it: it lives as long as the server."""

from __future__ import annotations

import asyncio

from milepost.config.mounts import Message, Receive, Send
from milepost.jobs.worker import Worker


async def worker(scope: Message, receive: Receive, send: Send) -> None:
    """Start the worker with the server and stop it before the server ends."""
    del scope
    await receive()
    embedded = Worker()
    embedded.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await asyncio.to_thread(embedded.stop)
    await send({"type": "lifespan.shutdown.complete"})
