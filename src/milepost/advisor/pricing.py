"""What proposals are worth: each is carried out on a copy of the project and compared (review.md 1, 4.9)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.effects import cost_of_delay, effects, shifts
from milepost.advisor.finding import Effect, Finding, Proposal
from milepost.advisor.foresight import foresee
from milepost.advisor.lights import slip
from milepost.advisor.outlook import Outlook, Shift
from milepost.advisor.recovering import LATE
from milepost.advisor.staffed import asks, worked_out
from milepost.advisor.value import value_per_day
from milepost.dossier.edits import Edit, EditRefusedError, carry_out, to_json
from milepost.engine.impact import Impact, impact
from milepost.engine.notices import PlanRefusedError
from milepost.engine.overload import Days
from milepost.engine.results import Schedule
from milepost.engine.schedule import schedule
from milepost.engine.units import Minutes, Uid

#: How many copies of the plan a review schedules: so many tasks' worth in all, and at least and at most so many.
_WORTH, _LEAST, _MOST = 2500, 6, 40
#: For how many findings at most the work is levelled, or candidates are ranked.
_COSTLY = 4
#: For how many late dates at most ways back are searched for.
_SEARCHES = 2
#: How many proposals at most are simulated for their own sake; those whose effect is in the risk always are.
_SIMULATED = 6
#: How many options a finding shows beside doing nothing, and how many are tried for it.
_SHOWN, _TRIED = 4, 8
#: Checks whose proposals are to take work off people: one that does not is no proposal.
_LOAD = ("RES-01", "RES-06", "RES-07", "RES-08", "X-02")
_REPORTS = ("record_actual_finish", "record_actual_start")
_UNPRICED = "Its effect was not computed; the review prices what matters most first."


@dataclass(frozen=True, slots=True)
class Priced:
    """A proposal's outcome: the schedule of the edited plan, its difference from the plan's, and the forecasts'."""

    schedule: Schedule
    impact: Impact
    shift: Shift


@dataclass
class _Till:
    """The copies scheduled so far; the same edits are scheduled once."""

    context: Context
    left: int
    costly: int
    searches: int = _SEARCHES
    simulations: int = _SIMULATED
    known: dict[str, Priced | None] = field(default_factory=dict)
    costlier: dict[tuple[object, ...], tuple[Proposal, ...]] = field(default_factory=dict)
    days: Days = field(init=False)
    now: Outlook = field(init=False)

    def __post_init__(self) -> None:
        self.days = Days(self.context.schedule, self.context.times)
        self.now = foresee(self.context)

    def worked_out(self, finding: Finding) -> Finding:
        """Add what levelling and ranking propose, for the first findings that ask for it."""
        if not asks(finding):
            return finding
        by_task = finding.check in ("RES-03", *LATE)
        key = (by_task, finding.check == "RES-03", finding.tasks[:1] if by_task else finding.resources[:1])
        if key not in self.costlier:
            late = finding.check in LATE
            left = self.searches if late else self.costly
            self.costlier[key] = worked_out(self.context, finding) if left > 0 else ()
            self.searches -= late
            self.costly -= not late and bool(self.costlier[key])
        more = self.costlier[key]
        instead = "assign-" if finding.check == "RES-03" else " "
        kept = tuple(each for each in finding.proposals if not (more and each.id.startswith(instead)))
        return replace(finding, proposals=(*more, *kept))

    def price(self, edits: Sequence[Edit], method: str = "R") -> Priced | None:
        """Carry edits out on a copy; None for those it refuses. What method S computes is simulated in any case."""
        key = json.dumps([to_json(edit) for edit in edits], sort_keys=True, default=str)
        if key not in self.known:
            self.left -= 1
            drawn = method == "S" or (method != "M" and self.simulations > 0)
            self.simulations -= drawn
            self.known[key] = outcome(self.context, edits, self.days, self.now, simulate=drawn)
        return self.known[key]


def outcome(
    context: Context,
    edits: Sequence[Edit],
    days: Days | None = None,
    now: Outlook | None = None,
    *,
    simulate: bool = True,
) -> Priced | None:
    """Carry edits out on a copy of the project and compare; None where it refuses them."""
    before = replace(context.dossier, plan=context.schedule.plan)
    try:
        changed = carry_out(before, edits)
        after = context.schedule if changed.plan is before.plan else schedule(changed.plan)
    except (EditRefusedError, PlanRefusedError):
        return None
    if after is context.schedule:
        then, found = context.with_records(changed), context.unchanged
    else:
        then = Context(changed, after, context.as_of, context.today, None, context.limits)
        found = impact(context.schedule, after, times=context.times, days=days)
    seen, foreseen = foresee(context) if now is None else now, foresee(then, simulate=simulate)
    return Priced(after, found, Shift(seen, foreseen))


