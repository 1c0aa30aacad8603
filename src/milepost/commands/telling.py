"""Who is told of a change request, as users of the site."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from milepost.commands.work import Work
from milepost.dossier.changes import ChangeClass, ChangeRecord
from milepost.dossier.people import Role
from milepost.queries.access import member_resource
from milepost.records.models import Membership


def deciders(work: Work, record: ChangeRecord, *, anyone: bool = False) -> list[int]:
    """List the users who decide on a change by its class; with `anyone` who asked for it is one of them, too."""
    roles = [Role.SPONSOR] if record.category is ChangeClass.MAJOR else [Role.OWNER, Role.MANAGER]
    found = Membership.objects.filter(project=work.project, role__in=[str(role) for role in roles])
    users = found.order_by("user_id").values_list("user_id", flat=True)
    return [user for user in users if anyone or user != record.requester_id or record.requester_token is not None]


def tell_all(work: Work, names: Iterable[str], record: ChangeRecord, subject: str, text: str) -> None:
    """Tell who asked for a change, the people it names, and the sponsors, of what was decided."""
    wanted = {name.casefold() for name in names}
    people = {row.uid: row.name.casefold() for row in work.dossier.plan.resources}
    tell = partial(work.tell, kind="change", subject=subject, text=text,
                   path=f"/p/{work.project.code}/changes/{record.code}")  # fmt: skip
    told = set()
    for row in Membership.objects.filter(project=work.project).select_related("user").order_by("user_id"):
        known = {str(row.user).casefold(), row.user.username, people.get(member_resource(row.extra) or 0, "")}
        concerned = bool(wanted & known) or (bool(wanted) and row.role == Role.SPONSOR)
        if concerned or row.user_id == record.requester_id:
            told.add(row.user_id)
    for user in sorted(told):
        tell(user)
