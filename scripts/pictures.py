"""Draw the README's pictures anew: the sample's review in a terminal and as a page, and pages of the organisation.

`milepost demo` must be running; its address is the only argument: `scripts/pictures.py http://localhost:8000`.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from milepost.cli.reports import full
from milepost.cli.sample import reviewed_sample
from milepost.cli.terminal import show_review
from milepost.press.html import html
from milepost.press.report import Report

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
WIDTH, LINES = 104, 58
THEME = TerminalTheme(
    (15, 18, 23),
    (236, 238, 242),
    [(38, 44, 54), (255, 123, 114), (111, 208, 156), (240, 184, 73), (122, 162, 247), (210, 153, 255), (118, 199, 224),
     (200, 206, 216)],
)  # fmt: skip
#: Pages of the sample organisation: what each picture shows.
PAGES = {"plan-page": "/p/PORTAL/plan", "change-page": "/p/PORTAL/changes/C-1"}
#: Rich's own frame names a font host; this one only draws.
FRAME = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g></g></svg>
"""


def main() -> None:
    """Write the pictures into the documentation."""
    reviewed = reviewed_sample()
    report = full(reviewed.imported, reviewed.schedule, reviewed.review)
    console = Console(record=True, width=WIDTH, force_terminal=True, highlight=False, file=io.StringIO())
    console.print(Text.from_ansi(first_lines(report)))
    title = "milepost review portal.milepost"
    svg = console.export_svg(title=title, theme=THEME, code_format=FRAME, unique_id="milepost")
    (PICTURES / "review-terminal.svg").write_text(svg, encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "page.html"
        page_file.write_text(html(report), encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=ROOT / ".venv" / "bin" / "chromium",
            args=["--no-sandbox", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 1320}, color_scheme="light")
        page.goto(page_file.as_uri())
        page.add_style_tag(content=".contents { position: static !important }")
        page.evaluate("document.getElementById('forecast').scrollIntoView()")
        page.screenshot(path=PICTURES / "forecast-page.png")
        page.set_viewport_size({"width": 1440, "height": 860})
        page.goto(f"{sys.argv[1]}/accounts/login/")
        page.locator("[name=login]").fill("nadia")
        page.locator("[name=password]").fill("milepost-demo")
        page.keyboard.press("Enter")
        page.wait_for_url("**/today*")
        for name, path in PAGES.items():
            page.goto(sys.argv[1] + path, wait_until="networkidle")
            page.screenshot(path=PICTURES / f"{name}.png")
        browser.close()


def first_lines(report: Report) -> str:
    """The beginning of the review as the terminal shows it."""
    screen = io.StringIO()
    show_review(report, Console(width=WIDTH, force_terminal=True, highlight=False, file=screen))
    return "\n".join(screen.getvalue().split("\n")[1:LINES])


main()
