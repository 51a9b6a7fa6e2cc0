"""Exact elimination over the rationals or a number field, for systems of some hundred equations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import TypeVar

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.number_field import Number
from proofs.search.language.scenario import common_denominator

Row = list[Fraction]
Numbers = list[Number]
N = TypeVar("N", Fraction, Number)


def reduced(rows: Sequence[Sequence[N]]) -> tuple[list[list[N]], list[int]]:
    """Reduced row echelon form without zero rows, and the pivot columns.

    >>> reduced([[Fraction(2), Fraction(4)], [Fraction(1), Fraction(2)]])
    ([[Fraction(1, 1), Fraction(2, 1)]], [0])
    """
    result: list[list[N]] = []
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


def null_vectors(matrix: Sequence[Sequence[Number]]) -> list[Numbers]:
    """A basis of the null space; vectors of rationals in integers without common divisor.

    >>> null_vectors([[Fraction(1), Fraction(1, 2)]])
    [[Fraction(-1, 1), Fraction(2, 1)]]
    """
    rows, pivots = reduced(matrix)
    width = len(matrix[0])
    basis: list[Numbers] = []
    for free in (k for k in range(width) if k not in pivots):
        vector: Numbers = [Fraction(0)] * width
        vector[free] = Fraction(1)
        for row, pivot in zip(rows, pivots, strict=True):
            vector[pivot] = -row[free]
        rationals = [x for x in vector if isinstance(x, Fraction)]
        if len(rationals) == width:
            unit = common_denominator(rationals)
            divisor = gcd(*(int(x * unit) for x in rationals))
            vector = [x * unit / divisor for x in rationals]
        basis.append(vector)
    return basis


@dataclass(frozen=True)
class Equation:
    """A row of a solved system: its pivot variable has coefficient 1 and occurs in no other row.

    Attributes:
        row: coefficients by variable; right: right-hand side.
        combination: the weight of each original equation in it.
    """

    row: dict[int, Fraction]
    right: Fraction
    combination: dict[int, Fraction]


def solved(equations: Sequence[tuple[Mapping[int, Fraction], Fraction]]) -> dict[int, Equation]:
    """An equivalent system, by pivot variable.

    >>> one, two = Fraction(1), Fraction(2)
    >>> solved([({0: one, 1: two}, one), ({0: two, 1: two}, one)])[1].right
    Fraction(1, 2)

    Raises:
        Failure: the equations contradict each other.
    """
    used = sorted({k for row, _ in equations for k in row})
    dense = [
        [row.get(k, Fraction(0)) for k in used] + [right] + [Fraction(i == j) for j in range(len(equations))]
        for i, (row, right) in enumerate(equations)
    ]
    rows, pivots = reduced(dense)
    result: dict[int, Equation] = {}
    for row, pivot in zip(rows, pivots, strict=True):
        if pivot == len(used):
            raise Failure(Kind.CONTRADICTION, "hypothesis", "the equations for known means contradict each other")
        if pivot < len(used):
            weights = {i: c for i, c in enumerate(row[len(used) + 1 :]) if c}
            terms = {used[k]: c for k, c in enumerate(row[: len(used)]) if c}
            result[used[pivot]] = Equation(terms, row[len(used)], weights)
    return result
