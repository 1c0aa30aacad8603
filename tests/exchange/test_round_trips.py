"""What is written is read back the same: any dossier in the archive, what Microsoft Project can hold in its XML."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as options

from milepost.dossier import Dossier
from milepost.exchange.read import read
from milepost.exchange.write import write
from tests.engine.stored_plans import DATA
from tests.exchange.dossiers import anything, dossiers

#: Dossiers are large: making a failing one smaller takes minutes, and the difference says enough.
few = options(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FOREIGN = sorted([*DATA.rglob("*.xer"), *(DATA / "p6").rglob("*.xml")])


@given(anything())
@few
def test_the_archive_holds_any_dossier(dossier: Dossier) -> None:
    assert read(write(dossier, "archive"), file="plan.milepost").dossier == dossier


@given(dossiers())
@few
def test_microsoft_project_xml_holds_what_it_can_hold(dossier: Dossier) -> None:
    again = read(write(dossier, "mspdi"), file="plan.xml").dossier
    assert replace(again, source=None) == dossier


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: path.name)
def test_plans_of_other_tools_keep_what_microsoft_project_xml_can_hold(path: Path) -> None:
    first = read(write(read(path.read_bytes(), file=path.name).dossier, "mspdi"), file="plan.xml").dossier
    again = read(write(first, "mspdi"), file="plan.xml").dossier
    assert replace(again, source=None) == replace(first, source=None)
