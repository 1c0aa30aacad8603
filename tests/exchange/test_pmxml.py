"""Reading PMXML: the same plan as the XER beside it, and files that hide something."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from milepost.dossier import Dossier
from milepost.exchange import pmxml, xer
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.imported import ReadOptions

DATA = Path(__file__).parent / "data"
MIGRATION = (DATA / "migration.pmxml").read_bytes()


def read(data: bytes) -> Dossier:
    return pmxml.read(data, file="plan.xml", options=ReadOptions()).dossier


def in_order(dossier: Dossier) -> Dossier:
    """Sort what the two formats list in different orders, and forget where it came from."""
    plan = replace(
        dossier.plan,
        links=tuple(sorted(dossier.plan.links, key=lambda link: (link.successor, link.predecessor))),
        assignments=tuple(sorted(dossier.plan.assignments, key=lambda one: one.uid)),
    )
    return replace(dossier, plan=plan, source=None)


def test_the_same_plan_is_the_same_dossier_from_xer_and_pmxml() -> None:
    other = xer.read((DATA / "migration.xer").read_bytes(), file="plan.xer", options=ReadOptions()).dossier
    assert in_order(read(MIGRATION)) == in_order(other)


def test_namespace_and_byte_order_mark_do_not_matter() -> None:
    plain = MIGRATION.replace(b' xmlns="http://xmlns.oracle.com/Primavera/P6/V25.12/API/BusinessObjects"', b"")
    assert read(b"\xef\xbb\xbf" + plain).plan == read(MIGRATION).plan


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_document_type_is_refused_whatever_the_encoding(encoding: str) -> None:
    bomb = '<?xml version="1.0"?>\n<!-- plan -->\n<!DOCTYPE a [<!ENTITY b "bbbb">]><APIBusinessObjects x="&b;"/>'
    with pytest.raises(FileRefusedError, match=r"plan.xml, line 3: the file has a document type declaration"):
        read(bomb.encode(encoding))


def test_broken_xml_is_refused_with_its_line() -> None:
    with pytest.raises(FileRefusedError, match=r"plan.xml, line \d+: this is not well-formed XML"):
        read(MIGRATION[:20_000])


def test_another_root_is_refused() -> None:
    with pytest.raises(FileRefusedError, match="<Plan> is not the root"):
        read(b"<Plan/>")


def test_what_is_no_xml_is_refused() -> None:
    with pytest.raises(FileRefusedError, match="this is not XML"):
        read(b"ERMHDR\t")


def test_a_note_of_ten_megabytes_is_cut_and_listed() -> None:
    note = b"<Note>" + b"n" * 10_500_000 + b"</Note>"
    start, end = MIGRATION.index(b"<Note>"), MIGRATION.index(b"</Note>") + len(b"</Note>")
    imported = pmxml.read(MIGRATION[:start] + note + MIGRATION[end:], file="plan.xml", options=ReadOptions())
    assert max(len(one.text) for one in imported.dossier.notes) < 1_000_100
    assert "note" in [line.field for line in imported.receipt.lines]
