"""Questions about accounts."""

from __future__ import annotations

from milepost.records.models import User


def nobody_has_an_account() -> bool:
    """Tell whether the site is still to be set up."""
    return not User.objects.exists()
