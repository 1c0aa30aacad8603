"""The one gate: every change of the record passes here, whatever door it came through."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction

from milepost.commands import journal
from milepost.commands.catalogue import find
from milepost.commands.command import Command
from milepost.commands.conflicts import refuse_lost_updates
from milepost.commands.react import react
from milepost.commands.site import SiteWork
from milepost.commands.work import Work
from milepost.commands.writing import write_changes
from milepost.dossier.edits import EditRefusedError
from milepost.engine.notices import PlanRefusedError
from milepost.forecasting.difference import RowChange, changes_between
from milepost.forecasting.held import Held
from milepost.forecasting.keep import bears
from milepost.forecasting.load import load
from milepost.forecasting.rows import canonical
from milepost.queries.access import Actor, Permission, Standing, on_site, projects_of, refusal_of, standing
from milepost.queries.encoding import to_json
from milepost.queries.kinds import Reading
from milepost.queries.refused import Refused
from milepost.records.models import Job, JournalEntry, Message, Project, Received

#: A longer text is the content of a file, and journaled by its hash.
LONGEST_TOLD = 50_000
#: A plan is simulated anew when nobody has changed it for so many seconds.
SETTLED = 5
#: More commands than this are no action of one user.
MOST_CALLS = 2_000


@dataclass(frozen=True, slots=True)
class Call:
    """A command word and its arguments as a door received them."""

    command: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Give the call as JSON; the content of a file is told by its hash."""
        return {"command": self.command, "arguments": {name: _told(value) for name, value in self.arguments.items()}}


