"""The way from the terminal to the record: Django is set up by name, and only by commands that need it."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

from milepost.cli.outcome import StoppedError

SETTINGS = "milepost.config.settings"


def set_up() -> None:
    """Set Django up by the environment. Raises StoppedError for a setting that cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    try:
        django.setup()
    except (ValueError, OSError) as problem:
        raise StoppedError(str(problem)) from problem


def serving() -> Any:
    """Give what runs servers and workers; it stands above this room, so it is found by name."""
    set_up()
    return import_module("milepost.config.serving")


def unusable(problem: Exception) -> str:
    """Say which database cannot be used, why, and what can be done."""
    from django.conf import settings

    name = settings.DATABASES["default"]["NAME"]
    advice = "MILEPOST_HOME or DATABASE_URL names another; milepost migrate brings this one up to date."
    return f"The database {name} cannot be used: {problem}. {advice}"
