"""What else happened in the sample organisation: risks, ranges, changes, what people said and booked."""

from __future__ import annotations

from typing import Any

#: Risks of the two outlined projects: project, who raised it, in which week before the end, and the entry itself.
RISKS: tuple[tuple[str, str, int, dict[str, Any]], ...] = (
    (
        "MOVE",
        "karl",
        9,
        {
            "title": "Cooling units are delivered late",
            "cause": "the maker has a backlog",
            "event": "cooling units may arrive three weeks late",
            "effect": "racks could not be switched on",
            "probability": "0.25",
            "tasks": ["T-10", "T-11"],
            "delay": ["5d", "10d", "20d"],
            "owner": "Karl Sommer",
        },
    ),
    (
        "MOVE",
        "pavel",
        6,
        {
            "title": "An application does not start at the new site",
            "cause": "old applications have addresses written into them",
            "event": "an application of wave 2 may not start",
            "effect": "its move would have to be repeated",
            "probability": "0.4",
            "tasks": ["T-20"],
            "delay": ["2d", "4d", "8d"],
            "owner": "Pavel Novák",
        },
    ),
    (
        "LEDGER",
        "greta",
        3,
        {
            "title": "The business describes more than the package can do",
            "cause": "every unit keeps its books in its own way",
            "event": "requirements may go beyond the package",
            "effect": "configuration would take longer",
            "probability": "0.5",
            "tasks": ["T-13", "T-14"],
            "delay": ["4d", "8d", "15d"],
            "owner": "Greta Holm",
        },
    ),
    (
        "LEDGER",
        "daniel",
        2,
        {
            "title": "Master data are worse than thought",
            "cause": "suppliers are kept in three systems",
            "event": "duplicates may be found late",
            "effect": "the migration would have to be rehearsed again",
            "probability": "0.35",
            "tasks": ["T-21", "T-24"],
            "delay": ["5d", "10d", "15d"],
            "owner": "Daniel Kovács",
        },
    ),
)

#: How long tasks could take: project, task, optimistic, most likely, pessimistic.
RANGES = (
    ("MOVE", "T-20", "6d", "8d", "14d"),
    ("MOVE", "T-23", "5d", "6d", "12d"),
    ("MOVE", "T-27", "6d", "8d", "15d"),
    ("LEDGER", "T-9", "10d", "15d", "35d"),
    ("LEDGER", "T-13", "15d", "20d", "40d"),
    ("LEDGER", "T-14", "15d", "20d", "30d"),
    ("LEDGER", "T-16", "10d", "15d", "25d"),
    ("LEDGER", "T-21", "20d", "25d", "45d"),
    ("LEDGER", "T-25", "10d", "15d", "30d"),
)

#: Change requests: project, who asks, weeks before the end, the request, and by whom what was decided.
CHANGES: tuple[tuple[str, str, float, dict[str, Any], str, str], ...] = (
    (
        "MOVE",
        "pavel",
        4.6,
        {
            "title": "Rehearse wave 2 for a day longer",
            "description": "The first rehearsal showed that restoring takes longer than planned.",
            "reason": "technical",
            "calls": [{"command": "change_duration", "arguments": {"task": "T-19", "duration": "4d"}}],
            "submit": True,
        },
        "sven",
        "approve_change",
    ),
    (
        "LEDGER",
        "greta",
        1,
        {
            "title": "Train 60 more users",
            "description": "The subsidiaries join at go-live, not a year later.",
            "reason": "business",
            "calls": [{"command": "change_duration", "arguments": {"task": "T-26", "duration": "16d"}}],
            "submit": True,
        },
        "",
        "",
    ),
    (
        "PORTAL",
        "amara",
        0.4,
        {
            "title": "Leave delegated administration for a later release",
            "description": "Brokers asked for it, the pilot customers did not; without it go-live keeps its date.",
            "reason": "business",
            "calls": [{"command": "deactivate", "arguments": {"task": "T-16"}}],
            "submit": True,
        },
        "",
        "",
    ),
)

#: What people said: project, who, weeks before the end, about what, what.
COMMENTS = (
    ("PORTAL", "mei", 1.4, "T-14", "The partner gateway rejects our tokens again; their support has the trace. @nadia"),
    ("PORTAL", "nadia", 1.2, "T-14", "@mei thank you. I ask their account manager for a call on Thursday."),
    ("PORTAL", "hanna", 0.9, "T-60", "We can begin with sign-in alone; claims can follow a week later."),
    ("MOVE", "renate", 2.3, "T-13", "Backup of the first cluster restored in 41 minutes, half of what we promised."),
    ("LEDGER", "greta", 0.7, "T-4", "Three units still describe their own closing. I meet them on Monday. @ines"),
)

#: Who is away: who, from the Monday so many weeks ahead, how many days, why.
LEAVE = (
    ("pavel", 8, 3, "moving house"),
    ("greta", 4, 5, "winter holiday"),
    ("lukas", 7, 3, "parental leave"),
)

#: Time booked in the last two weeks: project, who, task, days before the last Friday, hours, note.
HOURS = (
    ("PORTAL", "mei", "T-14", 1, "5", "traces for the partner gateway"),
    ("PORTAL", "amara", "T-15", 2, "7.5", "recovery by post"),
    ("PORTAL", "daniel", "T-43", 1, "6", "duplicates of brokers"),
    ("PORTAL", "lukas", "T-33", 1, "4", "callback of the payment gateway"),
)
