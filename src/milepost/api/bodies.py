"""What callers send: JSON within limits, nothing that no table could keep."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from milepost.queries.refused import Refused
from milepost.queries.written import from_texts

#: Bytes of a body; commands that take a file may have more.
LARGEST = 2 * 2**20
LARGEST_WITH_FILE = 96 * 2**20
#: Objects within objects: more are no arguments of ours.
_DEEPEST = 40


def read_object(request: HttpRequest, *, largest: int = LARGEST) -> Mapping[str, Any]:
    """Read a body that is a JSON object; an empty body stands for an empty one. Refuses everything else."""
    found = read_json(request, largest=largest)
    if not isinstance(found, Mapping):
        raise Refused("The body is a JSON object.", code="invalid")
    return found


def read_form(request: HttpRequest, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Read the arguments of a command that takes a file from a form of several parts, its texts by their schema."""
    sent = request.META.get("CONTENT_LENGTH") or "0"
    if int(sent if sent.isdecimal() else 0) > LARGEST_WITH_FILE:
        raise Refused(f"The body may have {LARGEST_WITH_FILE // 2**20} MiB here.", code="too_large")
    try:
        texts, files = request.POST, request.FILES
    except (MultiPartParserError, SuspiciousOperation, ValueError) as error:
        raise Refused(f"The form cannot be read: {error}.", code="unreadable") from None
    known = schema["properties"]
    found: dict[str, Any] = {}
    for name, values in texts.lists():
        check_texts([name, *values])
        found[name] = from_texts(known.get(name, {}), [str(value) for value in values])
    for name, file in files.items():
        if not isinstance(file, UploadedFile):
            continue
        found[name] = file.read()
        if "file" in known and "file" not in texts:
            found["file"] = file.name or "file"
            check_texts(found["file"])
    return found


def read_json(request: HttpRequest, *, largest: int = LARGEST) -> Any:
    """Read a JSON body of at most so many bytes. Refuses other media types, and what is no JSON."""
    raw = _read(request, largest)
    if not raw.strip():
        return {}
    if request.content_type not in ("application/json", ""):
        raise Refused("Send the body as application/json.", code="not_json")
    try:
        found = json.loads(raw, parse_constant=_no_number)
    except RecursionError:
        raise Refused("The body is no JSON of ours: it is nested too deeply.", code="unreadable") from None
    except ValueError as error:
        raise Refused(f"The body is no JSON: {error}.", code="unreadable") from None
    check_texts(found)
    return found


def _read(request: HttpRequest, largest: int) -> bytes:
    sent = request.META.get("CONTENT_LENGTH") or "0"
    raw = b"" if int(sent if sent.isdecimal() else 0) > largest else request.read(largest + 1)
    if len(raw) > largest or (not raw and int(sent if sent.isdecimal() else 0) > largest):
        raise Refused(f"The body may have {largest // 2**20} MiB here.", code="too_large")
    return bytes(raw)


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def check_texts(value: Any, depth: int = 0) -> None:
    """Refuse texts that no table can keep (NUL, halves of characters), and what is nested without end."""
    if depth > _DEEPEST:
        raise Refused("The body is nested too deeply.", code="invalid")
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, Mapping):
        for name, each in value.items():
            _check_text(name)
            check_texts(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            check_texts(each, depth + 1)


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Refused("A text has half a character.", code="invalid") from None
    if "\x00" in text:
        raise Refused("A text has a NUL character, which cannot be kept.", code="invalid")
