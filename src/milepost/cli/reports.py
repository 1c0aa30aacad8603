"""From the advisor's review to the report that the press lays out: words and tables, no rules."""

from __future__ import annotations

from dataclasses import replace

from milepost.advisor.briefing import gain
from milepost.advisor.finding import Finding, Proposal, Severity
from milepost.advisor.summary import KeyDate, Review
from milepost.charts.milestones import MilestoneDates, milestones
from milepost.cli.chapter_facts import chapters, forecast_of
from milepost.cli.quality_report import practice_section, quality_section
from milepost.cli.receipt_report import receipt_sections
from milepost.cli.summary_figures import figures, with_confidence
from milepost.engine.clock import moment
from milepost.engine.results import Schedule
from milepost.exchange.imported import Imported
from milepost.press.facts import PlanFacts, schedule_section
from milepost.press.gantt import gantt
from milepost.press.pictures import pictures
from milepost.press.report import (
    AlsoFound,
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
#: How many proposals a finding offers, besides doing nothing.
OFFERED = 3
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
    (
        "Forecast",
        "Each run draws the remaining durations from their ranges and lets each risk occur or not, on real calendars; "
        "what is compared is drawn from the same random numbers.",
    ),
    (
        "People",
        "Levelling places tasks one by one where people are free, and searches for better orders of placing them.",
    ),
    ("Value", "Planned value from the baseline's costs; earned value is budget times percent complete."),
)


def brief(imported: Imported, schedule: Schedule, review: Review) -> Report:
    """Word a review for the terminal and for Markdown: no drawings."""
    facts = PlanFacts.of(imported.dossier, schedule)
    together = groups(review.findings)
    rest = [one for group in together[BRIEF:] for one in group]
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
        findings=tuple(finding(group, place) for place, group in enumerate(together[:BRIEF], start=1)),
        more_findings=more(rest),
        milestones=key_dates(review.key_dates, facts, review.as_of),
        look_ahead=look_ahead(review, facts),
        gaps=review.gaps,
        quality=quality_section(review.quality, facts),
        schedule=schedule_section(facts),
        receipt=receipt_sections(imported.receipt, facts),
        method=tuple(Fact(name, text) for name, text in METHOD),
        practices=practice_section(review.practices),
    )


def full(imported: Imported, schedule: Schedule, review: Review) -> Report:
    """Word a review for the page: with chapters, Gantt and charts."""
    facts = PlanFacts.of(imported.dossier, schedule)
    charts = (*milestone_chart(review.key_dates, facts), *pictures(facts))
    forecast = forecast_of(facts)
    told = tuple(chapters(facts, forecast))
    shares = {} if forecast is None else {uid: each.criticality for uid, each in forecast.simulation.tasks.items()}
    report = brief(imported, schedule, review)
    return replace(
        report,
        figures=with_confidence(report.figures, forecast),
        chapters=told,
        gantt=gantt(facts, shares),
        charts=charts,
    )


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


def groups(findings: tuple[Finding, ...]) -> list[list[Finding]]:
    """Put findings with the same cause together, the leading one first."""
    found: dict[str, list[Finding]] = {}
    for one in findings:
        found.setdefault(one.under or one.id, []).append(one)
    return list(found.values())


def finding(group: list[Finding], place: int) -> ReportedFinding:
    """Word the leading finding of a group with the best proposals of the whole group."""
    one = group[0]
    return ReportedFinding(
        id=f"finding-{place}",
        check=one.check,
        severity=severity(one),
        headline=one.headline,
        trend=one.trend.value,
        evidence=tuple(Fact(fact.name, fact.value) for fact in one.evidence),
        proposals=tuple(proposal(offered) for offered in best(group)),
        tone=TONES[one.severity],
        also=tuple(AlsoFound(severity(other), other.check, other.headline) for other in group[1:]),
    )


def severity(one: Finding) -> str:
    """How urgent a finding is: `S2 this week`."""
    return f"{one.severity.value} {one.severity.when}"


