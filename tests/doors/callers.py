"""Programs at the doors: tokens as people make them, and callers that use them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.test import Client

from milepost.queries.accounts import token_digest
from milepost.records.models import Project, Token
from tests.worlds import AT, user


def token(
    name: str, scope: str = "write", project: Project | None = None, *, ends: datetime | None = None, word: str = ""
) -> str:
    """A token that speaks for somebody."""
    text = word or f"mp_{name}_{scope}_{'all' if project is None else project.code}"
    Token.objects.create(
        user_id=user(name).user, name=f"{name}'s", prefix=text[:12], digest=token_digest(text), scope=scope,
        project=project, created_at=AT, expires_at=ends,
    )  # fmt: skip
    return text


@dataclass(frozen=True)
class Program:
    """A program that speaks to the API with a token."""

    token: str

    def get(self, path: str, **headers: str) -> Any:
        """Ask."""
        return self._client(headers).get(f"/api/v1/{path}")

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """Send JSON."""
        content = body if isinstance(body, bytes) else json.dumps({} if body is None else body)
        return self._client(headers).post(f"/api/v1/{path}", content, content_type="application/json")

    def _client(self, headers: dict[str, str]) -> Client:
        given = {name.replace("_", "-"): text for name, text in headers.items()}
        return Client(headers={"host": "localhost", "authorization": f"Bearer {self.token}", **given})
