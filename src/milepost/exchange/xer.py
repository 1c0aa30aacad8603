"""Reading Primavera XER, the text exchange format of P6."""

from __future__ import annotations

from milepost.exchange.imported import Imported, ReadOptions
from milepost.exchange.p6_read import read_tables
from milepost.exchange.p6_tables import CalendarDays, P6Tables
from milepost.exchange.receipt import ReceiptBook
from milepost.exchange.xer_calendars import read_days
from milepost.exchange.xer_text import decode, tables

#: Where the fields of the ERMHDR line stand: the version first, the currency last.
_VERSION = 0


def read(data: bytes, *, file: str, options: ReadOptions) -> Imported:
    """Read one project of an XER file; `options.project` picks it by number, id or name."""
    book = ReceiptBook()
    text, encoding = decode(data)
    if "\ufffd" in text:
        book.approximated("text", f"some characters are not {encoding}; they show as \ufffd")
    header, found = tables(text, file=file, book=book)
    days: dict[str, CalendarDays] = {}
    for row in found.get("CALENDAR", ()):
        read_one = read_days(row.text("clndr_data"), inherits=bool(row.text("base_clndr_id")))
        if read_one is not None:
            days[row.text("clndr_id")] = read_one
    export = P6Tables(
        tables=found,
        days=days,
        application=f"Primavera P6 {header[_VERSION]}".strip() if header else "Primavera P6",
        currency=header[-1].strip() if header else "",
    )
    dossier = read_tables(export, options.project, data=data, file=file, format_id="xer", book=book)
    return Imported(dossier, book.receipt(file, "xer"))
