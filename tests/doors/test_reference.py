"""The reference page says what there is, and everything there is says what it is."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from milepost.commands.catalogue import catalogue as commands
from milepost.queries.catalogue import catalogue as queries

ROOT = Path(__file__).resolve().parents[2]
WORDS = {**commands(), **queries()}


def test_the_reference_is_up_to_date() -> None:
    page = runpy.run_path(str(ROOT / "scripts" / "reference.py"))["page"]()
    assert (ROOT / "docs" / "reference.md").read_text(encoding="utf-8") == page, "run: python scripts/reference.py"


@pytest.mark.parametrize("word", sorted(WORDS))
def test_every_word_is_documented(word: str) -> None:
    found: Any = WORDS[word]
    assert found.summary.endswith((".", "?")), "the first line is one whole sentence"
    assert len(found.summary) > 15
    assert "`" not in found.name
    for each in found.parameters:
        assert each.schema(), each.name


def test_no_word_is_a_command_and_a_query() -> None:
    assert not set(commands()) & set(queries())
