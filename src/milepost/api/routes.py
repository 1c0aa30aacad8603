"""The addresses of the API: a command is posted, a query is asked, everything else is refused as a problem."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from milepost.api.answers import page_of, refusal, revision_in, tagged, told
from milepost.api.bodies import LARGEST, LARGEST_WITH_FILE, check_texts, read_form, read_object
from milepost.api.openapi import document
from milepost.api.visitors import Caller, caller, refuse_without_proof
from milepost.commands.catalogue import find
from milepost.commands.orders import Order, carry_out, read_calls
from milepost.commands.run import Call
from milepost.commands.uploads import hand_over
from milepost.queries.catalogue import ask
from milepost.queries.catalogue import find as find_query
from milepost.queries.encoding import to_json
from milepost.queries.frames import frame
from milepost.queries.kinds import Reading
from milepost.queries.query import Query
from milepost.queries.refused import Refused
from milepost.queries.shapes import lists
from milepost.queries.written import from_texts

DOOR = "api"
_WORDS = {"true": True, "1": True, "": True, "false": False, "0": False}


def route(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Make a function of `(request, caller, ...)` a view that answers every refusal as a problem."""

    def routed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, **given: Any) -> HttpResponse:
            try:
                _refuse_other_methods(request, methods)
                check_texts([*given.values(), *(text for pair in request.GET.lists() for text in (pair[0], *pair[1]))])
                return view(request, caller(request), **given)
            except Refused as refused:
                return refusal(refused)

        return answered

    return routed


@route("POST")
def command(request: HttpRequest, who: Caller, word: str, project: str | None = None) -> HttpResponse:
    """Carry one command out; the body has its arguments."""
    wanted = find(word)
    _refuse_other_place(word, wanted.site, project)
    _refuse_other_words(request)
    takes_file = any(each.kind == "content" for each in wanted.parameters)
    if takes_file and request.content_type == "multipart/form-data":
        arguments = read_form(request, wanted.schema)
    else:
        arguments = read_object(request, largest=LARGEST_WITH_FILE if takes_file else LARGEST)
    call = Call(word, dict(arguments))
    if takes_file and _prefers(request, "respond-async") and not _flag(request, "preview"):
        return _later(request, who, call, project)
    return _done(request, who, (call,), project)


def _later(request: HttpRequest, who: Caller, call: Call, project: str | None) -> HttpResponse:
    """Let the worker take a plan file in, and tell where its progress is."""
    refuse_without_proof(request, who, (call,))
    if project is not None:
        frame(who.actor, project)
    read = find(call.command).read(call.arguments, Reading(None, {}))
    given = {name: value for name, value in call.arguments.items() if name != "content"}
    call = Call(call.command, {**given, "content": read["content"]})
    job = hand_over(call, actor=who.actor, door=DOOR, at=who.at, project=project)
    place = f"/api/v1/import_progress?job={job}"
    return told({"job": job, "state": "waiting", "progress": place}, status=202, headers={"Location": place})


@route("POST")
def action(request: HttpRequest, who: Caller, project: str) -> HttpResponse:
    """Carry several commands out as one action: all of them or none."""
    _refuse_other_words(request)
    body = read_object(request)
    if unknown := [name for name in body if name not in ("calls", "reason")]:
        raise Refused(f"An action does not know {unknown[0]}; it has calls and reason.", unknown[0], "invalid")
    reason = body.get("reason", "")
    if not isinstance(reason, str):
        raise Refused("The reason is a text.", "reason", "invalid")
    return _done(request, who, read_calls(body.get("calls")), project, reason)


@route("GET", "HEAD")
def query(request: HttpRequest, who: Caller, word: str, project: str | None = None) -> HttpResponse:
    """Answer one question; the address has its arguments."""
    wanted = find_query(word)
    _refuse_other_place(word, wanted.site, project)
    schemas = wanted.schema["properties"]
    own = ("limit", "offset") if pages(wanted) else ()
    asked = {
        name: from_texts(schemas.get(name, {}), texts) for name, texts in request.GET.lists() if name not in own
    }  # fmt: skip
    revision = None if project is None else frame(who.actor, project).revision
    found = to_json(ask(word, asked, actor=who.actor, at=who.at, project=project))
    headers: dict[str, str] = {}
    if pages(wanted):
        found, headers = page_of(request, found)
    return tagged(request, found, revision, headers)


@require_safe
def described(request: HttpRequest) -> HttpResponse:
    """Describe the API to programs; whoever may reach the server may read it."""
    return tagged(request, document(), None, {})


@csrf_exempt
def nothing(request: HttpRequest, **rest: str) -> HttpResponse:
    """Refuse addresses there are none of."""
    del rest
    return refusal(Refused(f"There is nothing at {request.path}.", code="unknown"))


def pages(wanted: Query) -> bool:
    """Tell whether a query's answer is a list that is given page by page here."""
    return lists(wanted) and "limit" not in wanted.schema["properties"]


def _done(
    request: HttpRequest, who: Caller, calls: tuple[Call, ...], project: str | None, reason: str = ""
) -> HttpResponse:
    refuse_without_proof(request, who, calls)
    revision = revision_in(request)
    order = Order(
        calls,
        revision,
        exactly=revision is not None,
        reason=reason or request.GET.get("reason", ""),
        key=_key(request),
        only_try=_flag(request, "preview"),
        briefly=_prefers(request, "return=minimal"),
    )
    done = carry_out(order, actor=who.actor, door=DOOR, at=who.at, project=project)
    headers = {"ETag": f'"{done.revision}"'} if done.project else {}
    if order.briefly and not order.only_try:
        headers["Preference-Applied"] = "return=minimal"
    return told(to_json(done), headers=headers)


def _refuse_other_methods(request: HttpRequest, methods: tuple[str, ...]) -> None:
    if request.method not in methods:
        allowed = ", ".join(methods)
        said = f"{request.method} is not done here; {allowed} is."
        raise Refused(said, code="method", details={"allowed": allowed})


def _refuse_other_place(word: str, site: bool, project: str | None) -> None:
    if site and project is not None:
        raise Refused(f"{word} belongs to no project; leave the project out of the address.", code="unknown")
    if not site and project is None:
        raise Refused(f"{word} needs a project in the address: /api/v1/projects/CODE/...", code="unknown")


def _refuse_other_words(request: HttpRequest) -> None:
    """Refuse a misspelt word of the address: without it a trial would be done in earnest."""
    for name in request.GET:
        if name not in ("preview", "reason"):
            raise Refused(f"The address knows preview and reason, not {name}.", name, "invalid")


def _key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > 200:
        raise Refused("An idempotency key has at most 200 characters.", "Idempotency-Key", "invalid")
    return key


def _prefers(request: HttpRequest, wish: str) -> bool:
    said = request.headers.get("Prefer", "").lower().replace(";", ",")
    return wish in (each.replace(" ", "").replace('"', "") for each in said.split(","))


def _flag(request: HttpRequest, name: str) -> bool:
    text = request.GET.get(name, "false").lower()
    if text not in _WORDS:
        raise Refused(f"{name} is true or false, not {text!r}.", name, "invalid")
    return _WORDS[text]
