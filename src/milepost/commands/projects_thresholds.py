"""Commands on the numbers that the review and change control of a project are held to."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.commands.command import command
from milepost.commands.work import Work
from milepost.dossier.projects import Threshold
from milepost.forecasting.thresholds import KNOWN, MOST, OF_CHANGES, ORDERED, ThresholdName, usual, value_of
from milepost.queries.access import Permission
from milepost.queries.refused import Refused


@command(permission=Permission.DECIDE)
def set_threshold(work: Work, *, name: ThresholdName, value: Decimal | None = None) -> None:
    """Hold the review or change control of this project to another number; without a `value` to the usual one again.

    Shares are of 1: 0.85 is 85 %. What says who decides a change only owner and sponsor may set.
    """
    if name in OF_CHANGES and not (work.standing.may(Permission.OWN) or work.standing.may(Permission.SPONSOR)):
        raise Refused("Only owner and sponsor say who decides which changes.", code="forbidden")
    wanted = usual(name) if value is None else value
    most = MOST[KNOWN[name].kind]
    if not 0 <= wanted <= most or (KNOWN[name].whole and wanted != int(wanted)):
        what = "a whole number" if KNOWN[name].whole else "a number"
        raise Refused(f"{KNOWN[name].label}: {what} from 0 to {most:f}, not {wanted:f}.", "value", "invalid")
    kept = tuple(each for each in work.dossier.thresholds if each.name != name)
    if wanted != usual(name):
        kept = tuple(sorted((*kept, Threshold(str(name), wanted)), key=lambda each: each.name))
    dossier = replace(work.dossier, thresholds=kept)
    for less, more in ORDERED:
        if name in (less, more) and value_of(dossier, less) > value_of(dossier, more):
            said = f"{KNOWN[less].label} may not be more than {KNOWN[more].label.lower()}."
            raise Refused(said, "value", "rule")
    work.dossier = dossier
