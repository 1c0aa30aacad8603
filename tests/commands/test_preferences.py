"""What people like for themselves, and that who wants no mail gets none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from milepost.commands.outbox import Letter, send_waiting
from milepost.queries.catalogue import ask
from milepost.queries.preferences import Preferences
from milepost.queries.refused import Refused
from milepost.records.models import Message, Preference
from tests.worlds import AT, do, user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "value"), [("theme", "pink"), ("language", "Klingon!"), ("zone", "Moon/Base"), ("mail", "maybe")]
)
def test_what_no_page_could_follow_is_refused(name: str, value: str) -> None:
    with pytest.raises(Refused) as refused:
        do(user(), None, "set_preferences", **{"theme": "dark", name: value})
    assert refused.value.field == name
    assert not Preference.objects.exists()


def test_preferences_are_ones_own_and_empty_ones_follow_the_browser() -> None:
    ana, ben = user(), user("ben")
    do(ana, None, "set_preferences", theme="dark", language="en-GB", zone="Europe/Berlin", mail=False)
    assert ask("preferences", actor=ana, at=AT) == Preferences("dark", "en-GB", "Europe/Berlin", False, ana.email)
    assert ask("preferences", actor=ben, at=AT) == Preferences(address=ben.email)
    do(ana, None, "set_preferences", theme="system")
    assert ask("preferences", actor=ana, at=AT) == Preferences(address=ana.email)
    with pytest.raises(Refused, match="only as far as read"):
        do(replace(ana, scope="read"), None, "set_preferences", theme="dark")


def test_who_wants_no_mail_finds_the_message_on_the_page_only() -> None:
    ana, ben = user(), user("ben")
    do(ana, None, "set_preferences", theme="system", mail=False)
    for each in (ana, ben):
        Message.objects.create(user_id=each.user, kind="told", subject="News", text="News", created_at=AT)
    sent: list[Letter] = []
    assert send_waiting(AT, sent.append) == (2, 0)
    assert [letter.address for letter in sent] == ["ben@example.org"]
    assert not Message.objects.filter(sent_at=None).exists()
