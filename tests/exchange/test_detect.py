"""The format is told from the content; what is no plan is refused in words."""

from __future__ import annotations

import gzip

import pytest

from milepost.exchange.detect import detect
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.read import read
from milepost.exchange.write import format_for
from tests.engine.stored_plans import DATA
from tests.exchange.plan_files import mspdi_files, small


@pytest.mark.parametrize("path", mspdi_files(), ids=lambda path: path.name)
def test_microsoft_project_xml(path: object) -> None:
    assert detect(path.read_bytes(), file="x").id == "mspdi"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("ending", "format_id"), [("*.mpp", "mpxj"), ("*.mpx", "mpxj"), ("*.xer", "xer"), ("p6/**/*.xml", "pmxml")]
)
def test_files_of_the_data(ending: str, format_id: str) -> None:
    found = [path for path in DATA.rglob(ending) if path.is_file()]
    assert found
    assert {detect(path.read_bytes(), file=path.name).id for path in found} == {format_id}


@pytest.mark.parametrize(
    ("data", "format_id"),
    [
        (b'{"format": "milepost-archive"}', "archive"),
        (b"Name,Duration\nBuild,2d\n", "csv"),
        (b"Name;Dauer\nBauen;2t\n", "csv"),
        ("Name\tDuration\nBuild\t2d\n".encode("utf-16"), "csv"),
        (b"\xef\xbb\xbfName,Duration\n", "csv"),
    ],
)
def test_text(data: bytes, format_id: str) -> None:
    assert detect(data, file="x").id == format_id


def test_a_gzipped_plan_is_unpacked() -> None:
    assert len(read(gzip.compress(small()), file="small.xml.gz").dossier.plan.tasks) == 2


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\x00" * 20, gzip.compress(small())[:-20]])
def test_what_holds_nothing_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefusedError, match=r"x\.xml"):
        read(data, file="x.xml")


def test_a_format_that_is_not_written_is_refused_with_those_that_are() -> None:
    with pytest.raises(FileRefusedError, match=r"mspdi \(\.xml\)"):
        format_for("plan.mpp")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 ...", "this is a PDF, not a plan"),
        (b"\x89PNG\r\n\x1a\n....", "this is a picture"),
        (b"\xff\xd8\xff\xe0....", "this is a picture"),
        (b"\n<!doctype HTML><html></html>", "this is a web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...." + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    ],
)
def test_what_is_well_known_and_no_plan_is_called_by_its_name(data: bytes, said: str) -> None:
    with pytest.raises(FileRefusedError, match=said):
        detect(data, file="some.file")
