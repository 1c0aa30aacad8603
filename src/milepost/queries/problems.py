"""Refusals as programs read them: problem details (RFC 9457), the same at every door that speaks HTTP."""

from __future__ import annotations

from typing import Any

from milepost.queries.encoding import to_json
from milepost.queries.refused import Refused

#: What each kind of refusal is to HTTP.
STATUS = {
    "unreadable": 400,
    "reauthenticate": 401,
    "signed_out": 401,
    "forbidden": 403,
    "unknown": 404,
    "method": 405,
    "conflict": 409,
    "stale": 412,
    "too_large": 413,
    "not_json": 415,
    "invalid": 422,
    "rule": 422,
    "too_many": 429,
    "busy": 503,
}
TITLES = {
    "unreadable": "That cannot be read",
    "reauthenticate": "Say once more who you are",
    "signed_out": "Say who you are",
    "forbidden": "Not for your role",
    "unknown": "That does not exist",
    "method": "That is not done here",
    "conflict": "That does not fit what is there",
    "stale": "The project has moved on",
    "too_large": "That is too large",
    "not_json": "That is no JSON",
    "invalid": "That cannot be read",
    "rule": "That is not possible",
    "too_many": "That was too often",
    "busy": "Just a moment",
}


def status_of(refused: Refused) -> int:
    """Give the HTTP status of a refusal."""
    return STATUS.get(refused.code, 422)


def problem_of(refused: Refused) -> dict[str, Any]:
    """Describe a refusal: kind, title, status, sentence, and what else helps (`code`, `field`, `yours`, `theirs`)."""
    found = {
        "type": "about:blank",
        "title": TITLES.get(refused.code, TITLES["rule"]),
        "status": status_of(refused),
        "detail": refused.message,
        "code": refused.code,
    }
    found |= {name: to_json(value) for name, value in refused.details.items()}
    return {**found, "field": refused.field} if refused.field else found
