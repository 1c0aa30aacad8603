"""`milepost money`: tables for people, JSON without a lost cent, one clear sentence where there is none."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from click.testing import Result
from typer.testing import CliRunner

from milepost.cli.main import app

SAMPLES = Path(__file__).resolve().parents[2] / "src" / "milepost" / "sample"
WHOLE, PLAN = str(SAMPLES / "portal.milepost"), str(SAMPLES / "portal.xml")


def run(*arguments: str) -> Result:
    """Run the command line."""
    return CliRunner().invoke(app, [*arguments])


def document(*arguments: str) -> dict[str, Any]:
    """What --json gives."""
    done = run("money", *arguments, "--json")
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_says_it_in_words_and_tables() -> None:
    text = run("money", WHOLE).stdout
    assert "over its budget" in text.splitlines()[0]
    assert "Cost efficiency (CPI)\t0.99\teach EUR spent bought 0.99 of work" in text
    assert "C-200\tIdentity provider\t136,296" in text
    assert "Contingency reserve\t28,000\t18,700\t9,300" in text


def test_json_adds_up_to_the_cent() -> None:
    found = document(WHOLE)
    parents = {row["parent"] for row in found["accounts"]}
    leaves = [row for row in found["accounts"] if row["account"] not in parents]
    for name in ("planned_value", "earned_value", "actual_cost", "ordered"):
        assert sum(Decimal(row[name]) for row in leaves) == Decimal(found["total"][name])
    budget = sum(Decimal(row["budget"]) for row in leaves) + Decimal(found["undistributed"])
    assert budget == Decimal(found["total"]["budget"])
    assert sum(Decimal(row["actual_cost"] or 0) for row in found["months"]) == Decimal(found["total"]["actual_cost"])


def test_json_breaks_cost_down_so_that_every_way_adds_up() -> None:
    found = document(WHOLE)
    spent, ahead = Decimal(found["total"]["actual_cost"]), Decimal(found["total"]["estimate_to_complete"])
    for rows in found["breakdown"].values():
        assert sum(Decimal(row["actual"]) for row in rows) == spent
        assert sum(Decimal(row["ahead"]) for row in rows) == ahead
    paid = sum(Decimal(row[kind]) for row in found["cash_flow"] for kind in ("paid", "owed", "ordered", "expected"))
    assert paid == Decimal(found["total"]["estimate_at_completion"])
    funds = {name: Decimal(amount) for name, amount in found["funds"].items()}
    assert funds["project_budget"] == sum(
        funds[name] for name in ("accounts", "undistributed", "contingency", "management_reserve")
    )


def test_json_gives_every_measure_or_its_reason() -> None:
    found = document(WHOLE)
    by_code = {row["code"]: row for row in (*found["measures"], *found["schedule_measures"])}
    assert {"BAC", "CV%", "CSI", "EAC_w", "TCPI(EAC)", "ES", "SPI(t)", "IEAC(t)_c", "TSPI", "VAC(t)"} <= by_code.keys()
    assert all((row["value"] is None) == ("reason" in row) for row in by_code.values())


def test_json_names_what_needs_somebody() -> None:
    found = document(WHOLE)
    assert found["currency"] == "EUR"
    assert [row["invoice"] for row in found["invoices_to_hold"]] == ["IN-2"]
    assert found["funding_gaps"] == ["2026-11-01T00:00:00"]
    assert {row["pool"] for row in found["reserves"]} == {"contingency", "management"}
    assert any(row["level"] == "red" for row in found["breaches"])


def test_every_figure_has_a_value_or_a_reason() -> None:
    found = document(WHOLE)
    rows = {row["code"]: row for row in (*found["measures"], *found["schedule_measures"])}
    assert rows.keys() >= {"BAC", "PV", "EV", "AC", "CPI", "EAC_t", "TCPI(BAC)", "ES", "SPI(t)", "IEAC(t)"}
    assert all((row["value"] is None) is bool(row.get("reason")) for row in rows.values())


def test_another_status_date_counts_what_was_known_then() -> None:
    now, then = document(WHOLE), document(WHOLE, "--status-date", "2026-08-31")
    assert then["status_date"].startswith("2026-08-31")
    assert 0 < Decimal(then["total"]["actual_cost"]) < Decimal(now["total"]["actual_cost"])


def test_a_plan_alone_has_money_from_its_rates() -> None:
    found = document(PLAN)
    assert found["currency"] == "EUR"
    assert Decimal(found["total"]["estimate_at_completion"]) > Decimal(found["total"]["actual_cost"]) > 0
    assert "by its plan at its rates" in run("money", PLAN).stdout


def test_a_plan_without_money_says_what_would_help(tmp_path: Path) -> None:
    plan = tmp_path / "bare.csv"
    plan.write_text("Task Name,Start,Duration\nBuild,2026-06-01,5d\n", encoding="utf-8")
    done = run("money", str(plan))
    assert done.exit_code == 0
    assert done.stdout.startswith("The plan names no money: ")


def test_a_ledger_that_does_not_add_up_is_refused_in_words(tmp_path: Path) -> None:
    broken = json.loads(Path(WHOLE).read_text(encoding="utf-8"))
    broken["dossier"]["ledger"]["rates"] = []
    file = tmp_path / "broken.milepost"
    file.write_text(json.dumps(broken), encoding="utf-8")
    done = run("money", str(file))
    assert done.exit_code == 3
    assert "USD" in done.stderr
    assert "Traceback" not in done.stderr
