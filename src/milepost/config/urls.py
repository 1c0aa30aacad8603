"""Every address of the server: one line for each door."""

from __future__ import annotations

from django.urls import include, path

from milepost.web.accounts import end_session, enter

urlpatterns = [
    path("accounts/login/", enter),
    path("accounts/sessions/<int:number>/end", end_session, name="end-session"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("milepost.api.urls")),
    path("", include("milepost.web.urls")),
]

handler400 = "milepost.web.errors.wrong"
handler403 = "milepost.web.errors.forbidden"
handler404 = "milepost.web.errors.missing"
handler500 = "milepost.web.errors.broken"
