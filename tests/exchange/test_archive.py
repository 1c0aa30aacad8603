"""The archive: complete, deterministic, strict, and described by a schema that is current."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from milepost.dossier.risks import RiskRecord, RiskState
from milepost.engine.accounts import BudgetLine, CostAccount, Ledger
from milepost.engine.distributions import Chance, Distribution, Shape
from milepost.engine.risks import CostEffect, Exposure, Risk, RiskKind, TaskEffect
from milepost.exchange.archive_schema import schema
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.read import read
from milepost.exchange.write import write
from tests.exchange.plan_files import mspdi_files, small

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "schema" / "milepost-archive-1.schema.json"


@pytest.mark.parametrize("path", mspdi_files(), ids=lambda path: path.name)
def test_holds_everything(path: Path) -> None:
    dossier = read(path.read_bytes(), file=path.name).dossier
    data = write(dossier, "archive")
    again = read(data, file="plan.milepost").dossier
    assert again == dossier
    assert write(again, "archive") == data


def test_holds_risks_and_money() -> None:
    worse = TaskEffect(2, factor=Distribution(low=Decimal("0.9"), likely=Decimal("1.2"), high=Decimal("1.6")))
    cost = CostEffect(Distribution(Shape.DISCRETE, chances=(Chance(Decimal("900.50"), Decimal(1)),)), "A")
    risk = Risk("R-1", "Late hardware", Exposure(Decimal("0.4"), (worse,), (cost,)), RiskKind.THREAT)
    record = RiskRecord(risk, "the vendor has one plant", "it may stop", "delivery slips", state=RiskState.MONITORED)
    ledger = Ledger("EUR", (CostAccount("A", "Build"),), (BudgetLine("B-1", "A", Decimal("1000.00")),))
    dossier = replace(read(small(), file="small.xml").dossier, risks=(record,), ledger=ledger)
    assert read(write(dossier, "archive"), file="plan.milepost").dossier == dossier


def test_the_published_schema_is_current() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == schema(), "run python scripts/schema.py"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (
            '"duration": 960',
            '"duration": "two days"',
            r"dossier\.plan\.tasks\[0\]\.duration: 'two days' is not a whole",
        ),
        ('"duration": 960', '"duratoin": 960', r"tasks\[0\]\.duratoin: is not a field of Task"),
        ('"uid": 1', '"uid": true', "is not a whole number"),
        ('"type": "FS"', '"type": "ZZ"', "is not one of"),
        ("2026-03-02T08:00", "2026-13-02T08:00", "is not a date and time"),
        ('"version": 1', '"version": 2', "Update Milepost"),
        ('"version": 1', '"version": "one"', "is not a version"),
        ('"format": "milepost-archive"', '"format": "other"', "not a Milepost archive"),
        ('"dossier": {', '"dossier": [', "broken or cut off"),
        ('"uid": 1', '"uid": NaN', "cannot be read"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_path(before: str, after: str, words: str) -> None:
    text = write(read(small(), file="small.xml").dossier, "archive").decode()
    text = text.replace('"predecessor": 1,', '"predecessor": 1,\n     "type": "FS",')
    assert before in text
    with pytest.raises(FileRefusedError, match=words) as caught:
        read(text.replace(before, after, 1).encode(), file="plan.milepost")
    assert "plan.milepost" in str(caught.value)


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(FileRefusedError):
        read(b'{"format": ' + b"[" * 200_000, file="plan.milepost")