def _told(value: Any) -> Any:
    content = value.encode() if isinstance(value, str) and len(value) > LONGEST_TOLD else value
    return f"sha256:{hashlib.sha256(content).hexdigest()}" if isinstance(content, bytes) else to_json(value)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action did: its journal entry, the project's revision after it, what each command answered.

    `before` and `after` are the project's states for who wants to compare them; None for actions on the site.
    `again` tells that the action was already done, under the same idempotency key; `standing` is what the actor is in
    the project.
    """

    entry: int
    number: int
    project: str
    revision: int
    results: tuple[Any, ...]
    before: Held | None = None
    after: Held | None = None
    again: bool = False
    changed: bool = True
    standing: Standing | None = None


def run(
    calls: Sequence[Call],
    *,
    actor: Actor,
    door: str,
    at: datetime,
    project: str | None = None,
    revision: int | None = None,
    exactly: bool = False,
    key: str = "",
    reason: str = "",
) -> Outcome:
    """Carry commands out as one action: all of them or none. Raises Refused.

    `revision` is what the caller last saw: what somebody else changed since is never overwritten; with `exactly`
    nothing at all may have changed since. The same `key` from the same actor is carried out once.
    """
    calls = proposed(calls, actor)
    commands = found(calls)
    if key and any(command.secret for command in commands):
        raise Refused("What this answers is shown once and never kept; send it without a key.", "key", "invalid")

    def once() -> Outcome:
        with transaction.atomic():
            known = _received(actor, key, calls, project)
            if known is not None:
                return known
            if commands[0].site:
                outcome = _on_site(commands, calls, actor, door, at, reason)
            else:
                record = locked(actor, project, revision if exactly else None)
                outcome = _in_project(commands, calls, actor, door, at, record, revision, reason)
            if key:
                _remember(actor, key, calls, project, outcome, at)
        return outcome

    try:
        outcome = once()
    except IntegrityError:
        # The same key came twice at once, and the other call was first: its answer is ours.
        if not key:
            raise
        outcome = once()
    except OperationalError as error:
        raise Refused("The record is busy just now; nothing was changed. Try again.", code="busy") from error
    if outcome.after is not None and outcome.changed:
        react(outcome.after)
    return outcome


def found(calls: Sequence[Call]) -> list[Command]:
    """Find the commands of an action. Refuses unknown ones, and actions on the site and in a project at once."""
    if not calls or len(calls) > MOST_CALLS:
        raise Refused(f"An action has 1 to {MOST_CALLS:,} commands; this one has {len(calls)}.", code="invalid")
    commands = [find(call.command) for call in calls]
    if len({command.site for command in commands}) > 1 or (commands[0].site and len(commands) > 1):
        raise Refused("Commands on the site are done one at a time, apart from those in a project.", code="invalid")
    return commands


def proposed(calls: Sequence[Call], actor: Actor) -> Sequence[Call]:
    """Turn what an actor may only propose into a change request that a person decides."""
    if actor.scope != "propose" or not calls:
        return calls
    commands = [find(call.command) for call in calls]
    if any(command.vital for command in commands):
        raise Refused("A token that may only propose cannot decide.", code="forbidden")
    free = {Permission.COMMENT, Permission.RAISE, Permission.SEE}
    if all(command.permission in free and command.area != "undo" for command in commands):
        return calls
    if any(command.site for command in commands):
        raise Refused("A token that may only propose cannot change the site.", code="forbidden")
    title = ", ".join(dict.fromkeys(command.title for command in commands))[:200]
    return [Call("request_change", {"title": title, "calls": [call.to_json() for call in calls], "submit": True})]


def locked(actor: Actor, code: str | None, still: int | None = None) -> Project:
    """Lock a project for this action. Refuses one that the actor may not know of in the same words as none at all.

    `still` is the revision that the project must have.
    """
    rows = projects_of(actor).filter(code=(code or "").upper())
    project = rows.select_for_update(of=("self",)).first()
    if project is None:
        said = f"There is no project {code}." if code else "Name the project."
        raise Refused(said, "project", "unknown" if code else "invalid")
    if still is not None and still != project.revision:
        details = {"yours": still, "theirs": project.revision}
        said = f"The project is at revision {project.revision} by now, not {still}; nothing was changed."
        raise Refused(said, code="stale", details=details)
    return project


def carried_out(work: Work, commands: Sequence[Command], calls: Sequence[Call]) -> list[Any]:
    """Carry the commands of an action out on its desk, one after the other. Raises Refused."""
    results = []
    for command, call in zip(commands, calls, strict=True):
        wanted = (command.permission, *command.also)
        if not all(work.standing.may(each) for each in wanted):
            said = f"Your role in this project does not allow you to {_said(command)}."
            raise Refused(refusal_of(work.actor, wanted, work.project, said), code="forbidden")
        if work.held.dossier.project.archived and command.name not in ("restore_project", "undo"):
            raise Refused("The project is archived; restore it first.", code="rule")
        try:
            arguments = command.read(call.arguments, Reading(work.dossier, work.aliases))
            results.append(command.function(work, **arguments))
        except EditRefusedError as error:
            raise Refused(str(error)) from error
        except PlanRefusedError as error:
            raise Refused(_words(error)) from error
    return results


def _said(command: Command) -> str:
    return command.name.replace("_", " ")


def _words(error: PlanRefusedError) -> str:
    return " ".join(notice.message for notice in error.notices[:3])


def settled(work: Work) -> tuple[Held, list[RowChange]]:
    """Give the state an action leads to and its row changes. Refuses a plan that has no schedule."""
    changes, places = changes_between(work.held, work.dossier, work.places)
    work.settled_places = places
    after = Held(work.held.project, work.held.code, work.held.revision + 1, "", work.dossier, places)
    if work.dossier.plan is not work.held.dossier.plan:
        try:
            _ = after.schedule
        except PlanRefusedError as error:
            raise Refused(_words(error)) from error
    return after, [*changes, *work.changes_beside()]


def _in_project(
    commands: Sequence[Command],
    calls: Sequence[Call],
    actor: Actor,
    door: str,
    at: datetime,
    project: Project,
    revision: int | None,
    reason: str,
) -> Outcome:
    before = load(project)
    work = Work(actor, at, door, project, before, standing(actor, project))
    results = carried_out(work, commands, calls)
    after, changes = settled(work)
    if not changes and not work.telling and not work.errands:
        return Outcome(0, project.revision, project.code, project.revision, tuple(results), before, before,
                       changed=False, standing=work.standing)  # fmt: skip
    refuse_lost_updates(project, revision, changes)
    entry = keep(work, calls, changes, reason)
    after = Held(after.project, project.code, project.revision, project.head, after.dossier, after.ranks).taking(after)
    return Outcome(entry.pk, entry.number, project.code, project.revision, tuple(results), before, after,
                   standing=work.standing)  # fmt: skip


def keep(work: Work, calls: Sequence[Call], changes: Sequence[RowChange], reason: str) -> JournalEntry:
    """Write the rows, the journal entry, what must be told and what the worker must do, and move the project on."""
    project = work.project
    write_changes(project, work, changes)
    entry = journal.append(
        project,
        at=work.at,
        actor=work.actor.user or None,
        actor_name=work.actor.name,
        door=work.door,
        calls=[call.to_json() for call in calls],
        changes=[change.to_json() for change in changes],
        reason=reason,
        about=work.about,
        undoes=work.undoes,
    )
    facts = work.dossier.project
    project.revision, project.head, project.counters = entry.number, entry.hash, work.counters
    project.name, project.manager, project.archived = facts.name[:300], facts.manager[:200], facts.archived
    project.phase = str(facts.phase or "")
    project.save(update_fields=["revision", "head", "counters", "name", "manager", "archived", "phase"])
    Message.objects.bulk_create(
        Message(project=project, user_id=each.user, kind=each.kind, subject=each.subject[:300], text=each.text,
                path=each.path, created_at=work.at)
        for each in work.telling
    )  # fmt: skip
    for errand in work.errands:
        queue(errand.kind, project=project.pk, user=work.actor.user, key=errand.key, at=work.at,
              seconds=errand.seconds, arguments=errand.arguments)  # fmt: skip
    if any(bears(change.table, change.key) for change in changes):
        queue("simulation", project=project.pk, key=f"simulation:{project.pk}", at=work.at, seconds=SETTLED)
    return entry


def queue(
    kind: str,
    *,
    at: datetime,
    project: int | None = None,
    user: int | None = None,
    key: str = "",
    seconds: int = 0,
    arguments: Mapping[str, Any] | None = None,
) -> None:
    """Write a job for the worker; one that waits already under the same key is moved instead."""
    due = at + timedelta(seconds=seconds)
    if key and Job.objects.filter(kind=kind, key=key, state="waiting").update(
        due_at=due, arguments=dict(arguments or {})
    ):
        return
    Job.objects.create(kind=kind, project_id=project, user_id=user or None, key=key, arguments=dict(arguments or {}),
                       created_at=at, due_at=due)  # fmt: skip


def _on_site(
    commands: Sequence[Command], calls: Sequence[Call], actor: Actor, door: str, at: datetime, reason: str
) -> Outcome:
    if not on_site(actor, commands[0].permission) or not actor.writes:
        said = f"Only an administrator of the site may {_said(commands[0])}."
        raise Refused(refusal_of(actor, [commands[0].permission], None, said), code="forbidden")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(20250101)")
    work = SiteWork(actor, at, door)
    arguments = commands[0].read(calls[0].arguments, Reading(None, {}))
    try:
        with transaction.atomic():
            result = commands[0].function(work, **arguments)
    except IntegrityError as error:
        raise Refused("Something with this name or address exists already.", code="conflict") from error
    entry = journal.append(
        None, at=at, actor=actor.user or None, actor_name=actor.name, door=door,
        calls=[{"command": calls[0].command, "arguments": work.shown(calls[0].arguments)}],
        changes=work.changes, reason=reason, about=work.about,
    )  # fmt: skip
    code = work.project.code if work.project is not None else ""
    return Outcome(entry.pk, entry.number, code, 0 if work.project is None else work.project.revision, (result,))


def _digest(calls: Sequence[Call], project: str | None) -> str:
    said = canonical([project, [call.to_json() for call in calls]])
    return hashlib.sha256(said.encode()).hexdigest()


def _received(actor: Actor, key: str, calls: Sequence[Call], project: str | None) -> Outcome | None:
    if not key:
        return None
    known = Received.objects.filter(actor_id=actor.user, key=key).first()
    if known is None:
        return None
    if known.digest != _digest(calls, project):
        raise Refused("This idempotency key came with another action before.", "key", "conflict")
    said = json.loads(known.answer)
    results = tuple(said["results"])
    return Outcome(said["entry"], said["number"], said["project"], said["revision"], results, again=True)


def _remember(
    actor: Actor, key: str, calls: Sequence[Call], project: str | None, outcome: Outcome, at: datetime
) -> None:
    said = {
        "entry": outcome.entry,
        "number": outcome.number,
        "project": outcome.project,
        "revision": outcome.revision,
        "results": [str(each) if each is not None else None for each in outcome.results],
    }
    digest = _digest(calls, project)
    Received.objects.create(actor_id=actor.user, key=key[:200], digest=digest, answer=canonical(said), at=at)
