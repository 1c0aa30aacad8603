"""Tasks, dependencies, calendars and baselines: the plan as rows. Instants and durations are whole minutes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from milepost.records.projects import NamedRow, ProjectRow


class WorkCalendar(ProjectRow):
    """A work calendar of a project."""

    uid = models.BigIntegerField()
    name = models.CharField(max_length=300)
    zone = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        """Each number once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "uid"], name="calendar_number")]


class Task(ProjectRow):
    """A task, summary or milestone of a plan."""

    uid = models.BigIntegerField()
    name = models.CharField(max_length=1000)
    code = models.CharField(max_length=100, blank=True, default="")
    wbs = models.CharField(max_length=100, blank=True, default="")
    parent = models.ForeignKey("self", models.DO_NOTHING, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=20, default="task")
    milestone = models.BooleanField(default=False)
    summary = models.BooleanField(default=False)
    inactive = models.BooleanField(default=False)
    manual = models.BooleanField(default=False)
    duration = models.BigIntegerField(default=0)
    elapsed = models.BooleanField(default=False)
    duration_unit = models.CharField(max_length=4, default="d")
    work = models.BigIntegerField(null=True, blank=True)
    deadline = models.BigIntegerField(null=True, blank=True)
    calendar = models.ForeignKey(WorkCalendar, models.DO_NOTHING, null=True, blank=True, related_name="+")
    priority = models.IntegerField(default=500)
    actual_start = models.BigIntegerField(null=True, blank=True)
    actual_finish = models.BigIntegerField(null=True, blank=True)
    remaining_duration = models.BigIntegerField(null=True, blank=True)
    owner = models.CharField(max_length=200, blank=True, default="")
    cost_account = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        """What a task promises."""

        indexes: ClassVar = [models.Index(fields=["project", "position"], name="task_order")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "uid"], name="task_number"),
            models.CheckConstraint(condition=Q(duration__gte=0), name="task_duration"),
            models.CheckConstraint(condition=Q(priority__gte=0, priority__lte=1000), name="task_priority"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="task_own_parent"),
        ]


class Dependency(NamedRow):
    """One task that waits for another."""

    predecessor = models.ForeignKey(Task, models.DO_NOTHING, related_name="+")
    successor = models.ForeignKey(Task, models.DO_NOTHING, related_name="+")
    type = models.CharField(max_length=2, default="FS")
    lag = models.BigIntegerField(default=0)
    lag_kind = models.CharField(max_length=20, default="working")
    lag_unit = models.CharField(max_length=4, default="d")

    class Meta:
        """No task waits for itself."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="dependency_of_itself"),
            models.CheckConstraint(condition=Q(type__in=["FS", "SS", "FF", "SF"]), name="dependency_type"),
        ]


class Baseline(ProjectRow):
    """A plan as it was approved; its tasks are kept as they were."""

    number = models.IntegerField()
    name = models.CharField(max_length=300, blank=True, default="")
    saved_at = models.BigIntegerField(null=True, blank=True)
    approver = models.CharField(max_length=200, blank=True, default="")
    change_request = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        """Each number once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "number"], name="baseline_number")]
