"""The review in a terminal: narrow or wide, whatever the file says."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from milepost.cli.terminal import WIDEST, show_review
from tests.press.reports import report


def shown(width: int, **changes: object) -> list[str]:
    """The lines of the report on a terminal of that width, without styles."""
    screen = io.StringIO()
    show_review(replace(report(), **changes), Console(file=screen, width=width, highlight=False))  # type: ignore[arg-type]
    return screen.getvalue().splitlines()


@pytest.mark.parametrize("width", [60, 80, 200])
def test_fits_the_terminal_and_stays_readable_on_a_wide_one(width: int) -> None:
    assert max(map(len, shown(width))) <= min(width, WIDEST)


def test_tells_health_findings_and_effects_in_words() -> None:
    text = "\n".join(shown(80))
    for word in ("▲ RED", "What changed", "What needs you", "S1  SCH-06  new", "2 Jan → 1 Jan", "3 more findings"):
        assert word in text


def test_a_file_cannot_steer_the_terminal() -> None:
    text = "\n".join(shown(80, health="all \x1b[2J\x07 well"))
    assert "\x1b" not in text
    assert "\x07" not in text
