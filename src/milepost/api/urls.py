"""The addresses below /api/v1."""

from __future__ import annotations

from django.urls import path

from milepost.api import routes
from milepost.api.docs import docs

urlpatterns = [
    path("openapi.json", routes.described),
    path("docs", docs),
    path("commands/<str:word>", routes.command),
    path("projects/<str:project>/commands/<str:word>", routes.command),
    path("projects/<str:project>/actions", routes.action),
    path("projects/<str:project>/<str:word>", routes.query),
    path("<str:word>", routes.query),
    path("", routes.nothing),
    path("<path:rest>", routes.nothing),
]
