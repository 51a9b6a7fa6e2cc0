"""Exact elimination over the rationals, for systems of some hundred equations."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

from proofs.search.algebra import common_denominator

Row = list[Fraction]


def reduced(rows: Sequence[Sequence[Fraction]]) -> tuple[list[Row], list[int]]:
    """Reduced row echelon form without zero rows, and the pivot columns.

    >>> reduced([[Fraction(2), Fraction(4)], [Fraction(1), Fraction(2)]])
    ([[Fraction(1, 1), Fraction(2, 1)]], [0])
    """
    result: list[Row] = []
    pivots: list[int] = []
    for row in rows:
        rest = list(row)
        for pivot, done in zip(pivots, result, strict=True):
            if c := rest[pivot]:
                rest = [x - c * y if y else x for x, y in zip(rest, done, strict=True)]
        column = next((k for k, x in enumerate(rest) if x), None)
        if column is None:
            continue
        head = rest[column]
        rest = [x / head if x else x for x in rest]
        for i, done in enumerate(result):
            if c := done[column]:
                result[i] = [x - c * y if y else x for x, y in zip(done, rest, strict=True)]
        result.append(rest)
        pivots.append(column)
    order = sorted(range(len(pivots)), key=pivots.__getitem__)
    return [result[i] for i in order], [pivots[i] for i in order]


def null_vectors(matrix: Sequence[Sequence[Fraction]]) -> list[Row]:
    """A basis of the null space, in integers without common divisor.

    >>> null_vectors([[Fraction(1), Fraction(1, 2)]])
    [[Fraction(-1, 1), Fraction(2, 1)]]
    """
    rows, pivots = reduced(matrix)
    width = len(matrix[0])
    basis: list[Row] = []
    for free in (k for k in range(width) if k not in pivots):
        vector = [Fraction(0)] * width
        vector[free] = Fraction(1)
        for row, pivot in zip(rows, pivots, strict=True):
            vector[pivot] = -row[free]
        unit = common_denominator(vector)
        basis.append([x * unit / gcd(*(int(y * unit) for y in vector)) for x in vector])
    return basis
