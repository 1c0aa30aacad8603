"""Nobody learns of a project they have no part in."""

from __future__ import annotations

import pytest

from milepost.queries.catalogue import ask, catalogue
from milepost.queries.encoding import to_json
from milepost.queries.refused import Refused
from tests.worlds import AT, small, user

pytestmark = pytest.mark.django_db


def test_no_query_answers_about_a_project_one_has_no_part_in() -> None:
    small(user("ana"))
    stranger = user("ben")
    for name, query in catalogue().items():
        if not query.site:
            with pytest.raises(Refused) as refused:
                ask(name, {}, actor=stranger, at=AT, project="SMALL")
            assert refused.value.message == "There is no project SMALL."
    assert ask("portfolio", actor=stranger, at=AT) == ()


def test_an_auditor_sees_every_project_and_an_answer_is_plain_json() -> None:
    small(user("ana"))
    found = to_json(ask("portfolio", actor=user("eve", "auditor"), at=AT))
    assert [(each["code"], each["tasks"]) for each in found] == [("SMALL", 3)]
    assert found[0]["finish"] == "2026-03-25T17:00:00"
