"""An output is whole or not there at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from milepost.cli.files import read_bytes, write_bytes
from milepost.cli.outcome import StoppedError


def test_writes_and_reads_back(tmp_path: Path) -> None:
    target = str(tmp_path / "plan.xml")
    write_bytes(target, b"new")
    assert read_bytes(target) == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["plan.xml"]


def test_replaces_and_keeps_permissions(tmp_path: Path) -> None:
    target = tmp_path / "plan.xml"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_bytes(str(target), b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_follows_a_link_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "real.xml").write_bytes(b"old")
    (tmp_path / "link.xml").symlink_to(tmp_path / "real.xml")
    write_bytes(str(tmp_path / "link.xml"), b"new")
    assert (tmp_path / "link.xml").is_symlink()
    assert (tmp_path / "real.xml").read_bytes() == b"new"


def test_interrupted_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "plan.xml"
    target.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("milepost.cli.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_bytes(str(target), b"new")
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["plan.xml"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoppedError, match=r"There is no folder .*nowhere to write plan.xml into"):
        write_bytes(str(tmp_path / "nowhere" / "plan.xml"), b"new")


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(StoppedError, match="is a folder"):
        write_bytes(str(tmp_path), b"new")


def test_a_folder_that_takes_no_file_is_named_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> tuple[int, str]:
        raise OSError(28, "No space left on device", str(tmp_path / ".plan.xml.x1"))

    monkeypatch.setattr("tempfile.mkstemp", full)
    with pytest.raises(StoppedError, match=r"Nothing can be written into .* \(No space left on device\); name another"):
        write_bytes(str(tmp_path / "plan.xml"), b"new")
