"""Parsing an XML plan file safely: no entities, no document type, no network, whatever its size."""

from __future__ import annotations

from lxml import etree

from milepost.exchange.errors import FileRefusedError

#: No plan file has more before its root element than this.
_PROLOGUE = 1_000_000


def xml_root(data: bytes, *, file: str) -> etree._Element:
    """Parse the bytes of an XML file; refuses what is not well-formed, and any document type declaration.

    Text of any length is allowed, so entities must not be: a declaration is refused before the
    parser sees it, because entities in attributes would be expanded while parsing.
    """
    refuse_document_type(data, file=file)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise FileRefusedError(
            f"{file}, line {error.lineno or 1}: this is not well-formed XML ({error.msg}). "
            "The file may have been cut off; export it again."
        ) from error


def refuse_document_type(data: bytes, *, file: str) -> None:
    """Refuse what declares a document type, and what has no root element near its beginning."""
    data = data[:_PROLOGUE]
    # Without its zeros UTF-16 and UTF-32 markup reads like ASCII, so one scan serves every encoding.
    text = (data.replace(b"\x00", b"") if b"\x00" in data[:4] or data[:1] in b"\xff\xfe" else data).decode("latin-1")
    position = _after_prologue(text)
    line = text.count("\n", 0, position) + 1
    if text[position : position + 1] != "<":
        raise FileRefusedError(f"{file}, line {line}: this is not XML. Export the plan again.")
    if text[position : position + 9].upper() == "<!DOCTYPE":
        raise FileRefusedError(
            f"{file}, line {line}: the file has a document type declaration. Plan files need none, and one can hide "
            "an attack (entity bombs, file access). Remove the <!DOCTYPE ...> part if you trust the file."
        )


def _after_prologue(text: str) -> int:
    """Skip the byte order mark, blanks, comments and processing instructions before the root."""
    position = len(text) - len(text.lstrip("\xef\xbb\xbf\xff\xfe \t\r\n"))
    while text.startswith(("<?", "<!--"), position):
        end = "?>" if text[position + 1] == "?" else "-->"
        found = text.find(end, position + 2)
        if found < 0:
            return len(text)
        position = found + len(end)
        while text[position : position + 1].isspace():
            position += 1
    return position
