"""Commands on the risk register."""

from __future__ import annotations

from decimal import Decimal

from milepost.commands.command import command
from milepost.commands.edits import offer
from milepost.commands.work import Work
from milepost.dossier.edits import Edit
from milepost.dossier.edits_risk_entries import RISK_ENTRY_COMMANDS
from milepost.dossier.edits_risks import RISK_COMMANDS
from milepost.dossier.risks import RiskState, Strategy
from milepost.engine.risks import RiskKind
from milepost.queries.access import Permission
from milepost.queries.kinds import Duration, TaskRef

#: Words that people choose from instead of writing them.
_CHOICES = {"state": RiskState, "strategy": Strategy, "kind": RiskKind | None}
_OWN = ("add_risk", "set_risk_response")

offer(
    "risks",
    Permission.PLAN,
    {word: edit for word, edit in {**RISK_COMMANDS, **RISK_ENTRY_COMMANDS}.items() if word not in _OWN},
    kinds=_CHOICES,
    signed=True,
)
offer("risks", Permission.PLAN, {"set_risk_response": RISK_COMMANDS["set_risk_response"]},
      kinds={"strategy": Strategy | None})  # fmt: skip


@command(permission=Permission.RAISE)
def add_risk(
    work: Work,
    *,
    title: str,
    cause: str,
    event: str,
    effect: str,
    probability: Decimal,
    tasks: list[TaskRef] | None = None,
    delay: list[Duration] | None = None,
    owner: str = "",
    category: str = "",
    kind: RiskKind = RiskKind.THREAT,
    code: str = "",
) -> str:
    """Enter a risk: "because <cause>, <event> may happen, which would lead to <effect>".

    `probability` lies between 0 and 1. When it happens each of `tasks` takes longer by `delay`: low, likely and high
    working time, such as 2d, 3d, 6d; for an opportunity that is time saved. Gives the risk's reference.
    """
    name = code or work.code("risks")
    words = {"code": name, "title": title, "cause": cause, "event": event, "effect": effect}
    work.edit(Edit("add_risk", {**words, "probability": probability, "owner": owner, "raised_at": work.now}))
    more = {"category": category or None, "kind": kind.value}
    work.edit(Edit("change_risk", {"risk": name, **more}))
    if tasks or delay:
        work.edit(Edit("set_risk_delay", {"risk": name, "tasks": tasks or [], "delay": delay or []}))
    return name


@command(permission=Permission.RAISE)
def simulate_now(work: Work) -> None:
    """Have the project simulated as it is now, without waiting for the next change."""
    work.later("simulation", key=f"simulation:{work.project.pk}")
