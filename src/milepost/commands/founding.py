"""How a project comes into the record: its row, its whole dossier as the first entry of its journal, its owner."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from milepost.commands.run import Call, keep, settled
from milepost.commands.site import SiteWork
from milepost.commands.work import Work
from milepost.dossier.dossier import Dossier
from milepost.dossier.people import Member, Role
from milepost.exchange.account import Account, account_of
from milepost.exchange.archive_codec import encode
from milepost.exchange.imported import Imported
from milepost.forecasting.held import Held
from milepost.forecasting.load import EMPTY
from milepost.forecasting.rows import canonical
from milepost.queries.access import ROLES, Standing
from milepost.queries.refused import Refused
from milepost.records.models import KeptForecast, Project


def found_project(work: SiteWork, code: str, dossier: Dossier, word: str, imported: Imported | None = None) -> str:
    """Write a project with everything its dossier says; gives its code. Refuses a plan that has no schedule."""
    project = Project(code=code, name=dossier.project.name[:300], created_at=work.at)
    try:
        with transaction.atomic():
            project.save(force_insert=True)
    except IntegrityError:
        raise Refused(f"There is a project {code} already; choose another code.", "code", "conflict") from None
    start = Held(project.pk, code, 0, "", EMPTY)
    inner = Work(work.actor, work.at, work.door, project, start, Standing(Role.OWNER, ROLES[Role.OWNER]))
    inner.dossier = dossier
    inner.put("members", work.actor.user, Member(work.actor.user, Role.OWNER, sees_costs=True))
    for name in ("tasks", "resources", "assignments"):
        inner.counters[name] = max((row.uid for row in getattr(dossier.plan, name)), default=0)
    after, changes = settled(inner)
    keep(inner, [Call(word, {"code": code, "name": dossier.project.name})], changes, "")
    if imported is not None:
        keep_account(project.pk, 1, work.at, account_of(imported, dossier, after.schedule))
    work.project = project
    work.about.append(code)
    return code


def keep_account(project: int, revision: int, at: datetime, account: Account) -> None:
    """Keep what became of a file, with the revision it led to."""
    data = canonical(encode(account, Account)).encode()
    kept = {"at": at, "data": data}
    KeptForecast.objects.update_or_create(project_id=project, kind="receipt", revision=revision, defaults=kept)
