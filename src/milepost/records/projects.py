"""Projects, and the facts of a project that are one value each: settings, uncertainty, ledger ..."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

#: A row's key is its project's times this, plus its own number in the project.
SPAN = 2**32


class Project(models.Model):
    """A project: its code, how often it was changed, and the head of its journal."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=300)
    phase = models.CharField(max_length=20, blank=True, default="")
    manager = models.CharField(max_length=200, blank=True, default="")
    archived = models.BooleanField(default=False)
    revision = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, default="", blank=True)
    #: The highest number given out so far, by kind of record; numbers are never given out twice.
    counters = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        """A code is short, upper case, and fit for an address."""

        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(code__regex=r"^[A-Z][A-Z0-9-]{0,29}$"), name="project_code"),
            models.CheckConstraint(condition=models.Q(revision__gte=0), name="project_revision"),
        ]

    def __str__(self) -> str:
        """Show the project as its people call it."""
        return f"{self.code} {self.name}"


class PlacedRow(models.Model):
    """What every row of a project's record has: its place in the order, and what has no column of its own."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    position = models.BigIntegerField()
    extra = models.TextField(default="", blank=True)

    class Meta:
        """Only for other tables to start from."""

        abstract = True

    def __str__(self) -> str:
        """Show the row's number in its project."""
        return str(self.pk)


class ProjectRow(PlacedRow):
    """A row whose key is a number: its project's times `SPAN`, plus its own in the project."""

    id = models.BigIntegerField(primary_key=True)

    class Meta:
        """Only for other tables to start from."""

        abstract = True


class NamedRow(PlacedRow):
    """A row whose key is a text: the project's number and the record's own code."""

    id = models.CharField(primary_key=True, max_length=200)

    class Meta:
        """Only for other tables to start from."""

        abstract = True


class Fact(NamedRow):
    """One value of a project as JSON: its settings, what is uncertain, its ledger, its custom fields ..."""

    name = models.CharField(max_length=30)

    class Meta:
        """Each fact once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "name"], name="fact_once")]
