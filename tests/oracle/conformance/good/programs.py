"""Programs: exact for small linear ones, a rounded dual of an interior-point solver for semidefinite ones."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from importlib import import_module
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.good.base import GOOD

Row = list[Fraction]
Reals = npt.NDArray[np.float64]


def solve(rows: list[Row], right: Row) -> Row | None:
    """The solution of a square system by elimination, or None when it is singular."""
    n = len(rows)
    work = [[*row, b] for row, b in zip(rows, right, strict=True)]
    for k in range(n):
        pivot = next((i for i in range(k, n) if work[i][k]), None)
        if pivot is None:
            return None
        work[k], work[pivot] = work[pivot], work[k]
        work[k] = [c / work[k][k] for c in work[k]]
        for i in range(n):
            if i != k and work[i][k]:
                factor = work[i][k]
                work[i] = [c - factor * d for c, d in zip(work[i], work[k], strict=True)]
    return [line[n] for line in work]


def dot(x: Sequence[Fraction], y: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(x, y, strict=True)), Fraction(0))


def vertices(rows: list[Row], bounds: Row, n: int) -> list[Row]:
    """Vertices of rows x <= bounds, x >= 0."""
    every = rows + [[Fraction(-int(i == j)) for j in range(n)] for i in range(n)]
    limits = bounds + [Fraction(0)] * n
    found = []
    for chosen in combinations(range(len(every)), n):
        x = solve([every[i] for i in chosen], [limits[i] for i in chosen])
        if x is not None and all(dot(row, x) <= limit for row, limit in zip(every, limits, strict=True)):
            found.append(x)
    return found


@GOOD.answers("program.linear")
def linear(objective: list[str], rows: list[list[str]], bounds: list[str]) -> Fraction:
    c, b = [Fraction(t) for t in objective], [Fraction(t) for t in bounds]
    A = [[Fraction(t) for t in row] for row in rows]
    if not vertices(A, b, len(c)):
        raise Refused("infeasible")
    # the dual, min b y over A' y >= c, y >= 0
    columns = [[-row[j] for row in A] for j in range(len(c))]
    duals = vertices(columns, [-t for t in c], len(b)) if b else [[]] if max(c) <= 0 else []
    if not duals:
        raise Refused("unbounded")
    return min(dot(b, y) for y in duals)


def semidefinite_dual(objective: list[list[str]], matrices: list[list[list[str]]], values: list[str]) -> float:
    """The value of a dual solution that was made feasible: S = sum y_i A_i - C gets its smallest eigenvalue back."""
    C = np.array([[float(Fraction(t)) for t in row] for row in objective])
    A = [np.array([[float(Fraction(t)) for t in row] for row in matrix]) for matrix in matrices]
    b = np.array([float(Fraction(t)) for t in values])
    if b[0] < 0 or _contradict(matrices, values):
        raise Refused("infeasible")
    n = len(C)
    upper = [(i, j) for j in range(n) for i in range(j + 1)]
    scale = np.array([1.0 if i == j else np.sqrt(2) for i, j in upper])

    def triangle(M: Reals) -> Reals:
        found: Reals = np.array([M[i, j] for i, j in upper]) * scale
        return found

    clarabel: Any = import_module("clarabel")
    sparse: Any = import_module("scipy.sparse")
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    columns = sparse.csc_matrix(np.column_stack([-triangle(M) for M in A]))
    solver = clarabel.DefaultSolver(
        sparse.csc_matrix((len(b), len(b))), b, columns, -triangle(C), [clarabel.PSDTriangleConeT(n)], settings
    )
    y = np.array(solver.solve().x)
    S = sum(t * M for t, M in zip(y, A, strict=True)) - C
    y[0] += max(0.0, -float(np.linalg.eigvalsh(S)[0])) + 1e-9 * (1 + float(np.abs(S).max()))
    return float(b @ y) + 1e-9 * (1 + float(np.abs(b) @ np.abs(y)))


def _contradict(matrices: list[list[list[str]]], values: list[str]) -> bool:
    return any(matrices[i] == matrices[j] and values[i] != values[j] for i, j in combinations(range(len(values)), 2))


@GOOD.answers("program.semidefinite")
def semidefinite(objective: list[list[str]], matrices: list[list[list[str]]], values: list[str]) -> float:
    return semidefinite_dual(objective, matrices, values)
