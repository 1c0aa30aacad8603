"""`milepost serve`, `web`, `worker` and `migrate`: the server in one process or in many."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from milepost.cli.outcome import StoppedError
from milepost.cli.screen import say
from milepost.cli.wiring import serving

if TYPE_CHECKING:
    import socket

HOST, PORT = "127.0.0.1", 8000
Host = Annotated[str, typer.Option("--host", help="The address to listen at; 0.0.0.0 for every one of this machine.")]
Port = Annotated[int, typer.Option("--port", help="The port to listen at.", min=0, max=65535)]
Reload = Annotated[bool, typer.Option("--reload", help="For developers: read templates and styles anew each time.")]


def serve(host: Host = HOST, port: Port = PORT, reload: Reload = False) -> None:
    """Serve the pages and carry out background jobs, in one process.

    The database is brought up to date first. MILEPOST_HOME names the folder that keeps everything;
    DATABASE_URL names a PostgreSQL database instead. Ctrl-C stops.
    """
    run_server(host, port, reload=reload, with_worker=True)


def web(host: Host = HOST, port: Port = PORT, reload: Reload = False) -> None:
    """Serve the pages only; run `milepost worker` beside it, and as many of both as you like."""
    run_server(host, port, reload=reload, with_worker=False)


def worker(
    threads: Annotated[int, typer.Option("--threads", help="How many jobs at the same time.", min=1, max=32)] = 2,
) -> None:
    """Carry out background jobs: simulations, reviews, imports, mail."""
    server = serving()
    _refuse_old_database(server)
    say("Working. Ctrl-C stops.")
    server.work(threads)


def migrate() -> None:
    """Bring the database up to date."""
    steps = serving().migrate()
    say(f"The database is up to date ({steps} step{'' if steps == 1 else 's'}).")


def run_server(host: str, port: int, *, reload: bool, with_worker: bool, path: str = "") -> None:
    """Serve until Ctrl-C; `path` is the page to begin with."""
    if reload:
        os.environ["MILEPOST_RELOAD"] = "1"
    server = serving()
    if with_worker:
        server.migrate()
    else:
        _refuse_old_database(server)
    taken = _listening(server, host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0', '::') else shown}:{taken.getsockname()[1]}"  # noqa: S104
    say(f"Milepost is at {address}{path} (Ctrl-C stops).")
    if word := server.set_up_word():
        say(f"Nobody has an account yet. Make yours at {address}/setup?token={word}")
    with suppress(KeyboardInterrupt):
        server.serve(taken, with_worker=with_worker)


def _listening(server: Any, host: str, port: int) -> socket.socket:
    try:
        taken: socket.socket = server.listening(host, port)
    except OSError as problem:
        raise StoppedError(
            f"{host}:{port} cannot be used: {os.strerror(problem.errno or 0)}. Choose another with --port."
        ) from problem
    return taken


def _refuse_old_database(server: Any) -> None:
    if steps := server.behind():
        raise StoppedError(f"The database is {steps} step{'' if steps == 1 else 's'} behind; run: milepost migrate")
