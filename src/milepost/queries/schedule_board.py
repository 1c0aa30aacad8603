"""Questions about the plan as a board of cards, and about its baselines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from milepost.engine.clock import moment
from milepost.engine.units import Instant
from milepost.forecasting.held import Held
from milepost.queries.access import Permission
from milepost.queries.kinds import PersonRef
from milepost.queries.query import Question, query
from milepost.queries.schedule import shown_rows
from milepost.queries.schedule_rows import PlanRows
from milepost.queries.schedule_tasks import matching_rows, names_of, shown

#: So many cards stand in a column: of what is done the latest, of the rest the earliest.
MOST_DONE, MOST_OPEN = 30, 200


@dataclass(frozen=True, slots=True)
class Card:
    """A task on the board."""

    ref: str
    name: str
    within: str
    finish: datetime
    late: bool
    critical: bool
    percent: int
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A column of the board: its state, its cards, and how many there are in all."""

    state: str
    title: str
    cards: tuple[Card, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Board:
    """The leaf tasks of a plan by state; `own` narrows it to the asking person's."""

    revision: int
    columns: tuple[BoardColumn, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class BaselineLine:
    """A baseline: number, name, when and by whom it was taken, its tasks and finish, whether it is the current one."""

    number: int
    name: str
    saved_at: datetime | None
    approver: str
    tasks: int
    finish: datetime | None
    current: bool


@query(permission=Permission.SEE)
def board(question: Question, *, person: PersonRef | None = None, text: str = "", own: bool = False) -> Board:
    """Show the tasks on a board by what state they are in; `own` shows only those of the person who asks."""
    held, rows = question.held, shown_rows(question, question.held)
    wanted = question.standing.resource if own else person
    if own and wanted is None:
        return Board(held.revision, tuple(BoardColumn(s, t, (), 0) for s, t, _ in _COLUMNS), own)
    places = list(matching_rows(rows, text, None, None if wanted is None else f"P-{wanted}", False, True))
    places = [place for place in places if not rows.columns["inactive"][place]]
    return Board(held.revision, tuple(_column(rows, held, places, *each) for each in _COLUMNS), own)


_COLUMNS = (("planned", "Planned", False), ("started", "In work", False), ("done", "Done", True))


def _column(rows: PlanRows, held: Held, places: Sequence[int], state: str, title: str, latest: bool) -> BoardColumn:
    column, names = rows.columns, names_of(held)
    own = [place for place in places if _on_board(rows, place) == state]
    own.sort(key=lambda place: column["finish"][place], reverse=latest)
    seen = own[:MOST_DONE] if latest else own[:MOST_OPEN]
    return BoardColumn(state, title, tuple(_card(rows, held, place, names) for place in seen), len(own))


def _on_board(rows: PlanRows, place: int) -> str:
    if rows.columns["actual_finish"][place] is not None:
        return "done"
    return "planned" if rows.columns["actual_start"][place] is None else "started"


def _card(rows: PlanRows, held: Held, place: int, names: dict[str, str]) -> Card:
    column = rows.columns
    parent = held.dossier.plan.tasks[place].parent if len(rows.uids) == len(held.dossier.plan.tasks) else None
    return Card(
        ref=column["ref"][place],
        name=column["name"][place],
        within="" if parent is None else column["name"][rows.place[parent]],
        finish=shown(column["finish"][place]),
        late=column["state"][place] == "late",
        critical=column["critical"][place],
        percent=column["percent"][place],
        people=tuple(names[ref] for ref, _ in column["people"][place]),
    )


@query(permission=Permission.SEE)
def baselines(question: Question) -> tuple[BaselineLine, ...]:
    """List the baselines of the plan; vendors see none."""
    if question.standing.own_only:
        return ()
    plan = question.held.dossier.plan
    zone = plan.settings.zone

    def at_zone(at: Instant | None) -> datetime | None:
        return None if at is None else moment(at, zone)

    return tuple(
        BaselineLine(
            each.number,
            each.name,
            at_zone(each.saved_at),
            each.approver,
            len(each.tasks),
            at_zone(max((row.finish for row in each.tasks if row.finish is not None), default=None)),
            each.number == plan.settings.current_baseline,
        )
        for each in plan.baselines
    )
