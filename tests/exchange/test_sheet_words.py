"""Durations, links and people as cells have them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.tasks import LagKind, LinkType
from milepost.exchange.sheet_words import WorkLengths, WrittenLink, assigned, link, span, written_span, yes

LENGTHS = WorkLengths()


@pytest.mark.parametrize(
    ("text", "minutes", "unit", "elapsed"),
    [
        ("3.5d", 1680, "d", False),
        ("3,5 Tage", 1680, "d", False),
        ("2 wks", 4800, "w", False),
        ("4h", 240, "h", False),
        ("1mo", 9600, "mo", False),
        ("2ed", 2880, "d", True),
        ("2 éj", 2880, "d", True),
        ("1ft", 1440, "d", True),
        ("1d 4h 30m", 750, "d", False),
        ("5 días", 2400, "d", False),
        ("PT16H30M0S", 990, "d", False),
        ("7", 3360, "d", False),
        ("0", 0, "d", False),
    ],
)
def test_durations(text: str, minutes: int, unit: str, elapsed: bool) -> None:
    read = span(text, LENGTHS)
    assert read is not None
    assert (read.minutes, read.unit, read.elapsed, read.estimated) == (minutes, unit, elapsed, False)
    guess = span(f"{text}?", LENGTHS)
    assert guess is not None
    assert guess.estimated


@pytest.mark.parametrize("text", ["", "d", "three days", "3x", "3d4", "1e999d", "--3d", "PT", "3 d d"])
def test_what_is_no_duration_is_none(text: str) -> None:
    read = span(text, LENGTHS)
    assert read is None or (text == "3d4" and read.minutes == 3360)


@given(st.integers(0, 10**7), st.sampled_from(["m", "h", "d", "w", "mo"]), st.booleans())
@settings(deadline=None, max_examples=200)
def test_a_duration_written_is_the_duration_read(minutes: int, unit: str, elapsed: bool) -> None:
    read = span(written_span(minutes, unit, LENGTHS, elapsed=elapsed), LENGTHS)
    assert read is not None
    assert (read.minutes, read.elapsed) == (minutes, elapsed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", WrittenLink("12")),
        ("12FS+2d", WrittenLink("12", LinkType.FS, 960)),
        ("7SS-50%", WrittenLink("7", LinkType.SS, -5000, LagKind.PERCENT)),
        ("7ss+25e%", WrittenLink("7", LinkType.SS, 2500, LagKind.PERCENT_ELAPSED)),
        ("A-100 FF +1ew", WrittenLink("A-100", LinkType.FF, 10080, LagKind.ELAPSED, "w")),
        ("1.2.3SF", WrittenLink("1.2.3", LinkType.SF)),
        ("3+2d", WrittenLink("3", LinkType.FS, 960)),
        ("2EA+2,5t", WrittenLink("2", LinkType.FS, 1200)),
        ("Test SS", WrittenLink("Test SS")),
        ("Build", WrittenLink("Build")),
    ],
)
def test_links(text: str, expected: WrittenLink) -> None:
    assert link(text, LENGTHS, frozenset({"test ss", "a-100"})) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana", ("Ana", Decimal(1), False)),
        ("Ana[50%]", ("Ana", Decimal("0.5"), False)),
        ("Ana Ruiz 62.5%", ("Ana Ruiz", Decimal("0.625"), False)),
        ("50%", ("50%", Decimal(1), False)),
        ("Bo (2)", ("Bo", Decimal(2), False)),
        ("Cable[30 m]", ("Cable", Decimal(30), True)),
        ("Ruiz (Lima)", ("Ruiz (Lima)", Decimal(1), False)),
        ("", None),
    ],
)
def test_people(text: str, expected: tuple[str, Decimal, bool] | None) -> None:
    assert assigned(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("Ja", True), ("oui", True), ("Sí", True), ("0", False), ("maybe", None)]
)
def test_yes_and_no(text: str, expected: bool | None) -> None:
    assert yes(text) is expected
