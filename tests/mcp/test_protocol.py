"""The protocol: over HTTP with a token, and with the official SDK's own client."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import pytest
from mcp.client.client import Client

from milepost.mcp.http import Assistants
from milepost.mcp.server import made
from milepost.mcp.tools import tools
from milepost.records.models import ChangeRequest, JournalEntry
from tests.doors.callers import token
from tests.worlds import small, user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("servers")]

Post = Callable[..., Awaitable[tuple[int, Any]]]


@pytest.fixture(autouse=True)
def project() -> None:
    small(user("ana"))


async def served(story: Callable[[Post], Awaitable[None]]) -> None:
    """Run the application with its life, and a story that posts to it."""
    app = Assistants()
    sent, told = anyio.create_memory_object_stream[Any](2), anyio.create_memory_object_stream[Any](2)

    async def post(method: str, bearer: str = "", host: str = "localhost", **params: Any) -> tuple[int, Any]:
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        said = {"host": host, "content-type": "application/json", "authorization": f"Bearer {bearer}",
                "accept": "application/json, text/event-stream"}  # fmt: skip
        headers = [(name.encode(), text.encode()) for name, text in said.items()]
        scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "path": "/mcp",
                 "raw_path": b"/mcp", "query_string": b"", "root_path": "", "scheme": "http", "headers": headers,
                 "client": ("127.0.0.1", 5), "server": ("localhost", 80)}  # fmt: skip
        answers: list[Any] = []
        incoming = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            if not incoming:
                await anyio.sleep_forever()
            return incoming.pop()

        async def send(message: Any) -> None:
            answers.append(message)

        await app(scope, receive, send)
        content = b"".join(each.get("body", b"") for each in answers[1:])
        return answers[0]["status"], json.loads(content) if content[:1] == b"{" else content.decode()

    async with anyio.create_task_group() as group:
        group.start_soon(app, {"type": "lifespan"}, sent[1].receive, told[0].send)
        await sent[0].send({"type": "lifespan.startup"})
        assert (await told[1].receive())["type"] == "lifespan.startup.complete"
        await story(post)
        await sent[0].send({"type": "lifespan.shutdown"})
        assert (await told[1].receive())["type"] == "lifespan.shutdown.complete"
    for stream in (*sent, *told):
        stream.close()


def test_who_has_a_token_calls_tools_over_http() -> None:
    bearer = token("ana", "propose")

    async def story(post: Post) -> None:
        status, answer = await post("tools/list", bearer)
        assert status == 200, answer
        assert [each["name"] for each in answer["result"]["tools"]] == [tool.name for tool in tools()]
        asked = {"project": "SMALL", "command": "rename_task", "arguments": {"task": "T-1", "name": "Draw"}}
        status, answer = await post("tools/call", bearer, name="do_schedule", arguments=asked)
        assert answer["result"]["structuredContent"]["proposal"] == "C-1", answer
        assert answer["result"]["content"][0]["text"].startswith("Data from the project's record.")
        status, answer = await post("tools/call", bearer, name="do_schedule", arguments={"command": "rename_task"})
        assert answer["result"]["isError"] is True

    anyio.run(served, story)
    assert JournalEntry.objects.latest("id").door == "mcp"
    assert ChangeRequest.objects.count() == 1


def test_who_has_none_is_refused() -> None:
    async def story(post: Post) -> None:
        status, answer = await post("tools/list", "mp_nothing")
        assert (status, answer["code"]) == (401, "signed_out")

    anyio.run(served, story)


def test_no_other_site_reaches_it_through_a_browser() -> None:
    bearer = token("ana", "read")

    async def story(post: Post) -> None:
        status, _ = await post("tools/list", bearer, host="evil.example.org")
        assert status == 421

    anyio.run(served, story)


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_the_official_client_understands_us(mode: str) -> None:
    actor = user("ana")

    async def story() -> None:
        async with Client(made(lambda _: actor), mode=mode) as client:
            assert [each.name for each in (await client.list_tools()).tools] == [tool.name for tool in tools()]
            asked = {"project": "SMALL", "query": "why", "arguments": {"task": "T-2"}}
            answer = await client.call_tool("ask_schedule", asked)
            assert answer.structured_content["answer"]["driver_refs"] == ["T-1"]

    anyio.run(story)
