"""The first visit: while nobody has an account, one page makes the administrator's."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any, cast

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from milepost.commands.catalogue import find
from milepost.commands.run import Call, run
from milepost.queries.access import ADMINISTRATOR, Actor
from milepost.queries.accounts import nobody_has_an_account
from milepost.queries.refused import Refused
from milepost.web.forms import form_for

_ACTOR = Actor(user=0, name="Set-up", site_role=ADMINISTRATOR)
_ASKED = ("username", "name", "email", "password")


def set_up_token() -> str:
    """Give the word that lets somebody on another machine set the site up; the terminal shows it at the start."""
    return hmac.new(settings.SECRET_KEY.encode(), b"milepost set-up", hashlib.sha256).hexdigest()[:24]


def trusted(request: HttpRequest) -> bool:
    """Tell whether a visitor may set the site up: from this machine and not through a proxy, or with the token."""
    shown = request.POST.get("token", request.GET.get("token", ""))
    if hmac.compare_digest(shown.encode(), set_up_token().encode()):
        return True
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback and not forwarded
    except ValueError:
        return False


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Make the first account, an administrator's, and sign its owner in."""
    if not nobody_has_an_account():
        raise Http404("The site is set up.")
    if not trusted(request):
        return render(request, "setup/token.html", status=403)
    if request.method != "POST":
        return _form(request, {})
    sent = {name: request.POST.get(name, "") for name in _ASKED}
    if sent["password"] != request.POST.get("password_again", ""):
        return _form(request, sent, Refused("The two passwords differ.", "password", "invalid"))
    try:
        call = Call("create_account", {**sent, "site_role": ADMINISTRATOR})
        run([call], actor=_ACTOR, door="web", at=datetime.now(UTC), reason="first visit")
    except Refused as refused:
        return _form(request, sent, refused)
    user = get_user_model().objects.get(username=sent["username"].strip().lower())
    return cast("HttpResponse", perform_login(request, user, redirect_url="/"))


def _form(request: HttpRequest, sent: dict[str, str], refused: Refused | None = None) -> HttpResponse:
    form = form_for(find("create_account"), "", sent, fixed=["site_role"], refused=refused)
    context: dict[str, Any] = {"form": form, "token": request.POST.get("token", request.GET.get("token", ""))}
    return render(request, "setup/administrator.html", context, status=422 if refused else 200)
