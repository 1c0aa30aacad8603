"""From variables to what the kernels draw with: laws in numbers, keys from names, strata (domain/risk.md 2, 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import accumulate
from math import exp, sqrt
from typing import Any, TypeAlias

import numpy as np

from milepost.engine.kernel import run
from milepost.engine.simulation.inputs import Correlation, Law, Variable
from milepost.engine.simulation.kernels_draw import mixed
from milepost.engine.simulation.quantiles import WIDTH, bell, blend, lognormal, normal, pert_family, truncated
from milepost.engine.simulation.tables import (
    APART,
    BARS,
    CHOLESKY,
    CONSTANT,
    EVEN,
    FACTOR,
    STEPS,
    TABLE,
    TENT,
    Draws,
    Floats,
    Halves,
    Ints,
    Singles,
    Sources,
)

#: Below so many deviations under the mean a cut leaves a normal distribution as it is.
_UNCUT = -8.0


@dataclass
class _Shapes:
    """The distinct quantile tables that variables ask for, and their lists of values."""

    made: dict[tuple[str, float, float], int] = field(default_factory=lambda: {("normal", 0.0, 0.0): 0})
    values: list[float] = field(default_factory=list)
    chances: list[float] = field(default_factory=list)

    def row(self, kind: str, one: float, other: float = 0.0) -> int:
        """Give the row of a shape's table."""
        return self.made.setdefault((kind, one, other), len(self.made))

    def listed(self, variable: Variable) -> tuple[int, int]:
        """Keep values with cumulated chances, impossible ones at the end left out; give where, and how many."""
        first, chances = len(self.values), list(variable.chances)
        while chances[-1] <= 0:
            chances.pop()
        reached = list(accumulate(chance / sum(chances) for chance in chances))
        edges = len(variable.values) - len(variable.chances)
        self.values += variable.values[: len(chances) + edges]
        self.chances += reached + reached[-1:] * edges
        return first, len(chances)


@dataclass(frozen=True)
class _Row:
    """One variable as a row of `Draws`."""

    law: int
    a: float = 0.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 0.0
    table: int = 0
    first: int = 0
    size: int = 0


def _row(variable: Variable, shapes: _Shapes) -> _Row:
    """Turn a law into numbers; a range without width is a constant."""
    law, a, b, c = variable.law, variable.a, variable.b, variable.c
    if law in (Law.DISCRETE, Law.HISTOGRAM):
        first, size = shapes.listed(variable)
        return _Row(STEPS if law is Law.DISCRETE else BARS, first=first, size=size)
    if law is Law.LOGNORMAL:
        return _Row(TABLE, c, exp(a), table=shapes.row("lognormal", b)) if b else _Row(CONSTANT, exp(a) + c)
    if law is Law.NORMAL:
        if not b:
            return _Row(CONSTANT, max(a, c))
        cut = (c - a) / b
        return _Row(TABLE, a, b, table=shapes.row("truncated", cut) if cut > _UNCUT else 0)
    if law is Law.UNIFORM:
        return _Row(EVEN, a, b - a) if b > a else _Row(CONSTANT, a)
    if law is Law.FIXED or c <= a:
        return _Row(CONSTANT, a)
    if law is Law.TRIANGULAR:
        return _Row(TENT, a, (b - a) / (c - a), (c - a) * (b - a), (c - a) * (c - b), c)
    return _Row(TABLE, a, c - a, table=shapes.row("pert", (b - a) / (c - a), variable.d))


def _tables(shapes: _Shapes, fast: bool) -> Singles:
    """Compute the quantile tables of all shapes."""
    made = np.zeros((len(shapes.made), WIDTH), dtype=np.float32)
    families: dict[float, list[tuple[int, float]]] = {}
    for (kind, one, other), row in shapes.made.items():
        if kind == "pert":
            families.setdefault(other, []).append((row, one))
        elif kind == "lognormal":
            made[row] = lognormal(one)
        else:
            made[row] = normal() if kind == "normal" else truncated(one)
    for weight, members in families.items():
        rows = np.array([row for row, _ in members], dtype=np.int64)
        run(blend, fast, pert_family(weight), np.array([place for _, place in members]), rows, made)
    return made


#: The variables whose values are normals, in the order of their rows.
Normals: TypeAlias = list[int]

#: A standard normal number: the first table as it stands.
_NORMAL = _Row(TABLE, 0.0, 1.0)


