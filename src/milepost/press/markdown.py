"""The two-minute review as Markdown that also reads well as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from milepost.press.report import Level, Report, ReportedFinding, Section, Table

#: What two minutes hold: findings told in full, findings told with a proposal (the others by their headline alone),
#: evidence, companions and proposals of one told in full, changes, and lines of the look-ahead.
IN_FULL, WITH_PROPOSAL, EVIDENCE, ALSO, OFFERED, CHANGES, NEXT = 2, 5, 3, 2, 2, 6, 8
#: How many effects of a proposal a brief tells, and those it can do without: what stands beside them says more.
EFFECTS, ASIDE = 7, ("Least float", "Tasks moved", "Finish, 50 % sure")
#: A change that is none: `0`, `0 d`, `+0 h`.
_NOTHING = re.compile(r"[-+]?0(?:[.]0+)?(?: \w+)?")
#: A sign beside each level's word, for readers who scan.
SIGNS = {Level.RED: "▲", Level.AMBER: "◆", Level.GREEN: "●", Level.GREY: "○"}


def markdown(report: Report) -> str:
    """Write health, changes, findings with priced proposals, look-ahead and gaps."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {report.title}"
    yield ""
    yield " · ".join([*filter(None, [report.subtitle]), *(f"{fact.name} {fact.value}" for fact in report.facts)])
    yield ""
    yield f"{SIGNS[report.level]} **{report.level.value.upper()}** {report.health}"
    yield ""
    for rating in report.ratings:
        trend = f", {rating.trend}" if rating.trend else ""
        yield f"- {rating.name}: {rating.level.value}{trend}. {rating.values}"
    if report.changes:
        yield from ("", f"## {report.changes_since}", "")
        yield from (f"- {change}" for change in report.changes[:CHANGES])
    if report.findings:
        yield from ("", "## What needs you", "")
        for number, finding in enumerate(report.findings, start=1):
            yield from _finding(number, finding)
        if report.more_findings.table.rows:
            yield from ("", f"{report.more_findings.title}: {_checks(report.more_findings)}.")
    if report.look_ahead.table.rows:
        yield from ("", f"## {report.look_ahead.title}", "")
        yield from (f"- {' · '.join(filter(None, row))}" for row in report.look_ahead.table.rows[:NEXT])
        if len(report.look_ahead.table.rows) > NEXT:
            yield f"- {len(report.look_ahead.table.rows) - NEXT} more start or finish"
    if report.gaps:
        yield from ("", "## What the plan does not say", "")
        yield from (f"- {gap}" for gap in report.gaps)


def _finding(number: int, finding: ReportedFinding) -> Iterator[str]:
    trend = f" ({finding.trend})" if finding.trend else ""
    yield f"{number}. **{finding.headline}**"
    yield f"   {finding.severity}{trend} · {finding.check}"
    full = number <= IN_FULL
    if full:
        yield from (f"   - {fact.name}: {fact.value}" for fact in finding.evidence[:EVIDENCE])
        yield from (f"   - Also {one.severity}, {one.check}: {one.headline}" for one in finding.also[:ALSO])
        if len(finding.also) > ALSO:
            yield f"   - {len(finding.also) - ALSO} more that belong to it"
    for proposal in finding.proposals[: offered(number)]:
        yield f"   - Proposal: {proposal.sentence}"
        effect = effect_line(proposal.effects)
        if effect:
            yield f"     {effect}"


def offered(number: int) -> int:
    """How many proposals of the finding in this place are told."""
    return OFFERED if number <= IN_FULL else int(number <= WITH_PROPOSAL)


def effect_line(effects: Table) -> str:
    """What a proposal changes on one line: `Project finish 17 Feb 2027 → 10 Feb 2027 (-5 d); ...`."""
    return "; ".join(
        f"{name} {before} → {after} ({change})" if before else f"{name} {after}"
        for name, before, after, change in telling(effects)
    )


def telling(effects: Table) -> tuple[tuple[str, ...], ...]:
    """The first rows of an effect table in which something changes that a brief has to tell."""
    changed = [row for row in effects.rows if not _NOTHING.fullmatch(row[3] or row[2])]
    return tuple([row for row in changed if row[0] not in ASIDE or len(changed) == 1][:EFFECTS])


def _checks(section: Section) -> str:
    return ", ".join(dict.fromkeys(row[1] for row in section.table.rows))
