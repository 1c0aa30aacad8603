"""How signing in differs from the library's usual way: nobody signs up, and second factors are kept sealed."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.account.views import login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from milepost.queries.accounts import nobody_has_an_account


class SignInForm(LoginForm):  # type: ignore[misc]
    """The form of the sign-in page."""

    def __init__(self, *args: Any, **given: Any) -> None:
        """Say what may be written, and offer a new password by mail only where mail can be sent."""
        super().__init__(*args, **given)
        self.fields["login"].label = "User name or mail address"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        if not settings.MAIL_CONFIGURED:
            self.fields["password"].help_text = ""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts with a password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody makes an account for themselves: administrators do."""
        return False


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in with the organisation's provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """The provider says who somebody is, not that they may come in: an account must exist."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors; the secrets behind them are sealed with the site's key, so a copied database yields no codes."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret. Raises ValueError when the site's key is another than the one that sealed it."""
        try:
            return _seal().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise ValueError("The second factor was sealed with another MILEPOST_SECRET_KEY.") from None


def enter(request: HttpRequest) -> HttpResponseBase:
    """Show the sign-in page; while nobody has an account, lead to where the first one is made."""
    if nobody_has_an_account():
        return redirect("setup")
    return cast("HttpResponseBase", login(request))


@require_POST
@login_required
def end_session(request: HttpRequest, number: int) -> HttpResponseBase:
    """Sign out where one of one's own other sessions is."""
    found = get_object_or_404(UserSession, pk=number, user=request.user)
    found.end()
    messages.success(request, "Signed out there.")
    return redirect("usersessions_list")


def _seal() -> Fernet:
    digest = hashlib.sha256(b"milepost second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
