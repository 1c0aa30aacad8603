"""Reading Primavera PMXML, the XML exchange format of P6."""

from __future__ import annotations

from lxml import etree

from milepost.exchange.errors import FileRefusedError
from milepost.exchange.imported import Imported, ReadOptions
from milepost.exchange.p6_read import read_tables
from milepost.exchange.pmxml_tables import tables
from milepost.exchange.receipt import ReceiptBook
from milepost.exchange.xml_root import xml_root


def read(data: bytes, *, file: str, options: ReadOptions) -> Imported:
    """Read one project of a PMXML file; `options.project` picks it by number, id or name."""
    root = xml_root(data, file=file)
    name = etree.QName(root).localname
    if name != "APIBusinessObjects":
        raise FileRefusedError(f"{file}, line {root.sourceline}: <{name}> is not the root of a Primavera P6 XML file.")
    book = ReceiptBook()
    dossier = read_tables(tables(root), options.project, data=data, file=file, format_id="pmxml", book=book)
    return Imported(dossier, book.receipt(file, "pmxml"))
