"""Kept forecasts: what was computed from a project's record, by the revision it was computed from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from milepost.records.projects import Project


class KeptForecast(models.Model):
    """One kind of forecast of a project: simulation, review ...; computed anew when it is older than asked."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="forecasts")
    kind = models.CharField(max_length=20)
    revision = models.BigIntegerField()
    digest = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField()
    data = models.BinaryField()

    class Meta:
        """The newest of each kind, and a history of reviews by revision."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "kind", "revision"], name="forecast_once")]

    def __str__(self) -> str:
        """Show what it is of."""
        return f"{self.project_id} {self.kind} {self.revision}"
