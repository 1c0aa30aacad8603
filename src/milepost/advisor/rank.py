"""The order of findings: how they stand against the last review, what comes first, what belongs together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from milepost.advisor.finding import Evidence, Finding, Proposal, Trend
from milepost.engine.units import Minutes

#: More findings of one check about single tasks or people than this are told as the worst ones and the rest.
_MANY, _WORST = 6, 4
#: How the scopes of findings about one task, person, risk, account or bill begin.
_SINGLE = ("task-", "resource-", "risk-", "account-", "invoice-")
#: What a working minute of delay counts for, against money, where nothing is known of its cost.
_GUESS = Decimal(1)
#: A number that changed by less than this share is the same.
_BAND = Decimal("0.02")
#: The check on dates promised to somebody: deadlines and dates that must be kept.
_PROMISE = "SCH-06"
#: How many tasks a folded finding repairs at once.
_BATCH = 200


def ranked(findings: Iterable[Finding], per_minute: Decimal = _GUESS) -> tuple[Finding, ...]:
    """Order findings by severity, value at stake and due date, and put those about the same record together.

    `per_minute` is what a working minute of delay costs, in the project's money.
    """
    order = sorted(findings, key=lambda finding: _rank(finding, per_minute))
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in order:
        groups[finding.root or finding.id].append(finding)
    for group in groups.values():
        # A promised date that cannot be kept leads its group: what causes it stands below.
        group.sort(key=lambda finding: (finding.severity.value, finding.check != _PROMISE))
    return tuple(
        replace(finding, under="" if finding is group[0] else group[0].id)
        for group in groups.values()
        for finding in group
    )


def _rank(finding: Finding, per_minute: Decimal = _GUESS) -> tuple[str, Decimal, float, str]:
    stake = Decimal(finding.stake) * per_minute
    due = float("inf") if finding.due is None else float(finding.due)
    return finding.severity.value, -stake - (finding.cost or 0), due, finding.id


def folded(findings: Iterable[Finding]) -> list[Finding]:
    """Tell many findings of one check as the worst ones and one that holds the rest."""
    by_check: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_check[finding.check].append(finding)
    found = []
    for check, rows in by_check.items():
        single = sorted((row for row in rows if row.scope.startswith(_SINGLE)), key=_rank)
        if len(single) <= _MANY:
            found += rows
            continue
        found += [row for row in rows if row not in single] + single[:_WORST]
        found.append(_rest(check, single[_WORST:], single[_WORST - 1].root))
    return found


def _rest(check: str, rows: Sequence[Finding], root: str) -> Finding:
    tasks = tuple(dict.fromkeys(row.tasks[0] for row in rows if row.tasks))
    people = tuple(dict.fromkeys(uid for row in rows for uid in row.resources))
    worst = rows[0]
    evidence = tuple(Evidence("One of them", row.headline, row.tasks[:1]) for row in rows[:3])
    return Finding(
        id=f"{check}:more",
        check=check,
        scope="more",
        severity=worst.severity,
        headline=f"{len(rows)} more of the same kind, the first: {worst.headline}",
        evidence=evidence,
        proposals=_together(rows),
        tasks=tasks,
        resources=people,
        measure=Decimal(len(rows)),
        stake=worst.stake,
        due=worst.due,
        root=root,
    )


def _together(rows: Sequence[Finding]) -> tuple[Proposal, ...]:
    """The same edit for all of them, where each finding's first proposal is of the same kind."""
    offers = [next((each for each in row.proposals if each.edits), None) for row in rows[:_BATCH]]
    words = {tuple(edit.command for edit in offer.edits) for offer in offers if offer is not None}
    if len(words) != 1 or None in offers:
        return ()
    edits = tuple(edit for offer in offers if offer is not None for edit in offer.edits)
    first = offers[0]
    assert first is not None
    return (
        replace(first, id="all", sentence=f"For all {len(offers)}, as for the first: {first.sentence}", edits=edits),
    )


def compared(findings: Sequence[Finding], before: Mapping[str, Finding], since: Minutes) -> tuple[Finding, ...]:
    """Say of each finding how it stands against the previous review, and how long it has been known."""
    return tuple(_compared(finding, before.get(finding.id), since) for finding in findings)


def _compared(finding: Finding, old: Finding | None, since: Minutes) -> Finding:
    if old is None:
        return replace(finding, trend=Trend.NEW)
    change, band = finding.measure - old.measure, abs(old.measure) * _BAND
    trend = Trend.WORSE if change > band else Trend.BETTER if change < -band else Trend.SAME
    return replace(finding, trend=trend, age_minutes=since)
