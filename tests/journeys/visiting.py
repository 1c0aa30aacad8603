"""What somebody at a browser sees, says and hears."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.web.visitors import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Visitor:
    """Somebody at a browser: their page, and what the browser complained about."""

    def __init__(self, browser: Browser, server: str, *, scheme: Any = "light", width: int = 1440) -> None:
        """Open a window of its own."""
        self.server = server
        self.window = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=server, reduced_motion="reduce"
        )
        self.page: Page = self.window.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        # A refusal is an answer; that the browser also writes it down is no complaint.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def sign_in(self, name: str) -> None:
        """Sign in with the password everybody has in tests."""
        self.page.goto("/accounts/login/")
        self.page.get_by_label("User name or mail address").fill(name)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()

    def barriers(self) -> list[str]:
        """What stands in the way of people with disabilities on the page, as axe sees it."""
        self.page.evaluate(AXE)
        found = self.page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        return [
            f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
            for each in found["violations"]
            for node in each["nodes"]
        ]

    def too_wide(self) -> bool:
        """Whether the page has to be moved sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))

    def close(self) -> None:
        """Close the window."""
        self.window.close()
