"""What people decided on the review's findings, as rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from milepost.dossier.advice import AdviceState
from milepost.records.projects import NamedRow


class Advice(NamedRow):
    """An answer to a finding: accepted, deferred until a day, or rejected with a reason."""

    finding = models.CharField(max_length=120)
    state = models.CharField(max_length=20)
    by = models.CharField(max_length=200, blank=True, default="")
    at = models.BigIntegerField()

    class Meta:
        """One answer stands for each finding."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "finding"], name="advice_finding"),
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in AdviceState]), name="advice_state"),
        ]
