"""Tables as PDF: complete, tagged, the same each time, and deaf to markup in the text."""

from __future__ import annotations

from datetime import UTC, datetime

from milepost.press.pdf import table_pdf

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def made(rows: list[list[str]], headings: tuple[str, ...] = ("Risk", "Cost")) -> bytes:
    """A table as PDF."""
    return table_pdf("Risks", headings, rows, right=[False] * (len(headings) - 1) + [True], note="SMALL", at=AT)


def test_a_table_is_a_tagged_pdf_and_the_same_each_time() -> None:
    first = made([["Late parts", "1,200.50"]])
    assert first.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in first
    assert b"pdfuaid:part" in first
    assert first == made([["Late parts", "1,200.50"]])


def test_text_is_never_read_as_markup() -> None:
    hostile = '#panic("read") #include "/etc/passwd" *a* _b_ $x$ <l> @r \\ `c` "'
    assert made([[hostile, "1"]]) != made([["plain", "1"]])


def test_no_rows_and_many_rows_and_columns_are_set() -> None:
    assert made([]).count(b"/Type /Page\n") <= 1
    long = made([[f"Risk {number}", str(number)] for number in range(400)])
    assert len(long) > len(made([]))
    wide = made([["x"] * 9], tuple(f"Column {number}" for number in range(9)))
    assert wide.startswith(b"%PDF")
