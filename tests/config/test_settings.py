"""What the environment may say, and the sentence for what it may not."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from milepost.config.databases import database
from milepost.config.environment import WrongSettingError, home, hosts, mail, provider, secret_key


def test_without_a_word_everything_is_kept_beside_the_caller_and_served_to_this_machine_only(tmp_path: Path) -> None:
    said = hosts({})
    assert home({}) == Path("milepost-data").absolute()
    assert said.allowed == ("localhost", "127.0.0.1", "[::1]")
    assert not said.secure
    assert database({}, tmp_path)["NAME"] == str(tmp_path / "milepost.sqlite3")


def test_sqlite_takes_the_write_lock_at_the_start_and_waits_for_it(tmp_path: Path) -> None:
    options = database({}, tmp_path)["OPTIONS"]
    assert isinstance(options, dict)
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 20
    assert "journal_mode=WAL" in str(options["init_command"])


def test_postgresql_is_read_from_its_address(tmp_path: Path) -> None:
    url = "postgresql://anna:s%40fe@db.example.org:6432/plans?sslmode=require"
    said = database({"DATABASE_URL": url}, tmp_path)
    assert (said["HOST"], said["PORT"], said["NAME"]) == ("db.example.org", "6432", "plans")
    assert (said["USER"], said["PASSWORD"]) == ("anna", "s@fe")
    assert said["OPTIONS"] == {"sslmode": "require"}


def test_postgresql_on_a_socket(tmp_path: Path) -> None:
    said = database({"DATABASE_URL": "postgresql:///plans?host=/run/postgresql&port=5433"}, tmp_path)
    assert (said["HOST"], said["PORT"], said["NAME"]) == ("/run/postgresql", "5433", "plans")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:geheim@h/x",
        "postgresql://u:geheim@h",
        "postgresql://u:geheim@h:port/x",
        "postgresql://u:geheim@h/x?sslmod=require",
        "sqlite://relative",
        "nonsense",
    ],
)
def test_a_wrong_database_is_refused_without_repeating_its_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(WrongSettingError, match=r"^DATABASE_URL: ") as refused:
        database({"DATABASE_URL": url}, tmp_path)
    assert "geheim" not in str(refused.value)


def test_a_public_name_means_https_and_secure_cookies() -> None:
    said = hosts({"MILEPOST_HOSTS": "plan.example.org, https://pm.example.org:8443"})
    assert said.allowed[:2] == ("plan.example.org", "pm.example.org")
    assert said.origins == ("https://plan.example.org", "https://pm.example.org:8443")
    assert said.secure


def test_plain_http_must_be_said() -> None:
    said = hosts({"MILEPOST_HOSTS": "http://10.0.0.5:8000"})
    assert said.origins == ("http://10.0.0.5:8000",)
    assert not said.secure


@pytest.mark.parametrize("entry", ["*", "*.example.org", "ftp://x", "https://x/path", "https://"])
def test_addresses_that_are_none_are_refused(entry: str) -> None:
    with pytest.raises(WrongSettingError, match=r"^MILEPOST_HOSTS: "):
        hosts({"MILEPOST_HOSTS": entry})


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first = secret_key({}, tmp_path / "home")
    file = tmp_path / "home" / "secret.key"
    assert len(first) > 60
    assert secret_key({}, tmp_path / "home") == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["secret.key"]


def test_the_key_of_the_environment_comes_first_and_must_be_long(tmp_path: Path) -> None:
    assert secret_key({"MILEPOST_SECRET_KEY": "k" * 40}, tmp_path) == "k" * 40
    with pytest.raises(WrongSettingError, match="at least 32"):
        secret_key({"MILEPOST_SECRET_KEY": "short"}, tmp_path)


def test_a_provider_needs_all_its_parts_and_https() -> None:
    assert provider({}) is None
    with pytest.raises(WrongSettingError, match="together"):
        provider({"MILEPOST_OIDC_URL": "https://id.example.org"})
    with pytest.raises(WrongSettingError, match="https"):
        provider(_oidc("http://id.example.org"))
    found = provider(_oidc("https://id.example.org/realms/a/"))
    assert found is not None
    assert (found.url, found.origin, found.name) == (
        "https://id.example.org/realms/a",
        "https://id.example.org",
        "id.example.org",
    )


def _oidc(url: str) -> dict[str, str]:
    return {"MILEPOST_OIDC_URL": url, "MILEPOST_OIDC_CLIENT": "milepost", "MILEPOST_OIDC_SECRET": "secret"}


def test_mail_is_read_from_its_address() -> None:
    assert mail({}) == {}
    said = mail({"MILEPOST_MAIL_URL": "smtp://pm:p%3Aw@mail.example.org:2525?tls=yes"})
    assert (said["EMAIL_HOST"], said["EMAIL_PORT"], said["EMAIL_HOST_PASSWORD"]) == ("mail.example.org", 2525, "p:w")
    assert (said["EMAIL_USE_TLS"], said["EMAIL_USE_SSL"]) == (False, True)
    with pytest.raises(WrongSettingError, match=r"^MILEPOST_MAIL_URL: "):
        mail({"MILEPOST_MAIL_URL": "mail.example.org"})
