"""The order of findings: severity, value at stake, due date; groups; many of one kind; trends."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.advisor.finding import Finding, Proposal, Severity, Trend
from milepost.advisor.rank import compared, folded, ranked
from milepost.dossier.edits import Edit


def finding(check: str, uid: int, severity: str = "S2", **facts: object) -> Finding:
    """A finding about a task."""
    made = Finding(f"{check}:task-{uid}", check, f"task-{uid}", Severity(severity), f"Task {uid}.", tasks=(uid,))
    return replace(made, **{"root": f"task-{uid}", **facts})  # type: ignore[arg-type]


def ids(findings: tuple[Finding, ...]) -> list[str]:
    """The order."""
    return [each.id for each in findings]


def test_severity_then_stake_then_due_date_then_id() -> None:
    rows = [
        finding("D", 4, due=20),
        finding("C", 3, due=10),
        finding("B", 2, stake=960),
        finding("A", 1, "S1"),
        finding("E", 5, due=10),
    ]
    assert ids(ranked(rows)) == ["A:task-1", "B:task-2", "C:task-3", "E:task-5", "D:task-4"]
    assert ranked(reversed(rows)) == ranked(rows)


def test_what_comes_from_one_record_stays_together() -> None:
    rows = [finding("A", 1, "S1"), finding("B", 2, "S2"), finding("C", 3, "S3", root="task-1")]
    found = ranked(rows)
    assert ids(found) == ["A:task-1", "C:task-3", "B:task-2"]
    assert [each.under for each in found] == ["", "A:task-1", ""]


def test_money_at_stake_counts_with_days() -> None:
    rows = [finding("A", 1, stake=480), finding("B", 2, cost=Decimal(9000))]
    assert ids(ranked(rows, Decimal(1000) / 480))[0] == "B:task-2"
    assert ids(ranked(rows, Decimal(9600) / 480))[0] == "A:task-1"


def test_many_of_a_kind_are_told_as_the_worst_and_the_rest() -> None:
    offer = Proposal("move", "Plan it from today on.", "", (Edit("move_remaining_to_status_date", {"task": 1}),), "R")
    rows = [finding("A", n, stake=n, proposals=(offer,)) for n in range(1, 11)]
    found = folded(rows)
    assert [each.id for each in found] == ["A:task-10", "A:task-9", "A:task-8", "A:task-7", "A:more"]
    rest = found[-1]
    assert rest.tasks == (6, 5, 4, 3, 2, 1)
    assert len(rest.proposals[0].edits) == 6
    assert folded(rows[:6]) == rows[:6]


def test_different_repairs_are_not_done_together() -> None:
    rows = [finding("A", n) for n in range(1, 11)]
    assert folded(rows)[-1].proposals == ()


def test_trend_compares_the_measure_with_the_last_review() -> None:
    old = {f.id: f for f in (finding("A", n, measure=Decimal(100)) for n in (1, 2, 3))}
    now = [
        finding("A", 1, measure=Decimal(101)),
        finding("A", 2, measure=Decimal(130)),
        finding("A", 3),
        finding("A", 4),
    ]
    found = compared(now, old, 960)
    assert [each.trend for each in found] == [Trend.SAME, Trend.WORSE, Trend.BETTER, Trend.NEW]
    assert [each.age_minutes for each in found] == [960, 960, 960, 0]
