"""A real browser at the real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that `make test` has put beside the interpreter."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=ROOT / ".venv" / "bin" / "chromium",
            args=["--no-sandbox", "--disable-background-networking"],
        )
        yield started
        started.close()
