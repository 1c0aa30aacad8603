"""Change requests as rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from milepost.dossier.changes import ChangeState
from milepost.records.projects import NamedRow


class ChangeRequest(NamedRow):
    """A change somebody asks for: a list of commands, and what they would do."""

    code = models.CharField(max_length=30)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=30)
    requester = models.CharField(max_length=200, blank=True, default="")
    raised_at = models.BigIntegerField(null=True, blank=True)
    decided_at = models.BigIntegerField(null=True, blank=True)

    class Meta:
        """Each code once; only states of the trade."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "code"], name="change_code"),
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in ChangeState]), name="change_state"),
        ]
