"""`milepost simulate`: how sure the dates and the cost are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from milepost.cli.options import AsJson, ColumnMap, PlanFile, ProjectPick, Sheet, StatusDate
from milepost.cli.screen import remark, say

if TYPE_CHECKING:
    from milepost.dossier import Dossier
    from milepost.press.forecast import ForecastFacts

#: How many runs are enough for percentiles to stand still, in nearly every plan.
RUNS = 10_000


def simulate(
    file: PlanFile,
    runs: Annotated[int, typer.Option("--runs", metavar="N", min=100, max=1_000_000, help="How many runs.")] = RUNS,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", min=0, help="Another seed draws other numbers; the same, the same.")
    ] = 1,
    levelled: Annotated[
        bool, typer.Option("--levelled", help="Let nobody be in two places in any run; slower, and nearer the truth.")
    ] = False,
    as_json: AsJson = False,
    status_date: StatusDate = "",
    columns: ColumnMap = None,
    sheet: Sheet = "",
    project: ProjectPick = "",
) -> None:
    """Tell how sure dates and cost are.

    Each run draws every remaining duration from its range and lets each risk occur or not. Says by when the
    project ends with 50 and 80 % confidence, how likely each deadline is, what each risk adds and what each
    response is worth.
    """
    from milepost.cli.chapters import show_chapter
    from milepost.cli.opening import at_status_date, opened
    from milepost.press.forecast import forecast_chapter

    dossier = at_status_date(opened(file, columns, sheet, project).dossier, status_date)
    facts = simulated(dossier, runs=runs, seed=seed, levelled=levelled)
    if as_json:
        from milepost.cli.simulate_json import simulation_document

        say(json.dumps(simulation_document(facts), ensure_ascii=False, indent=2))
    else:
        show_chapter(forecast_chapter(facts))
        remark(f"{notice.code}: {notice.message}" for notice in facts.simulation.notices)


def simulated(dossier: Dossier, *, runs: int, seed: int, levelled: bool) -> ForecastFacts:
    """Schedule a project and simulate it, with what each risk and each response does."""
    from milepost.cli.opening import scheduled
    from milepost.cli.progress import shown
    from milepost.engine.simulation.options import SimulationOptions
    from milepost.forecasting.foreseen import foreseen
    from milepost.press.facts import PlanFacts

    facts = PlanFacts.of(dossier, scheduled(dossier))
    options = SimulationOptions(runs=runs, seed=seed, levelled=levelled)
    with shown("Simulating") as progress:
        return foreseen(facts, options, progress)
