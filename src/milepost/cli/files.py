"""Files in and out: `-` is the standard input or output, and an output is whole or not there at all."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from milepost.cli.outcome import StoppedError

STANDARD = "-"


def read_bytes(name: str) -> bytes:
    """Read a whole file, or the standard input for `-`."""
    if name == STANDARD:
        return sys.stdin.buffer.read()
    return Path(name).read_bytes()


def write_bytes(name: str, data: bytes) -> None:
    """Write a whole file in one step, or to the standard output for `-`.

    The data goes to a temporary file beside the target, which then takes its place; whatever
    interrupts that leaves the old file as it was.
    """
    if name == STANDARD:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    target = place_for(name)
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    except PermissionError as refused:
        raise StoppedError(f"You may not write into the folder {target.parent}; name another for {name}.") from refused
    except OSError as refused:
        why = refused.strerror or refused
        raise StoppedError(
            f"Nothing can be written into {target.parent} ({why}); name another for {name}."
        ) from refused
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise


def place_for(name: str) -> Path:
    """Where an output will be written; refuses a folder that is not there before any work is done for it."""
    target = Path(name)
    if target.is_symlink():
        target = target.resolve()
    if not target.parent.is_dir():
        raise StoppedError(f"There is no folder {target.parent} to write {target.name} into; make it, or name another.")
    if target.is_dir():
        raise StoppedError(f"{target} is a folder; name the file to write in it.")
    return target


def _umask() -> int:
    """The permissions new files go without."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
