"""What every page shows around its content: menu, breadcrumbs, who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates what the frame of a page needs."""
    return {"path": request.path}
