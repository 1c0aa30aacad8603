"""What tests in a browser share: one browser for each process, since a second could not be steered beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]


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


@pytest.fixture(scope="session")
def browser(chromium: Browser) -> Browser:
    """The same browser, for tests of single pages."""
    return chromium
