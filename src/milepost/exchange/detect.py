"""Which format a file is in, told from its content and never from its name."""

from __future__ import annotations

import re
import zlib

from milepost.exchange.errors import FileRefusedError
from milepost.exchange.formats import ARCHIVE, CSV, MPXJ, MSPDI, PMXML, XER, XLSX, Format

#: No plan file is larger than this; what claims to be is refused before it is read.
LARGEST = 512 * 1024 * 1024

_HEAD = 65536
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_GZIP = b"\x1f\x8b"
#: The part of a workbook that a password hides the rest in.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"<!DOCTYPE html", "a web page"),
    (b"<html", "a web page"),
)
_ROOT = re.compile(r"<\s*([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_PROLOGUE = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(\[.*?\])?\s*>", re.DOTALL)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def unpacked(data: bytes, *, file: str) -> bytes:
    """Give the content of a gzip file, or the data as they are; a bomb is refused."""
    if len(data) > LARGEST:
        raise FileRefusedError(f"{file}: {len(data)} bytes are more than a plan file may have ({LARGEST}).")
    if not data.startswith(_GZIP):
        return data
    try:
        stream = zlib.decompressobj(wbits=31)
        content = stream.decompress(data, LARGEST)
    except zlib.error as error:
        raise FileRefusedError(f"{file}: the gzip file is damaged ({error}). Save it again.") from error
    if stream.unconsumed_tail or not stream.eof:
        wrong = "unpacks to more than a plan file may have" if stream.unconsumed_tail else "ends before its end mark"
        raise FileRefusedError(f"{file}: the gzip file {wrong}. Unpack it yourself and give Milepost the plan in it.")
    return content


def detect(data: bytes, *, file: str) -> Format:
    """Tell the format of a file from its first bytes; what cannot be a plan is refused in words."""
    if not data.strip(b"\x00 \t\r\n"):
        raise FileRefusedError(f"{file}: the file is empty. Save the plan again and give that file.")
    _refuse_others(data, file)
    if data.startswith(_OLE):
        return MPXJ
    if data.startswith(_ZIP):
        return XLSX if b"xl/" in data and b"[Content_Types].xml" in data else MPXJ
    head = opening(data)
    stripped = head.lstrip()
    if stripped.startswith("ERMHDR"):
        return XER
    if stripped.startswith("<"):
        return _of_xml(stripped)
    if stripped.startswith("{"):
        return ARCHIVE
    if stripped.startswith("MPX"):
        return MPXJ
    if "\x00" in head:
        return MPXJ
    if stripped[:1] in ("[", "%") or not _looks_tabular(stripped):
        return MPXJ
    return CSV


def _refuse_others(data: bytes, file: str) -> None:
    """Refuse what is well known and no plan: workbooks behind a password, pictures, pages, letters."""
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise FileRefusedError(
            f"{file}: the workbook is protected by a password. Open it in Excel, take the password away under "
            "File > Info > Protect Workbook > Encrypt with Password, save it and give that file."
        )
    for mark, what in _OTHERS:
        if data[:_HEAD].lstrip()[: len(mark)].lower() == mark.lower():
            raise FileRefusedError(
                f"{file}: this is {what}, not a plan. Save the plan in its own program and give that."
            )


def opening(data: bytes) -> str:
    """Decode the first bytes of a text file by its byte order mark, else as UTF-16 or UTF-8 by its zeros."""
    head = data[:_HEAD]
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, errors="replace")
    if head[:4:2] == b"\x00\x00":
        return head.decode("utf-16-be", errors="replace")
    if head[1:4:2] == b"\x00\x00":
        return head.decode("utf-16-le", errors="replace")
    return head.decode("utf-8", errors="replace")


def _of_xml(text: str) -> Format:
    match = _ROOT.search(_PROLOGUE.sub("", text))
    root = match.group(2) if match else ""
    if root == "APIBusinessObjects":
        return PMXML
    if root == "Project" and ("schemas.microsoft.com/project" in text or "<Tasks" in text or "SaveVersion" in text):
        return MSPDI
    return MSPDI if root == "Project" and "mspdi" in text.lower() else MPXJ


def _looks_tabular(text: str) -> bool:
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    return any(lines[0].count(mark) for mark in ",;\t|") if lines else False
