"""A small server of the element's page, and a browser that looks at it."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.web.gantt.plans import plan

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ROOT / "src" / "milepost" / "web" / "gantt"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json"}


class Pages(BaseHTTPRequestHandler):
    """Serves the files of a folder under the policy of the product, and plans of any size."""

    folder: Path

    def do_GET(self) -> None:
        """Send a file, or a plan of `?tasks=` rows."""
        address = urlsplit(self.path)
        name = address.path.strip("/") or "index.html"
        if name == "plan.json":
            asked = parse_qs(address.query)
            tasks = int(asked.get("tasks", ["30"])[0])
            self.send(200, json.dumps(plan(tasks, read_only="locked" in asked)).encode(), ".json")
        elif (self.folder / name).is_file():
            self.send(200, (self.folder / name).read_bytes(), Path(name).suffix)
        else:
            self.send(204, b"", ".html")

    def send(self, status: int, body: bytes, suffix: str) -> None:
        """Send an answer."""
        self.send_response(status)
        self.send_header("Content-Type", KINDS[suffix])
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page with the element."""
    folder = tmp_path_factory.mktemp("gantt")
    esbuild = ROOT / "node_modules" / ".bin" / "esbuild"
    options = ("--bundle", "--format=esm", f"--outdir={folder}", "--log-level=warning")
    subprocess.run([esbuild, f"gantt={SOURCES / 'index.ts'}", f"gantt={SOURCES / 'gantt.css'}", *options], check=True)
    for part in (Path(__file__).parent / "page").iterdir():
        (folder / part.name).write_bytes(part.read_bytes())
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("PagesHere", (Pages,), {"folder": folder}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open the page with a plan of so many tasks; nothing may be written to the console."""
    pages: list[Page] = []
    heard: list[str] = []

    def open_page(tasks: int = 30, *, width: int = 1440, scheme: Any = "light", query: str = "", **more: Any) -> Page:
        # Waiting for a condition needs eval; the policy itself has its own test.
        more.setdefault("bypass_csp", True)
        more.setdefault("locale", "en-GB")
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **more)
        page = context.new_page()
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.goto(f"{address}?tasks={tasks}{query}")
        page.wait_for_selector("html[data-usable]")
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.context.close()
    assert heard == []
