"""How much may be sent at once: more is refused before it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from milepost.web.errors import lengthless, too_large
from milepost.web.forms import LARGEST_FILE

#: A file, and the form around it.
_MOST = LARGEST_FILE + 2**20


def request_limits(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Refuse a request that announces more than may be sent, or does not say how much it brings."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
            # Such a body would be taken for an empty one.
            return lengthless(request)
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) > _MOST:
            return too_large(request, LARGEST_FILE // 2**20)
        return get_response(request)

    return middleware
