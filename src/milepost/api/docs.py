"""The page for people about the API: every operation with its arguments; questions can be tried on the spot.

It is made by the server from the very description that programs get, so it needs no script and no inline style.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from milepost.api.openapi import document

BASE = "/api/v1"


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the operations, those that `find` names; `project` is the one to try questions on."""
    project = request.GET.get("project", "").strip().upper()[:30]
    find = request.GET.get("find", "").strip()[:100]
    shown = [each for each in _operations(project or "PORTAL") if find.casefold() in each["words"]]
    names = sorted({each["area"] for each in shown})
    areas = [
        {"name": name.capitalize(), "operations": [each for each in shown if each["area"] == name]} for name in names
    ]
    about = document()["info"]["description"].split("\n\n")
    return render(
        request, "api/docs.html", {"areas": areas, "about": about, "project": project or "PORTAL", "find": find}
    )


def _operations(project: str) -> Iterator[dict[str, Any]]:
    for path, item in document()["paths"].items():
        for method in (each for each in ("get", "post") if each in item):
            yield _shown(path, method.upper(), item[method], project)


def _shown(path: str, method: str, operation: Mapping[str, Any], project: str) -> dict[str, Any]:
    address = f"{BASE}{path.replace('{code}', project)}"
    fields = list(_fields(operation))
    return {
        "identity": operation["operationId"],
        "method": method,
        "path": path,
        "address": address,
        "area": operation["tags"][0],
        "summary": operation["summary"],
        "about": operation["description"].split("\n\n")[1:],
        "fields": fields,
        "example": _example(address, fields) if method == "POST" else "",
        "words": f"{path} {operation['description']}".casefold(),
    }


def _fields(operation: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """List what an operation is given: from the body of a command, from the address of a query."""
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        for name, each in schema["properties"].items():
            yield {"name": name, "required": name in schema["required"], "about": _about(each)}
        return
    for each in (each for each in operation["parameters"] if "$ref" not in each):
        yield {"name": each["name"], "required": each["required"], "about": _about(each["schema"])}


def _about(schema: Mapping[str, Any]) -> str:
    words = [str(each) for each in schema.get("enum", ()) if each is not None]
    kind = schema.get("type", "")
    said = schema.get("description") or (kind if isinstance(kind, str) else kind[0])
    return f"{said}: {' | '.join(words)}" if words else str(said)


def _example(address: str, fields: list[dict[str, Any]]) -> str:
    body = json.dumps({each["name"]: "..." for each in fields if each["required"]})
    return (
        f"curl -X POST '{address}?preview=true' -H 'Authorization: Bearer ...' \\\n"
        f"  -H 'Content-Type: application/json' -d '{body}'"
    )
