"""The two-minute text: health, changes, what to do first, what comes next, what is missing (review.md 5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.finding import Finding, Proposal, Severity
from milepost.advisor.summary import Change, KeyDate, Light, Rating, Upcoming
from milepost.advisor.words import counted, day, listed, money, percent, span

#: Words a person reads in two minutes.
WORDS = 350
_ACTIONS, _CHANGES = 5, 4
#: Effects told as what they cost, the first there is.
_COSTS = ("Planned cost", "Estimate at completion", "Cost, 80 % sure")


def headline(context: Context, light: Light, dates: Sequence[KeyDate], rows: Sequence[Rating]) -> str:
    """One line on where the project stands: its finish, the worst promise it breaks, and what else is not green."""
    finish = next(row for row in dates if row.task is None)
    settings = context.settings
    if not context.leaves:
        return "The plan has no tasks."
    if finish.done:
        return f"Complete: every task is done; the last one on {day(finish.now, settings)}."
    passed = [dates for dates in context.open if dates.finish < context.as_of]
    words = [f"Finish {day(finish.now, settings)}"]
    if finish.now < context.as_of:
        words = ["No finish can be foretold"]
    elif finish.later is not None:
        gap = f"{span(finish.later, settings)} {'after' if finish.later > 0 else 'before'} the baseline"
        words[0] += f", {gap}" if finish.later else ", as in the baseline"
    missed = [row for row in dates if row.deadline is not None and not row.done and row.now > row.deadline]
    words += [_missed(context, row) for row in missed[:2]]
    rest = [
        f"{row.dimension} {row.light.value}" for row in rows if row.light is not light and row.light is not Light.GREY
    ]
    text = "; ".join(words) + "."
    if passed:
        text += f" {_in_the_past(context, len(passed))}"
    return f"{text} {listed(rest).capitalize()}." if rest else text


def _in_the_past(context: Context, count: int) -> str:
    """That open work lies before the status date, and what this does to every later date."""
    lies = counted(count, "open task lies", "open tasks lie")
    status = day(context.as_of, context.settings)
    it = "it is" if count == 1 else "they are"
    return f"{lies} before the status date, {status}; dates are too early until {it} moved."


def _missed(context: Context, row: KeyDate) -> str:
    assert row.deadline is not None
    if row.now < context.as_of:
        return f"{row.name} is not done and its deadline, {day(row.deadline, context.settings)}, has passed"
    late = context.working(row.deadline, row.now) if row.task is None else context.late(row.task, row.deadline, row.now)
    after = f", {span(late, context.settings)} after its deadline" if late > 0 else ", after its deadline"
    return f"{row.name} {day(row.now, context.settings)}{after}"


def briefing(
    said: str,
    light: Light,
    changes: Sequence[Change],
    findings: Sequence[Finding],
    ahead: Sequence[Upcoming],
    gaps: Sequence[str],
    sure: str = "",
) -> str:
    """Write the text, leaving out from the end of its lists whatever would not be read in two minutes."""
    parts = [[f"{light.value.capitalize()}. {said}"]]
    if sure:
        parts.append([sure])
    if changes:
        parts.append(["Since the last review:", *(f"- {change.sentence}" for change in changes[:_CHANGES])])
    actions = list(_actions(findings))
    if actions:
        parts.append(["First:", *(f"{n}. {text}" for n, text in enumerate(actions, start=1))])
    parts.append(_next(ahead))
    if gaps:
        parts.append(["The plan does not say:", *(f"- {gap}" for gap in gaps[:2])])
    return "\n\n".join("\n".join(part) for part in _short(parts))


def certainty(context: Context) -> str:
    """How sure the finish, the nearest promise and the cost are, in one or two sentences; empty if not simulated."""
    likely, settings = context.likelihood, context.settings
    if likely is None:
        return ""
    half, sure = likely.finish(Decimal("0.5")), likely.finish(Decimal("0.8"))
    words = [f"50 % sure to finish by {day(half, settings)}, 80 % sure by {day(sure, settings)}"]
    for uid, at, chance in likely.kept()[:1]:
        name = "the project" if uid is None else context.tasks[uid].name
        words.append(f"{percent(chance)} sure of {name} by {day(at, settings)}")
    text = f"{'; '.join(words)}."
    cost, value = likely.cost(Decimal("0.8")), context.value
    if cost is not None:
        budget = f", the budget is {money(value.budget, context.currency)}" if value is not None else ""
        text += f" 80 % sure to cost {money(cost, context.currency)} at most{budget}."
    return text


def _short(parts: list[list[str]]) -> list[list[str]]:
    """Drop the last line of the longest list until the text is short enough."""
    while _count(parts) > WORDS:
        longest = max(parts, key=lambda part: (len(part), _count([part])))
        if len(longest) < 2:
            return [[" ".join(" ".join(part).split()[: WORDS // len(parts)])] for part in parts]
        longest.pop()
    return [part for part in parts if len(part) > 1 or not part[0].endswith(":")]


def _count(parts: Sequence[Sequence[str]]) -> int:
    return sum(len(line.split()) for part in parts for line in part)


def _actions(findings: Sequence[Finding]) -> Iterator[str]:
    """The findings that lead their groups, each with the best proposal of its group and what that does."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.under or finding.id, []).append(finding)
    leading = [group for group in groups.values() if group[0].severity in (Severity.CRITICAL, Severity.HIGH)]
    for group in leading[:_ACTIONS]:
        offers = [each for finding in group for each in finding.proposals if not each.do_nothing]
        best = max(offers, key=gain, default=None)
        yield group[0].headline if best is None else f"{group[0].headline} {_does(best)}"


def gain(proposal: Proposal) -> tuple[int, int]:
    """What a proposal wins that somebody can decide: working minutes at the end, and deadlines kept."""
    found = proposal.impact
    if found is None or any(edit.command.startswith("record_") for edit in proposal.edits):
        return 0, 0
    return -found.finish_delta, len(found.missed_before) - len(found.missed_after)


def _does(proposal: Proposal) -> str:
    """A proposal with its effect in one sentence: `Put Ana on it: finish Fri 12 Jun instead of Wed 17 Jun.`

    The dates first, then what it costs, then how sure a promise becomes.
    """
    rows = [each for each in proposal.effects if each.change not in ("", "0", "0 d") and each.before]
    costs = [each for each in rows if each.measure in _COSTS][:1]
    sure = [each for each in rows if each.measure.startswith("Sure of")][:1]
    others = [each for each in rows if each.measure not in _COSTS and each not in sure][: 2 - bool(costs or sure)]
    told = [f"{each.measure} {each.after} instead of {each.before}" for each in others]
    told += [f"{each.measure.lower()} {each.change}" for each in costs]
    told += [f"{each.measure[0].lower()}{each.measure[1:]} {each.before} -> {each.after}" for each in sure]
    sentence = proposal.sentence.rstrip(".")
    return f"{sentence}: {'; '.join(told)}." if told else f"{sentence}."


def _next(ahead: Sequence[Upcoming]) -> list[str]:
    """The look-ahead in one line, and what in it is not ready."""
    starts = [row for row in ahead if row.starts]
    ends = [row for row in ahead if not row.starts]
    open_gaps = [row for row in ahead if row.gaps]
    if not ahead:
        return ["Nothing starts or finishes in the next ten working days."]
    words = f"In the next ten working days {counted(len(starts), 'task starts', 'tasks start')} and"
    lines = [f"{words} {counted(len(ends), 'task is', 'tasks are')} due to finish."]
    lines += [f"- {row.name}: {listed(row.gaps)}." for row in open_gaps[:3]]
    return lines
