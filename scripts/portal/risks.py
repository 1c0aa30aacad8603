"""The sample's risk register: what may happen, how likely, and how well or badly it is looked after.

Days and euros are what the event would add; `plan.py` turns the WBS numbers into tasks.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from story import BEFORE, STEPS

from milepost.dossier.risks import RiskAction, RiskChange, RiskRecord, RiskState, RiskTrigger, Strategy
from milepost.engine.clock import instant
from milepost.engine.distributions import Distribution
from milepost.engine.risks import (
    CorrelationGroup,
    CostEffect,
    CostUncertainty,
    Exposure,
    Response,
    Risk,
    RiskKind,
    TaskEffect,
    Uncertainty,
)
from milepost.engine.units import Instant

DAY = 480
ROWS = {step.wbs: row for row, step in enumerate(STEPS, start=1)}


def on(month: int, day: int, hour: int = 17, year: int = 2026) -> Instant:
    """A day of the story."""
    return instant(datetime(year, month, day, hour))


def spread(low: float, likely: float, high: float, unit: float = 1) -> Distribution:
    """A triangular range; `unit` 480 makes working days of it."""
    return Distribution(low=number(low * unit), likely=number(likely * unit), high=number(high * unit))


def number(value: float) -> Decimal:
    """A number as people type it."""
    return Decimal(f"{value:g}") if value % 1 else Decimal(round(value))


def delay(wbs: str, low: float, likely: float, high: float) -> TaskEffect:
    """Days an event adds to a task."""
    return TaskEffect(ROWS[wbs], delay=spread(low, likely, high, DAY))


def factor(wbs: str, low: float, likely: float, high: float) -> TaskEffect:
    """What an event multiplies the rest of a task by."""
    return TaskEffect(ROWS[wbs], factor=spread(low, likely, high))


def cost(account: str, low: float, likely: float, high: float) -> CostEffect:
    """Euros an event costs an account."""
    return CostEffect(spread(low, likely, high), account)


def register(status: datetime) -> tuple[RiskRecord, ...]:
    """The register at a status date; two weeks ago the partner gateways looked less of a problem."""
    now = status != BEFORE
    return (
        gateways(now),
        penetration(),
        duplicates(),
        key_person(),
        network(),
        testers(),
        booking(),
        payment(),
        dollar(),
        partners(),
        sizing(),
        *((adapter(),) if now else ()),
    )


def gateways(now: bool) -> RiskRecord:
    """The risk that leads the register, grown in the last two weeks; its response is overdue."""
    likely = Decimal("0.6") if now else Decimal("0.4")
    history = [RiskChange(on(9, 18), "Mei Lindqvist", Decimal("0.4"), state=RiskState.OPEN)]
    if now:
        history.append(RiskChange(on(10, 13), "Mei Lindqvist", Decimal("0.6"), note="The vendor gave no date again."))
    return RiskRecord(
        Risk(
            "R-01",
            "Partner gateways keep rejecting our tokens",
            Exposure(likely, (delay("2.6", 4, 8, 18),), (cost("C-200", 4000, 8000, 16000),)),
            response=Response(Exposure(Decimal("0.25"), (delay("2.6", 2, 4, 8),)), cost=Decimal(6800)),
        ),
        cause="the gateways of three of five partners do not accept the algorithm our new tokens are signed with",
        event="the vendor's fix may come later than mid November",
        effect="the token exchange, the partner briefing and the integration test would start late",
        category="external",
        state=RiskState.RESPONDING,
        owner="Mei Lindqvist",
        strategy=Strategy.MITIGATE,
        actions=(
            RiskAction("Get a dated fix from the vendor in writing", "Nadia Brandt", on(10, 9)),
            RiskAction(
                "Build an adapter that signs for the three gateways", "Mei Lindqvist", on(10, 30), cost=Decimal(6800)
            ),
        ),
        trigger=RiskTrigger(
            "task_finish_days_late", ROWS["2.6"], Decimal(10), below=False, sign="No vendor call for a week"
        ),
        fallback="Keep the old token service for the three partners until March.",
        velocity_days=10,
        detectability=2,
        vendor="Keystone Identity",
        raised_at=on(9, 18),
        raised_by="Mei Lindqvist",
        reviewed_at=on(10, 13) if now else on(9, 30),
        history=tuple(history),
    )


def penetration() -> RiskRecord:
    """High, and nobody looks after it."""
    return RiskRecord(
        Risk(
            "R-02",
            "Serious findings in the penetration test",
            Exposure(Decimal("0.45"), (delay("6.6", 4, 8, 15),), (cost("C-600", 6000, 12000, 28000),)),
            window_start=on(11, 30, 8),
            window_end=on(12, 18),
        ),
        cause="sign-in is new in every channel and was never tested from outside",
        event="the testers may find flaws that must be closed before go-live",
        effect="the security sign-off and with it the go/no-go decision would be late",
        category="security",
        state=RiskState.ANALYSED,
        quality=4,
        velocity_days=3,
        detectability=4,
        raised_at=on(7, 6),
        raised_by="Yusuf Demir",
        reviewed_at=on(9, 7),
    )


def duplicates() -> RiskRecord:
    """Well managed: the response runs and its residual counts."""
    return RiskRecord(
        Risk(
            "R-03",
            "More duplicate accounts than sampled",
            Exposure(
                Decimal("0.5"),
                (factor("5.4", 1.1, 1.3, 1.8), factor("5.6", 1.0, 1.15, 1.4)),
                (cost("C-500", 3000, 6000, 12000),),
            ),
            response=Response(
                Exposure(Decimal("0.2"), (factor("5.4", 1.05, 1.15, 1.4),), (cost("C-500", 1000, 2500, 5000),)),
                cost=Decimal(8600),
            ),
            responded=True,
        ),
        cause="the sample of July held accounts of the last five years only",
        event="older accounts may hold twice as many duplicates",
        effect="cleansing and the rehearsals of the migration would take longer",
        category="technical",
        state=RiskState.MONITORED,
        owner="Daniel Kovács",
        strategy=Strategy.MITIGATE,
        actions=(
            RiskAction(
                "Match by date of birth and policy number first",
                "Daniel Kovács",
                on(9, 25),
                on(9, 23),
                ROWS["5.4"],
                Decimal(8600),
            ),
        ),
        trigger=RiskTrigger(
            "task_finish_days_late", ROWS["5.4"], Decimal(40), below=False, sign="Match rate below 80 %"
        ),
        fallback="Migrate doubtful accounts locked; owners unlock them at first sign-in.",
        velocity_days=15,
        detectability=1,
        raised_at=on(7, 13),
        raised_by="Daniel Kovács",
        reviewed_at=on(10, 12),
    )


def key_person() -> RiskRecord:
    """A response that is not in the plan."""
    return RiskRecord(
        Risk(
            "R-04",
            "Mei Lindqvist is not available",
            Exposure(
                Decimal("0.15"), (delay("2.8", 5, 10, 20), delay("5.6", 2, 5, 10)), (cost("C-200", 2000, 5000, 9000),)
            ),
            response=Response(Exposure(Decimal("0.15"), (delay("2.8", 1, 3, 5),)), cost=Decimal(3900)),
        ),
        cause="only Mei Lindqvist knows the identity provider in depth, and she is planned at 150 %",
        event="she may fall ill or leave",
        effect="all identity work would stop until somebody has learned it",
        category="organisational",
        state=RiskState.RESPONDING,
        owner="Nadia Brandt",
        strategy=Strategy.MITIGATE,
        actions=(
            RiskAction(
                "Pair Amara Okafor with Mei Lindqvist for a week", "Nadia Brandt", on(10, 30), cost=Decimal(3900)
            ),
        ),
        trigger=RiskTrigger(sign="Overtime two weeks in a row"),
        velocity_days=1,
        detectability=3,
        raised_at=on(8, 21),
        raised_by="Nadia Brandt",
        reviewed_at=on(10, 9),
    )


def network() -> RiskRecord:
    """It happened, and was paid from the contingency."""
    return RiskRecord(
        Risk(
            "R-05",
            "Network design needs rework",
            Exposure(Decimal("0.3"), (delay("3.2", 2, 3, 5),), (cost("C-300", 1000, 3000, 6000),)),
        ),
        cause="the data centre's address plan was being changed",
        event="our network might overlap with it",
        effect="the landing zone would have to be built twice in part",
        category="technical",
        state=RiskState.OCCURRED,
        owner="Jonas Weber",
        strategy=Strategy.ACCEPT,
        approver="Nadia Brandt",
        raised_at=on(6, 22),
        raised_by="Jonas Weber",
        reviewed_at=on(8, 14),
        history=(RiskChange(on(8, 6), "Jonas Weber", state=RiskState.OCCURRED, note="Three days of rework."),),
    )


def testers() -> RiskRecord:
    """High and accepted, but by nobody in particular."""
    return RiskRecord(
        Risk(
            "R-06",
            "Business testers are missing in January",
            Exposure(Decimal("0.4"), (delay("7.6", 2, 5, 8),)),
            window_start=on(1, 1, 8, 2027),
            window_end=on(1, 31, 17, 2027),
        ),
        cause="acceptance now falls into the renewal season of the claims department",
        event="its testers may be called back to their desks",
        effect="acceptance would take longer, or miss what only they can see",
        category="organisational",
        owner="Hanna Vogel",
        strategy=Strategy.ACCEPT,
        quality=4,
        trigger=RiskTrigger(sign="Claims closes its holiday calendar"),
        velocity_days=5,
        detectability=2,
        raised_at=on(10, 1),
        raised_by="Hanna Vogel",
        reviewed_at=on(10, 1),
    )


def booking() -> RiskRecord:
    """Depends on another: a late token exchange loses the booked testers."""
    return RiskRecord(
        Risk(
            "R-07",
            "The booked penetration testers are lost",
            Exposure(Decimal("0.5"), (delay("6.5", 10, 15, 20),), (cost("C-600", 0, 1500, 3000),)),
            response=Response(Exposure(Decimal("0.1"), (delay("6.5", 5, 5, 10),)), cost=Decimal(1200)),
            given="R-01",
            otherwise=Decimal("0.1"),
            window_start=on(11, 16, 8),
            window_end=on(12, 11),
        ),
        cause="the testers are booked for 30 November and need the identity provider complete",
        event="they may have to be sent home",
        effect="a new slot takes four weeks and go-live would move into February",
        category="external",
        owner="Yusuf Demir",
        strategy=Strategy.TRANSFER,
        actions=(
            RiskAction("Reserve the week of 14 December as an option", "Yusuf Demir", on(10, 23), cost=Decimal(1200)),
        ),
        trigger=RiskTrigger("task_float_days", ROWS["6.5"], Decimal(-5), sign="Integration not ready on 20 November"),
        fallback="Test the sign-in without token exchange on 30 November, the rest in January.",
        velocity_days=10,
        detectability=1,
        vendor="Northgate Security",
        raised_at=on(10, 2),
        raised_by="Yusuf Demir",
        reviewed_at=on(10, 2),
    )


def payment() -> RiskRecord:
    """Its window opens soon and the response has not begun."""
    return RiskRecord(
        Risk(
            "R-08",
            "The payment gateway is not certified at the first attempt",
            Exposure(Decimal("0.3"), (delay("4.5", 3, 5, 10),), (cost("C-400", 1500, 2500, 5000),)),
            response=Response(Exposure(Decimal("0.1"), (delay("4.5", 2, 3, 5),)), cost=Decimal(1600)),
            window_start=on(10, 26, 8),
            window_end=on(11, 20),
        ),
        cause="the provider certifies each integration by a test of its own",
        event="we may fail the first test",
        effect="feature complete would wait for the next certification day",
        category="external",
        owner="Lukas Adler",
        strategy=Strategy.MITIGATE,
        actions=(RiskAction("Run the provider's test suite ourselves", "Lukas Adler", on(10, 23), cost=Decimal(1600)),),
        trigger=RiskTrigger("date_reached", at=on(10, 26, 8), sign="Open points in the provider's checklist"),
        velocity_days=5,
        detectability=2,
        raised_at=on(9, 28),
        raised_by="Lukas Adler",
        reviewed_at=on(10, 5),
    )


def dollar() -> RiskRecord:
    """Accepted properly, but not looked at since summer."""
    return RiskRecord(
        Risk("R-09", "The dollar rises further", Exposure(Decimal("0.5"), costs=(cost("C-200", 200, 700, 1500),))),
        cause="the identity provider bills in US dollars",
        event="the dollar may rise before the last instalment",
        effect="licences and support would cost more euros",
        category="external",
        state=RiskState.MONITORED,
        owner="Nadia Brandt",
        strategy=Strategy.ACCEPT,
        approver="Dr Ilse Falk",
        trigger=RiskTrigger(sign="EUR 0.96 for a dollar"),
        velocity_days=30,
        detectability=1,
        vendor="Keystone Identity",
        raised_at=on(7, 28),
        raised_by="Nadia Brandt",
        reviewed_at=on(7, 28),
    )


def partners() -> RiskRecord:
    """An opportunity on the critical path."""
    return RiskRecord(
        Risk(
            "R-10",
            "Two partners move to the open standard early",
            Exposure(Decimal("0.35"), (factor("2.6", 0.6, 0.75, 0.9),)),
            kind=RiskKind.OPPORTUNITY,
            response=Response(Exposure(Decimal("0.6"), (factor("2.6", 0.6, 0.7, 0.85),)), cost=Decimal(2500)),
        ),
        cause="two of the five partners replace their gateways this winter anyway",
        event="they may do so in November if we help them test",
        effect="the token exchange would need two adaptations fewer",
        category="external",
        owner="Tomás Herrera",
        strategy=Strategy.ENHANCE,
        actions=(
            RiskAction("Offer both partners our test environment", "Tomás Herrera", on(10, 28), cost=Decimal(2500)),
        ),
        trigger=RiskTrigger(sign="A partner asks for test accounts"),
        velocity_days=15,
        detectability=2,
        raised_at=on(10, 7),
        raised_by="Tomás Herrera",
        reviewed_at=on(10, 14),
    )


def sizing() -> RiskRecord:
    """An opportunity in money alone."""
    return RiskRecord(
        Risk(
            "R-11",
            "The platform can be smaller than sized",
            Exposure(Decimal("0.5"), costs=(cost("C-300", -6000, -3500, -1500),)),
            kind=RiskKind.OPPORTUNITY,
        ),
        cause="the first month of use stayed at a third of the reserved capacity",
        event="the load test may allow smaller clusters",
        effect="cloud cost would fall from December on",
        category="technical",
        state=RiskState.MONITORED,
        owner="Priya Raman",
        strategy=Strategy.ENHANCE,
        actions=(RiskAction("Measure capacity in the load test", "Jonas Weber", on(12, 15), task=ROWS["7.5"]),),
        trigger=RiskTrigger(sign="Clusters below 40 % for four weeks"),
        velocity_days=20,
        detectability=1,
        raised_at=on(10, 5),
        raised_by="Priya Raman",
        reviewed_at=on(10, 12),
    )


def adapter() -> RiskRecord:
    """What the response to the first risk would bring along."""
    return RiskRecord(
        Risk(
            "R-12",
            "The signing adapter must be kept running",
            Exposure(Decimal("0.7"), costs=(cost("C-900", 1500, 3000, 6000),)),
        ),
        cause="the adapter of R-01 would be our own software",
        event="it may have to be kept beyond hypercare",
        effect="operations would have to take it over, with keys and monitoring",
        category="operational",
        state=RiskState.DRAFT,
        raised_at=on(10, 13),
        raised_by="Jonas Weber",
        arises_from="R-01",
    )


def uncertainty() -> Uncertainty:
    """What the project says about uncertainty beside its risks."""
    identity = tuple(ROWS[wbs] for wbs in ("2.5", "2.6", "2.8", "5.6"))
    test = tuple(ROWS[wbs] for wbs in ("7.4", "7.6", "7.7"))
    return Uncertainty(
        groups=(CorrelationGroup("Identity team", identity), CorrelationGroup("Test team", test)),
        costs=(
            CostUncertainty("C-300", spread(15500, 19440, 26500), Decimal(19440), "Cloud consumption until January"),
        ),
        value_per_day=Decimal(3000),
    )
