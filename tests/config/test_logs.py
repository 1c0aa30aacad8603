"""No secret reaches a log."""

from __future__ import annotations

import logging
import sys

import pytest

from milepost.config.logs import WithoutSecrets, without_secrets


@pytest.mark.parametrize(
    "line",
    [
        "password=geheim",
        "{'password': 'geheim', 'name': 'anna'}",
        '{"token": "geheim"}',
        "Authorization: Bearer geheimgeheim",
        "Cookie: sessionid=geheim",
        "GET /accounts/sso/callback?code=geheim&state=1",
        "postgresql://anna:geheim@db/plans",
        "bearer geheimgeheim refused",
    ],
)
def test_what_looks_like_a_secret_is_blacked_out(line: str) -> None:
    assert "geheim" not in without_secrets(line)


def test_plain_words_stay() -> None:
    line = "task T-4 moved from 2026-03-02 to 2026-03-05 by anna at https://plan.example.org:8443/p/PORTAL"
    assert without_secrets(line) == line


def test_arguments_and_tracebacks_are_cleaned_too() -> None:
    try:
        int("token=geheim")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "with %s", ("password=geheim",), sys.exc_info())
    assert WithoutSecrets().filter(record)
    assert "geheim" not in logging.Formatter().format(record)
