"""From the advisor's review to the report that the press lays out: words and tables, no rules."""

from __future__ import annotations

from dataclasses import replace

from milepost.advisor.finding import Finding, Proposal, Severity
from milepost.advisor.summary import KeyDate, Review
from milepost.charts.milestones import MilestoneDates, milestones
from milepost.cli.quality_report import practice_section, quality_section
from milepost.cli.receipt_report import receipt_sections
from milepost.engine.clock import moment
from milepost.engine.results import Schedule
from milepost.exchange.imported import Imported
from milepost.press.facts import PlanFacts, schedule_section
from milepost.press.gantt import gantt
from milepost.press.pictures import pictures
from milepost.press.report import (
    Chart,
    Column,
    Fact,
    Level,
    PricedProposal,
    Rating,
    Report,
    ReportedFinding,
    Section,
    Table,
)

#: How many findings are shown in full (review.md 1).
BRIEF = 10
TONES = {
    Severity.CRITICAL: Level.RED,
    Severity.HIGH: Level.AMBER,
    Severity.MEDIUM: Level.GREY,
    Severity.INFO: Level.GREY,
}
METHOD = (
    ("Dates", "Critical path method on work calendars to the minute; links, constraints and progress as in the plan."),
    ("Effects", "Each proposal's edits are applied to a copy of the plan, which is then scheduled again."),
    ("Severity", "S1 act today, S2 this week, S3 plan it, S4 for information; ranked by what is at stake."),
    ("Quality", "DCMA 14-point assessment; a point without data counts as not applicable, never as passed."),
    ("Value", "Planned value from the baseline's costs; earned value is budget times percent complete."),
)


def brief(imported: Imported, schedule: Schedule, review: Review) -> Report:
    """Word a review for the terminal and for Markdown: no drawings."""
    facts = PlanFacts.of(imported.dossier, schedule)
    leading = [finding for finding in review.findings if not finding.under]
    shown, rest = leading[:BRIEF], [f for f in review.findings if f.under or f in leading[BRIEF:]]
    since = facts.day(review.changes_since)
    return Report(
        title=review.project,
        subtitle=imported.dossier.project.subject or imported.dossier.project.organisation,
        as_of=facts.day(review.as_of),
        facts=header(imported, facts),
        level=Level(review.light.value),
        health=review.headline,
        ratings=tuple(
            Rating(r.dimension.capitalize(), Level(r.light.value), r.trend, r.values, r.rule) for r in review.ratings
        ),
        figures=figures(facts, review),
        changes_since=f"What changed since {since}" if since else "What changed",
        changes=tuple(change.sentence for change in review.changes),
        findings=tuple(finding(one, place) for place, one in enumerate(shown, start=1)),
        more_findings=more(rest),
        milestones=key_dates(review.key_dates, facts),
        look_ahead=look_ahead(review, facts),
        gaps=review.gaps,
        quality=quality_section(review.quality, facts),
        schedule=schedule_section(facts),
        receipt=receipt_sections(imported.receipt),
        method=tuple(Fact(name, text) for name, text in METHOD),
        practices=practice_section(review.practices),
    )


def full(imported: Imported, schedule: Schedule, review: Review) -> Report:
    """Word a review for the page: with Gantt and charts."""
    facts = PlanFacts.of(imported.dossier, schedule)
    charts = (*milestone_chart(review.key_dates, facts), *pictures(facts))
    return replace(brief(imported, schedule, review), gantt=gantt(facts), charts=charts)


def header(imported: Imported, facts: PlanFacts) -> tuple[Fact, ...]:
    """What the plan is, in a line."""
    project = imported.dossier.project
    settings = imported.dossier.plan.settings
    status = facts.day(settings.status_date) or "none in the plan"
    tasks = f"{len(facts.leaves)}, {len(facts.open)} open"
    known = (
        ("Status date", status),
        ("Manager", project.manager),
        ("Organisation", project.organisation if project.subject else ""),
        ("Plan", imported.receipt.file),
        ("Tasks", tasks),
    )
    return tuple(Fact(name, value) for name, value in known if value)