def draws(
    variables: Sequence[Variable],
    correlations: Sequence[Correlation],
    *,
    seed: int,
    runs: int,
    stratified: bool,
    fast: bool,
) -> tuple[Draws, Sources, Normals]:
    """Lay out variables for drawing `runs` iterations; `stratified` is Latin hypercube sampling.

    Behind the given variables come the normals that correlations tie them to.
    """
    shapes, ties = _Shapes(), _Ties(len(variables))
    for each in correlations:
        ties.add(each, variables)
    rows = [_row(variable, shapes) for variable in variables] + [_NORMAL] * len(ties.names)
    names = [variable.id for variable in variables] + ties.names
    made = _draws(rows, _keys(seed, names, runs), [ties.known.get(n, _Tie()) for n in range(len(rows))])
    sources = Sources(
        quantiles=_tables(shapes, fast),
        bell=bell(),
        weights=_floats(ties.weights),
        values=_floats(shapes.values),
        chances=_floats(shapes.chances),
        outer=_permutation(seed, "outer", runs),
        inner=_permutation(seed, "inner", runs),
        stratified=int(stratified),
        scale=1.0 / runs,
    )
    return made, sources, list(range(len(variables), len(rows)))


def _draws(rows: Sequence[_Row], keys: Ints, tied: Sequence[_Tie]) -> Draws:
    """Turn rows into columns."""
    numbers = np.array([(row.law, row.table, row.first, row.size) for row in rows], dtype=np.int64)
    reals = np.array([(row.a, row.b, row.c, row.d, row.e) for row in rows], dtype=np.float64)
    law, table, first, size = numbers.reshape(-1, 4).T.copy()
    a, b, c, d, e = reals.reshape(-1, 5).T.copy()
    key, lock, turn, slide = keys.T.copy()
    return Draws(
        law, a, b, c, d, e, table, first, size, key, lock, turn, slide,
        _ints([tie.kind for tie in tied]),
        _ints([tie.row for tie in tied]),
        _floats([tie.loading for tie in tied]),
        _floats([sqrt(1.0 - tie.loading**2) for tie in tied]),
        _ints([tie.size for tie in tied]),
        _ints([tie.weight_first for tie in tied]),
    )  # fmt: skip


@dataclass(frozen=True)
class _Tie:
    kind: int = APART
    row: int = 0
    loading: float = 0.0
    size: int = 0
    weight_first: int = 0


class _Ties:
    """What variables are tied to: `names` are the ids of the normals, `weights` the rows of Cholesky factors."""

    def __init__(self, own: int) -> None:
        self.own = own
        self.known: dict[int, _Tie] = {}
        self.names: list[str] = []
        self.weights: list[float] = []

    def add(self, correlation: Correlation, variables: Sequence[Variable]) -> None:
        """Tie the variables of a correlation to normals: one for all, or the one each would have had alone."""
        first = len(self.names)
        if correlation.loadings:
            for v, loading in zip(correlation.variables, correlation.loadings, strict=True):
                self.known[v] = _Tie(FACTOR, first, loading)
            self.names.append(f"{correlation.id}:factor")
            return
        for v, row in zip(correlation.variables, correlation.rows, strict=True):
            self.known[v] = _Tie(CHOLESKY, first, 0.0, len(row), len(self.weights))
            self.weights += row
            self.names.append(variables[v].id)


def _keys(seed: int, names: Sequence[str], runs: int) -> Ints:
    """Give two keys and two turns of the strata for each name, one row each: functions of seed and name alone."""
    digests = b"".join(blake2b(f"{seed}:{name}".encode(), digest_size=16).digest() for name in names)
    keys = np.frombuffer(digests, dtype="<u4").reshape(-1, 4).astype(np.int64)
    keys[:, 2:] %= runs
    return keys


def _permutation(seed: int, name: str, runs: int) -> Halves:
    """Give a random permutation of the strata, twice over so that it can be turned."""
    key, lock = _keys(seed, [name], runs)[0, :2].tolist()
    # The mixer takes whole columns too.
    numbers: Any = np.arange(runs, dtype=np.int64)
    hashes: Any = mixed(mixed(numbers ^ key) ^ lock)
    order = np.argsort(hashes, kind="stable").astype(np.int32)
    return np.concatenate([order, order])


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _floats(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=np.float64)
