"""Who is looking, and what surrounds the page they look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from milepost.queries.access import Actor, Permission, actor_of, on_site
from milepost.queries.frames import Frame, frame
from milepost.queries.refused import Refused
from milepost.web.problems import problem, wants_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Allowed(Protocol):
    """A command or query, as far as it says who may use it."""

    @property
    def permission(self) -> Permission:
        """Give what one must be allowed."""

    @property
    def site(self) -> bool:
        """Whether it belongs to no project."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One look: who, when, and in which project if any."""

    actor: Actor
    at: datetime
    frame: Frame | None

    @property
    def project(self) -> str | None:
        """Give the project's code."""
        return None if self.frame is None else self.frame.code

    def may(self, wanted: Allowed) -> bool:
        """Tell whether a command may be given or a query asked: on the site by the role there, else in the project."""
        if wanted.site:
            return on_site(self.actor, wanted.permission)
        return self.frame is not None and self.frame.may(wanted.permission)

    @property
    def base(self) -> str:
        """Give the address below which actions and forms of this place are."""
        return "" if self.frame is None else f"/p/{self.frame.code}"


def visit(request: HttpRequest, project: str | None) -> Visit:
    """Tell who looks where. Raises Http404 for a project they may not know of."""
    actor = actor_of(cast("Any", request.user))
    try:
        found = None if project is None else frame(actor, project)
    except Refused as refused:
        raise Http404(refused.message) from refused
    made = Visit(actor, datetime.now(UTC), found)
    request.visit = made  # type: ignore[attr-defined]
    return made


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only people who are signed in reach a view; others are led to sign in, programs are told."""

    def reached(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **given)
        if wants_json(request):
            return problem(401, "Sign in first", "Your session has ended. Sign in and try again.", code="signed_out")
        answer = redirect_to_login(request.get_full_path())
        if "HX-Request" in request.headers:
            # A fragment must not be filled with the sign-in page; the whole page goes there.
            return HttpResponse(status=204, headers={"HX-Redirect": answer.url})
        return answer

    return reached
