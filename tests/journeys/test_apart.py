"""Pages and worker as processes of their own: what one computes, the pages of the other show by themselves."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.cli.test_serve import PROGRAM, environment, said
from tests.journeys.test_together import found_project, set_up
from tests.journeys.visiting import Visitor

pytestmark = pytest.mark.xdist_group("browser")


def started(home: Path, *words: str) -> tuple[subprocess.Popen[str], str]:
    """A process of the program, and the first line it says."""
    process = subprocess.Popen(
        [*PROGRAM, *words], env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    return process, process.stdout.readline()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of pages whose jobs another process carries out."""
    assert said(tmp_path, "migrate").returncode == 0
    web, first = started(tmp_path, "web", "--port", "0")
    worker, second = started(tmp_path, "worker")
    found = re.search(r"http://localhost:\d+", first)
    assert found is not None
    assert "Working" in second
    yield found.group()
    for process in (worker, web):
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        assert process.returncode == 0


def test_what_the_worker_computes_appears_on_pages_that_another_process_serves(chromium: Browser, address: str) -> None:
    visitor = Visitor(chromium, address)
    page = visitor.page
    set_up(page)
    found_project(page)
    page.goto("/p/TWO/risks")
    waiting = page.get_by_text("The first simulation is being computed")
    expect(waiting).to_be_visible()
    expect(waiting).to_be_hidden(timeout=20_000)
    known = page.evaluate("document.body.dataset.kept")
    change = [{"command": "change_duration", "arguments": {"task": "T-2", "duration": "8d"}}]
    page.evaluate(
        """calls => fetch("/p/TWO/do", {
            method: "POST",
            headers: {"Content-Type": "application/json", "X-CSRFToken": document.body.dataset.csrf},
            body: JSON.stringify({calls}),
        })""",
        change,
    )
    page.wait_for_function("known => document.body.dataset.kept !== known", arg=known, timeout=25_000)
    assert visitor.complaints == []
    visitor.close()
