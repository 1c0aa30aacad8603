"""The review as a whole: pure, clean on a clean plan, short, and honest about what it does not know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from milepost.advisor.finding import Severity, Trend
from milepost.advisor.review import Review, review
from milepost.advisor.summary import Light
from milepost.dossier import Dossier, Project
from milepost.dossier.edits import Edit, apply, carry_out
from milepost.engine.plan import Convention, Plan
from milepost.engine.schedule import schedule
from tests.advisor.clean import CLEAN, STATUS_DAY, edited
from tests.advisor.drawn import day


def of(plan: Plan, before: Plan | None = None, today: date | None = STATUS_DAY) -> Review:
    """The review of a plan on the day of its status date."""
    dossier = Dossier(Project("Portal", currency="EUR"), plan)
    earlier = None if before is None else (replace(dossier, plan=before), schedule(before))
    return review(dossier, schedule(plan), previous=earlier, today=today)


#: The build takes a week longer than planned.
LATE = edited(("change_remaining", {"task": 5, "remaining": 12 * 480}))


def test_a_clean_plan_has_nothing_to_say() -> None:
    said = of(CLEAN)
    assert [finding.id for finding in said.findings if finding.severity is not Severity.INFO] == []
    assert said.light is Light.GREEN
    assert [rating.light for rating in said.ratings] == [Light.GREEN, Light.GREEN, Light.GREEN]


def test_the_same_input_gives_the_same_review() -> None:
    one, other = of(LATE, CLEAN), of(LATE, CLEAN)
    assert one == other
    assert len({finding.id for finding in one.findings}) == len(one.findings)


def test_findings_are_ranked_and_groups_stay_together() -> None:
    findings = of(LATE).findings
    leaders = [finding for finding in findings if not finding.under]
    assert [each.severity.value for each in leaders] == sorted(each.severity.value for each in leaders)
    lead = ""
    for finding in findings:
        lead = finding.id if not finding.under else lead
        assert finding.under in ("", lead)


def test_what_changed_is_said_and_finds_a_trend() -> None:
    said = of(LATE, CLEAN)
    assert said.changes[0].sentence.startswith("The project finish moved from")
    assert {finding.trend for finding in said.findings} == {Trend.NEW}
    again = of(LATE, LATE)
    assert again.changes[0].sentence.startswith("Nothing changed")
    assert {finding.trend for finding in again.findings} == {Trend.SAME}
    better = of(CLEAN, LATE)
    assert better.resolved
    assert {finding.trend for finding in better.resolved} == {Trend.RESOLVED}


def test_without_a_previous_plan_nothing_is_compared() -> None:
    said = of(LATE)
    assert (said.changes, said.changes_since, said.resolved) == ((), None, ())
    assert {finding.trend for finding in said.findings} == {Trend.NONE}


def test_the_briefing_is_read_in_two_minutes() -> None:
    said = of(LATE, CLEAN)
    assert len(said.briefing.split()) <= 350
    assert said.briefing.startswith(f"{said.light.value.capitalize()}. {said.headline}")
    assert "instead of" in said.briefing


def test_every_priced_proposal_holds_when_it_is_accepted() -> None:
    dossier = Dossier(Project("Portal", currency="EUR"), LATE)
    priced = [each for finding in of(LATE).findings for each in finding.proposals if each.impact and each.edits]
    assert priced
    for proposal in priced:
        after = schedule(carry_out(dossier, proposal.edits).plan)
        assert proposal.impact is not None
        assert proposal.impact.finish_after == after.finish
        assert {move.task: move.after for move in proposal.impact.moves}.items() <= {
            dates.uid: dates.finish for dates in after.tasks
        }.items()


def test_doing_nothing_is_always_priced_beside_options() -> None:
    options = [f.proposals for f in of(LATE).findings if any(each.do_nothing for each in f.proposals)]
    assert options
    for proposals in options:
        assert [each.do_nothing for each in proposals].count(True) == 1
        assert proposals[-1].effects
        assert len(proposals) <= 4


def test_gaps_say_what_is_missing() -> None:
    bare = replace(
        CLEAN,
        settings=replace(CLEAN.settings, status_date=None),
        baselines=(),
        assignments=(),
        tasks=tuple(replace(t, actual_start=None, actual_finish=None, deadline=None, percent_complete=Decimal(0),
                            actual_duration=None, remaining_duration=None, actual_cost=None) for t in CLEAN.tasks),
    )  # fmt: skip
    said = " ".join(of(bare).gaps)
    for word in (
        "No progress is recorded, though the plan was to start on Mon 1 Jun 2026, 9 working days ago",
        "no baseline",
        "Cost cannot be judged",
        "Nobody is assigned",
        "has a deadline",
    ):
        assert word in said
    assert of(bare).ratings[1].light is Light.GREY


def test_a_complete_project_says_so() -> None:
    done = CLEAN
    for uid in (5, 6, 7, 8, 9):
        finish = schedule(done).by_uid[uid].finish
        status = Edit("set_status_date", {"at": finish})
        record = Edit("record_actual_finish", {"task": uid, "at": finish, "started": schedule(done).by_uid[uid].start})
        done = apply(done, [status, record])
    said = of(done, today=date(2026, 7, 31))
    assert said.headline.startswith("Complete: every task is done")


def test_stale_progress_turns_green_to_grey() -> None:
    said = of(CLEAN, today=date(2026, 6, 30))
    assert {rating.light for rating in said.ratings} == {Light.GREY}


def test_look_ahead_names_who_and_what_is_missing() -> None:
    said = of(replace(CLEAN, assignments=tuple(row for row in CLEAN.assignments if row.task != 6)))
    rows = {row.task: row for row in said.look_ahead}
    assert rows[5].who == "Ben"
    assert "nobody is named for it" in rows[6].gaps


def test_metrics_have_stable_keys() -> None:
    keys = [metric.key for metric in of(CLEAN).metrics]
    assert len(set(keys)) == len(keys)
    assert {"cost_index", "dcma_01", "dcma_14", "findings_s1", "finish_later", "schedule_index_time"} <= set(keys)


def test_an_alert_clears_only_well_inside_its_threshold() -> None:
    """CPI 0.94 raises an alert; at 0.9524 it would be gone, but stays until it is above 0.955."""
    low, edge = (
        replace(CLEAN, tasks=tuple(replace(t, actual_cost=Decimal(spent)) if t.uid == 3 else t for t in CLEAN.tasks))
        for spent in (4600, 4440)
    )
    assert "MON-01:cost" in {each.id for each in of(low).findings}
    assert "MON-01:cost" not in {each.id for each in of(edge).findings}
    assert "MON-01:cost" in {each.id for each in of(edge, low).findings}


def test_without_a_status_date_progress_dates_the_review() -> None:
    undated = replace(CLEAN, settings=replace(CLEAN.settings, status_date=None))
    assert of(undated, today=date(2026, 6, 15)).as_of == day(15, hour=0)
    assert of(undated, today=date(2027, 6, 15)).as_of == day(12)
    assert of(undated, today=None).as_of == day(12)


def test_no_date_in_the_past_is_promised() -> None:
    past = schedule(CLEAN).finish + 30 * 1440
    late = replace(CLEAN, settings=replace(CLEAN.settings, status_date=past, convention=Convention.MSPROJECT))
    said = of(late, today=None).headline
    assert said.startswith("No finish can be foretold")
    assert "before the status date" in said
    assert "dates are too early until they are moved" in said


def test_a_plan_without_tasks_is_not_complete() -> None:
    said = of(replace(CLEAN, tasks=(), links=(), assignments=(), baselines=()))
    assert said.headline == "The plan has no tasks."
