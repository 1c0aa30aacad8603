"""Who calls: somebody with a token, or somebody signed in with their browser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse

from milepost.commands.allowances import use
from milepost.commands.catalogue import find
from milepost.commands.run import Call
from milepost.queries.access import Actor, actor_of
from milepost.queries.accounts import actor_for_token
from milepost.queries.refused import Refused

_SAFE = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls and when; `browser` tells that a session speaks for them and no token."""

    actor: Actor
    at: datetime
    browser: bool = False


class _Forgery(CsrfViewMiddleware):
    """The check that a browser's request comes from our own pages; tokens need none, so it is asked for here."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        del request
        raise Refused(f"This did not come from our own pages: {reason}", code="forbidden")


def _unanswered(request: HttpRequest) -> HttpResponse:
    raise AssertionError(request.path)


_FORGERY = _Forgery(_unanswered)


def caller(request: HttpRequest) -> Caller:
    """Tell who calls. Refuses nobody, tokens that are not good, and forged requests."""
    at = datetime.now(UTC)
    said = request.headers.get("Authorization", "")
    if said:
        kind, _, token = said.partition(" ")
        if kind.lower() != "bearer" or not token.strip():
            raise Refused("Send a token as “Authorization: Bearer ...”.", code="signed_out")
        actor = actor_for_token(token.strip(), at)
        use(actor, at)
        return Caller(actor, at)
    user = cast("Any", request.user)
    if not user.is_authenticated:
        raise Refused("Send a token as “Authorization: Bearer ...”, or sign in.", code="signed_out")
    if request.method not in _SAFE:
        _FORGERY.process_request(request)
        _FORGERY.process_view(request, _unanswered, (), {})
    return Caller(actor_of(user), at, browser=True)


def refuse_without_proof(request: HttpRequest, who: Caller, calls: tuple[Call, ...]) -> None:
    """Refuse a dangerous command from a browser whose user has not lately shown again who they are."""
    if not who.browser or not any(find(call.command).dangerous for call in calls):
        return
    if is_reauthentication_required(request, app="api"):
        where = {"where": reverse("account_reauthenticate")}
        raise Refused("This needs your password or second factor once more.", code="reauthenticate", details=where)
