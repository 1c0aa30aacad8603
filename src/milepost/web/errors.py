"""The pages of refusals and failures: what went wrong and what to do next, to people and programs alike."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from milepost.queries.refused import Refused
from milepost.web.problems import problem, refusal, wants_json


def _page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    if wants_json(request):
        return problem(status, title, sentence)
    return render(request, "errors/page.html", {"status": status, "title": title, "sentence": sentence}, status=status)


def wrong(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer a request that cannot be understood."""
    return _page(request, 400, "That did not make sense", "The request could not be read. Go back and try once more.")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer somebody who may not do this."""
    sentence = "Your role does not include this. Ask the project's manager or an administrator."
    return _page(request, 403, "Not for your role", sentence)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form that did not come from our own page, or came too late."""
    sentence = "The form was open for too long, or cookies are off. Load the page again and repeat what you did."
    return _page(request, 403, "Please load the page again", sentence)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for what is not there, or not for this person: the two look the same on purpose."""
    refused = getattr(exception, "__cause__", None)
    if isinstance(refused, Refused) and wants_json(request):
        return refusal(refused)
    sentence = "It may have been moved or removed, or it belongs to a project you are not a member of."
    return _page(request, 404, "There is nothing here", sentence)


def unclear(request: HttpRequest, sentence: str) -> HttpResponse:
    """Answer an address that asks for something in words that cannot be read."""
    return _page(request, 422, "That cannot be read", sentence)


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    """Answer a request that brings more than may be sent at once; nothing of the person is looked up for it."""
    title, sentence = "That is too large", f"Milepost takes files of up to {most} MiB. Nothing was read."
    if wants_json(request):
        return problem(413, title, sentence)
    return HttpResponse(_BARE.format(title=title, sentence=sentence), status=413)


def lengthless(request: HttpRequest) -> HttpResponse:
    """Answer a request that sends its body in pieces without saying how long it is."""
    title, sentence = "How long is it?", "Send the length of the body with it (Content-Length); nothing was read."
    if wants_json(request):
        return problem(411, title, sentence)
    return HttpResponse(_BARE.format(title=title, sentence=sentence), status=411)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when something went wrong on our side. It asks the database nothing, for that may be what is broken."""
    title, sentence = (
        "Something went wrong",
        "It is our fault, not yours. Nothing was half-written; try again in a minute.",
    )
    if wants_json(request):
        return problem(500, title, sentence)
    return HttpResponse(_BARE.format(title=title, sentence=sentence), status=500)


_BARE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<title>{title} · Milepost</title><h1>{title}</h1><p>{sentence}</p><p><a href="/">To the start</a></p></html>'
)
