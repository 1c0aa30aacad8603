"""Running the server, the worker or both, and bringing the database up to date."""

from __future__ import annotations

import os
import signal
import socket
from importlib import import_module
from threading import Event
from types import FrameType

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from milepost.jobs.worker import Worker
from milepost.queries.accounts import nobody_has_an_account
from milepost.web.setting_up import set_up_token

#: How long requests may go on after the server was told to stop, in seconds.
_PATIENCE = 5
# Set for the process whose server brings its own worker; `asgi` reads it.
_EMBEDDED = "MILEPOST_EMBEDDED_WORKER"


def behind() -> int:
    """Count the migrations the database still lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> int:
    """Bring the database up to date; gives how many steps that took."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    steps = behind()
    if steps:
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    connection.close()
    return steps


def listening(host: str, port: int) -> socket.socket:
    """Take the address. Raises OSError when somebody else has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.create_server((host, port), family=family, backlog=512)
    # Connections inherit it. Without it the second part of an answer waits 40 ms for the reader to confirm the first.
    taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return taken


def serve(taken: socket.socket, *, with_worker: bool) -> None:
    """Serve the pages at an address until told to stop; with a worker in the same process if wanted."""
    os.environ[_EMBEDDED] = "1" if with_worker else ""
    config = uvicorn.Config(
        "milepost.config.asgi:application",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE,
        timeout_keep_alive=30,
    )
    _Server(config).run(sockets=[taken])


class _Server(uvicorn.Server):
    """A server that ends open streams itself when it is told to stop, instead of waiting for those who listen."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Hang up, then stop as servers do."""
        import_module("milepost.config.asgi").application.hang_up()
        await super().shutdown(sockets)


def work(threads: int) -> None:
    """Carry jobs out until told to stop."""
    over = Event()

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        over.set()

    for word in (signal.SIGINT, signal.SIGTERM):
        signal.signal(word, stop)
    worker = Worker(threads)
    worker.start()
    over.wait()
    worker.stop()


def set_up_word() -> str:
    """Give the word that lets somebody set the site up from another machine; empty once somebody has an account."""
    return set_up_token() if nobody_has_an_account() else ""
