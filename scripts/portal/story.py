"""The sample project's story: who works on it, what was planned, and what happened since.

A fictional insurer moves its customer portal to a new identity provider and a cloud platform. `days` is what was
planned, `took` what it took, `left` what the owner says is left at each status date (two weeks ago, today).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

START = datetime(2026, 6, 1, 8)
BEFORE = datetime(2026, 10, 2, 17)
TODAY = datetime(2026, 10, 16, 17)


@dataclass(frozen=True)
class Person:
    """Someone or something that works on the project; `units` 1 is full time, `rate` euros per hour.

    `next_rate` is the rate from 2027 on. `skills` are named with their level: `Identity 5, Cloud 2`.
    """

    name: str
    initials: str
    group: str
    rate: int
    next_rate: int = 0
    skills: str = ""
    units: float = 1.0
    hours: tuple[str, ...] | None = None
    leave: tuple[tuple[str, date, date], ...] = ()


@dataclass(frozen=True)
class Step:
    """A task of the story, by its WBS number; no `days` makes it a summary, 0 a milestone.

    `effort` is the share of the working time since its start that people booked on it; `began` is a
    start that did not happen when the logic allowed it; `spent` is what the fixed cost became. `place` is
    a skill with its level that somebody is still sought for. A fixed cost is due with progress, or `at_end`.
    `crash` is the shortest it can be made in days, and what that costs in addition; `needed` how much the
    work is needed (MoSCoW) and what it is worth.
    """

    wbs: str
    name: str
    days: float | None = None
    after: str = ""
    who: str = ""
    took: float | None = None
    began: date | None = None
    left: tuple[float, float] | None = None
    effort: float = 1.0
    must: tuple[str, datetime] | None = None
    deadline: datetime | None = None
    fixed_cost: int = 0
    spent: int | None = None
    at_end: bool = False
    calendar: str = ""
    added: bool = False
    inactive: bool = False
    place: str = ""
    crash: tuple[float, int] | None = None
    needed: tuple[str, int] | None = None
    note: str = ""


HOLIDAYS = (
    ("Corpus Christi", date(2026, 6, 4), date(2026, 6, 4)),
    ("Christmas and year-end closure", date(2026, 12, 24), date(2026, 12, 31)),
    ("New Year", date(2027, 1, 1), date(2027, 1, 1)),
    ("Epiphany", date(2027, 1, 6), date(2027, 1, 6)),
    ("Good Friday", date(2027, 3, 26), date(2027, 3, 26)),
    ("Easter Monday", date(2027, 3, 29), date(2027, 3, 29)),
)

FREEZE = ("Year-end change freeze", date(2026, 12, 14), date(2027, 1, 10))

PEOPLE = (
    Person("Nadia Brandt", "NB", "Project office", 110, 113, "Project management 5", 0.8),
    Person(
        "Tomás Herrera",
        "TH",
        "Architecture",
        128,
        132,
        "Architecture 5, Identity 3, Cloud 3",
        leave=(("Leave", date(2026, 8, 10), date(2026, 8, 21)),),
    ),
    Person(
        "Mei Lindqvist",
        "ML",
        "Identity",
        118,
        122,
        "Identity 5, Development 3",
        leave=(("Leave", date(2026, 11, 16), date(2026, 11, 20)),),
    ),
    Person(
        "Jonas Weber",
        "JW",
        "Cloud platform",
        112,
        115,
        "Cloud 5, Operations 4",
        leave=(("Leave", date(2026, 7, 27), date(2026, 8, 7)),),
    ),
    Person(
        "Priya Raman",
        "PR",
        "Cloud platform",
        112,
        115,
        "Cloud 4, Operations 3",
        leave=(("Parental leave", date(2026, 11, 9), date(2026, 12, 4)),),
    ),
    Person(
        "Lukas Adler",
        "LA",
        "Development",
        98,
        101,
        "Development 4, Identity 2, Mobile development 2",
        leave=(("Leave", date(2026, 8, 3), date(2026, 8, 14)),),
    ),
    Person("Amara Okafor", "AO", "Development", 98, 101, "Development 5, Identity 3, Mobile development 3"),
    Person(
        "Sofia Marino",
        "SM",
        "Development",
        95,
        98,
        "Development 3, Mobile development 4",
        hours=("Mon", "Tue", "Wed", "Thu"),
    ),
    Person("Daniel Kovács", "DK", "Data", 104, 107, "Data 5, Development 2"),
    Person("Hanna Vogel", "HV", "Test", 96, 99, "Test 5"),
    Person("Felix Brunner", "FB", "Test", 82, 84, "Test 3, Data 2"),
    Person("Yusuf Demir", "YD", "Security", 120, 124, "Security 5, Identity 2", 0.5),
    Person("Clara Neumann", "CN", "Change", 92, 95, "Change 4"),
    Person("Northgate Security", "NS", "Vendor", 165, skills="Penetration test 5"),
)

STEPS = (
    Step("1", "Plan and prepare"),
    Step("1.1", "Project kick-off", 0),
    Step("1.2", "Agree charter and scope", 5, "1.1", "Nadia Brandt 80%"),
    Step("1.3", "Approve business case and budget", 5, "1.2", "Nadia Brandt 50%"),
    Step("1.4", "Describe requirements and user journeys", 15, "1.2", "Tomás Herrera 50%, Clara Neumann 60%"),
    Step("1.5", "Assess data protection impact", 8, "1.4", "Yusuf Demir 50%"),
    Step("1.6", "Plan baselined", 0, "1.3, 1.4"),
    Step("2", "Identity provider"),
    Step("2.1", "Select the identity provider", 12, "1.4", "Tomás Herrera 50%, Yusuf Demir 25%"),
    Step(
        "2.2",
        "Identity provider contract signed",
        0,
        "2.1FS+8d",
        fixed_cost=36800,
        spent=37600,
        note="First year of licences, USD 40,000; the dollar cost 2 cents more than budgeted.",
    ),
    Step("2.3", "Set up tenants and realms", 6, "2.2", "Mei Lindqvist"),
    Step(
        "2.4",
        "Build single sign-on for customers",
        18,
        "2.3, 3.3SS+5d",
        "Mei Lindqvist, Lukas Adler 50%",
        took=20,
        effort=0.92,
    ),
    Step("2.5", "Build multi-factor sign-in and passkeys", 15, "2.4", "Mei Lindqvist 50%", left=(11, 9), effort=0.7),
    Step(
        "2.6",
        "Build token exchange for partner portals",
        18,
        "2.4",
        "Mei Lindqvist",
        left=(14, 20),
        effort=0.65,
        fixed_cost=11040,
        at_end=True,
        note="Partner gateways reject the signed tokens; the vendor's fix is promised, not dated.",
    ),
    Step("2.7", "Build self-service registration and recovery", 12, "2.4", "Amara Okafor", left=(9, 4), effort=0.55),
    Step(
        "2.8",
        "Delegate administration to brokers",
        10,
        "2.6FS-2d",
        "Mei Lindqvist",
        crash=(7, 2600),
        needed=("should", 42000),
    ),
    Step("2.9", "Identity provider ready for integration", 0, "2.5, 2.6, 2.7, 2.8"),
    Step("3", "Cloud platform"),
    Step("3.1", "Design the target architecture", 10, "1.4SS+5d", "Tomás Herrera 50%"),
    Step(
        "3.2",
        "Build landing zone and network",
        20,
        "3.1",
        "Jonas Weber, Priya Raman",
        took=23,
        effort=0.66,
        fixed_cost=22000,
        spent=25300,
    ),
    Step("3.3", "Build clusters and delivery pipelines", 15, "3.2", "Jonas Weber"),
    Step("3.4", "Set up logs, metrics and alerts", 10, "3.3", "Priya Raman", took=10),
    Step("3.5", "Set up secrets and key management", 8, "3.4", "Priya Raman 50%", left=(8, 3), effort=0.45),
    Step("3.6", "Build backup and disaster recovery", 12, "3.3", "Jonas Weber", took=13),
    Step("3.7", "Prove disaster recovery", 5, "3.6, 3.5", "Jonas Weber, Priya Raman 50%"),
    Step(
        "3.8", "Watch and tune cloud cost", 60, "3.3", "Priya Raman 10%", fixed_cost=36000, left=(45, 37), effort=0.75
    ),
    Step("3.9", "Production platform accepted", 0, "3.7"),
    Step("4", "Portal application"),
    Step("4.1", "Rework session handling", 12, "3.1", "Lukas Adler", took=12),
    Step("4.2", "Replace sign-in and account pages", 20, "2.4SS+5d", "Sofia Marino", left=(8, 2), effort=0.75),
    Step(
        "4.3",
        "Move claims and policy services to containers",
        25,
        "4.1, 3.3SS+5d",
        "Amara Okafor, Lukas Adler 50%",
        took=27,
        effort=0.93,
    ),
    Step(
        "4.4",
        "Move documents to object storage",
        12,
        "4.3",
        "Daniel Kovács 50%, Lukas Adler 50%",
        left=(12, 6),
        effort=0.75,
    ),
    Step(
        "4.5",
        "Connect the new payment gateway",
        14,
        "4.3",
        "Lukas Adler 50%",
        began=date(2026, 10, 5),
        left=(14, 9),
        effort=0.75,
    ),
    Step("4.6", "Rebuild notifications", 10, "2.7", "Amara Okafor", needed=("could", 15000)),
    Step("4.7", "Fix accessibility gaps (WCAG 2.2 AA)", 8, "4.2", "Sofia Marino"),
    Step(
        "4.8",
        "Adopt the new sign-in in the mobile app",
        12,
        "2.4FS+5d",
        began=date(2026, 10, 26),
        place="Mobile development 3",
        note="The app team's developer left in September.",
    ),
    Step("4.9", "Move the legacy knowledge base", 10, "4.3", "Amara Okafor", inactive=True, note="Descoped in August."),
    Step("4.10", "Feature complete", 0, "4.2, 4.4, 4.5, 4.6, 4.7, 4.8"),
    Step("5", "Data migration"),
    Step("5.1", "Analyse customer accounts and duplicates", 10, "1.6", "Daniel Kovács"),
    Step("5.2", "Design mapping and migration rules", 10, "5.1, 2.2", "Daniel Kovács", took=11),
    Step("5.3", "Build migration jobs", 20, "5.2", "Daniel Kovács", took=21),
    Step(
        "5.4",
        "Cleanse duplicate and stale accounts",
        15,
        "5.3SS+10d",
        "Daniel Kovács 50%, Clara Neumann 25%",
        left=(7, 6),
        effort=0.35,
    ),
    Step(
        "5.5",
        "Rehearse migration with masked data",
        5,
        "5.3, 3.6",
        "Daniel Kovács, Felix Brunner 50%",
        began=date(2026, 10, 26),
    ),
    Step("5.6", "Migrate second factors and consents", 8, "2.5, 5.3", "Mei Lindqvist 50%, Daniel Kovács 50%"),
    Step(
        "5.7",
        "Rehearse full migration",
        5,
        "5.4, 5.5, 5.6",
        "Daniel Kovács, Felix Brunner",
        deadline=datetime(2026, 11, 27, 17),
    ),
    Step("5.8", "Data migration ready", 0, "5.7"),
    Step("6", "Security and compliance"),
    Step("6.1", "Model threats", 5, "3.1", "Yusuf Demir 50%, Tomás Herrera 50%"),
    Step("6.2", "Write the security concept", 10, "6.1", "Yusuf Demir 50%", took=12),
    Step("6.3", "Agree with the works council", 30, "1.5", "Clara Neumann 10%", took=41, effort=0.75),
    Step("6.4", "Renew the privacy notice", 5, "6.2", "Yusuf Demir 40%", began=date(2026, 10, 19)),
    Step(
        "6.5",
        "Penetration test",
        8,
        "2.9, 3.9, 4.10",
        "Northgate Security",
        must=("MSO", datetime(2026, 11, 30, 8)),
        note="Booked testers; a new slot takes four weeks.",
    ),
    Step("6.6", "Close penetration findings", 6, "6.5", "Lukas Adler, Mei Lindqvist 50%"),
    Step("6.7", "Security sign-off", 0, "6.6, 6.2, 6.3"),
    Step("7", "Test"),
    Step("7.1", "Write the test strategy", 5, "1.6", "Hanna Vogel"),
    Step("7.2", "Provide test environments", 8, "3.3, 7.1", "Jonas Weber 50%", took=9),
    Step("7.3", "Write test cases and test data", 20, "7.1", "Hanna Vogel 50%, Felix Brunner"),
    Step("7.4", "Test integration", 15, "2.9, 4.10, 7.2, 7.3", "Felix Brunner, Hanna Vogel", crash=(12, 5200)),
    Step("7.5", "Test load and resilience", 6, "7.4SS+5d, 3.9", "Jonas Weber 50%, Felix Brunner 25%"),
    Step("7.6", "User acceptance test", 10, "7.4, 5.7", "Hanna Vogel, Clara Neumann 50%", crash=(8, 1900)),
    Step("7.7", "Retest and regression", 4, "7.6, 6.6, 7.5", "Felix Brunner, Hanna Vogel"),
    Step("7.8", "Test sign-off", 0, "7.7"),
    Step("8", "People and communication"),
    Step("8.1", "Map stakeholders", 3, "1.2", "Clara Neumann 50%"),
    Step("8.2", "Plan communication", 5, "8.1", "Clara Neumann 50%"),
    Step("8.3", "Write help pages and videos", 12, "4.2", "Clara Neumann 50%"),
    Step("8.4", "Announce the change to customers", 5, "8.2, 8.3", "Clara Neumann 50%"),
    Step(
        "8.5",
        "Train the service desk",
        5,
        "",
        "Clara Neumann, Felix Brunner 25%",
        must=("SNET", datetime(2026, 12, 14, 8)),
    ),
    Step("8.6", "Brief brokers and partners", 8, "2.8FS+5d, 8.2", "Clara Neumann 50%, Nadia Brandt 20%"),
    Step(
        "8.7",
        "Verify partner certificates",
        6,
        "2.6",
        "Yusuf Demir 50%",
        added=True,
        note="Asked for by the regulator in September; not in the baseline.",
    ),
    Step("9", "Cutover"),
    Step("9.1", "Plan cutover and rollback", 8, "3.9", "Jonas Weber 50%, Nadia Brandt 50%"),
    Step("9.2", "Rehearse cutover", 3, "9.1, 5.8, 7.6", "Jonas Weber, Daniel Kovács, Lukas Adler"),
    Step("9.3", "Go/no-go decision", 0, "9.2, 6.7, 7.8, 8.4, 8.5, 8.6, 8.7"),
    Step("9.4", "Cutover weekend", 2, "9.3", "", calendar="Cutover weekends", fixed_cost=9500),
    Step(
        "9.5",
        "Go-live",
        0,
        "9.4",
        deadline=datetime(2027, 1, 18, 8),
        note="Brokers open the new-year campaign on this portal on 18 January.",
    ),
    Step(
        "9.6",
        "Switch off the old identity provider",
        1,
        "9.5FS+8d",
        "Mei Lindqvist 50%",
        deadline=datetime(2027, 2, 12, 17),
        note="The old contract ends on 14 February; a month more costs EUR 31,000.",
    ),
    Step("10", "Hypercare and close"),
    Step("10.1", "Stand by in hypercare", 15, "9.5", "Lukas Adler 50%, Mei Lindqvist 50%, Jonas Weber 50%"),
    Step("10.2", "Hand over to operations", 5, "10.1FS-5d", "Jonas Weber 50%, Hanna Vogel 50%"),
    Step("10.3", "Collect lessons and first benefits", 3, "10.1", "Nadia Brandt 80%"),
    Step("10.4", "Project closed", 0, "10.2, 10.3, 9.6"),
)
