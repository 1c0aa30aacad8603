"""People of the organisation, the resources of each plan, and who works on what."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from milepost.records.projects import ProjectRow
from milepost.records.schedule import Task, WorkCalendar


class Person(models.Model):
    """Somebody of the organisation's pool: skills, leave, availability and rates, the same in every project."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, blank=True, default="")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person")
    position = models.BigIntegerField(default=0)
    extra = models.TextField(default="", blank=True)

    def __str__(self) -> str:
        """Show the person's name."""
        return self.name


class Resource(ProjectRow):
    """A person, machine, material or cost that a plan's tasks use; `pool` is the code of the person in the pool."""

    uid = models.BigIntegerField()
    name = models.CharField(max_length=300)
    code = models.CharField(max_length=100, blank=True, default="")
    kind = models.CharField(max_length=20, default="work")
    calendar = models.ForeignKey(WorkCalendar, models.DO_NOTHING, null=True, blank=True, related_name="+")
    group = models.CharField(max_length=200, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    generic = models.BooleanField(default=False)
    inactive = models.BooleanField(default=False)
    team = models.CharField(max_length=100, blank=True, default="")
    pool = models.CharField(max_length=60, blank=True, default="", db_index=True)

    class Meta:
        """Each number once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "uid"], name="resource_number")]


class Assignment(ProjectRow):
    """A resource on a task, or a place that asks for a skill."""

    uid = models.BigIntegerField()
    task = models.ForeignKey(Task, models.DO_NOTHING, related_name="+")
    resource = models.ForeignKey(Resource, models.DO_NOTHING, null=True, blank=True, related_name="+")
    work = models.BigIntegerField(default=0)
    actual_work = models.BigIntegerField(default=0)
    remaining_work = models.BigIntegerField(default=0)
    skill = models.CharField(max_length=100, blank=True, default="")
    level = models.IntegerField(default=1)

    class Meta:
        """Each number once; no work below zero."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "uid"], name="assignment_number"),
            models.CheckConstraint(
                condition=Q(work__gte=0, actual_work__gte=0, remaining_work__gte=0), name="assignment_work"
            ),
        ]
