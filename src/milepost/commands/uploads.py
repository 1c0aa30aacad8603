"""Files on their way in: kept in the record until they are taken in or given up, by whoever uploaded them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from milepost.commands.catalogue import find
from milepost.commands.run import Call, Outcome, queue, run
from milepost.engine.plan import Settings
from milepost.forecasting.load import load
from milepost.queries.access import Actor, actor_of, on_site, projects_of, standing
from milepost.queries.refused import Refused
from milepost.records.models import Job, Project, Received, Upload, User

#: Larger files are taken in by the worker, with progress, so that nobody waits on an answer.
LARGE = 1 << 20
#: So many files may wait for one person.
MOST_WAITING = 8
#: The commands that take a plan file in.
WORDS = ("import_project", "import_plan")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What an import led to: the project's code and its revision."""

    project: str
    revision: int


def upload(actor: Actor, file: str, content: bytes, *, at: datetime, project: str | None = None) -> int:
    """Keep a file for a person; gives the number it waits under. The oldest leaves where too many wait."""
    row = _allowed(actor, "import_project" if project is None else "import_plan", project)
    made = Upload.objects.create(user_id=actor.user, project=row, file=file[:300], content=content, created_at=at)
    busy = Job.objects.filter(kind="import", state__in=("waiting", "running"), user_id=actor.user)
    needed = {int(each["upload"]) for each in busy.values_list("arguments", flat=True)}
    mine = Upload.objects.filter(user_id=actor.user).order_by("-id").values_list("id", flat=True)
    gone = [each for each in mine if each not in needed][MOST_WAITING:]
    Upload.objects.filter(pk__in=gone).delete()
    return made.pk


def discard(actor: Actor, number: int) -> None:
    """Give a file up."""
    Upload.objects.filter(pk=number, user_id=actor.user).delete()


def hand_over(call: Call, *, actor: Actor, door: str, at: datetime, project: str | None = None) -> int:
    """Let the worker take a file in: `call` is import_project or import_plan with the content as bytes.

    Gives the number of the job. Refuses whoever could not do it themselves.
    """
    command = find(call.command)
    if call.command not in WORDS:
        raise Refused(f"{command.title} takes no plan file.", "command", "invalid")
    if not actor.writes:
        raise Refused("A token that may only read or propose imports nothing.", code="forbidden")
    told = {name: value for name, value in call.arguments.items() if name != "content"}
    with transaction.atomic():
        number = upload(actor, str(told.get("file") or "file"), call.arguments["content"], at=at, project=project)
        return _queued(call.command, told, number, actor, door, at, project)


def take_later(
    word: str, told: Mapping[str, Any], number: int, *, actor: Actor, door: str, at: datetime, project: str | None
) -> int:
    """Let the worker take in a file that waits; gives the number of the job."""
    return _queued(word, told, number, actor, door, at, project)


def _queued(
    word: str, told: Mapping[str, Any], number: int, actor: Actor, door: str, at: datetime, project: str | None
) -> int:
    row = _allowed(actor, word, project)
    arguments = {"command": word, "told": dict(told), "upload": number, "file": str(told.get("file") or "file"),
                 "project": project, "door": door}  # fmt: skip
    place = None if row is None else row.pk
    queue("import", at=at, project=place, user=actor.user, key=f"import:{number}", arguments=arguments)
    return Job.objects.filter(kind="import", key=f"import:{number}").latest("id").pk


def _allowed(actor: Actor, word: str, project: str | None) -> Project | None:
    command = find(word)
    if project is None:
        if not on_site(actor, command.permission):
            raise Refused("You may not start projects; ask an administrator.", code="forbidden")
        return None
    row = projects_of(actor).filter(code=project.upper()).first()
    if row is None:
        raise Refused(f"There is no project {project}.", "project", "unknown")
    if not standing(actor, row).may(command.permission):
        raise Refused("Your role in this project does not allow you to import a plan.", code="forbidden")
    return row


def content_of_job(arguments: Mapping[str, Any], user: int | None) -> bytes:
    """Find the file a job is about. Refuses a file that is gone."""
    row = Upload.objects.filter(pk=arguments["upload"], user_id=user or 0).first()
    if row is None:
        raise Refused("The uploaded file is gone; upload it again.", "content", "unknown")
    return bytes(row.content)


def done_before(job: int, user: int | None) -> TakenIn | None:
    """Tell what a job led to whose worker died before it could say so."""
    row = Received.objects.filter(actor_id=user or 0, key=_key(job)).first()
    if row is None:
        return None
    said = json.loads(row.answer)
    return TakenIn(said["project"], said["revision"])


def plan_settings(project: str | None) -> Settings | None:
    """Give how the plan is scheduled that a file is a version of."""
    row = None if project is None else Project.objects.filter(code=project.upper()).first()
    return None if row is None else load(row).dossier.plan.settings


def _key(job: int) -> str:
    return f"import-job-{job}"


def take_in(job: int, arguments: Mapping[str, Any], content: bytes, user: int | None, at: datetime) -> TakenIn:
    """Take a file in as whoever uploaded it, once, however often it is tried: the job's number is the key."""
    person = User.objects.filter(pk=user or 0, is_active=True).first()
    if person is None:
        raise Refused("Whoever uploaded the file has no account any more.", code="forbidden")
    call = Call(str(arguments["command"]), {**arguments["told"], "content": content})
    outcome: Outcome = run([call], actor=actor_of(person), door=str(arguments["door"]), at=at,
                           project=arguments["project"], key=_key(job))  # fmt: skip
    Upload.objects.filter(pk=arguments["upload"]).delete()
    return TakenIn(outcome.project, outcome.revision)
