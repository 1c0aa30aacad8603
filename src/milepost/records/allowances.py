"""How often each token was used in the present minute, counted for all processes together."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Allowance(models.Model):
    """What a token has used of a window of time; one row for each token, begun anew with each window."""

    token = models.OneToOneField("records.Token", models.CASCADE, primary_key=True, related_name="allowance")
    window = models.BigIntegerField()
    used = models.IntegerField()

    class Meta:
        """Nobody uses less than nothing."""

        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(used__gte=0), name="allowance_used")]

    def __str__(self) -> str:
        """Show how much of which window is used."""
        return f"{self.used} in {self.window}"
