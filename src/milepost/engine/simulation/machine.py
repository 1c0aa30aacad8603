"""Running the iterations: blocks of them side by side in threads, the same bits on any number (domain/risk.md 3)."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from milepost.engine.answers import Computed
from milepost.engine.kernel import Column, is_loaded, run
from milepost.engine.simulation.draws import draws
from milepost.engine.simulation.ground import Ground, ground
from milepost.engine.simulation.hammocks import Hammock, hammock_costs, hammocks
from milepost.engine.simulation.inputs import Inputs
from milepost.engine.simulation.kernels_rows import blocks
from milepost.engine.simulation.layout import DONE_AT, Layout
from milepost.engine.simulation.programme import Programme, programme
from milepost.engine.simulation.seats import NOBODY, Levelled, levelled
from milepost.engine.simulation.tables import (
    DONE,
    Draws,
    Floats,
    Halves,
    Ints,
    Kept,
    Profile,
    Rows,
    Seats,
    Slots,
    Sources,
)
from milepost.engine.units import MINUTES_PER_DAY, Uid
from milepost.engine.warm import PACE

#: Iterations computed at once: wide enough for what an instruction costs in itself, small enough for the cache.
WIDTH = 256
#: From so many tasks on, rows are narrower, so that a block stays small.
MANY = 2_500
#: So many tasks times iterations are worth loading or compiling kernels; less is done in plain Python.
WORTH_COMPILING = 20_000


@dataclass(frozen=True)
class Machine:
    """A plan and what is uncertain about it, ready to run: the same machine gives the same numbers every time."""

    grounded: Ground
    inputs: Inputs
    slots: Slots
    draws: Draws
    sources: Sources
    normals: list[int]
    seated: Levelled | None
    hammocks: tuple[Hammock, ...]
    runs: int
    fast: bool
    threads: int


@dataclass(frozen=True)
class Sampled:
    """What the iterations came to; arrays by iteration have `runs` entries, arrays by task one for each position.

    `finish` are instants, `cost` the money of each iteration beside what is certain. `critical` counts
    iterations on the longest path; `total`, `square` and `product` are exact sums over iterations of the
    deviation of the remaining minutes from plan, of its square, and of its product with the deviation of the
    finish from plan in working minutes of the project's calendar. `path` is a number that iterations with the
    same longest path share. `spans`, `starts` and `finishes` give for each tracked task its remaining
    minutes and dates. `occurred` has a row of 0 and 1 for each occurrence.
    """

    finish: Ints
    cost: Floats
    critical: Ints
    total: Ints
    square: Ints
    product: Ints
    path: Ints
    spans: dict[Uid, Ints]
    starts: dict[Uid, Ints]
    finishes: dict[Uid, Ints]
    occurred: npt.NDArray[np.int32]


def machine(
    computed: Computed,
    inputs: Inputs,
    *,
    runs: int,
    seed: int,
    stratified: bool = True,
    keep_constraints: bool = False,
    threads: int = 2,
    fast: bool | None = None,
    levelling: bool = False,
) -> Machine:
    """Prepare a simulation; `fast` None compiles kernels where that pays, with `levelling` nobody is in two places."""
    quick = len(computed.finish) * runs >= WORTH_COMPILING or is_loaded(blocks) if fast is None else fast
    if quick:
        # Simulations come in scores: each schedules its plan first.
        PACE.load()
    grounded = ground(computed, keep=keep_constraints, levelled=levelling)
    seated = levelled(grounded) if levelling else None
    found = hammocks(grounded, inputs.rates)
    made, sources, normals = draws(
        inputs.variables, inputs.correlations, seed=seed, runs=runs, stratified=stratified, fast=quick
    )
    return Machine(
        grounded, inputs, grounded.coder.slots(), made, sources, normals, seated, found, runs, quick, threads
    )


def simulated(
    made: Machine, tracked: Sequence[Uid] = (), *, traced: bool = True, enabled: Sequence[bool] | None = None
) -> Sampled:
    """Run all iterations.

    `tracked` tasks are kept iteration by iteration; without `traced` no paths are looked for. `enabled` switches
    risks by number instead of what the inputs say, all other draws stay.
    """
    inputs = made.inputs if enabled is None else replace(made.inputs, enabled=tuple(enabled))
    written = programme(made.grounded, inputs, made.normals, traced=traced, seated=made.seated)
    kept = tuple(dict.fromkeys([*tracked, *_accompanied(made)]))
    first = _kept(made, written, [made.grounded.place[uid] for uid in kept])
    width = WIDTH if made.seated is None else WIDTH // 2
    width = width if written.layout.tasks < MANY else WIDTH // 4
    parts = _parts(made.runs, width, made.threads)
    sums = [first] + [_apart(first) for _ in parts[1:]]

    def work(part: tuple[int, int], mine: Kept) -> None:
        tables = (written.code, made.slots, written.work, made.draws, made.sources, written.events)
        seats, profile = _reservations(made.seated, width)
        run(blocks, made.fast, *tables, seats, profile, _rows(written, width), mine, *part)

    if len(parts) == 1:
        work(parts[0], first)
    else:
        with ThreadPoolExecutor(len(parts)) as pool:
            for done in [pool.submit(work, part, mine) for part, mine in zip(parts, sums, strict=True)]:
                done.result()
    if int(first.cells[0].max(initial=0)) >= made.grounded.coder.horizon - made.grounded.coder.origin - MINUTES_PER_DAY:
        # Some iteration went beyond the slots: look twice as far.
        wider = made.grounded.wider()
        further = replace(made, grounded=wider, slots=wider.coder.slots())
        return simulated(further, tracked, traced=traced, enabled=enabled)
    return _seen(made, kept, sums)


def _accompanied(made: Machine) -> list[Uid]:
    """List the tasks that level-of-effort tasks with a cost hang on."""
    place = made.grounded.place
    return sorted({uid for each in made.hammocks for uid in each.leaves if uid in place}, key=place.__getitem__)


def marked(made: Machine, iteration: int) -> tuple[Uid, ...]:
    """List the tasks on the longest path of one iteration, in the order in which they start, by running it again."""
    written = programme(made.grounded, made.inputs, made.normals, traced=True, seated=made.seated)
    layout, leaves = written.layout, made.grounded.computed.passes.plan.frame.leaves
    rows, kept = _rows(written, 1), _kept(made, written, ())
    tables = (written.code, made.slots, written.work, made.draws, made.sources, written.events)
    run(blocks, made.fast, *tables, *_reservations(made.seated, 1), rows, kept, iteration, iteration + 1)
    found = [p for p in made.grounded.place.values() if kept.critical[p]]
    starts = {
        p: int(made.grounded.coder.instants(made.grounded.frames.frame[p], rows.cells[layout.start(p)])[0])
        for p in found
    }
    return tuple(leaves[p].uid for p in sorted(found, key=lambda p: (starts[p], p)))


def _parts(runs: int, width: int, threads: int) -> list[tuple[int, int]]:
    """Cut the iterations into one stretch for each thread, at the ends of blocks."""
    count = -(-runs // width)
    threads = max(min(threads, count), 1)
    cuts = [width * (count * n // threads) for n in range(threads)]
    return list(zip(cuts, [*cuts[1:], runs], strict=True))


def _reservations(seated: Levelled | None, width: int) -> tuple[Seats, Profile]:
    """Give whose time tasks take, and room to reserve it for one thread."""
    seats = NOBODY if seated is None else seated.seats
    at, used = np.zeros((2, width, int(seats.first[-1])), dtype=np.int32)
    size = np.zeros((width, len(seats.capacity)), dtype=np.int64)
    return seats, Profile(at, used, size, np.zeros(width, dtype=np.int64))


def _rows(written: Programme, width: int) -> Rows:
    """Give the rows of one thread."""
    cells = np.zeros((written.layout.count, width), dtype=np.int32)
    k, r, v, path = np.zeros((4, width), dtype=np.int64)
    u, f, lo, hi, y, delay, top, bottom, cost = np.zeros((9, width))
    shared = np.zeros((written.shared, width))
    return Rows(cells, shared, k, r, v, u, f, lo, hi, y, delay, top, bottom, cost, path)


def _apart(kept: Kept) -> Kept:
    """Give sums of its own to another thread, which keeps its iterations beside the others'."""
    critical, total, square, product = (np.zeros_like(kept.critical) for _ in range(4))
    return kept._replace(critical=critical, total=total, square=square, product=product)


