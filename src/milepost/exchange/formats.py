"""The table of file formats: what each is called, how files of it are named, and which module reads and writes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """One file format; an empty `reads` or `writes` says that Milepost does not."""

    id: str
    name: str
    endings: tuple[str, ...]
    reads: str = ""
    writes: str = ""


MSPDI = Format("mspdi", "Microsoft Project XML", (".xml", ".mspdi"), "mspdi", "mspdi_write")
ARCHIVE = Format("archive", "Milepost archive", (".milepost", ".json"), "archive", "archive")
XER = Format("xer", "Primavera P6 XER", (".xer",), "xer")
PMXML = Format("pmxml", "Primavera P6 XML", (".pmxml",), "pmxml")
XLSX = Format("xlsx", "Excel workbook", (".xlsx",), "xlsx", "xlsx")
CSV = Format("csv", "CSV", (".csv", ".tsv", ".txt"), "csvplan", "csvplan")
MPXJ = Format("mpxj", "Microsoft Project and others, through MPXJ", (".mpp", ".mpt", ".mpx", ".pod", ".gan"), "mpxj")

FORMATS = (MSPDI, ARCHIVE, XER, PMXML, XLSX, CSV, MPXJ)


def named(name: str) -> Format | None:
    """Find a format by its id."""
    return next((known for known in FORMATS if known.id == name.lower()), None)


def by_ending(file: str) -> Format | None:
    """Find the format a file to be written should have from the ending of its name."""
    written = (known for known in FORMATS if known.writes)
    return next((known for known in written if file.lower().endswith(known.endings)), None)
