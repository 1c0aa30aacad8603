"""The SDK's application for HTTP; loading this module takes a second, so it is loaded when it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mcp.server.context import ServerRequestContext
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette

from milepost.mcp.server import made
from milepost.queries.access import Actor


def application(path: str, actor_key: str, hosts: Sequence[str], origins: Sequence[str]) -> Starlette:
    """Make the application that answers at a path for the actor in the scope of each request, on known hosts only."""

    def who_asks(context: ServerRequestContext[Any, Any]) -> Actor:
        assert context.request is not None
        found: Actor = context.request.scope[actor_key]
        return found

    own = [f"{scheme}://{host}:*" for scheme in ("http", "https") for host in hosts]
    security = TransportSecuritySettings(
        allowed_hosts=[name for host in hosts for name in (host, f"{host}:*")], allowed_origins=[*origins, *own]
    )
    return made(who_asks).streamable_http_app(
        streamable_http_path=path, stateless_http=True, json_response=True, transport_security=security
    )
