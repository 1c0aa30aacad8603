"""The risk register: who enters risks, what their entries say, what is refused; what each costs in days and money."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from milepost.dossier.people import Role
from milepost.dossier.risks import NEXT_RISK, RiskRecord, RiskState, Strategy
from milepost.engine.risk_scores import Band
from milepost.engine.risks import RiskKind
from milepost.forecasting.load import read
from milepost.forecasting.simulation import compute, newest_simulation
from milepost.queries.access import Actor
from milepost.queries.catalogue import ask
from milepost.queries.forecasts import Forecast
from milepost.queries.refused import Refused
from milepost.queries.risks import RiskDetail, RiskRegister
from milepost.records.models import Job, Project
from tests.worlds import AT, do, join, late_parts, sample, several, small, user

pytestmark = pytest.mark.django_db
ENTERED = {
    "title": "Fire",
    "cause": "Wood is dry",
    "event": "it may burn",
    "effect": "all is lost",
    "probability": "0.3",
}


@pytest.fixture
def project() -> Project:
    """Design, Build and Test with the risk of late parts."""
    found = small(user())
    late_parts(user())
    return found


def record(project: Project, code: str = "R-1") -> RiskRecord:
    """A risk as its row has it."""
    project.refresh_from_db()
    return next(each for each in read(project).dossier.risks if each.risk.code == code)


def register(actor: Actor, **asked: object) -> RiskRegister:
    """The register as somebody sees it."""
    found = ask("risks", asked, actor=actor, at=AT, project="SMALL")
    assert isinstance(found, RiskRegister)
    return found


def forecast(actor: Actor, code: str = "SMALL") -> Forecast:
    """The forecast as somebody sees it."""
    found = ask("forecast", actor=actor, at=AT, project=code)
    assert isinstance(found, Forecast)
    return found


# ------------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize("role", [Role.VENDOR, Role.VIEWER])
def test_vendors_and_viewers_enter_no_risks(project: Project, role: Role) -> None:
    ben = user("ben")
    join(project, ben, role)
    with pytest.raises(Refused) as refused:
        do(ben, "SMALL", "add_risk", **ENTERED)
    assert refused.value.code == "forbidden"


@pytest.mark.parametrize("role", [Role.MEMBER, Role.STAKEHOLDER, Role.SPONSOR])
def test_everybody_else_enters_risks_and_only_planners_change_them(project: Project, role: Role) -> None:
    ben = user("ben")
    join(project, ben, role)
    assert do(ben, "SMALL", "add_risk", **ENTERED).results == ("R-2",)
    with pytest.raises(Refused) as refused:
        do(ben, "SMALL", "change_risk", risk="R-2", title="Flood")
    assert refused.value.code == "forbidden"


@pytest.mark.parametrize(
    ("word", "arguments", "words"),
    [
        ("add_risk", {**ENTERED, "probability": "1"}, "probability between 0 and 1"),
        ("add_risk", {**ENTERED, "cause": ""}, "needs cause, event and effect"),
        ("add_risk", {**ENTERED, "code": "R-1"}, "There is a risk R-1 already"),
        ("add_risk", {**ENTERED, "tasks": ["T-1"]}, "A delay needs the tasks it hits"),
        ("add_risk", {**ENTERED, "tasks": ["T-9"], "delay": ["1d", "2d", "3d"]}, "There is no task T-9"),
        ("change_risk", {"risk": "R-7", "title": "x"}, "There is no risk R-7"),
        ("change_risk", {"risk": "R-1", "quality": 6}, "between 0 (none) and 5"),
        ("change_risk", {"risk": "R-1", "kind": "chance"}, "is not one of threat, opportunity"),
        ("set_risk_delay", {"risk": "R-1", "tasks": ["T-1"], "delay": ["3d", "2d", "1d"]}, "three rising numbers"),
        ("set_risk_factor", {"risk": "R-1", "tasks": ["T-1"], "factor": ["0", "1", "2"]}, "above zero"),
        ("set_risk_factor", {"risk": "R-1", "tasks": ["T-1"]}, "needs tasks and a factor"),
        ("set_risk_cost", {"risk": "R-1", "cost": ["1", "2"]}, "three rising numbers"),
        ("set_risk_cost", {"risk": "R-1", "cost": ["1", "2", "3"], "account": "X"}, "no cost account 'X'"),
        ("set_risk_window", {"risk": "R-1", "start": "2026-04-02", "end": "2026-04-01"}, "ends after it starts"),
        ("set_risk_trigger", {"risk": "R-1", "metric": "weather"}, "There is no measure 'weather'"),
        ("set_risk_trigger", {"risk": "R-1", "metric": "task_float_days"}, "asks about one task"),
        ("set_risk_trigger", {"risk": "R-1", "metric": "date_reached"}, "has to be given"),
        ("plan_risk_response", {"risk": "R-1", "probability": "1"}, "lies between 0 and 1"),
        ("set_risk_response", {"risk": "R-1"}, "plan one first"),
        ("finish_risk_action", {"risk": "R-1", "action": "Pray"}, "has no action 'Pray'"),
        ("close_risk", {"risk": "R-1", "reason": ""}, "Say why"),
        ("move_risk", {"risk": "R-1", "state": "rejected"}, "Say why"),
        ("move_risk", {"risk": "R-1", "state": "draft"}, "it can become analysed or"),
    ],
)
def test_what_makes_no_sense_is_refused(project: Project, word: str, arguments: dict[str, object], words: str) -> None:
    before = record(project)
    with pytest.raises(Refused) as refused:
        do(user(), "SMALL", word, **arguments)
    assert words in refused.value.message
    assert record(project) == before


@pytest.mark.parametrize("state", list(RiskState))
def test_states_follow_their_table(project: Project, state: RiskState) -> None:
    ana = user()
    for wanted in RiskState:
        if wanted is RiskState.OPEN or wanted not in NEXT_RISK[RiskState.OPEN]:
            continue
        do(ana, "SMALL", "move_risk", risk="R-1", state=wanted, note="so")
        if state in NEXT_RISK[wanted]:
            do(ana, "SMALL", "move_risk", risk="R-1", state=state, note="so")
            assert record(project).state is state
            do(ana, "SMALL", "undo")
        else:
            with pytest.raises(Refused) as refused:
                do(ana, "SMALL", "move_risk", risk="R-1", state=state, note="so")
            assert all(each in refused.value.message for each in NEXT_RISK[wanted])
        do(ana, "SMALL", "undo")


# ----------------------------------------------------------------------------------------------------- the register


def test_risks_get_the_next_reference_and_know_when_they_were_entered(project: Project) -> None:
    ana = user()
    do(ana, "SMALL", "add_risk", **ENTERED, category="operational", kind="opportunity", tasks=["T-2"],
       delay=["1d", "2d", "3d"])  # fmt: skip
    found = record(project, "R-2")
    delay = found.risk.exposure.tasks[0].delay
    assert delay is not None
    assert (delay.low, delay.high) == (-3 * 480, -480)
    assert (found.risk.kind, found.category) == (RiskKind.OPPORTUNITY, "operational")
    assert found.raised_at is not None
    do(ana, "SMALL", "undo")
    assert do(ana, "SMALL", "add_risk", **ENTERED).results == ("R-3",)


def test_an_entry_says_all_a_register_needs_and_all_of_it_is_undone(project: Project) -> None:
    ana = user()
    before = record(project)
    several(
        ana,
        "SMALL",
        ("change_risk", {"risk": "R-1", "cause": "Because of the strike", "vendor": "Acme", "quality": 2}),
        ("set_risk_factor", {"risk": "R-1", "tasks": ["T-1", "T-3"], "factor": ["0.9", "1.2", "1.5"]}),
        ("set_risk_cost", {"risk": "R-1", "cost": ["1000", "2000", "5000"]}),
        ("set_risk_window", {"risk": "R-1", "start": "2026-03-02", "end": "2026-03-31"}),
        ("set_risk_trigger", {"risk": "R-1", "metric": "task_float_days", "task": "T-2", "limit": "2"}),
        ("plan_risk_response", {"risk": "R-1", "probability": "0.1", "cost": "500", "delay": ["1d", "1d", "2d"]}),
        ("add_risk_action", {"risk": "R-1", "title": "Call Acme", "owner": "ana", "due": "2026-03-05"}),
        ("finish_risk_action", {"risk": "R-1", "action": "Call Acme"}),
        ("record_risk_review", {"risk": "R-1"}),
        ("set_risk_response", {"risk": "R-1"}),
    )
    found = record(project)
    assert (found.vendor, found.quality, found.state) == ("Acme", 2, RiskState.RESPONDING)
    assert {each.task for each in found.risk.exposure.tasks} == {1, 2, 3}
    assert found.risk.response is not None
    assert found.risk.response.residual.probability == Decimal("0.1")
    assert found.strategy is Strategy.MITIGATE
    assert found.actions[0].done_at is not None
    detail = ask("risk", {"risk": "R-1"}, actor=ana, at=AT, project="SMALL")
    assert isinstance(detail, RiskDetail)
    told = dict(detail.effects)
    assert told["T-2 Build"] == "5 working days – 6 working days – 8 working days longer"
    assert told["T-1 Design"] == "takes 0.9 – 1.2 – 1.5 times as long"
    assert detail.trigger == "task float days of T-2 below 2"
    assert detail.window == "02 Mar 2026 to 31 Mar 2026"
    do(ana, "SMALL", "undo")
    assert record(project) == before


def test_whoever_settles_a_risk_is_in_its_history(project: Project) -> None:
    do(user(), "SMALL", "close_risk", risk="R-1", reason="Parts are here")
    change = record(project).history[-1]
    assert (change.by, change.state, change.note) == ("ana", RiskState.CLOSED, "Parts are here")


def test_the_register_is_ranked_and_filtered(project: Project) -> None:
    ana = user()
    do(ana, "SMALL", "add_risk", **ENTERED)
    found = register(ana)
    assert [each.ref for each in found.rows] == ["R-1", "R-2"]
    assert (found.live, found.high, found.without_owner) == (2, 1, 2)
    assert [each.ref for each in register(ana, band="high").rows] == ["R-1"]
    do(ana, "SMALL", "close_risk", risk="R-1", reason="over")
    assert [each.ref for each in register(ana).rows] == ["R-2"]
    assert [each.ref for each in register(ana, settled=True).rows] == ["R-2", "R-1"]
    assert [each.ref for each in register(ana, state="closed").rows] == ["R-1"]


def test_the_matrix_holds_each_live_risk_once_and_its_bands_rise(project: Project) -> None:
    matrix = register(user()).matrix
    assert [ref for row in matrix for cell in row for ref in cell.risks] == ["R-1"]
    assert (matrix[0][0].likely, matrix[-1][-1].impact) == (5, 5)
    order = list(Band)[::-1]
    for row in matrix:
        ranks = [order.index(cell.band) for cell in row]
        assert ranks == sorted(ranks)


# ----------------------------------------------------------------------------------------------------- the forecast


def test_a_change_of_plan_or_risks_asks_for_one_simulation_when_it_is_quiet(project: Project) -> None:
    Job.objects.all().delete()
    do(user(), "SMALL", "rename_project", name="Other")
    assert not Job.objects.filter(kind="simulation").exists()
    do(user(), "SMALL", "change_duration", task="T-1", duration="6d")
    do(user(), "SMALL", "change_risk_probability", risk="R-1", probability="0.4")
    job = Job.objects.get(kind="simulation")
    assert (job.project_id, job.due_at) == (project.pk, AT + timedelta(seconds=5))


def test_a_simulation_is_kept_until_the_project_moves(project: Project) -> None:
    ana = user()
    assert forecast(ana).at is None
    assert forecast(ana).waiting
    compute(project.pk, AT)
    assert forecast(ana).fresh
    first = newest_simulation(project.pk)
    assert first is not None
    do(ana, "SMALL", "rename_project", name="Other")
    assert forecast(ana).fresh
    assert compute(project.pk, AT)["again"]
    do(ana, "SMALL", "change_risk_probability", risk="R-1", probability="0.9")
    assert not forecast(ana).fresh
    compute(project.pk, AT)
    after = newest_simulation(project.pk)
    assert after is not None
    assert after.value.percentiles != first.value.percentiles


def test_what_a_risk_costs_is_what_the_sure_date_gains_without_it(project: Project) -> None:
    ana = user()
    compute(project.pk, AT)
    found = forecast(ana)
    assert found.p80 is not None
    assert found.planned is not None
    assert found.p80 > found.planned
    assert found.planned_chance == Decimal("0.5")
    line = register(ana).rows[0]
    assert line.p80_days is not None
    assert Decimal(5) < line.p80_days < Decimal(8)
    assert {each.key for each in found.charts} == {"finish-curve", "tornado-chart"}
    assert all(each.svg.startswith("<svg ") and each.text for each in found.charts)
    assert all(' style="' not in each.svg for each in found.charts)


def test_a_certain_project_says_so_instead_of_drawing_curves() -> None:
    project = small(user())
    compute(project.pk, AT)
    found = forecast(user())
    assert (found.runs, found.charts, found.problem) == (0, (), "")


def test_costs_are_for_those_who_may_see_them() -> None:
    project = sample(user())
    compute(project.pk, AT)
    ben = user("ben")
    join(project, ben, Role.MEMBER)
    whole, plain = forecast(user(), "PORTAL"), forecast(ben, "PORTAL")
    assert any(each.money for each in whole.charts)
    assert not any(each.money for each in plain.charts)
    assert {each.cost for each in plain.percentiles} == {None}
    assert "EUR" not in repr(plain)
    rows = ask("risks", actor=ben, at=AT, project="PORTAL")
    assert {each.p80_cost for each in rows.rows} == {None}
    assert rows.emv is None
    for line in rows.rows:
        detail = ask("risk", {"risk": line.ref}, actor=ben, at=AT, project="PORTAL")
        assert "EUR" not in repr((detail.effects, detail.residual))
    dear = ask("risks", actor=user(), at=AT, project="PORTAL")
    assert any(each.p80_cost for each in dear.rows)


@pytest.mark.parametrize("name", ["risks", "forecast", "risks_and_forecast", "review", "changes"])
def test_vendors_see_no_registers(project: Project, name: str) -> None:
    vendor = user("vic")
    join(project, vendor, Role.VENDOR)
    with pytest.raises(Refused) as refused:
        ask(name, actor=vendor, at=AT, project="SMALL")
    assert refused.value.code == "forbidden"
