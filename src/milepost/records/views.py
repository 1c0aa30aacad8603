"""What people keep of their own: views of pages under names, and how they like to see and be told things."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from milepost.records.projects import Project


class SavedView(models.Model):
    """How somebody wants to see a page, under a name: filters, columns, widths, zoom; `state` is JSON.

    A shared one is offered to everybody in the project.
    """

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="views")
    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="views")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    state = models.TextField()
    shared = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        """Each name once for each person and page; what is shared is shared in a project."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "project", "page", "name"], name="view_once"),
            models.UniqueConstraint(
                fields=["user", "page", "name"], condition=Q(project=None), name="view_once_on_site"
            ),
            models.CheckConstraint(condition=Q(shared=False) | Q(project__isnull=False), name="view_shared"),
        ]

    def __str__(self) -> str:
        """Show the name its owner gave it."""
        return self.name


class Preference(models.Model):
    """How somebody likes to see and be told things; empty values follow the browser."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="preference")
    theme = models.CharField(max_length=10, blank=True, default="")
    language = models.CharField(max_length=20, blank=True, default="")
    zone = models.CharField(max_length=60, blank=True, default="")
    mail = models.BooleanField(default=True)

    class Meta:
        """Themes as the pages know them."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(theme__in=["", "light", "dark"]), name="preference_theme")
        ]

    def __str__(self) -> str:
        """Show whose they are."""
        return str(self.user_id)
