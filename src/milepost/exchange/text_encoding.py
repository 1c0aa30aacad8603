"""Which encoding a text file is in, told from its bytes."""

from __future__ import annotations

import re

_HIGH = re.compile(rb"[\x80-\xff]+")
#: From this share of letters 0xC0-0xFF among adjoining high bytes on, the text is Cyrillic: Western
#: accents stand alone between ASCII letters, East Asian pairs use the bytes below 0xC0 as well.
_CYRILLIC_SHARE = 0.9
_FIRST_LETTER = 0xC0


def decode(data: bytes, *, hint: str = "") -> tuple[str, str]:
    """Turn the bytes of a text file into text; also name the encoding found.

    A byte order mark decides, then valid UTF-8, then the hinted code page where the bytes are valid
    in it, then the look of the letters. Bytes the encoding does not know become U+FFFD.
    """
    page = _encoding(data, hint)
    return data.decode(page, errors="replace").lstrip("\ufeff"), page


def _encoding(data: bytes, hint: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if data[1:4:2] == b"\x00\x00":
        return "utf-16-le"
    if data[:4:2] == b"\x00\x00":
        return "utf-16-be"
    if _decodes(data, "utf-8"):
        return "utf-8"
    return hint if hint and _decodes(data, hint) else _code_page(data)


def _code_page(data: bytes) -> str:
    runs = [run for run in _HIGH.findall(data) if len(run) > 1 and not run.startswith(b"\xef\xbb\xbf")]
    adjoining = sum(map(len, runs))
    alone = len(_HIGH.findall(data)) - len(runs)
    if adjoining <= alone:
        return "cp1252"
    letters = sum(byte >= _FIRST_LETTER for run in runs for byte in run)
    if letters / adjoining >= _CYRILLIC_SHARE:
        return "cp1251"
    return "gb18030" if _decodes(data, "gb18030") else "cp1252"


def _decodes(data: bytes, page: str) -> bool:
    try:
        data.decode(page)
    except UnicodeDecodeError:
        return False
    return True
