"""The text of a Primavera XER file: its encoding, its lines, its tables."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.exchange import text_encoding
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.p6_tables import Row
from milepost.exchange.receipt import ReceiptBook

#: Code pages by the currency of the file's header, the only hint an XER gives about its language.
_PAGES = {
    "CNY": "gb18030",
    "TWD": "cp950",
    "JPY": "cp932",
    "KRW": "cp949",
    "PLN": "cp1250",
    "CZK": "cp1250",
    "HUF": "cp1250",
    "RON": "cp1250",
    "TRY": "cp1254",
    "ILS": "cp1255",
    "RUB": "cp1251",
    "UAH": "cp1251",
    "BGN": "cp1251",
    "KZT": "cp1251",
}
_BYTE_ORDER_MARK = "ï»¿"


def decode(data: bytes) -> tuple[str, str]:
    """Turn the bytes of an XER into text; also name the encoding found in them."""
    currency = data.split(b"\n", 1)[0].rsplit(b"\t", 1)[-1].strip().decode("ascii", "replace")
    return text_encoding.decode(data, hint=_PAGES.get(currency, ""))


def tables(text: str, *, file: str, book: ReceiptBook) -> tuple[list[str], dict[str, tuple[Row, ...]]]:
    """Split an XER into its header fields and its tables; refuses text that is no XER or ends in mid-record."""
    header: list[str] = []
    found: dict[str, list[Row]] = {}
    table, columns, ended = "", [""], False
    for number, record in _records(text):
        mark, *cells = record.rstrip("\n").split("\t")
        if mark == "ERMHDR":
            header = cells
        elif mark == "%T":
            table = cells[0].strip() if cells else ""
            found.setdefault(table, [])
        elif mark == "%F":
            columns = [cell.strip() for cell in cells]
        elif mark == "%R":
            found.setdefault(table, []).append(_row(table, number, columns, cells, book))
        elif mark.strip() == "%E":
            ended = True
    if not header and "PROJECT" not in found:
        raise FileRefusedError(f"{file}, line 1: this is not a Primavera XER file (it does not begin with ERMHDR).")
    if not ended:
        _check_end(text, columns, file, book)
    return header, {name: tuple(rows) for name, rows in found.items()}


def _records(text: str) -> Iterator[tuple[int, str]]:
    """Join the lines of cells that hold line breaks; yields the first line's number and the whole record."""
    record, begun = "", 1
    for number, line in enumerate(text.replace("\r", "").split("\n"), start=1):
        if line.startswith(("%T\t", "%F\t", "%R\t", "%E", "ERMHDR")):
            if record:
                yield begun, record
            record, begun = line, number
        elif record:
            record += "\n" + line
    if record:
        yield begun, record


def _row(table: str, number: int, columns: list[str], cells: list[str], book: ReceiptBook) -> Row:
    if len(cells) > len(columns):
        book.dropped(f"{table}: cells without a column", f"line {number}: {cells[len(columns)][:40]!r}")
    return Row(
        table, f"line {number}", {name: _plain(cell) for name, cell in zip(columns, cells, strict=False) if cell}
    )


def _plain(cell: str) -> str:
    """Undo P6's doubled quotation marks, and drop byte order marks it left inside texts."""
    if '"' in cell:
        cell = cell.replace('""', '"')
    return cell.replace(_BYTE_ORDER_MARK, "").replace("\ufeff", "")


def _check_end(text: str, columns: list[str], file: str, book: ReceiptBook) -> None:
    lines = text.rstrip("\r\n").split("\n")
    last = lines[-1].rstrip("\r")
    if not last.startswith(("%R\t", "%F\t")) or (last.startswith("%R\t") and last.count("\t") < len(columns)):
        raise FileRefusedError(
            f"{file}, line {len(lines)}: the file was cut off here, its end mark %E is missing. "
            "Export the project from P6 again."
        )
    book.dropped("end mark", f"line {len(lines)}: %E is missing; tables after this line may have been cut off")