def best(group: list[Finding]) -> list[Proposal]:
    """The proposals of a group that win time, most first, then the others as found, then doing nothing.

    One that would miss more deadlines comes after those that would not.
    """
    offers = {offered.sentence: offered for one in reversed(group) for offered in one.proposals}
    own = [offered.sentence for one in group for offered in one.proposals]
    distinct = [offers[sentence] for sentence in dict.fromkeys(own)]
    winning = sorted((each for each in distinct if gain(each) > (0, 0)), key=gain, reverse=True)
    others = [each for each in distinct if not each.do_nothing and each not in winning]
    others.sort(key=breaks_deadlines)
    return [*[*winning, *others][:OFFERED], *[each for each in distinct if each.do_nothing][:1]]


def breaks_deadlines(offered: Proposal) -> bool:
    """Whether a proposal would miss deadlines that are met without it."""
    found = offered.impact
    return found is not None and len(found.missed_after) > len(found.missed_before)


def proposal(offered: Proposal) -> PricedProposal:
    """Word a proposal with its effects."""
    columns = (Column("Effect"), Column("Before", True), Column("After", True), Column("Change", True))
    rows = tuple((effect.measure, effect.before, effect.after, effect.change) for effect in offered.effects)
    return PricedProposal(offered.sentence, offered.rationale, Table(columns, rows), offered.note)


def more(findings: list[Finding]) -> Section:
    """The findings beyond the brief, one line each."""
    columns = (Column("Severity"), Column("Check"), Column("Finding"), Column("Trend"))
    rows = tuple((severity(one), one.check, one.headline, one.trend.value) for one in findings)
    title = f"{len(rows)} more findings" if len(rows) != 1 else "1 more finding"
    return Section("more", title, "", Table(columns, rows))


def key_dates(rows: tuple[KeyDate, ...], facts: PlanFacts, as_of: int) -> Section:
    """Milestones and the finish: baseline, last review, now; where simulated, the date that is 80 % sure instead."""
    unsure = any(row.sure is not None for row in rows)
    titles = (
        "Milestone",
        "Baseline",
        *(() if unsure else ("Last review",)),
        "Now",
        "Later by",
        "80 % sure",
        "Deadline",
    )
    lines = []
    for row in rows:
        missed = " (missed)" if row.deadline is not None and row.now > row.deadline else ""
        slip = facts.span(row.later, signed=True) if row.later else ""
        now = facts.day(row.now) + (" (passed, not done)" if not row.done and row.now < as_of else "")
        dates = [facts.day(row.baseline), *(() if unsure else (facts.day(row.previous),)), now]
        lines.append((row.name, *dates, slip, facts.day(row.sure), facts.day(row.deadline) + missed))
    filled = [place for place in range(len(titles)) if any(line[place] for line in lines)]
    columns = tuple(Column(titles[place], right=titles[place] == "Later by") for place in filled)
    shown = tuple(tuple(line[place] for place in filled) for line in lines)
    return Section("milestones", "Key dates", "", Table(columns, shown), "The plan has no milestones.")


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


def weekday(at: int, facts: PlanFacts) -> str:
    """A near date as people say it: `Mon 19 Oct`."""
    shown = moment(at, facts.schedule.plan.settings.zone)
    return f"{shown:%a} {shown.day} {shown:%b}"


def look_ahead(review: Review, facts: PlanFacts) -> Section:
    """What starts and finishes next, and what is missing for it."""
    columns = (Column("When"), Column("Task"), Column("Who"), Column("Missing"))
    rows = []
    strong = []
    for place, one in enumerate(review.look_ahead):
        when = f"starts {weekday(one.start, facts)}" if one.starts else f"due {weekday(one.finish, facts)}"
        rows.append((when, one.name, one.who, "; ".join(one.gaps)))
        if one.critical:
            strong.append(place)
    table = Table(columns, tuple(rows), tuple(strong))
    return Section(
        "next", "The next ten working days", "Critical tasks are bold.", table, "Nothing starts or finishes."
    )
