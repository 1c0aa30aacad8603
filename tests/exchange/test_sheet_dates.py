"""Which of day and month comes first, and dates however they are written."""

from __future__ import annotations

from datetime import datetime

import pytest

from milepost.exchange.errors import FileRefusedError
from milepost.exchange.sheet_dates import DateCell, moment, order_of


def order(*texts: str, wanted: str = "") -> str:
    cells = [DateCell(f"row {row}, column 'Start'", text, row, "start") for row, text in enumerate(texts, start=2)]
    return order_of(cells, wanted, file="plan.csv")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-04", "2026-03-04 00:00"),
        ("2026-03-04T17:30:00", "2026-03-04 17:30"),
        ("2026/3/4 8:00", "2026-03-04 08:00"),
        ("04.03.2026", "2026-03-04 00:00"),
        ("Mi 04.03.26 08:00", "2026-03-04 08:00"),
        ("4/3/26 5:30 PM", "2026-03-04 17:30"),
        ("4/3/26 12:15 am", "2026-03-04 00:15"),
        ("4 March 2026", "2026-03-04 00:00"),
        ("04-Mar-26", "2026-03-04 00:00"),
        ("March 4, 2026", "2026-03-04 00:00"),
        ("Wed Mar 4, 2026 09:05", "2026-03-04 09:05"),
        ("4. März 2026", "2026-03-04 00:00"),
        ("4 févr. 2026", "2026-02-04 00:00"),
        ("4 ago 2026", "2026-08-04 00:00"),
        ("31.12.99", "1999-12-31 00:00"),
    ],
)
def test_dates_are_read_however_they_are_written(text: str, expected: str) -> None:
    read = moment(text, "dmy")
    assert read is not None
    assert read.at == datetime.fromisoformat(expected)
    assert read.timed == (":" in text)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-02-30", "32.01.2026", "4/13/2026", "04.03.2026 25:00", "Mo 04.03.2026", "1e9"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert moment(text, "dmy") is None


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("03/04/2026", "13/04/2026"), "dmy"),
        (("03/04/2026", "04/13/2026"), "mdy"),
        (("Fri 03/04/2026",), "dmy"),
        (("Wed 03/04/2026",), "mdy"),
        (("03/03/2026",), "dmy"),
        (("2026-03-04", "03.04.2026"), "dmy"),
        ((), "dmy"),
    ],
)
def test_the_whole_column_tells_the_order(texts: tuple[str, ...], expected: str) -> None:
    assert order(*texts) == expected


def test_a_finish_before_its_start_tells_the_order() -> None:
    cells = [
        DateCell("row 2, column 'Start'", "05/03/2026", 2, "start"),
        DateCell("row 2, column 'Finish'", "06/02/2026", 2, "finish"),
    ]
    assert order_of(cells, "", file="plan.csv") == "mdy"


def test_what_cannot_be_told_is_refused_in_a_sentence() -> None:
    with pytest.raises(FileRefusedError, match=r"plan.csv, row 2, column 'Start': 03/04/2026 can be read with the day"):
        order("03/04/2026")


def test_contradictions_are_refused_with_both_places() -> None:
    with pytest.raises(FileRefusedError, match=r"row 2.*13/04/2026.*day first, row 3.*04/13/2026.*the month"):
        order("13/04/2026", "04/13/2026")


def test_the_order_can_be_said() -> None:
    assert order("03/04/2026", wanted="mdy") == "mdy"
    with pytest.raises(FileRefusedError, match="dmy or mdy, not 'ymd'"):
        order("03/04/2026", wanted="ymd")
