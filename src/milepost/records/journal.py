"""The journal: what was done, by whom, when, why and through which door; append-only and chained by hashes."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from milepost.records.projects import Project


class JournalEntry(models.Model):
    """One action of one user; `changes` holds each row before and after as canonical JSON.

    Entries without a project are the site's own chain: accounts, tokens and the pool of people.
    """

    id = models.BigAutoField(primary_key=True)
    project = models.ForeignKey(Project, models.DO_NOTHING, null=True, blank=True, related_name="entries")
    number = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, blank=True, related_name="+")
    actor_name = models.CharField(max_length=200)
    door = models.CharField(max_length=10)
    command = models.CharField(max_length=80)
    calls = models.TextField()
    reason = models.TextField(blank=True, default="")
    changes = models.TextField()
    about = models.TextField(blank=True, default="")
    undoes = models.ForeignKey("self", models.DO_NOTHING, null=True, blank=True, related_name="undone_by")
    previous = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64)

    class Meta:
        """Numbers without a gap, each once."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="journal_number"),
            models.UniqueConstraint(fields=["number"], condition=models.Q(project=None), name="journal_number_of_site"),
        ]

    def __str__(self) -> str:
        """Show what was done."""
        return f"{self.number} {self.command}"


class Received(models.Model):
    """A call that came with an idempotency key, and what was answered."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    answer = models.TextField()
    at = models.DateTimeField()

    class Meta:
        """Each key once for each caller."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["actor", "key"], name="received_once")]

    def __str__(self) -> str:
        """Show the key."""
        return self.key
