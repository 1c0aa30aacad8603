"""What surrounds every page of a project: its name and state, and what the person who looks may do there."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max

from milepost.queries.access import Actor, Permission, Standing, projects_of, standing
from milepost.queries.refused import Refused
from milepost.queries.revisions import kept_at


@dataclass(frozen=True, slots=True)
class Frame:
    """A project around its pages.

    `stamp` changes whenever anything a page of the project can show has changed: the record or a kept forecast, which
    was `kept` then.
    """

    code: str
    name: str
    revision: int
    archived: bool
    standing: Standing
    stamp: str
    kept: str = ""

    @property
    def role(self) -> str:
        """Give the word for what somebody is in the project; empty for those who see it by their role on the site."""
        return "" if self.standing.role is None else str(self.standing.role)

    @property
    def permissions(self) -> frozenset[Permission]:
        """Give what is allowed here."""
        return self.standing.permissions

    def may(self, permission: Permission) -> bool:
        """Tell whether something is allowed here."""
        return permission in self.permissions


@dataclass(frozen=True, slots=True)
class ProjectName:
    """A project one may go to."""

    code: str
    name: str
    archived: bool


def frame(actor: Actor, code: str) -> Frame:
    """Give the frame of a project. Refuses one the actor may not know of like one that does not exist."""
    record = projects_of(actor).filter(code=code.upper()).annotate(kept=Max("forecasts__at")).first()
    if record is None:
        raise Refused(f"There is no project {code}.", "project", "unknown")
    found = standing(actor, record)
    stamp = f"{record.pk}.{record.revision}.{record.kept}"
    return Frame(record.code, record.name, record.revision, record.archived, found, stamp, kept_at(record.kept))


def project_names(actor: Actor) -> tuple[ProjectName, ...]:
    """List the projects one may go to, those in work first."""
    rows = projects_of(actor).order_by("archived", "name").values_list("code", "name", "archived")
    return tuple(ProjectName(*row) for row in rows)
