"""The protocol over standard input and output, for an assistant on this machine."""

from __future__ import annotations

import anyio
from mcp.server.stdio import stdio_server

from milepost.mcp.server import made
from milepost.queries.access import Actor


def serve(actor: Actor) -> None:
    """Answer on standard input and output until it ends, as one actor."""
    anyio.run(_serve, actor)


async def _serve(actor: Actor) -> None:
    server = made(lambda _: actor)
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())