def figures(facts: PlanFacts, review: Review) -> tuple[Fact, ...]:
    """The numbers a sponsor asks for first."""
    finish = next((row for row in review.key_dates if row.task is None), None)
    following = next((row for row in review.key_dates if row.task is not None and not row.done), None)
    critical = sum(dates.critical for dates in facts.open)
    urgent = [one for one in review.findings if one.severity in (Severity.CRITICAL, Severity.HIGH)]
    found = []
    if finish:
        late = finish.later is not None and finish.later > 0
        found.append(Fact("Project finish", facts.day(finish.now), later(finish, facts), Level.RED if late else None))
    if following:
        found.append(Fact("Next milestone", facts.day(following.now), following.name))
    found.append(Fact("Critical tasks", str(critical), f"of {len(facts.open)} open"))
    found.append(Fact("Needs a decision", str(len(urgent)), "findings for today or this week"))
    return tuple(found)


def later(row: KeyDate, facts: PlanFacts) -> str:
    """How a key date stands against the baseline, in words."""
    if row.later is None:
        return "no baseline"
    if not row.later:
        return "as in the baseline"
    return f"{facts.span(abs(row.later))} {'later' if row.later > 0 else 'earlier'} than the baseline"


def finding(one: Finding, place: int) -> ReportedFinding:
    """Word a finding."""
    return ReportedFinding(
        id=f"finding-{place}",
        check=one.check,
        severity=f"{one.severity.value} {one.severity.when}",
        headline=one.headline,
        trend=one.trend.value,
        evidence=tuple(Fact(fact.name, fact.value) for fact in one.evidence),
        proposals=tuple(proposal(offered) for offered in one.proposals),
        tone=TONES[one.severity],
    )


def proposal(offered: Proposal) -> PricedProposal:
    """Word a proposal with its effects."""
    columns = (Column("Effect"), Column("Before", True), Column("After", True), Column("Change", True))
    rows = tuple((effect.measure, effect.before, effect.after, effect.change) for effect in offered.effects)
    return PricedProposal(offered.sentence, offered.rationale, Table(columns, rows), offered.note)


def more(findings: list[Finding]) -> Section:
    """The findings beyond the brief, one line each."""
    columns = (Column("Severity"), Column("Check"), Column("Finding"), Column("Trend"))
    rows = tuple((f"{f.severity.value} {f.severity.when}", f.check, f.headline, f.trend.value) for f in findings)
    title = f"{len(rows)} more findings" if len(rows) != 1 else "1 more finding"
    return Section("more", title, "", Table(columns, rows))


def key_dates(rows: tuple[KeyDate, ...], facts: PlanFacts) -> Section:
    """Milestones and the finish: baseline, last review, now."""
    known_before = any(row.previous is not None for row in rows)
    columns = [Column("Milestone"), Column("Baseline")]
    columns += [Column("Last review")] if known_before else []
    columns += [Column("Now"), Column("Later by", right=True), Column("Deadline")]
    lines = []
    for row in rows:
        missed = " (missed)" if row.deadline is not None and row.now > row.deadline else ""
        cells = [row.name, facts.day(row.baseline)]
        cells += [facts.day(row.previous)] if known_before else []
        cells += [facts.day(row.now), facts.span(row.later, signed=True) if row.later else ""]
        lines.append((*cells, facts.day(row.deadline) + missed))
    return Section("milestones", "Key dates", "", Table(tuple(columns), tuple(lines)), "The plan has no milestones.")


def milestone_chart(rows: tuple[KeyDate, ...], facts: PlanFacts) -> tuple[Chart, ...]:
    """Draw how the key dates that are still open moved."""
    zone = facts.schedule.plan.settings.zone

    def iso(at: int | None) -> str:
        return "" if at is None else moment(at, zone).date().isoformat()

    still = [row for row in rows if not row.done]
    if not still:
        return ()
    dates = [MilestoneDates(r.name, iso(r.now), iso(r.baseline), iso(r.previous), iso(r.deadline)) for r in still]
    moved = sum(bool(row.later and row.later > 0) for row in still)
    said = f"{moved} of {len(still)} lie later than in the baseline. A red tick is a deadline."
    return (Chart("milestones-chart", "Milestones: baseline to now", said, milestones(dates)),)


def look_ahead(review: Review, facts: PlanFacts) -> Section:
    """What starts and finishes next, and what is missing for it."""
    columns = (Column("When"), Column("Task"), Column("Who"), Column("Missing"))
    rows = []
    strong = []
    for place, one in enumerate(review.look_ahead):
        when = f"starts {facts.day(one.start)}" if one.starts else f"finishes {facts.day(one.finish)}"
        rows.append((when, one.name, one.who, "; ".join(one.gaps)))
        if one.critical:
            strong.append(place)
    table = Table(columns, tuple(rows), tuple(strong))
    return Section(
        "next", "The next ten working days", "Critical tasks are bold.", table, "Nothing starts or finishes."
    )
