"""The two-minute review in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from milepost.cli.screen import clean
from milepost.press.markdown import ALSO, CHANGES, EVIDENCE, IN_FULL, NEXT, SIGNS, WITH_PROPOSAL, offered, telling
from milepost.press.report import Fact, Level, PricedProposal, Rating, Report, ReportedFinding, Section

STYLES = {Level.RED: "bold red", Level.AMBER: "bold yellow", Level.GREEN: "bold green", Level.GREY: "dim"}
#: Lines longer than this are hard to read.
WIDEST = 104


def show_review(report: Report, console: Console) -> None:
    """Print a review that is read in two minutes."""
    console.print(Padding(Group(*_parts(report)), (1, 1, 0, 1)), width=min(console.width, WIDEST))


def _parts(report: Report) -> Iterator[RenderableType]:
    yield _pair(Text(clean(report.title), "bold"), Text(report.as_of, "dim"))
    yield Text(
        clean(" · ".join(filter(None, [report.subtitle, *(f"{f.name} {f.value}" for f in report.facts)]))), "dim"
    )
    yield Text()
    badge = Text(f" {SIGNS[report.level]} {report.level.value.upper()} ", f"{STYLES[report.level]} reverse")
    yield _beside(badge, Text(clean(report.health), "bold"))
    yield Text()
    yield _ratings(report.ratings)
    if report.changes:
        yield _heading(report.changes_since)
        yield from (_beside(Text("•", "dim"), Text(clean(change))) for change in report.changes[:CHANGES])
    if report.findings:
        yield _heading("What needs you")
        for number, finding in enumerate(report.findings, start=1):
            yield from _finding(number, finding)
    if report.more_findings.table.rows:
        yield Text()
        yield Text(f"{report.more_findings.title}; see --html or --json.", "dim")
    if report.look_ahead.table.rows:
        yield _heading(report.look_ahead.title)
        yield _rows(report.look_ahead, NEXT)
        if len(report.look_ahead.table.rows) > NEXT:
            yield Text(f"{len(report.look_ahead.table.rows) - NEXT} more start or finish.", "dim")
    if report.gaps:
        yield _heading("What the plan does not say")
        yield from (_beside(Text("•", "dim"), Text(clean(gap))) for gap in report.gaps)


def _ratings(ratings: tuple[Rating, ...]) -> RenderableType:
    grid = Grid.grid(padding=(0, 2, 0, 0))
    for rating in ratings:
        word = Text(f"{SIGNS[rating.level]} {rating.level.value}", STYLES[rating.level])
        grid.add_row(Text(rating.name), word, Text(rating.trend, "dim"), Text(clean(rating.values)))
    return grid


def _finding(number: int, finding: ReportedFinding) -> Iterator[RenderableType]:
    more = f"  {finding.check}" + (f"  {finding.trend}" if finding.trend else "")
    tags = Text.assemble((finding.severity, STYLES[finding.tone]), (more, "dim"))
    body: list[RenderableType] = [Text(clean(finding.headline), "bold"), tags]
    full = number <= IN_FULL
    if full:
        body.append(_facts((*finding.evidence[:EVIDENCE], *_also(finding))))
    body += [_proposal(proposal) for proposal in finding.proposals[: offered(number)]]
    yield _beside(Text(f"{number:>2}", STYLES[finding.tone]), Group(*body))
    if number <= WITH_PROPOSAL:
        yield Text()


def _also(finding: ReportedFinding) -> Iterator[Fact]:
    for one in finding.also[:ALSO]:
        yield Fact(f"Also {one.check}", one.headline)
    if len(finding.also) > ALSO:
        yield Fact("Also", f"{len(finding.also) - ALSO} more that belong to it")


def _facts(facts: tuple[Fact, ...]) -> RenderableType:
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", max_width=30)
    grid.add_column()
    for fact in facts:
        grid.add_row(Text(clean(fact.name)), Text(clean(fact.value)))
    return grid


def _proposal(proposal: PricedProposal) -> RenderableType:
    body: list[RenderableType] = [Text(clean(proposal.sentence), "cyan")]
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim")
    rows = telling(proposal.effects)
    for name, before, after, change in rows:
        effect = Text.assemble((f"{before} → " if before else "", "dim"), after)
        grid.add_row(Text(name), effect, Text(change, "bold"))
    if rows:
        body.append(grid)
    elif proposal.effects.rows:
        body.append(Text("moves no date and costs nothing", "dim"))
    if proposal.note:
        body.append(Text(clean(proposal.note), "dim"))
    return _beside(Text("→", "cyan"), Group(*body))


def _rows(section: Section, most: int) -> RenderableType:
    grid = Grid.grid(padding=(0, 2, 0, 0))
    for column in section.table.columns:
        grid.add_column(justify="right" if column.right else "left")
    for row in section.table.rows[:most]:
        grid.add_row(*(Text(clean(value)) for value in row))
    return grid


def _heading(text: str) -> RenderableType:
    return Padding(Text(text, "bold underline"), (1, 0, 0, 0))


def _beside(mark: Text, body: RenderableType) -> RenderableType:
    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_row(mark, body)
    return grid


def _pair(left: Text, right: Text) -> RenderableType:
    grid = Grid.grid(expand=True)
    grid.add_column()
    grid.add_column(justify="right")
    grid.add_row(left, right)
    return grid
