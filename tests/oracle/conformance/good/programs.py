"""Programs: exact for small linear ones, a rounded dual of an interior-point solver for semidefinite ones."""

from __future__ import annotations

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


def pivot(table: list[Row], basis: list[int], row: int, column: int) -> None:
    """Bring a column into the basis; rows hold their right side last."""
    line = [entry / table[row][column] for entry in table[row]]
    table[row] = line
    for i, other in enumerate(table):
        if i != row and other[column]:
            factor = other[column]
            table[i] = [a - factor * b if b else a for a, b in zip(other, line, strict=True)]
    basis[row] = column


def simplex(table: list[Row], basis: list[int], columns: int) -> bool:
    """Maximise the last row, kept as reduced costs, by Bland's rule, which does not cycle; False when unbounded."""
    while True:
        column = next((j for j in range(columns) if table[-1][j] > 0), None)
        if column is None:
            return True
        ratios = [(line[-1] / line[column], basis[i], i) for i, line in enumerate(table[:-1]) if line[column] > 0]
        if not ratios:
            return False
        pivot(table, basis, min(ratios)[2], column)


@GOOD.answers("program.linear")
def linear(objective: list[str], rows: list[list[str]], bounds: list[str]) -> Fraction:
    """Exact, in two phases: slacks, and an artificial variable for each row whose bound is negative."""
    c, b = [Fraction(t) for t in objective], [Fraction(t) for t in bounds]
    n, m = len(c), len(b)
    negative = [i for i in range(m) if b[i] < 0]
    table, basis = [], []
    for i, row in enumerate(rows):
        sign = -1 if b[i] < 0 else 1
        slacks = [Fraction(sign * int(i == j)) for j in range(m)]
        artificial = [Fraction(int(i == j)) for j in negative]
        table.append([*(sign * Fraction(t) for t in row), *slacks, *artificial, sign * b[i]])
        basis.append(n + m + negative.index(i) if i in negative else n + i)
    width = n + m + len(negative)
    # minimise the sum of the artificial variables, expressed in the others
    sums = [sum((table[i][j] for i in negative), Fraction(0)) for j in range(width + 1)]
    table.append([0 * t if n + m <= j < width else t for j, t in enumerate(sums)])
    simplex(table, basis, n + m)
    if table[-1][-1]:
        raise Refused("infeasible")
    for i in range(m):  # an artificial variable may be left in the basis, with the value 0
        column = next((j for j in range(n + m) if table[i][j]), None) if basis[i] >= n + m else None
        if column is not None:
            pivot(table, basis, i, column)
    costs = [*c, *[Fraction(0)] * (width - n), Fraction(0)]
    for i in range(m):
        if costs[basis[i]]:
            factor = costs[basis[i]]
            costs = [a - factor * d for a, d in zip(costs, table[i], strict=True)]
    table[-1] = costs
    if not simplex(table, basis, n + m):
        raise Refused("unbounded")
    return -table[-1][-1]


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
    found = solver.solve()
    if "PrimalInfeasible" in str(found.status) or "DualInfeasible" in str(found.status):
        raise Refused("infeasible")  # traces are given, so that nothing is unbounded
    y = np.array(found.x)
    S = sum(t * M for t, M in zip(y, A, strict=True)) - C
    y[0] += max(0.0, -float(np.linalg.eigvalsh(S)[0])) + 1e-9 * (1 + float(np.abs(S).max()))
    return float(b @ y) + 1e-9 * (1 + float(np.abs(b) @ np.abs(y)))


def _contradict(matrices: list[list[list[str]]], values: list[str]) -> bool:
    return any(matrices[i] == matrices[j] and values[i] != values[j] for i, j in combinations(range(len(values)), 2))


@GOOD.answers("program.semidefinite")
def semidefinite(objective: list[list[str]], matrices: list[list[list[str]]], values: list[str]) -> float:
    return semidefinite_dual(objective, matrices, values)
