"""One example of each command, in the sample project: what it is given, and what has to be done before.

A command without an example fails the tests of the doors.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.worlds import SAMPLE

Step = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Sample:
    """The arguments of a command and the actions before it. `secret` answers are never the same twice."""

    arguments: Mapping[str, Any] = field(default_factory=dict)
    before: tuple[Step, ...] = ()
    secret: bool = False


def sample(*before: Step, **arguments: Any) -> Sample:
    """Write an example."""
    return Sample(arguments, before)


_RENAMED: Step = ("rename_task", {"task": "T-70", "name": "Train everybody"})
_WISH: list[dict[str, Any]] = [{"command": "rename_task", "arguments": {"task": "T-70", "name": "Train everybody"}}]
_ASKED: Step = ("request_change", {"title": "Train everybody", "calls": _WISH})
_APPROVED: Step = ("approve_change", {"change": "C-1"})
_SUMMARY: Step = ("insert_task", {"name": "More", "after": "T-83"})
_BOOKED: Step = ("log_time", {"task": "T-60", "hours": "2", "day": "2026-10-16", "person": "P-10"})
_SAID: Step = ("comment", {"about": "T-70", "text": "Who comes?"})
_CALENDAR: Step = ("add_calendar", {"name": "Nights", "like": "CAL-1"})
_DAYS_OFF: Step = ("add_calendar_exception", {"calendar": "CAL-1", "name": "Away", "first": "2026-11-02"})
_IDA: Step = ("add_person", {"name": "Ida Holm", "team": "Test"})
_BEN: Step = ("set_member", {"user": "ben", "role": "member"})
_VIEW: Step = ("save_view", {"page": "tasks", "name": "Open", "state": {"search": "?q=x"}, "project": "PORTAL"})
_REJECTED: Step = ("reject_advice", {"finding": "{finding}", "reason": "We know"})
_NEWER = b"Name,Duration\nTrain the service desk,9d\n"
_RESERVED = "Reserve the week of 14 December as an option"
_FAR: Step = ("set_constraint", {"task": "T-82", "kind": "SNET", "at": "2027-05-03"})

SAMPLES: Mapping[str, Sample] = {
    # accounts, tokens, members, projects
    "create_account": sample(username="zoe", name="Zoë Lind", password="river-stone-42"),
    "change_account": sample(user="ben", name="Ben Okoro"),
    "set_site_role": sample(user="ben", site_role="auditor"),
    "deactivate_account": sample(user="ben"),
    "reactivate_account": sample(("deactivate_account", {"user": "ben"}), user="ben"),
    "set_password": sample(user="ben", password="river-stone-42"),
    "add_person": sample(name="Ida Holm", team="Test", units="0.8"),
    "change_person": sample(_IDA, person="IDA-HOLM", name="Ida Holm-Berg"),
    "set_person_skill": sample(_IDA, person="IDA-HOLM", skill="Test", level=4),
    "set_person_rate": sample(_IDA, person="IDA-HOLM", standard="95"),
    "record_leave": sample(_IDA, person="IDA-HOLM", first="2026-12-21", last="2027-01-03", reason="Family"),
    "remove_leave": sample(_IDA, ("record_leave", {"person": "IDA-HOLM", "first": "2026-12-21"}), person="IDA-HOLM",
                           first="2026-12-21"),
    "remove_person": sample(_IDA, person="IDA-HOLM"),
    "add_from_pool": sample(_IDA, person="IDA-HOLM"),
    "join_pool": sample(_IDA, resource="P-3", person="IDA-HOLM"),
    "create_token": Sample({"name": "Night job", "scope": "read"}, secret=True),
    "revoke_token": sample(token=1),
    "save_view": sample(page="tasks", name="Open", state={"search": "?is.state=planned"}, project="PORTAL"),
    "rename_view": sample(_VIEW, view=1, name="To do"),
    "share_view": sample(_VIEW, view=1),
    "remove_view": sample(_VIEW, view=1),
    "set_preferences": sample(theme="dark", language="de", zone="Europe/Berlin", mail=False),
    "set_member": sample(user="ben", role="viewer"),
    "remove_member": sample(_BEN, user="ben"),
    "create_project": sample(code="NEXT", name="The next one", start="2027-01-04"),
    "import_project": sample(
        code="AGAIN", file="portal.milepost", content=base64.b64encode(SAMPLE.read_bytes()).decode()
    ),
    "import_plan": sample(file="plan.csv", content=base64.b64encode(_NEWER).decode(), keep_missing=True),
    "archive_project": sample(),
    "restore_project": sample(("archive_project", {})),
    "change_phase": sample(phase="execution"),
    "describe_project": sample(description="Move the portal", sponsor="Dr Ilse Falk"),
    "rename_project": sample(name="Portal"),
    "set_currency": sample(currency="EUR", digits=0),
    "set_work_lengths": sample(hours_a_day="7.5", hours_a_week="37.5", days_a_month=21),
    "set_day_ends": sample(begins="09:00", ends="18:00"),
    "set_critical": sample(by="total_slack", within="2d", near="5d"),
    "set_conventions": sample(out_of_sequence="progress_override"),
    "set_threshold": sample(name="confidence_amber", value="0.85"),
    "schedule_from": sample(end="finish", at="2027-06-30"),
    # the outline
    "add_task": sample(name="Rehearse", duration="2d", after="T-70"),
    "insert_task": sample(name="Rehearse", duration="2d", after="T-70"),
    "paste_tasks": sample(rows=[{"name": "One", "duration": "1d"}, {"name": "Two"}], after="T-83"),
    "rename_task": sample(task="T-70", name="Train everybody"),
    "indent_tasks": sample(_SUMMARY, _SUMMARY, tasks=["T-85"]),
    "outdent_tasks": sample(tasks=["T-84"]),
    "move_tasks": sample(tasks=["T-70"], after="T-83"),
    "remove_tasks": sample(tasks=["T-70"]),
    "activate": sample(("deactivate", {"task": "T-70"}), task="T-70"),
    "deactivate": sample(task="T-70"),
    "make_milestone": sample(_SUMMARY, task="T-85"),
    "renumber_wbs": sample(_SUMMARY),
    "set_task_code": sample(task="T-70", code="TR-1"),
    "set_task_note": sample(task="T-70", text="Book the room"),
    "set_task_owner": sample(task="T-70", owner="Clara Neumann"),
    "split_task_into": sample(task="T-70", names=["Prepare", "Train"], durations=["2d", "3d"]),
    # dates, links, estimates
    "change_duration": sample(task="T-70", duration="8d"),
    "change_work": sample(task="T-70", work="60h"),
    "crash_task": sample(task="T-70", duration="4d", cost="500"),
    "add_fixed_cost": sample(task="T-70", cost="250"),
    "add_link": sample(predecessor="T-70", successor="T-83", kind="FS", lag="1d"),
    "change_link": sample(
        ("add_link", {"predecessor": "T-70", "successor": "T-83"}), predecessor="T-70", successor="T-83", kind="SS"
    ),
    "remove_link": sample(
        ("add_link", {"predecessor": "T-70", "successor": "T-83"}), predecessor="T-70", successor="T-83"
    ),
    "lag_to_task": sample(
        ("add_link", {"predecessor": "T-70", "successor": "T-83", "lag": "2d"}),
        predecessor="T-70",
        successor="T-83",
        name="Wait",
    ),
    "set_predecessors": sample(task="T-83", text="82FS+2d"),
    "set_constraint": sample(task="T-82", kind="SNET", at="2027-05-03"),
    "level_plan": sample(),
    "clear_levelling": sample(("level_plan", {})),
    "clear_constraint": sample(_FAR, task="T-82"),
    "set_deadline": sample(task="T-70", at="2027-03-01"),
    "clear_deadline": sample(("set_deadline", {"task": "T-70", "at": "2027-03-01"}), task="T-70"),
    "set_must_finish": sample(at="2027-06-30"),
    "set_project_start": sample(at="2026-05-04"),
    "set_status_date": sample(at="2026-10-20"),
    "set_estimate": sample(task="T-70", optimistic="4d", most_likely="5d", pessimistic="9d"),
    "set_levelling": sample(task="T-70", delay="1d"),
    "set_priority": sample(task="T-70", priority=700),
    "set_task_type": sample(task="T-70", kind="fixed_work"),
    "drag_task": sample(task="T-82", to="2027-05-03"),
    # progress
    "record_actual_start": sample(task="T-70", at="2026-10-12"),
    "record_actual_finish": sample(task="T-70", at="2026-10-15", started="2026-10-12"),
    "record_progress": sample(task="T-60", percent=40),
    "change_remaining": sample(
        ("record_actual_start", {"task": "T-70", "at": "2026-10-12"}), task="T-70", remaining="3d"
    ),
    "clear_progress": sample(("record_actual_start", {"task": "T-70", "at": "2026-10-12"}), task="T-70"),
    "move_remaining_to_status_date": sample(
        ("record_actual_start", {"task": "T-70", "at": "2026-10-01"}), task="T-70"
    ),
    "set_state": sample(task="T-70", state="started"),
    # calendars and baselines
    "add_calendar": sample(name="Nights", like="CAL-1"),
    "rename_calendar": sample(_CALENDAR, calendar="CAL-115", name="Night shift"),
    "remove_calendar": sample(_CALENDAR, calendar="CAL-115"),
    "add_calendar_exception": sample(calendar="CAL-1", name="Away", first="2026-11-02"),
    "remove_calendar_exception": sample(_DAYS_OFF, calendar="CAL-1", first="2026-11-02"),
    "add_holidays": sample(calendar="CAL-1", country="DE", first_year=2028),
    "add_working_day": sample(calendar="CAL-1", day="2026-11-07"),
    "add_working_days": sample(tasks=["T-70"], days=["2026-12-12"]),
    "change_week": sample(calendar="CAL-1", days=["friday"], hours="8-12"),
    "set_project_calendar": sample(calendar="CAL-2"),
    "set_task_calendar": sample(task="T-38", calendar="CAL-2"),
    "set_baseline": sample(name="After the review"),
    "choose_baseline": sample(("set_baseline", {"into": 1}), number=1),
    # people
    "add_resource": sample(name="Zoë Lind"),
    "change_resource": sample(resource="P-13", team="Service"),
    "remove_resource": sample(("add_resource", {"name": "Zoë Lind"}), resource="P-15"),
    "assign": sample(task="T-70", resource="P-12"),
    "assign_to_share": sample(task="T-70", resource="P-12", units="1"),
    "unassign": sample(("assign", {"task": "T-70", "resource": "P-12"}), task="T-70", resource="P-12"),
    "reassign": sample(
        ("assign", {"task": "T-70", "resource": "P-12"}), task="T-70", resource="P-12", to="P-9"
    ),
    "change_units": sample(
        ("assign", {"task": "T-70", "resource": "P-12"}), task="T-70", resource="P-12", units="0.5"
    ),
    "fill_place": sample(assignment="A-34", resource="P-8"),
    "set_people": sample(task="T-70", text="Clara Neumann 50%, Yusuf Demir"),
    "set_rate": sample(resource="P-12", standard="95"),
    "set_resource_calendar": sample(resource="P-12", calendar="CAL-1"),
    "set_skill": sample(resource="P-12", skill="Python", level=3),
    # time and comments
    "log_time": sample(task="T-60", hours="2", day="2026-10-16", person="P-10"),
    "change_time": sample(_BOOKED, entry=1, hours="3"),
    "remove_time": sample(_BOOKED, entry=1),
    "comment": sample(about="T-70", text="Who comes?"),
    "remove_comment": sample(_SAID, comment=1),
    # risks
    "add_risk": sample(
        title="Late parts", cause="Parts are rare", event="they may be late", effect="work waits", probability="0.5",
        tasks=["T-70"], delay=["2d", "3d", "5d"],
    ),
    "add_rework_risk": sample(code="R-90", title="Rework", probability="0.3", task="T-70", delay="3d"),
    "add_risk_action": sample(risk="R-06", title="Call them"),
    "change_risk": sample(risk="R-06", title="A better title"),
    "change_risk_action": sample(risk="R-07", action=_RESERVED, owner="Mei Lindqvist"),
    "finish_risk_action": sample(risk="R-07", action=_RESERVED),
    "change_risk_probability": sample(risk="R-06", probability="0.4"),
    "close_risk": sample(risk="R-06", reason="It cannot happen any more"),
    "move_risk": sample(risk="R-06", state="analysed"),
    "plan_risk_response": sample(risk="R-06", probability="0.1", strategy="mitigate", cost="2000"),
    "record_risk_occurred": sample(risk="R-06"),
    "record_risk_review": sample(risk="R-06"),
    "set_risk_cost": sample(risk="R-06", cost=["1000", "2000", "5000"]),
    "set_risk_delay": sample(risk="R-06", tasks=["T-70"], delay=["1d", "2d", "4d"]),
    "set_risk_factor": sample(risk="R-06", tasks=["T-70"], factor=["1.1", "1.2", "1.5"]),
    "set_risk_owner": sample(risk="R-06", owner="Mei Lindqvist"),
    "set_risk_response": sample(
        ("plan_risk_response", {"risk": "R-06", "probability": "0.1", "strategy": "mitigate"}), risk="R-06"
    ),
    "set_risk_strategy": sample(risk="R-06", strategy="mitigate"),
    "set_risk_trigger": sample(risk="R-06", sign="The vendor writes again"),
    "set_risk_window": sample(risk="R-06", start="2026-11-02", end="2026-12-04"),
    "simulate_now": sample(),
    # money
    "hold_order": sample(order="PO-1006"),
    "move_reserve": sample(account="C-300", amount="1000", at="2026-10-16", reason="R-05 more rework"),
    "post_accrual": sample(account="C-200", amount="500", at="2026-10-16", reason="Time not billed yet"),
    "reverse_accrual": sample(accrual="AC-200", at="2026-10-16"),
    "recode_actual": sample(actual="TS-0046", account="C-300"),
    "release_funds": sample(at="2026-11-02", amount="1000"),
    "set_forecast": sample(account="C-500", amount="25000", at="2026-10-16"),
    "transfer_budget": sample(source="C-200", to="C-300", amount="100"),
    # changes and advice
    "request_change": sample(title="Train everybody", calls=_WISH),
    "assess_change": sample(_ASKED, _RENAMED, change="C-1"),
    "submit_change": sample(
        ("request_change", {"title": "Train everybody", "calls": _WISH, "submit": False}), change="C-1"
    ),
    "approve_change": sample(_ASKED, change="C-1"),
    "reject_change": sample(_ASKED, change="C-1", decision="Not now"),
    "defer_change": sample(_ASKED, change="C-1", decision="Later", until="2027-01-04"),
    "withdraw_change": sample(_ASKED, change="C-1"),
    "close_change": sample(_ASKED, _APPROVED, change="C-1"),
    "review_now": sample(),
    "accept_advice": sample(finding="{offering}", proposal="{proposal}"),
    "defer_advice": sample(finding="{finding}", until="2026-12-01"),
    "reject_advice": sample(finding="{finding}", reason="We know"),
    "reopen_advice": sample(_REJECTED, finding="{finding}"),
    # what was done
    "undo": sample(_RENAMED),
    "redo": sample(_RENAMED, ("undo", {})),
}  # fmt: skip
