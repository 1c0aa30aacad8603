"""The one GET view: ask the page's query, render its template, or hand the answer out as data or file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from milepost.queries.catalogue import ask
from milepost.queries.encoding import to_json
from milepost.queries.refused import Refused
from milepost.web import assets, errors
from milepost.web.exports import FORMATS, export
from milepost.web.forms import field_for
from milepost.web.paged import arguments, every_page, is_paged, paged_sheet
from milepost.web.pages import Page, pages
from milepost.web.problems import refusal, wants_json
from milepost.web.registers import Sheet, laid_out, sheet
from milepost.web.rows import rows
from milepost.web.shell import offers
from milepost.web.visitors import Visit, signed_in, visit

#: Longer words of an address are nobody's wish.
_LONGEST = 1000


@require_safe
@signed_in
def show(request: HttpRequest, page: str, form: str = "html", project: str | None = None, **given: Any) -> HttpResponse:
    """Show a page, or its answer as `.json`, `.csv` or `.xlsx`."""
    wanted = pages()[page]
    here = visit(request, project)
    tag = _tag(request, here)
    unchanged = get_conditional_response(request, etag=tag) if tag else None
    if unchanged is not None:
        return unchanged
    try:
        answer = _asked(wanted, here, request, given)
    except Refused as refused:
        return _refused(request, refused, form)
    response = _shaped(request, wanted, here, answer, form, given)
    if tag:
        response.headers["ETag"] = tag
    return response


@require_safe
@signed_in
def answer(request: HttpRequest, query: str, project: str | None = None) -> HttpResponse:
    """Answer any query as JSON, with the words of the address as its arguments, for the scripts of pages."""
    here = visit(request, project)
    tag = _tag(request, here)
    unchanged = get_conditional_response(request, etag=tag) if tag else None
    if unchanged is not None:
        return unchanged
    try:
        found = ask(query, request.GET.dict(), actor=here.actor, at=here.at, project=here.project)
    except Refused as refused:
        return refusal(refused)
    response = JsonResponse(to_json(found), safe=False)
    if tag:
        response.headers["ETag"] = tag
    return response


def _asked(page: Page, here: Visit, request: HttpRequest, given: Mapping[str, Any]) -> Any:
    told = arguments(page.question, _words(request))
    return ask(page.query, {**told, **given}, actor=here.actor, at=here.at, project=here.project)


def _words(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.GET.items() if len(value) < _LONGEST}


def _shaped(
    request: HttpRequest, page: Page, here: Visit, answer: Any, form: str, given: Mapping[str, Any]
) -> HttpResponse:
    if form == "json":
        return JsonResponse(to_json(answer), safe=False)
    if form in FORMATS:
        return export(_whole(page, here, answer, _words(request), given), form, page.title)
    context: dict[str, Any] = {"page": page, "answer": answer, "given": given}
    if page.register is not None:
        context["sheet"] = laid = _one_page(page, here, answer, _words(request))
        edits = offers(here, tuple(dict.fromkeys(each.edit for each in laid.columns if each.edit)))
        context["bulk"], context["export_forms"] = offers(here, page.register.bulk), tuple(FORMATS)
        context["fields"] = [
            (column, field_for(offer.command, column.argument or column.name))
            for column in laid.columns
            for offer in edits
            if offer.command.name == column.edit
        ]
        context["rows"] = rows(laid, {offer.command.name for offer in edits}, pick=bool(context["bulk"]))
    return render(request, page.template, context)


def _one_page(page: Page, here: Visit, answer: Any, asked: Mapping[str, str]) -> Sheet:
    assert page.register is not None
    if is_paged(page.question):
        return paged_sheet(page.register, page.question, answer, asked, here.project or "")
    return sheet(page.register, page.query, answer, asked, project=here.project or "")


def _whole(page: Page, here: Visit, answer: Any, asked: Mapping[str, str], given: Mapping[str, Any]) -> Sheet:
    assert page.register is not None
    if not is_paged(page.question):
        return sheet(page.register, page.query, answer, asked, project=here.project or "", every=True)

    def again(told: Mapping[str, Any]) -> Any:
        return ask(page.query, {**told, **given}, actor=here.actor, at=here.at, project=here.project)

    every = every_page(again, arguments(page.question, asked), page.register.rows)
    return laid_out(page.register, page.query, every, asked, here.project or "")


def _tag(request: HttpRequest, here: Visit) -> str:
    """Give the ETag of a page of a project: all it depends on. Pages of the site and pages with a message have none."""
    if here.frame is None or request.session.get("_messages") or "messages" in request.COOKIES:
        return ""
    parts = (
        here.frame.stamp,
        sorted(here.frame.permissions),
        here.actor.site_role,
        (here.actor.user, here.actor.name, request.session.session_key, request.META.get("CSRF_COOKIE", "")),
        (request.get_full_path(), request.headers.get("HX-Request", ""), request.headers.get("Accept", "")),
        here.at.date().isoformat(),
        assets.version(),
    )
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _refused(request: HttpRequest, refused: Refused, form: str) -> HttpResponse:
    if form == "json" or wants_json(request):
        return refusal(refused)
    if refused.code == "forbidden":
        return errors.forbidden(request)
    if refused.code == "unknown":
        return errors.missing(request)
    return errors.unclear(request, refused.message)
