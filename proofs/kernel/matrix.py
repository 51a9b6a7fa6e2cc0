"""Exact positive semidefiniteness of symmetric matrices, singular ones included.

Two ways.  `dominated` checks a given integer factor without any division: if
R = s^2 N - L L^T is diagonally dominant with nonnegative diagonal, then R >= 0 by
Gershgorin, so s^2 N = R + L L^T >= 0.  `negative_direction` is complete: symmetric
fraction-free elimination, which either ends or finds v with v^T N v < 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .errors import Budget
from .number import Number, sign, size

MAX_SIZE = 256

Entry = int | Number
Direction = dict[int, Number]


def dominated(rows: list[list[int]], scale: int, factor: list[list[int]], budget: Budget) -> bool:
    """Whether scale^2 N - L L^T is diagonally dominant; N and L are given as lower triangles."""
    n = len(rows)
    words = max((size(x) for matrix in (rows, factor) for row in matrix for x in row), default=0) // 64
    budget.spend(n * n * n // 4 * (1 + words * words // 16))
    radius = [0] * n
    diagonal: list[int] = []
    square = scale * scale
    for i in range(n):
        for j in range(i + 1):
            # L is lower triangular: entries beyond column j do not meet row j
            rest = square * rows[i][j] - sum(a * b for a, b in zip(factor[i], factor[j], strict=False))
            if i == j:
                diagonal.append(rest)
            else:
                radius[i] += abs(rest)
                radius[j] += abs(rest)
    return all(d >= r for d, r in zip(diagonal, radius, strict=True))


def negative_direction(rows: Sequence[Sequence[Entry]], budget: Budget) -> Direction | None:
    """None if the matrix with this lower triangle is positive semidefinite, else v with v^T N v < 0.

    At each step the active block is a positive multiple (the determinant of the pivot
    block) of the Schur complement of the pivots chosen so far, and N >= 0 if and only
    if pivots are positive and the complement is >= 0.  A complement with a negative
    diagonal entry, or a zero one with a nonzero entry in its row, is not.
    Bareiss: the division by the previous pivot is exact, entries are minors of N.
    """
    n = len(rows)
    m = [[rows[max(i, j)][min(i, j)] for j in range(n)] for i in range(n)]
    active: list[int] = list(range(n))
    pivots: list[int] = []
    previous: Entry = 1
    while active:
        signs = {i: sign(m[i][i]) for i in active}
        negative = [i for i in active if signs[i] < 0]
        if negative:
            return _extend(m, pivots, {negative[0]: 1})
        flat = [(i, j) for i in active for j in active if not signs[i] and sign(m[i][j])]
        if flat:
            i, j = flat[0]
            # on t e_i + u e_j the form is 2 t u m_ij + u^2 m_jj: u = |m_ij|, t beyond the balance
            weight = m[i][j] * sign(m[i][j])
            return _extend(m, pivots, {i: -(m[j][j] + 1) * sign(m[i][j]), j: weight})
        positive = [i for i in active if signs[i]]
        if not positive:
            return None
        pivot = positive[0]
        active.remove(pivot)
        pivots.append(pivot)
        head = m[pivot][pivot]
        for i in active:
            left = m[i][pivot]
            words = max(size(m[i][j]) for j in (pivot, *active)) // 64
            # fractions and elements of a field take longer than integers
            budget.spend(len(active) * (4 + words * words // 2) * (1 if isinstance(head, int) else 12))
            for j in active:
                if j <= i:
                    m[i][j] = m[j][i] = _divide(head * m[i][j] - left * m[pivot][j], previous)
        previous = head
    return None


def _number(x: Entry) -> Number:
    return Fraction(x) if isinstance(x, int) else x


def _divide(x: Entry, y: Entry) -> Entry:
    return x // y if isinstance(x, int) and isinstance(y, int) else _number(x) / _number(y)


def _extend(m: Sequence[Sequence[Entry]], pivots: list[int], v: dict[int, Entry]) -> Direction:
    """Complete a direction on the active block: each pivot row, as it stood when used, is an equation."""
    full = {i: _number(x) for i, x in v.items()}
    for p in reversed(pivots):
        total: Number = Fraction(0)
        for j, x in full.items():
            total = total + _number(m[p][j]) * x
        full[p] = -total / _number(m[p][p])
    return full
