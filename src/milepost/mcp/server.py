"""The protocol itself, by the official SDK: it lists our tools and hands calls to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import anyio.to_thread
import mcp_types as types
from django.db import connection
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server

from milepost import __version__
from milepost.mcp.calls import Told, call
from milepost.mcp.tools import INSTRUCTIONS, Tool, tools
from milepost.queries.access import Actor

#: Whom a request speaks for.
WhoAsks = Callable[[ServerRequestContext[Any, Any]], Actor]


def made(who_asks: WhoAsks) -> Server[Any]:
    """Make a server that answers as the actor that `who_asks` gives for a request."""

    async def list_tools(
        context: ServerRequestContext[Any, Any], params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        del context, params
        return types.ListToolsResult(tools=[_offered(tool) for tool in tools()])

    async def call_tool(
        context: ServerRequestContext[Any, Any], params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        actor = who_asks(context)
        told = await anyio.to_thread.run_sync(partial(_in_thread, params.name, params.arguments, actor))
        content = types.TextContent(type="text", text=told.text)
        return types.CallToolResult(content=[content], structured_content=dict(told.data), is_error=told.refused)

    return Server(
        "milepost",
        version=__version__,
        title="Milepost",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _offered(tool: Tool) -> types.Tool:
    hints = types.ToolAnnotations(
        read_only_hint=tool.reads, destructive_hint=not tool.reads, idempotent_hint=tool.reads, open_world_hint=False
    )
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=dict(tool.schema),
        annotations=hints,
    )


def _in_thread(name: str, arguments: dict[str, Any] | None, actor: Actor) -> Told:
    """Answer in a thread of its own, whose connection to the database ends with it."""
    try:
        return call(name, arguments, actor=actor, at=datetime.now(UTC))
    finally:
        connection.close()
