"""The page of rules is complete and up to date."""

from __future__ import annotations

from pathlib import Path

from milepost.advisor.rule_book import entries, page
from milepost.advisor.rules import RULES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules.md"


def test_every_rule_says_what_it_is() -> None:
    found = entries()
    assert len({entry.id for entry in found}) == len(RULES)
    for entry in found:
        assert entry.title.endswith("."), entry.id
        missing = {"Source", "Trigger", "Evidence", "Proposals"} - {name for name, text in entry.parts.items() if text}
        assert not missing, f"{entry.id} lacks {missing}"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run scripts/rules.py"
