"""Work that outlives a request: jobs with their heartbeat, and messages that must not be lost."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from milepost.records.projects import Project


class Job(models.Model):
    """A piece of work for the worker: what, for which project, how far it is."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="jobs")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    #: Of two waiting jobs with the same key only one is needed.
    key = models.CharField(max_length=200, blank=True, default="")
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="waiting")
    progress = models.FloatField(default=0)
    told = models.TextField(blank=True, default="")
    result = models.JSONField(default=dict)
    attempts = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """States, and one waiting job for each key."""

        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="job_due")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "failed", "cancelled"]), name="job_state"
            ),
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state="waiting") & ~Q(key=""), name="job_waiting_once"
            ),
        ]

    def __str__(self) -> str:
        """Show what it does."""
        return f"{self.kind} {self.state}"


class Upload(models.Model):
    """A file somebody uploaded that waits: in the database, where every web and worker process finds it."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="+")
    file = models.CharField(max_length=300)
    content = models.BinaryField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        """Show the file's name."""
        return self.file


class Message(models.Model):
    """The outbox: something to tell somebody, written in the transaction that caused it, sent afterwards."""

    id = models.BigAutoField(primary_key=True)
    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="messages")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    path = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    attempts = models.IntegerField(default=0)
    problem = models.TextField(blank=True, default="")

    class Meta:
        """Found by what is not sent yet."""

        indexes: ClassVar = [models.Index(fields=["sent_at", "id"], name="message_waiting")]

    def __str__(self) -> str:
        """Show the subject."""
        return self.subject
