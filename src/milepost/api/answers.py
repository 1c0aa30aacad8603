"""What callers get: JSON with the project's revision as its tag, pages of lists, and refusals as problem details."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from milepost.queries.problems import problem_of, status_of
from milepost.queries.refused import Refused

JSON, PROBLEM = "application/json", "application/problem+json"
#: A page of a list where nothing else is asked for, and the longest one.
PAGE, LONGEST_PAGE = 100, 1000


def told(value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Answer with JSON."""
    return HttpResponse(written(value), content_type=JSON, status=status, headers=dict(headers or {}))


def written(value: Any) -> bytes:
    """Write JSON values as compactly as they go."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def refusal(refused: Refused) -> HttpResponse:
    """Answer with a refusal, and how to do better where a header says so."""
    answer = HttpResponse(written(problem_of(refused)), content_type=PROBLEM, status=status_of(refused))
    if answer.status_code == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="milepost"'
    if answer.status_code in (429, 503):
        answer["Retry-After"] = str(refused.details.get("seconds", 1))
    if refused.code == "method":
        answer["Allow"] = str(refused.details["allowed"])
    return answer


def tagged(request: HttpRequest, value: Any, revision: int | None, headers: Mapping[str, str]) -> HttpResponse:
    """Answer a question. The tag is the revision and a digest, for answers differ by who asks and when.

    Who has the same answer already gets 304 and no body.
    """
    body = written(value)
    tag = blake2b(body, digest_size=8).hexdigest()
    tag = f'"{tag}"' if revision is None else f'"{revision}-{tag}"'
    known = [each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")]
    answer = HttpResponse(status=304) if tag in known or "*" in known else HttpResponse(body, content_type=JSON)
    for name, text in {**headers, "ETag": tag, "Vary": "Authorization, Cookie"}.items():
        answer[name] = text
    return answer


def revision_in(request: HttpRequest) -> int | None:
    """Read the revision a caller insists on: `If-Match: "12"`, or the tag of any answer at that revision."""
    said = request.headers.get("If-Match", "").strip()
    if not said or said == "*":
        return None
    number = said.removeprefix("W/").strip('"').partition("-")[0]
    if not number.isdecimal() or len(number) > 15:
        raise Refused('If-Match has the revision of the project, as in "12".', "If-Match", "invalid")
    return int(number)


def page_of(request: HttpRequest, rows: list[Any]) -> tuple[list[Any], dict[str, str]]:
    """Cut a page out of a list by `limit` and `offset`, and say where the others are."""
    limit = _whole(request, "limit", PAGE, 1, LONGEST_PAGE)
    offset = _whole(request, "offset", 0, 0, 10**9)
    others = {"first": 0}
    if offset + limit < len(rows):
        others["next"] = offset + limit
    if offset > 0:
        others["prev"] = max(0, offset - limit)
    links = ", ".join(f'<{_address(request, limit, place)}>; rel="{name}"' for name, place in others.items())
    return rows[offset : offset + limit], {"Link": links, "Total-Count": str(len(rows))}


def _address(request: HttpRequest, limit: int, offset: int) -> str:
    asked = [(name, text) for name, texts in request.GET.lists() for text in texts if name not in ("limit", "offset")]
    return f"{request.path}?{urlencode([*asked, ('limit', limit), ('offset', offset)])}"


def _whole(request: HttpRequest, name: str, otherwise: int, least: int, most: int) -> int:
    text = request.GET.get(name, str(otherwise))
    number = int(text) if text.isdecimal() and text.isascii() and len(text) < 12 else -1
    if not least <= number <= most:
        raise Refused(f"{name} is a whole number from {least} to {most:,}, not {text!r}.", name, "invalid")
    return number
