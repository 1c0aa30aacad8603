"""The two-minute review as text."""

from __future__ import annotations

from dataclasses import replace

from milepost.press.markdown import markdown
from tests.press.reports import report


def test_says_health_finding_and_priced_proposal() -> None:
    text = markdown(replace(report(), title="Portal", health="Go-live slips."))
    assert text.startswith("# Portal\n")
    assert "▲ **RED** Go-live slips." in text
    assert "Finish 2 Jan → 1 Jan (-1 d)" in text
    assert "- Cost: grey. unknown" in text
