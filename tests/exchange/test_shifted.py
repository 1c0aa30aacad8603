"""A project moved by whole weeks is the same project: every computed date moves by as much."""

from __future__ import annotations

from pathlib import Path

from milepost.engine.schedule import schedule
from milepost.exchange.archive import write
from milepost.exchange.read import read
from milepost.exchange.shifted import shifted

SAMPLE = Path(__file__).resolve().parents[2] / "src" / "milepost" / "sample" / "portal.milepost"


def test_every_date_moves_and_coming_back_gives_the_same_bytes() -> None:
    dossier = read(SAMPLE.read_bytes(), file="portal.milepost").dossier
    later = shifted(dossier, 35)
    assert shifted(later, -35) == dossier
    assert b"2026-06-01" in write(dossier)
    assert b"2026-06-01" not in write(later)
    before, after = schedule(dossier.plan), schedule(later.plan)
    assert after.finish - before.finish == 35 * 1440
    assert {a.start - b.start for a, b in zip(after.tasks, before.tasks, strict=True)} == {35 * 1440}
