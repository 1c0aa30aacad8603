"""What people enter beside every record: time worked, comments, notes and values of custom fields."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from milepost.records.people import Resource
from milepost.records.projects import NamedRow, ProjectRow
from milepost.records.schedule import Task


class TimeEntry(ProjectRow):
    """Minutes somebody worked on a task on one day."""

    uid = models.BigIntegerField()
    task = models.ForeignKey(Task, models.DO_NOTHING, related_name="+")
    resource = models.ForeignKey(Resource, models.DO_NOTHING, related_name="+")
    day = models.DateField(db_index=True)
    minutes = models.IntegerField()
    note = models.CharField(max_length=1000, blank=True, default="")
    by = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        """Nobody works less than nothing or more than a day a day."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(minutes__gt=0, minutes__lte=1440), name="entry_minutes")
        ]


class Comment(ProjectRow):
    """What somebody said about a record; `about` is its reference."""

    uid = models.BigIntegerField()
    about = models.CharField(max_length=60)
    by = models.CharField(max_length=200)
    at = models.BigIntegerField()
    text = models.TextField()

    class Meta:
        """Found by what they are about."""

        indexes: ClassVar = [models.Index(fields=["project", "about"], name="comment_about")]


class RecordNote(NamedRow):
    """A note on a record: `kind` tells of which table, `record` is its number."""

    kind = models.CharField(max_length=20)
    record = models.BigIntegerField()
    text = models.TextField(blank=True, default="")


class RecordValue(NamedRow):
    """What a record has in a custom field; the value is in `extra`, with its type."""

    kind = models.CharField(max_length=20)
    record = models.BigIntegerField()
    field = models.CharField(max_length=100)
