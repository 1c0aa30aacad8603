"""Refusals for programs: problem+json (RFC 9457)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse

from milepost.queries.encoding import to_json
from milepost.queries.refused import Refused


def problem(status: int, title: str, detail: str, **more: Any) -> JsonResponse:
    """Describe a refusal: title, sentence, and what else helps (`code`, `field`, `yours`, `theirs`)."""
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JsonResponse(content, status=status, content_type="application/problem+json")


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks: it sends JSON, or takes it and no page."""
    if request.content_type == "application/json":
        return True
    taken = request.headers.get("Accept", "")
    return "json" in taken and "text/html" not in taken


#: What each kind of refusal is to HTTP.
STATUS = {"invalid": 422, "unknown": 404, "forbidden": 403, "conflict": 409, "rule": 422, "reauthenticate": 401}
_TITLES = {
    "invalid": "That cannot be read",
    "unknown": "That does not exist",
    "forbidden": "Not for your role",
    "conflict": "Somebody was faster",
    "rule": "That is not possible",
    "reauthenticate": "Say once more who you are",
}


def refusal(refused: Refused) -> JsonResponse:
    """Describe a refused command or query: the sentence, its field, and both values where somebody was faster."""
    more = {name: to_json(value) for name, value in refused.details.items()}
    if refused.field:
        more["field"] = refused.field
    status = STATUS.get(refused.code, 422)
    return problem(status, _TITLES.get(refused.code, _TITLES["rule"]), refused.message, code=refused.code, **more)
