"""The two-minute review as Markdown that also reads well as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.press.report import Level, Report, ReportedFinding, Section, Table

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
        yield from (f"- {change}" for change in report.changes)
    if report.findings:
        yield from ("", "## What needs you", "")
        for number, finding in enumerate(report.findings, start=1):
            yield from _finding(number, finding)
        if report.more_findings.table.rows:
            yield from ("", f"{report.more_findings.title}: {_checks(report.more_findings)}.")
    if report.look_ahead.table.rows:
        yield from ("", f"## {report.look_ahead.title}", "")
        yield from (f"- {' · '.join(filter(None, row))}" for row in report.look_ahead.table.rows)
    if report.gaps:
        yield from ("", "## What the plan does not say", "")
        yield from (f"- {gap}" for gap in report.gaps)


def _finding(number: int, finding: ReportedFinding) -> Iterator[str]:
    trend = f" ({finding.trend})" if finding.trend else ""
    yield f"{number}. **{finding.headline}**"
    yield f"   {finding.severity}{trend} · {finding.check}"
    for fact in finding.evidence:
        yield f"   - {fact.name}: {fact.value}"
    for proposal in finding.proposals:
        yield f"   - Proposal: {proposal.sentence}"
        effect = effect_line(proposal.effects)
        if effect:
            yield f"     {effect}"


def effect_line(effects: Table) -> str:
    """A proposal's effect on one line: `Project finish 17 Feb 2027 -> 10 Feb 2027 (-5 d); ...`."""
    return "; ".join(f"{name} {before} → {after} ({change})" for name, before, after, change in effects.rows)


def _checks(section: Section) -> str:
    return ", ".join(dict.fromkeys(row[1] for row in section.table.rows))
