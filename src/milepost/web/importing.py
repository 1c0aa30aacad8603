"""Plan files on their way in: large ones go to the worker, newer versions are looked at before they are taken."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from milepost.commands import uploads
from milepost.commands.run import Call, run
from milepost.queries.catalogue import ask
from milepost.queries.effects import effect
from milepost.queries.refused import Refused
from milepost.queries.uploads import upload_of
from milepost.web import errors
from milepost.web.forms import LARGEST_FILE
from milepost.web.pages import pages
from milepost.web.problems import refusal
from milepost.web.visitors import Visit, signed_in, visit

DOOR = "web"
#: Formats by the endings of files.
_FORMS = {"milepost": "archive", "xml": "mspdi"}


def taken_later(calls: Sequence[Call]) -> bool:
    """Tell whether what was sent is a plan file so large that the worker takes it in."""
    if len(calls) != 1 or calls[0].command not in uploads.WORDS:
        return False
    return len(calls[0].arguments.get("content") or b"") > uploads.LARGE


def later(call: Call, here: Visit) -> str:
    """Hand a large file over to the worker; gives the address that shows how far it is."""
    job = uploads.hand_over(call, actor=here.actor, door=DOOR, at=here.at, project=here.project)
    return f"/imports/{job}"


@require_safe
@signed_in
def export(request: HttpRequest, project: str, form: str) -> HttpResponse:
    """Hand the whole project out as a file: an archive, Microsoft Project XML, Excel or CSV."""
    here = visit(request, project)
    try:
        found = ask("export_project", {"form": _FORMS.get(form, form)}, actor=here.actor, at=here.at,
                    project=here.project)  # fmt: skip
    except Refused as refused:
        return errors.forbidden(request) if refused.code == "forbidden" else errors.missing(request)
    answer = HttpResponse(b64decode(found.content), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{found.file}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
@signed_in
def look(request: HttpRequest, project: str) -> HttpResponse:
    """Keep a newer version of a plan, and lead to what it would change."""
    here = visit(request, project)
    try:
        number = _kept(request, here)
    except Refused as refused:
        return _again(request, here, refused)
    return HttpResponseRedirect(f"{here.base}/import/{number}")


def _kept(request: HttpRequest, here: Visit) -> int:
    """Keep a file that is a version of the plan; gives the number it waits under."""
    sent = request.FILES.get("content")
    if sent is None:
        raise Refused("Choose the file with the newer version of the plan.", "content", "invalid")
    if (sent.size or 0) > LARGEST_FILE:
        most = LARGEST_FILE // 2**20
        raise Refused(f"{sent.name} is too large; Milepost takes files up to {most} MiB.", "content", "invalid")
    number = uploads.upload(here.actor, sent.name or "file", sent.read(), at=here.at, project=here.project)
    try:
        ask("file_effect", {"upload": number}, actor=here.actor, at=here.at, project=here.project)
    except Refused:
        uploads.discard(here.actor, number)
        raise
    return number


def _again(request: HttpRequest, here: Visit, refused: Refused) -> HttpResponse:
    """Show the page once more with what was wrong with the file."""
    if refused.code == "forbidden":
        return errors.forbidden(request)
    answer = ask("newer_version", {}, actor=here.actor, at=here.at, project=here.project)
    shown = {"page": pages()["newer"], "answer": answer, "given": {}, "wrong": refused.message}
    return render(request, "projects/newer.html", shown, status=refusal(refused).status_code)


@require_POST
@signed_in
def take(request: HttpRequest, project: str) -> HttpResponse:
    """Take over, or give up, a newer version that was looked at."""
    here = visit(request, project)
    words = request.POST.get("upload", "")
    number = int(words) if words.isdecimal() and len(words) < 16 else 0
    if "discard" in request.POST:
        uploads.discard(here.actor, number)
        return HttpResponseRedirect(f"{here.base}/import")
    try:
        return HttpResponseRedirect(_taken(request, here, number))
    except Refused as refused:
        return _again(request, here, refused)


def _taken(request: HttpRequest, here: Visit, number: int) -> str:
    assert here.frame is not None
    waits = upload_of(here.actor, number, here.frame.code)
    told = {"file": waits.file, "keep_missing": "keep_missing" in request.POST}
    if len(waits.content) > uploads.LARGE:
        job = uploads.take_later("import_plan", told, number, actor=here.actor, door=DOOR, at=here.at,
                                 project=here.project)  # fmt: skip
        return f"/imports/{job}"
    call = Call("import_plan", {**told, "content": waits.content})
    outcome = run([call], actor=here.actor, door=DOOR, at=here.at, project=here.project)
    uploads.discard(here.actor, number)
    if outcome.before is not None and outcome.after is not None:
        found = effect(outcome.before, outcome.after, here.frame.standing)
        messages.success(request, f"{outcome.results[0]} {found.sentence}", f"undo:{here.base}:{outcome.number}")
    return f"{here.base}/receipt"
