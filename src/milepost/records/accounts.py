"""Who may come in: users, what they are in each project, and the tokens that speak for them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from milepost.records.projects import Project


class User(AbstractUser):
    """Somebody who can sign in; `site_role` is empty, administrator or auditor."""

    site_role = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        """Constraints of accounts."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(site_role__in=["", "administrator", "auditor"]), name="user_site_role"
            ),
            models.UniqueConstraint("email", condition=~models.Q(email=""), name="user_email_once"),
        ]

    def __str__(self) -> str:
        """Show the person's name as everybody knows it."""
        return self.get_full_name() or self.username


class Membership(models.Model):
    """What somebody is in a project, whether they see its costs, and which person of its plan they are."""

    id = models.CharField(primary_key=True, max_length=60)
    project = models.ForeignKey(Project, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20)
    sees_costs = models.BooleanField(default=False)
    position = models.BigIntegerField(default=0)
    extra = models.TextField(default="", blank=True)

    class Meta:
        """One role for each user and project."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "user"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(
                    role__in=["owner", "manager", "member", "vendor", "stakeholder", "sponsor", "viewer"]
                ),
                name="membership_role",
            ),
        ]

    def __str__(self) -> str:
        """Show who is what."""
        return f"{self.user_id} {self.role}"


class Token(models.Model):
    """A key that speaks for somebody: what it may do, where, until when; only its digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=10)
    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True)
    service = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Scopes as the doors know them."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(scope__in=["read", "propose", "write", "admin"]), name="token_scope"
            )
        ]

    def __str__(self) -> str:
        """Show the name its owner gave it."""
        return self.name
