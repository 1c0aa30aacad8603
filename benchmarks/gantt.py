"""How fast the plan's element is in a browser: `python benchmarks/gantt.py --tasks 1000 5000 10000`.

Prints, per plan: milliseconds from data in the page to the first frame that can be used, the times of frames while
the plan scrolls (100 pixels a frame, and 900), and of one patch of half the rows.
Headless Chromium, no network but loopback; run `make setup` and `make test` once before.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.web.gantt.plans import plan  # noqa: E402

SOURCES = ROOT / "src" / "milepost" / "web" / "gantt"
PAGE = """<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Plan</title><link rel="stylesheet"
href="gantt.css"><style>body{margin:0}mp-gantt{block-size:100vh}</style><mp-gantt></mp-gantt><script type="module">
import "./gantt.js";
window.show = async (address) => {
  const text = await (await fetch(address)).text();
  const began = performance.now();
  document.querySelector("mp-gantt").data = JSON.parse(text);
  await new Promise(requestAnimationFrame);
  await new Promise((done) => setTimeout(done));
  return performance.now() - began;
};
window.frames = async (pane, step, count) => {
  const scrolled = document.querySelector(pane), times = [];
  for (let frame = 0, last = performance.now(); frame < count; frame++) {
    scrolled.scrollTop += frame % 100 < 50 ? step : -step / 2;
    await new Promise(requestAnimationFrame);
    times.push(performance.now() - last);
    last = performance.now();
  }
  return times;
};
window.patched = async (address) => {
  const { rows } = await (await fetch(address)).json();
  const odd = (values) => values.filter((_, at) => at % 2);
  const half = Object.fromEntries(Object.entries(rows).map(([field, values]) => [field, odd(values)]));
  const began = performance.now();
  const moved = half.ref.map((ref, at) => [ref, half.start[at], half.start[at], half.finish[at], half.finish[at]]);
  document.querySelector("mp-gantt").follow({ revision: 2, patch: { rows: half }, moved });
  await new Promise(requestAnimationFrame);
  return performance.now() - began;
};
</script>"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def build(folder: Path, sizes: list[int]) -> None:
    """Put the page, the bundled element and the plans into a folder."""
    options = ("--bundle", "--minify", "--format=esm", f"--outdir={folder}", "--log-level=warning")
    esbuild = ROOT / "node_modules" / ".bin" / "esbuild"
    subprocess.run([esbuild, f"gantt={SOURCES / 'index.ts'}", f"gantt={SOURCES / 'gantt.css'}", *options], check=True)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    for size in sizes:
        (folder / f"{size}.json").write_text(json.dumps(plan(size)), encoding="utf-8")


def percentile(times: list[float], share: float) -> float:
    """The value below which a share of the times lies."""
    return sorted(times)[int(share * (len(times) - 1))]


def measure(page: Page, size: int) -> list[Any]:
    """One line of the table."""
    usable = page.evaluate(f"show('{size}.json')")
    wheel = page.evaluate("frames('.mpg-scroll', 100, 300)")
    leaps = page.evaluate("frames('.mpg-scroll', 900, 300)")
    patch = page.evaluate(f"patched('{size}.json')")
    nodes = page.evaluate("document.querySelectorAll('*').length")
    figures = [usable, percentile(wheel, 0.5), percentile(wheel, 0.95), percentile(leaps, 0.95), patch]
    return [size, *(round(figure, 1) for figure in figures), nodes]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, nargs="+", default=[1000, 5000, 10_000])
    sizes = parser.parse_args().tasks
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        build(Path(name), sizes)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=name))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(
            executable_path=ROOT / ".venv" / "bin" / "chromium",
            args=["--no-sandbox", "--disable-background-networking"],
        )
        print("tasks | usable ms | wheel p50 | wheel p95 | leaps p95 | patch of half ms | nodes")
        for size in sizes:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
            page.wait_for_function("Boolean(window.patched)")
            print(" | ".join(str(figure) for figure in measure(page, size)))
            page.close()
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
