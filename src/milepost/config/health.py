"""`/healthz`: whether the server answers and reaches its database, for whoever watches it."""

from __future__ import annotations

import asyncio
import json

from django.db import DatabaseError, connection

from milepost import __version__
from milepost.config.mounts import Message, Receive, Send


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answer 200 when the database answers, else 503. It tells nothing a stranger may not know."""
    del receive
    if scope["type"] != "http":
        return
    well = await asyncio.to_thread(_database_answers)
    body = json.dumps({"status": "ok" if well else "no database", "version": __version__}).encode()
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200 if well else 503, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    finally:
        # The thread is borrowed: nobody else would close its connection.
        connection.close()
    return True
