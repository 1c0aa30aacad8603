"""What is served beside the pages, and where: one line for each asynchronous application.

Django runs in threads, for that is fastest; only what holds a connection open for long belongs here. An application is
named by its module and attribute and is imported when the server starts. Its lifespan is run.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

MOUNTS: tuple[tuple[str, str], ...] = (
    ("/healthz", "milepost.config.health:application"),
    ("/mcp", "milepost.mcp.http:application"),
    ("/events", "milepost.web.live:application"),
)
