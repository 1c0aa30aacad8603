"""The dispatcher: who answers which path, and the lives of what is mounted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from milepost.config.asgi import Dispatcher, mounted
from milepost.config.lifespan import live
from milepost.config.mounts import App, Message, Receive, Send


def named(name: str, heard: list[str]) -> App:
    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            heard.append(f"{name} {scope['path']}")
            return
        for word in ("startup", "shutdown"):
            assert (await receive())["type"] == f"lifespan.{word}"
            heard.append(f"{name} {word}")
            await send({"type": f"lifespan.{word}.complete"})

    return app


async def deaf(scope: Message, receive: Receive, send: Send) -> None:
    """An application that has nothing to start."""


async def broken(scope: Message, receive: Receive, send: Send) -> None:
    raise OSError("no socket")


async def refusing(scope: Message, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.failed", "message": "no licence"})


def ask(app: App, path: str) -> None:
    async def nothing(*_: object) -> Message:
        return {}

    async def nowhere(message: Message) -> None:
        """Hear nothing."""

    asyncio.run(_awaited(app({"type": "http", "path": path}, nothing, nowhere)))


async def _awaited(answer: Awaitable[None]) -> None:
    await answer


@pytest.mark.parametrize(
    ("path", "who"),
    [("/mcp", "mcp"), ("/mcp/x", "mcp"), ("/mcpx", "rest"), ("/", "rest"), ("/mcp/deep/x", "deep")],
)
def test_the_longest_path_that_fits_answers(path: str, who: str) -> None:
    heard: list[str] = []
    app = Dispatcher([("/mcp", named("mcp", heard)), ("/mcp/deep", named("deep", heard))], named("rest", heard))
    ask(app, path)
    assert heard == [f"{who} {path}"]


def lived(apps: list[App]) -> list[Message]:
    told = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    said: list[Message] = []

    async def receive() -> Message:
        return told.pop(0)

    async def send(message: Message) -> None:
        said.append(message)

    run: Callable[[], Awaitable[None]] = lambda: live(apps, {"type": "lifespan"}, receive, send)  # noqa: E731
    asyncio.run(_awaited(run()))
    return said


def test_lives_start_in_order_and_stop_in_reverse() -> None:
    heard: list[str] = []
    said = lived([named("a", heard), deaf, named("b", heard)])
    assert heard == ["a startup", "b startup", "b shutdown", "a shutdown"]
    assert [each["type"] for each in said] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


@pytest.mark.parametrize(("app", "why"), [(broken, "no socket"), (refusing, "no licence")])
def test_a_life_that_cannot_start_stops_the_others_and_the_server(app: App, why: str) -> None:
    heard: list[str] = []
    said = lived([named("a", heard), app])
    assert heard == ["a startup", "a shutdown"]
    assert [each["type"] for each in said] == ["lifespan.startup.failed"]
    assert why in said[0]["message"]


def test_open_streams_end_when_the_server_is_about_to_stop() -> None:
    heard: list[str] = []
    said: list[Message] = []

    async def stream(scope: Message, receive: Receive, send: Send) -> None:
        heard.append((await receive())["type"])
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body", "body": b"news", "more_body": True})
        heard.append((await receive())["type"])

    async def story() -> None:
        told = [{"type": "http.request"}]

        async def receive() -> Message:
            if told:
                return told.pop()
            return await asyncio.Future()

        async def send(message: Message) -> None:
            said.append(message)

        app = Dispatcher([("/events", stream)], stream)
        listening = asyncio.create_task(_awaited(app({"type": "http", "path": "/events"}, receive, send)))
        while not heard:
            await asyncio.sleep(0)
        app.hang_up()
        await listening

    asyncio.run(story())
    assert heard == ["http.request", "http.disconnect"]
    assert said[-1] == {"type": "http.response.body", "body": b""}


def test_every_mount_can_be_imported() -> None:
    assert all(callable(app) for _, app in mounted())
