"""Refusals for programs: problem+json (RFC 9457)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse

from milepost.queries.problems import problem_of, status_of
from milepost.queries.refused import Refused


def problem(status: int, title: str, detail: str, **more: Any) -> JsonResponse:
    """Describe a refusal: title, sentence, and what else helps (`code`, `field`, `yours`, `theirs`)."""
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JsonResponse(content, status=status, content_type="application/problem+json")


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks: it calls the API, sends JSON, or takes it and no page."""
    if request.content_type == "application/json" or request.path.startswith("/api/"):
        return True
    taken = request.headers.get("Accept", "")
    return "json" in taken and "text/html" not in taken


def refusal(refused: Refused) -> JsonResponse:
    """Describe a refused command or query: the sentence, its field, and both values where somebody was faster."""
    return JsonResponse(problem_of(refused), status=status_of(refused), content_type="application/problem+json")
