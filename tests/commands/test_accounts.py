"""Who may come in: names, roles on the site, passwords, and accounts that are closed."""

from __future__ import annotations

import pytest
from django.test import Client

from milepost.queries.accounts import actor_for_token
from milepost.queries.refused import Refused
from milepost.records.models import JournalEntry, User
from tests.worlds import AT, do, user

pytestmark = pytest.mark.django_db
SECRET = "river-stone-42"


def test_whoever_is_let_in_no_more_is_out_at_once_and_so_are_their_tokens() -> None:
    root, ben = user("root", "administrator"), user("ben")
    token = do(ben, None, "create_token", name="Night job", scope="read").results[0]
    browser = Client()
    browser.force_login(User.objects.get(username="ben"))
    assert browser.get("/portfolio").status_code == 200
    do(root, None, "deactivate_account", user="ben")
    assert browser.get("/portfolio").status_code == 302
    with pytest.raises(Refused, match="no longer good"):
        actor_for_token(token, AT)
    with pytest.raises(Refused, match="as it is"):
        do(root, None, "deactivate_account", user="ben")
    do(root, None, "reactivate_account", user="ben")
    assert User.objects.get(username="ben").is_active
    with pytest.raises(Refused, match="no longer good"):
        actor_for_token(token, AT)


def test_the_site_keeps_an_administrator() -> None:
    root = user("root", "administrator")
    user("ben")
    for command, more in (
        ("deactivate_account", {}),
        ("set_site_role", {}),
        ("set_site_role", {"site_role": "auditor"}),
    ):
        with pytest.raises(Refused, match="only administrator"):
            do(root, None, command, user="root", **more)
    do(root, None, "set_site_role", user="ben", site_role="administrator")
    do(root, None, "set_site_role", user="root")
    assert list(User.objects.filter(site_role="administrator").values_list("username", flat=True)) == ["ben"]


def test_a_new_password_ends_who_is_signed_in_and_is_journaled_nowhere() -> None:
    root, _ = user("root", "administrator"), user("ben")
    browser = Client()
    browser.force_login(User.objects.get(username="ben"))
    with pytest.raises(Refused, match="too common"):
        do(root, None, "set_password", user="ben", password="password1")
    do(root, None, "set_password", user="ben", password=SECRET)
    assert browser.get("/portfolio").status_code == 302
    assert User.objects.get(username="ben").check_password(SECRET)
    assert not any(SECRET in f"{entry.calls}{entry.changes}" for entry in JournalEntry.objects.all())


def test_names_and_addresses_are_corrected_by_administrators_only() -> None:
    root, ben = user("root", "administrator"), user("ben")
    do(root, None, "change_account", user="ben", name="Ben Okoro", email="Ben.Okoro@example.org")
    row = User.objects.get(username="ben")
    assert (str(row), row.email) == ("Ben Okoro", "ben.okoro@example.org")
    with pytest.raises(Refused, match="There is an account with the address"):
        do(root, None, "change_account", user="ben", email="root@example.org")
    with pytest.raises(Refused, match="Only an administrator"):
        do(ben, None, "set_site_role", user="ben", site_role="administrator")
    with pytest.raises(Refused, match="Nobody signs in as eve"):
        do(root, None, "change_account", user="eve", name="Eve")
