"""Write docs/rules.md anew from the rules of the review."""

from __future__ import annotations

from pathlib import Path

from milepost.advisor.rule_book import page

Path(__file__).resolve().parents[1].joinpath("docs", "rules.md").write_text(page(), encoding="utf-8")