def _kept(made: Machine, written: Programme, places: Sequence[int]) -> Kept:
    """Give what one thread adds up, with room for what all keep."""
    tracked = _tracked(written.layout, places)
    critical, total, square, product = np.zeros((4, written.layout.tasks), dtype=np.int64)
    cost, path = np.zeros(made.runs), np.zeros(made.runs, dtype=np.int64)
    cells = np.zeros((len(tracked), made.runs), dtype=np.int32)
    return Kept(critical, total, square, product, cost, path, np.array(tracked, dtype=np.int64), cells)


def _tracked(layout: Layout, places: Sequence[int]) -> list[int]:
    """List the rows to keep: the finish, the events, then minutes, starts and finishes of tracked tasks."""
    events = [layout.event(o) for o in range(layout.events)]
    wanted = [row(p) for p in places for row in (layout.span, layout.start, layout.finish)]
    return [layout.scratch(DONE_AT), *events, *wanted]


def _seen(made: Machine, tracked: Sequence[Uid], sums: Sequence[Kept]) -> Sampled:
    """Add up what the threads counted, and turn codes into instants."""
    kept, grounded, coder = sums[0], made.grounded, made.grounded.coder
    added = [np.sum(columns, axis=0) for columns in zip(*(each[:4] for each in sums), strict=True)]
    events = len(made.inputs.occurrences)
    rest = kept.cells[1 + events :]
    spans = {uid: rest[3 * n].astype(np.int64) for n, uid in enumerate(tracked)}
    starts = {uid: _dated(made, uid, rest[3 * n + 1], grounded.computed.start) for n, uid in enumerate(tracked)}
    finishes = {uid: _dated(made, uid, rest[3 * n + 2], grounded.computed.finish) for n, uid in enumerate(tracked)}
    lasting = hammock_costs(made.hammocks, starts, finishes, made.runs)
    return Sampled(
        finish=kept.cells[0].astype(np.int64) + coder.origin,
        cost=kept.cost + lasting,
        critical=added[0],
        total=added[1],
        square=added[2],
        product=added[3],
        path=kept.path,
        spans=spans,
        starts=starts,
        finishes=finishes,
        occurred=kept.cells[1 : 1 + events],
    )


def _dated(made: Machine, uid: Uid, codes: Halves, known: Column) -> Ints:
    """Turn the codes of a task into instants; of one that is complete, give the date known."""
    p, grounded = made.grounded.place[uid], made.grounded
    if grounded.frames.way[p] == DONE:
        return np.full(made.runs, known[p], dtype=np.int64)
    return grounded.coder.instants(grounded.frames.frame[p], codes)
