"""What every page shows around its content: menu, breadcrumbs, offered commands, and where the palette leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from milepost.commands.catalogue import catalogue
from milepost.commands.command import Command
from milepost.queries.frames import project_names
from milepost.web.forms import UNWRITTEN, worded
from milepost.web.pages import PAGES, Page, pages, trail
from milepost.web.visitors import Visit, signed_in, visit

#: The parts of the menu and their titles, in order.
GROUPS = (("site", ""), ("project", "Project"), ("control", "Control"), ("record", "Record"), ("admin", "Site"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu or of the breadcrumbs."""

    title: str
    address: str
    icon: str = ""
    keys: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A command offered on a page."""

    command: Command
    address: str


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates the frame of the page: who looks, the menu, the way back, what can be done."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    here: Visit = getattr(request, "visit", None) or visit(request, None)
    match = request.resolver_match
    page = pages().get(str(match.kwargs.get("page", ""))) if match is not None else None
    given = {name: value for name, value in match.kwargs.items() if name not in ("page", "form")} if match else {}
    return {
        "visit": here,
        "frame": here.frame,
        "menu": menu(here, page),
        "trail": crumbs(here, page, given),
        "offers": offers(here, page.commands if page is not None else ()),
        "project_names": project_names(here.actor),
    }


def address(page: Page, given: dict[str, Any]) -> str:
    """Give the address of a page with its parts filled in; parts that other pages have are left out."""
    return reverse(page.name, kwargs={name: value for name, value in given.items() if f":{name}>" in page.path})


def may_see(page: Page, here: Visit) -> bool:
    """Tell whether somebody may see a page where they are."""
    return here.may(page.question)


def menu(here: Visit, page: Page | None) -> list[tuple[str, list[Entry]]]:
    """Give the menu in its parts: what may be seen here."""
    given = {"project": here.project} if here.project else {}
    current = set() if page is None else {page.name, *(each.name for each in trail(page))}
    found = []
    for group, title in GROUPS:
        entries = [
            Entry(each.title, address(each, given), each.icon, each.keys, each.name in current)
            for each in PAGES
            if each.group == group and each.plain and may_see(each, here)
        ]
        if entries:
            found.append((title, entries))
    return found


def crumbs(here: Visit, page: Page | None, given: dict[str, Any]) -> list[Entry]:
    """Give the way back: the project, then the pages above this one."""
    found = []
    if here.frame is not None:
        found.append(Entry(here.frame.name, f"/p/{here.frame.code}/"))
    if page is not None:
        found += [Entry(each.title, address(each, given)) for each in trail(page)]
    return found


def offers(here: Visit, words: tuple[str, ...]) -> list[Offer]:
    """Give those of some commands that may be given here, with the address of their form."""
    known = catalogue()
    return [Offer(known[word], f"{here.base}/do/{word}") for word in words if _offered(known[word], here)]


def _offered(command: Command, here: Visit) -> bool:
    if not here.may(command):
        return False
    return here.frame is None or not here.frame.archived or command.name == "restore_project" or command.site


@require_safe
@signed_in
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the first page of the menu."""
    here = visit(request, None)
    return HttpResponseRedirect(next(entry.address for _, entries in menu(here, None) for entry in entries))


@require_safe
@signed_in
def start_of_project(request: HttpRequest, project: str) -> HttpResponse:
    """Lead to the first page of a project that one may see."""
    here = visit(request, project)
    first = next((each for each in PAGES if each.in_project and each.plain and may_see(each, here)), None)
    return HttpResponseRedirect("/" if first is None else address(first, {"project": project}))


@require_safe
@signed_in
def palette(request: HttpRequest, project: str | None = None) -> HttpResponse:
    """List where one can go and what one can do from here, for Ctrl-K."""
    here = visit(request, project)
    return JsonResponse(list(_reachable(here)), safe=False)


def _reachable(here: Visit) -> Iterator[dict[str, str]]:
    for _, entries in menu(here, None):
        for entry in entries:
            yield {"group": "Go to", "title": entry.title, "address": entry.address, "keys": entry.keys}
    for each in project_names(here.actor):
        hint = "archived" if each.archived else each.code
        yield {"group": "Projects", "title": each.name, "address": f"/p/{each.code}/", "hint": hint}
    for command in catalogue().values():
        if _offered(command, here) and _fillable(command):
            base = "" if command.site else here.base
            found = {"group": "Do", "title": command.title, "hint": worded(command.summary)}
            yield {**found, "address": f"{base}/do/{command.name}", "dialog": "yes"}


def _fillable(command: Command) -> bool:
    """Whether a person can fill in its form."""
    return not any(each.required and each.kind in UNWRITTEN for each in command.parameters)