def priced(context: Context, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Price the proposals of ranked findings, the first ones first, within the review's budget."""
    copies = min(max(_WORTH // max(len(context.leaves), 1), _LEAST), _MOST)
    till = _Till(context, copies, costly=min(max(_WORTH // max(len(context.leaves), 1), 1), _COSTLY))
    per_day = value_per_day(context)
    return tuple(_priced(till, finding, per_day) for finding in findings)


def _priced(till: _Till, finding: Finding, per_day: Decimal | None) -> Finding:
    finding = till.worked_out(finding)
    exclusive = any(each.do_nothing for each in finding.proposals)
    tried = finding.proposals if exclusive else finding.proposals[:_SHOWN]
    rows = []
    for proposal in [each for each in tried if not each.do_nothing][:_TRIED]:
        row = _try(till, finding, proposal)
        if row is not None:
            rows.append(row)
    if exclusive:
        rows = _best(till.context, finding, rows)
    shown = [proposal for proposal, _ in rows[:_SHOWN]]
    shown += [_nothing(till.context, finding, each, per_day) for each in finding.proposals if each.do_nothing]
    named = (replace(each, id=f"{finding.id}/{each.id}", option=n) for n, each in enumerate(shown, start=1))
    sure = [found for proposal, found in rows if found is not None and not _reports(proposal)]
    gain = max((-found.impact.finish_delta for found in sure), default=0)
    return replace(finding, proposals=tuple(named), stake=max(finding.stake, gain))


def _reports(proposal: Proposal) -> bool:
    """Whether a proposal records what may have happened: good news if it did, but nothing anyone can do."""
    return any(edit.command in _REPORTS for edit in proposal.edits)


def _try(till: _Till, finding: Finding, proposal: Proposal) -> tuple[Proposal, Priced | None] | None:
    """Price one proposal; None for one that the plan refuses or that does not do what it is for."""
    if not proposal.edits:
        return proposal, None
    if till.left <= 0:
        return replace(proposal, note=" ".join(filter(None, (proposal.note, _UNPRICED)))), None
    found = till.price(proposal.edits, proposal.method)
    if found is None or (finding.check in _LOAD and not _relieves(found.impact, levelled=proposal.method == "L")):
        return None
    target = _target(till.context, finding)
    lines = (*effects(till.context, found.impact, found.schedule, target), *shifts(till.context, found.shift))
    return replace(proposal, impact=found.impact, shift=found.shift, effects=lines), found


def _relieves(change: Impact, *, levelled: bool) -> bool:
    """Whether less is asked of people beyond their capacity; only levelling may miss a further deadline for it."""
    less = (change.overload_after or 0) < (change.overload_before or 0)
    return less and (levelled or len(change.missed_after) <= len(change.missed_before))


def _target(context: Context, finding: Finding) -> Uid | None:
    uid = finding.tasks[0] if finding.tasks else None
    return uid if uid in context.schedule.by_uid else None


def _best(
    context: Context, finding: Finding, rows: Sequence[tuple[Proposal, Priced | None]]
) -> list[tuple[Proposal, Priced | None]]:
    """Keep the options that help and that no other beats in days, cost and disturbance; the best first."""
    target = _target(context, finding)
    scored = [(_scores(context, target, found), row) for row in rows if (found := row[1]) is not None]
    useful = [(score, row) for score, row in scored if score[0] > 0 or score[1] > 0]
    kept = [(score, row) for score, row in useful if not any(_beats(other, score) for other, _ in useful)]
    kept.sort(key=lambda pair: (-pair[0][0], -pair[0][1], -pair[0][2], -pair[0][3], pair[1][0].id))
    return [row for _, row in kept] + [row for row in rows if row[1] is None]


def _scores(context: Context, target: Uid | None, found: Priced) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """How good an option is, more is better: deadlines kept, days won, money saved, tasks left alone."""
    change = found.impact
    won: Minutes = -change.finish_delta
    if target is not None and (after := found.schedule.by_uid.get(target)) is not None:
        before = context.dates(target)
        eased = min(after.total_float, 0) - min(before.total_float, 0)
        won = max(won, context.working(after.finish, before.finish), eased)
    kept = len(change.missed_before) - len(change.missed_after)
    cost = change.cost_delta or Decimal(0)
    return Decimal(kept), Decimal(won), -cost, -Decimal(change.moved)


def _beats(one: tuple[Decimal, ...], other: tuple[Decimal, ...]) -> bool:
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


def _nothing(context: Context, finding: Finding, proposal: Proposal, per_day: Decimal | None) -> Proposal:
    """Price doing nothing: the dates stay, and being late costs what the project costs a day."""
    unchanged = impact(context.schedule, context.schedule, people=False, times=context.times)
    lines: list[Effect] = list(effects(context, unchanged, context.schedule, _target(context, finding)))
    late = min(finding.stake, max(slip(context) or 0, 0))
    lost = cost_of_delay(context, late, per_day)
    lines += [lost] if lost is not None else []
    return replace(proposal, impact=unchanged, effects=tuple(lines))
