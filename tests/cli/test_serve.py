"""`milepost serve` and its kind: what they say, and what they refuse."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-m", "milepost.cli.main"]


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a fresh installation."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("MILEPOST_", "DATABASE_", "DJANGO_"))
    }
    return {**kept, "MILEPOST_HOME": str(home), **more}


def said(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """What a command says that ends by itself."""
    return subprocess.run(
        [*PROGRAM, *words], env=environment(home, **more), capture_output=True, text=True, check=False, timeout=120
    )


def test_serve_sets_everything_up_answers_and_ends_at_one_interrupt(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "serve", "--port", "0"],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    first, second = process.stdout.readline(), process.stdout.readline()
    address = re.search(r"http://localhost:\d+", first)
    assert address is not None, first
    token = re.search(r"/setup\?token=([0-9a-f]{24})", second)
    assert token is not None, second
    with urllib.request.urlopen(f"{address.group()}/healthz") as answer:
        assert answer.status == 200
    with urllib.request.urlopen(f"{address.group()}/setup") as answer:
        assert "Nobody has an account yet" in answer.read().decode()
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "server" not in {name.lower() for name in answer.headers}
    process.send_signal(signal.SIGINT)
    _, complaints = process.communicate(timeout=30)
    assert (process.returncode, complaints) == (0, "")
    assert {"milepost.sqlite3", "secret.key"} <= {each.name for each in tmp_path.iterdir()}


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = said(tmp_path, "serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "cannot be used: Address already in use. Choose another with --port." in done.stderr


def test_pages_and_workers_wait_for_a_database_that_is_up_to_date(tmp_path: Path) -> None:
    for word in ("web", "worker"):
        done = said(tmp_path, word)
        assert done.returncode == 2
        assert re.search(r"The database is \d+ steps behind; run: milepost migrate", done.stderr)


def test_migrate_says_how_much_there_was_to_do(tmp_path: Path) -> None:
    assert re.fullmatch(r"The database is up to date \(\d+ steps\)\.\n", said(tmp_path, "migrate").stdout)
    assert said(tmp_path, "migrate").stdout == "The database is up to date (0 steps).\n"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"DATABASE_URL": "mysql://u:geheim@h/x"}, "DATABASE_URL: “mysql” is no database Milepost knows"),
        ({"MILEPOST_HOSTS": "*"}, "MILEPOST_HOSTS: "),
        ({"MILEPOST_SECRET_KEY": "short"}, "MILEPOST_SECRET_KEY: use at least 32"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, more: dict[str, str], words: str) -> None:
    done = said(tmp_path, "migrate", **more)
    assert done.returncode == 2
    assert words in done.stderr
    assert "geheim" not in done.stderr
    assert "Traceback" not in done.stderr
