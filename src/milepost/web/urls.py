"""The addresses of the pages, made from the site map, and those of actions and forms."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path, register_converter

from milepost.web import actions, importing, plan, requests, setting_up, shell, views
from milepost.web.converters import CodeConverter
from milepost.web.exports import FORMATS
from milepost.web.pages import PAGES, Page

register_converter(CodeConverter, "code")


def _of(page: Page) -> Iterator[URLPattern]:
    yield path(page.path, views.show, {"page": page.name}, name=page.name)
    forms = ("json", *FORMATS) if page.register is not None else ("json",)
    for form in forms:
        yield path(f"{page.path or page.name}.{form}", views.show, {"page": page.name, "form": form})


urlpatterns = [
    path("", shell.start, name="start"),
    path("setup", setting_up.set_up, name="setup"),
    path("palette.json", shell.palette, name="palette"),
    path("p/<code:project>/palette.json", shell.palette),
    path("do", actions.do, name="do"),
    path("do/<str:command>", actions.ask_for, name="form"),
    path("p/<code:project>/", shell.start_of_project, name="project"),
    path("p/<code:project>/do", actions.do, name="project-do"),
    path("p/<code:project>/do/<str:command>", actions.ask_for, name="project-form"),
    path("p/<code:project>/ask", requests.choose, name="ask-for-change"),
    path("p/<code:project>/export.<str:form>", importing.export, name="export"),
    path("p/<code:project>/import/look", importing.look, name="import-look"),
    path("p/<code:project>/import/take", importing.take, name="import-take"),
    path("p/<code:project>/plan/print", plan.print_plan, name="plan-print"),
    path("p/<code:project>/plan/export.<str:form>", plan.export_seen, name="plan-export"),
    *(pattern for page in PAGES for pattern in _of(page)),
    path("<str:query>.json", views.answer, name="answer"),
    path("p/<code:project>/<str:query>.json", views.answer, name="project-answer"),
]
