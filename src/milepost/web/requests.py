"""Asking for what one may not, or would not, do oneself: the form of any command can become a change request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from milepost.commands.catalogue import catalogue, find
from milepost.commands.command import Command
from milepost.commands.run import Call
from milepost.commands.sandbox import can_wait
from milepost.queries.access import Permission
from milepost.web.errors import missing
from milepost.web.visitors import Visit, signed_in, visit

#: What everybody may do who may ask for changes needs no request.
_FREE = (Permission.SEE, Permission.COMMENT, Permission.RAISE)
#: The nouns whose commands change what was agreed on.
_AGREED = ("schedule", "people", "budget", "risks")


def may_request(here: Visit, command: Command) -> bool:
    """Tell whether somebody may ask here for a command to be carried out."""
    open_ = here.frame is not None and not here.frame.archived
    return open_ and command.permission not in _FREE and can_wait(command) and here.may(find("request_change"))


def requestable(here: Visit) -> list[Command]:
    """List the commands one may ask for, by their words."""
    return [each for each in catalogue().values() if each.area in _AGREED and may_request(here, each)]


def as_request(calls: Sequence[Call]) -> tuple[Call, ...]:
    """Make a change request of calls; what is left empty is not asked for."""
    told = [Call(call.command, {name: value for name, value in call.arguments.items() if value not in ("", None, [])})
            for call in calls]  # fmt: skip
    words = ", ".join(str(value) for value in told[0].arguments.values() if isinstance(value, str | int))
    title = f"{find(told[0].command).title}: {words}" if words else find(told[0].command).title
    arguments: dict[str, Any] = {"title": title[:200], "calls": [each.to_json() for each in told], "submit": True}
    return (Call("request_change", arguments),)


@require_safe
@signed_in
def choose(request: HttpRequest, project: str) -> HttpResponse:
    """Lead from the word of a command to its form."""
    here = visit(request, project)
    word = request.GET.get("command", "")
    if word not in {each.name for each in requestable(here)}:
        return missing(request)
    return HttpResponseRedirect(f"{here.base}/do/{word}?{urlencode({'_next': f'{here.base}/changes'})}")
