"""The risk register as rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from milepost.dossier.risks import RiskState
from milepost.records.projects import NamedRow


class Risk(NamedRow):
    """One entry of a project's risk register; its numbers are in `extra`."""

    code = models.CharField(max_length=100)
    category = models.CharField(max_length=100, blank=True, default="")
    state = models.CharField(max_length=20, default="open")
    owner = models.CharField(max_length=200, blank=True, default="")
    raised_at = models.BigIntegerField(null=True, blank=True)
    reviewed_at = models.BigIntegerField(null=True, blank=True)

    class Meta:
        """Each code once; only states of the trade."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "code"], name="risk_code"),
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in RiskState]), name="risk_state"),
        ]
