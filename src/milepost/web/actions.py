"""The one POST view: a form or JSON becomes commands; what is refused comes back in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from milepost.commands.catalogue import find
from milepost.commands.command import Command
from milepost.commands.orders import Order, read_calls
from milepost.commands.preview import preview
from milepost.commands.run import Call, Outcome, run
from milepost.queries.access import Standing
from milepost.queries.catalogue import ask
from milepost.queries.effects import Effect, effect
from milepost.queries.encoding import to_json
from milepost.queries.refused import Refused
from milepost.web.errors import forbidden, missing
from milepost.web.forms import OWN, arguments_of, form_for
from milepost.web.importing import later, taken_later
from milepost.web.problems import refusal
from milepost.web.requests import as_request, may_request
from milepost.web.visitors import Visit, signed_in, visit

DOOR = "web"


@require_POST
@signed_in
def do(request: HttpRequest, project: str | None = None) -> HttpResponse:
    """Carry commands out, or try what they would do."""
    here = visit(request, project)
    if request.content_type == "application/json":
        return _from_program(request, here)
    return _from_form(request, here)


def _from_program(request: HttpRequest, here: Visit) -> HttpResponse:
    try:
        body = json.loads(request.body)
        order = read_order(body)
        _refuse_without_proof(request, order)
        if order.only_try:
            return JsonResponse(_tried(order, here)[0])
        outcome, effect_ = _done(order, here)
        answer = _told(outcome, effect_)
        following = body.get("ask")
        if isinstance(following, Mapping):
            answer["answer"] = to_json(_asked(following, here))
    except json.JSONDecodeError as error:
        return refusal(Refused(f"The body is no JSON: {error}.", code="invalid"))
    except Refused as refused:
        return refusal(refused)
    return JsonResponse(answer)


def read_order(body: Any) -> Order:
    """Read an order as JSON has it: `{"calls": [{"command", "arguments"}], "revision", "preview", "reason", "key"}`."""
    if not isinstance(body, Mapping) or not isinstance(body.get("calls"), list):
        raise Refused('The body is an object with "calls", a list of commands.', "calls", "invalid")
    calls = read_calls(body["calls"])
    revision = body.get("revision")
    if revision is not None and (not isinstance(revision, int) or isinstance(revision, bool)):
        raise Refused("The revision is a whole number.", "revision", "invalid")
    reason, key = str(body.get("reason") or ""), str(body.get("key") or "")
    return Order(calls, revision, reason=reason, key=key, only_try=bool(body.get("preview")))


def _done(order: Order, here: Visit) -> tuple[Outcome, Effect | None]:
    outcome = run(
        order.calls,
        actor=here.actor,
        door=DOOR,
        at=here.at,
        project=here.project,
        revision=order.revision,
        key=order.key,
        reason=order.reason,
    )
    if outcome.before is None or outcome.after is None:
        return outcome, None
    return outcome, effect(outcome.before, outcome.after, _standing(here))


def _tried(order: Order, here: Visit) -> tuple[dict[str, Any], Effect]:
    tried = preview(order.calls, actor=here.actor, door=DOOR, at=here.at, project=here.project, revision=order.revision)
    found = effect(tried.before, tried.after, _standing(here), people=True)
    return {"preview": True, "revision": tried.revision, **_effect(found)}, found


def _standing(here: Visit) -> Standing:
    assert here.frame is not None
    return here.frame.standing


def _told(outcome: Outcome, found: Effect | None) -> dict[str, Any]:
    undo = {"entry": outcome.number} if outcome.changed and outcome.before is not None else None
    answer = {
        "project": outcome.project,
        "revision": outcome.revision,
        "entry": outcome.number,
        "results": to_json(outcome.results),
        "undo": undo,
    }
    return {**answer, **(_effect(found) if found is not None else {"sentence": "Done.", "moved": [], "impact": None})}


def _effect(found: Effect) -> dict[str, Any]:
    moved = [[each.task, each.start_before, each.start, each.finish_before, each.finish] for each in found.moved]
    return {"sentence": found.sentence, "moved": moved, "impact": to_json(found.impact)}


def _asked(following: Mapping[str, Any], here: Visit) -> Any:
    """Answer what was asked to follow the action, so that one trip is enough."""
    arguments = following.get("arguments") or {}
    return ask(str(following.get("query")), arguments, actor=here.actor, at=here.at, project=here.project)


def _refuse_without_proof(request: HttpRequest, order: Order) -> None:
    """Refuse a dangerous command from somebody who has not lately shown again who they are."""
    if any(_needs_proof(request, find(call.command)) for call in order.calls):
        where = {"where": reverse("account_reauthenticate")}
        raise Refused("This needs your password or second factor once more.", code="reauthenticate", details=where)


def _needs_proof(request: HttpRequest, command: Command) -> bool:
    return command.dangerous and bool(is_reauthentication_required(request, app=DOOR))


def _prove(request: HttpRequest, onward: str) -> HttpResponse:
    """Lead to where people show again who they are, and from there on."""
    address = f"{reverse('account_reauthenticate')}?{urlencode({'next': onward})}"
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _from_form(request: HttpRequest, here: Visit) -> HttpResponse:
    sent = request.POST
    word = sent.get(f"{OWN}command", "")
    try:
        command = find(word)
        if _needs_proof(request, command):
            # What was sent may hold a password, so it is not kept: the form is filled in again.
            return _prove(request, f"{here.base}/do/{word}")
        order = _form_order(request, word)
        if f"{OWN}request" in sent:
            order, command = replace(order, calls=as_request(order.calls)), find("request_change")
        if not order.only_try and taken_later(order.calls):
            return _to(request, later(order.calls[0], here))
        if order.only_try:
            return _form(request, here, word, effect_=_tried(order, here)[1].sentence)
        outcome, found = _done(order, here)
    except Refused as refused:
        if not word or refused.field == "command":
            return refusal(refused)
        return _form(request, here, word, refused=refused)
    _say(request, here, outcome, command.title, found)
    if command.name == "request_change":
        return _to(request, f"{here.base}/changes/{outcome.results[-1]}")
    return _onward(request, outcome)


def _form_order(request: HttpRequest, word: str) -> Order:
    sent = request.POST
    lists = {name: cast("list[str]", sent.getlist(name)) for name in sent}
    arguments = arguments_of(find(word), sent.dict(), cast("dict[str, UploadedFile[Any]]", request.FILES.dict()), lists)
    each, keys = sent.get(f"{OWN}each", ""), [key for key in sent.get(f"{OWN}keys", "").split(",") if key]
    calls = [Call(word, {**arguments, each: key}) for key in keys] if each and keys else [Call(word, arguments)]
    revision = sent.get(f"{OWN}revision", "")
    return Order(
        tuple(calls),
        int(revision) if revision.isdecimal() and len(revision) < 16 else None,
        reason=sent.get(f"{OWN}reason", ""),
        only_try=f"{OWN}preview" in sent,
    )


def _say(request: HttpRequest, here: Visit, outcome: Outcome, title: str, found: Effect | None) -> None:
    """Leave the sentence for the next page, with the entry that can be undone."""
    effect_ = f" {found.sentence}" if found is not None and found.moved else ""
    undo = f"undo:{here.base}:{outcome.number}" if outcome.changed and here.frame is not None else ""
    messages.success(request, f"{title}: done.{effect_}" if outcome.changed else f"{title}: nothing changed.", undo)


def _onward(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    asked = request.POST.get(f"{OWN}next", "")
    leads = asked.replace("{result}", str(outcome.results[-1]) if outcome.results else "")
    if outcome.project and find(request.POST.get(f"{OWN}command", "")).site and leads == asked:
        # Whoever founds a project wants to plan it next, wherever they did so.
        leads = f"/p/{outcome.project}/plan"
    if not url_has_allowed_host_and_scheme(leads, {request.get_host()}, require_https=request.is_secure()):
        leads = f"/p/{outcome.project}/" if outcome.project else "/"
    return _to(request, leads)


def _to(request: HttpRequest, leads: str) -> HttpResponse:
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": leads})
    return HttpResponseRedirect(leads)


@require_safe
@signed_in
def ask_for(request: HttpRequest, command: str, project: str | None = None) -> HttpResponse:
    """Show the form of a command, filled in with what the address says."""
    here = visit(request, project)
    try:
        wanted = find(command)
    except Refused:
        return missing(request)
    if not here.may(wanted) and not may_request(here, wanted):
        return forbidden(request)
    if _needs_proof(request, wanted):
        return _prove(request, request.get_full_path())
    return _form(request, here, command)


def _form(
    request: HttpRequest, here: Visit, word: str, *, refused: Refused | None = None, effect_: str = ""
) -> HttpResponse:
    """Render a command's form: a page of its own, or a piece for the dialog."""
    command = find(word)
    told = request.POST if request.method == "POST" else request.GET
    revision = told.get(f"{OWN}revision", "")
    form = form_for(
        command,
        f"{here.base}/do",
        told.dict(),
        fixed=[name for name in told.get(f"{OWN}fixed", "").split(",") if name],
        refused=refused,
        revision=int(revision) if revision.isdecimal() else here.frame.revision if here.frame else None,
        leads=told.get(f"{OWN}next", ""),
        each=told.get(f"{OWN}each", ""),
        keys=[key for key in told.get(f"{OWN}keys", "").split(",") if key],
        effect=effect_,
    )
    piece = "HX-Request" in request.headers
    template = "command/piece.html" if piece else "command/page.html"
    status = 200 if refused is None else refusal(refused).status_code
    may = {"done": here.may(command), "asked": may_request(here, command)}
    return render(request, template, {"form": form, "command": command, "title": form.title, "may": may}, status=status)
