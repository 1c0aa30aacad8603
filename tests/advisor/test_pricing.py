"""Prices: options that help and that nothing beats, doing nothing beside them, a bounded number of copies."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from milepost.advisor import pricing
from milepost.advisor.context import Context
from milepost.advisor.finding import Finding, Proposal, Severity
from milepost.advisor.pricing import outcome, priced
from milepost.dossier import Dossier, Project
from milepost.dossier.edits import Edit
from milepost.engine.clock import instant
from milepost.engine.plan import Plan
from milepost.engine.schedule import schedule
from tests.advisor.clean import STATUS_DAY, edited
from tests.advisor.drawn import DAY, evening

#: The release is to happen three days before it can.
LATE = edited(("set_deadline", {"task": 9, "at": evening(1, 7)}))


def context(plan: Plan = LATE) -> Context:
    """A plan on the day of its status date."""
    return Context(
        Dossier(Project("Portal", currency="EUR"), plan),
        schedule(plan),
        evening(12),
        instant(datetime.combine(STATUS_DAY, time())),
    )


def offer(key: str, *edits: Edit, nothing: bool = False) -> Proposal:
    """An unpriced proposal."""
    return Proposal(key, key, "", edits, "R" if edits else "N", do_nothing=nothing)


def finding(*proposals: Proposal) -> Finding:
    """A finding about the release."""
    return Finding("X:9", "X", "9", Severity.CRITICAL, "Late.", proposals=proposals, tasks=(9,), stake=3 * DAY)


SHORTER = Edit("change_duration", {"task": 8, "duration": 2 * DAY})
MUCH_SHORTER = Edit("change_duration", {"task": 8, "duration": DAY})
LONGER = Edit("change_duration", {"task": 8, "duration": 6 * DAY})
NEVER = Edit("remove_link", {"predecessor": 1, "successor": 9})


def test_effects_show_before_after_and_change() -> None:
    found = priced(context(), [finding(offer("shorter", SHORTER))])[0].proposals[0]
    rows = {effect.measure: (effect.before, effect.after, effect.change) for effect in found.effects}
    assert rows["Project finish"] == ("Mon 6 Jul 2026", "Thu 2 Jul 2026", "-2 d")
    assert rows["Deadlines missed"] == ("1", "1", "0")
    assert rows["Least float"] == ("-3 d", "-1 d", "+2 d")
    assert rows["Planned cost"][2] == "EUR -1,600"
    assert found.id == "X:9/shorter"


def test_what_the_plan_refuses_is_not_offered() -> None:
    found = priced(context(), [finding(offer("never", NEVER), offer("shorter", SHORTER))])[0]
    assert [each.id for each in found.proposals] == ["X:9/shorter"]
    assert outcome(context(), [NEVER]) is None


def test_of_options_those_remain_that_help_and_that_nothing_beats() -> None:
    rows = [
        offer("longer", LONGER),
        offer("shorter", SHORTER),
        offer("much shorter", MUCH_SHORTER),
        offer("nothing", nothing=True),
    ]
    found = priced(context(), [finding(*rows)])[0].proposals
    assert [each.sentence for each in found] == ["much shorter", "nothing"]
    assert [each.option for each in found] == [1, 2]


def test_doing_nothing_costs_what_the_project_costs_a_day() -> None:
    late = edited(("change_remaining", {"task": 5, "remaining": 12 * DAY}), plan=LATE)
    options = finding(offer("shorter", SHORTER), offer("nothing", nothing=True))
    nothing = priced(context(late), [options])[0].proposals[-1]
    assert nothing.impact is not None
    assert nothing.impact.nothing
    assert nothing.effects[-1].measure == "Cost of the delay"
    assert nothing.effects[-1].after == "EUR 2,640"


def test_the_same_edits_are_scheduled_once_and_copies_are_bounded(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    runs = []
    original = pricing.outcome
    monkeypatch.setattr(pricing, "outcome", lambda *given, **how: runs.append(1) or original(*given, **how))
    offers = [
        finding(offer("a", Edit("change_duration", {"task": 8, "duration": n * 60}))) for n in (*range(1, 61), 1, 2)
    ]
    rows = [replace(each, id=f"X:{n}") for n, each in enumerate(offers)]
    found = priced(context(), rows)
    assert len(runs) == 40
    assert found[0].proposals[0].impact is not None
    assert found[59].proposals[0].impact is None
    assert "not computed" in found[59].proposals[0].note


def test_recording_what_may_have_happened_is_no_gain() -> None:
    record = Edit("record_actual_finish", {"task": 5, "at": evening(12)})
    found = priced(context(), [replace(finding(offer("record", record)), stake=0)])[0]
    assert found.proposals[0].impact is not None
    assert found.proposals[0].impact.finish_delta < 0
    assert found.stake == 0


def test_relief_that_relieves_nobody_is_not_offered() -> None:
    busy = edited(("reassign", {"task": 6, "resource": 3, "to": 2}))
    back = Edit("reassign", {"task": 6, "resource": 2, "to": 3})
    rows = replace(finding(offer("longer", LONGER), offer("back", back)), check="RES-01", tasks=(6,))
    assert [each.sentence for each in priced(context(busy), [rows])[0].proposals] == ["back"]
