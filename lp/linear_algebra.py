"""Exact solutions of square integer systems, found in floating point and checked in integers."""

from __future__ import annotations

from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from lp.coordinates import Integers, integers
from proofs.search.language.failure import Failure, Kind

BITS = 30  # new binary digits in each step of the refinement
STEPS = 40
PLAIN = 150  # unknowns up to which fraction-free elimination in Python is affordable
PRIME = (1 << 31) - 1
_SAFE = 1 << 62


def times(matrix: Integers, vector: list[int]) -> npt.NDArray[Any]:
    """The exact product of an integer matrix and integers of any size."""
    largest = max((abs(c) for c in vector), default=0)
    if largest * int(np.abs(matrix).max(initial=1)) * len(vector) < _SAFE:
        small: npt.NDArray[Any] = matrix @ np.array(vector, dtype=np.int64)
        return small
    exact: npt.NDArray[Any] = matrix.astype(object) @ np.array(vector, dtype=object)
    return exact


def reconstruct(numerators: list[int], bits: int) -> list[Fraction] | None:
    """Rationals near numerators / 2^bits with a common denominator below 2^(bits/2), if there are any.

    >>> reconstruct([round(2**40 / 3), 2**39], 40)
    [Fraction(1, 3), Fraction(1, 2)]
    """
    common, limit = 1, 1 << (bits // 2 - 2)
    close = 1 << (bits - bits // 2 - 2)
    result = []
    for numerator in numerators:
        scaled = numerator * common
        nearest = (scaled + (1 << (bits - 1))) >> bits
        if abs(scaled - (nearest << bits)) > close:
            factor = Fraction(scaled, 1 << bits).limit_denominator(limit).denominator
            common *= factor
            if common > limit:
                return None
            nearest = (numerator * common + (1 << (bits - 1))) >> bits
        result.append(Fraction(nearest, common))
    return result


def solve_square(matrix: Integers, right: list[int]) -> list[Fraction]:
    """The exact solution of matrix x = right.

    A floating-point inverse gives BITS digits at a time, with exact residuals; the candidate
    is checked in integers, so the inverse is never trusted.  If the inverse is useless,
    fraction-free elimination (python-flint's where installed) solves the system.

    Raises:
        Failure: the matrix is singular, or too large for elimination.
    """
    refined = _refine(matrix, right)
    if refined is not None:
        return refined
    if find_spec("flint") is not None:
        return _flint(matrix, right)
    if len(right) > PLAIN:
        raise Failure(
            Kind.NO_ANSWER,
            "",
            "a basis of {count} rows is ill-conditioned; python-flint could solve it",
            count=len(right),
        )
    return _eliminate(matrix, right)


def _refine(matrix: Integers, right: list[int]) -> list[Fraction] | None:
    try:
        inverse = np.linalg.inv(matrix.astype(float))
    except np.linalg.LinAlgError:
        return None
    if not np.isfinite(inverse).all():
        return None
    residual = np.array(right, dtype=object)
    total = [0] * len(right)
    scale = 0
    while scale < BITS * STEPS:
        digits = np.rint(inverse @ residual.astype(float) * (1 << BITS))
        if not np.isfinite(digits).all():
            return None
        step = [int(d) for d in digits]
        size = max(1, int(np.abs(residual).max(initial=0)))
        residual = residual * (1 << BITS) - times(matrix, step)
        if int(np.abs(residual).max(initial=0)) > size << (BITS - 4):
            return None  # the inverse does not contract
        total = [(t << BITS) + s for t, s in zip(total, step, strict=True)]
        scale += BITS
        found = reconstruct(total, scale)
        if found is not None:
            numerators, common = integers(found)
            if (times(matrix, numerators) == np.array([common * c for c in right], dtype=object)).all():
                return found
    return None


def _flint(matrix: Integers, right: list[int]) -> list[Fraction]:
    flint: Any = import_module("flint")
    try:
        solution = flint.fmpz_mat(matrix.tolist()).solve(flint.fmpz_mat([[c] for c in right]))
    except ZeroDivisionError as error:
        raise Failure(Kind.NO_ANSWER, "", "the proposed basis is singular") from error
    return [Fraction(int(c.p), int(c.q)) for c in solution.entries()]


def _eliminate(matrix: Integers, right: list[int]) -> list[Fraction]:
    """Bareiss elimination: every division is exact, so entries stay minors of the matrix."""
    n = len(right)
    rows = [[*line, c] for line, c in zip(matrix.tolist(), right, strict=True)]
    previous = 1
    for k in range(n):
        pivot = next((i for i in range(k, n) if rows[i][k]), None)
        if pivot is None:
            raise Failure(Kind.NO_ANSWER, "", "the proposed basis is singular")
        rows[k], rows[pivot] = rows[pivot], rows[k]
        head = rows[k]
        for i in range(n):
            if i != k:
                line, factor = rows[i], rows[i][k]
                rows[i] = [(head[k] * a - factor * b) // previous for a, b in zip(line, head, strict=True)]
        previous = head[k]
    return [Fraction(line[n], line[k]) for k, line in enumerate(rows)]


def pivots(matrix: Integers) -> tuple[list[int], list[int]]:
    """Rows and columns of a largest square submatrix that is invertible modulo PRIME.

    >>> pivots(np.array([[0, 0], [1, 2], [2, 4]]))
    ([1], [0])
    """
    work = matrix % PRIME
    rows: list[int] = []
    columns: list[int] = []
    free = np.arange(len(work))
    for column in range(work.shape[1]):
        candidates = np.flatnonzero(work[free, column])
        if not len(candidates):
            continue
        pivot = int(free[candidates[0]])
        free = np.delete(free, candidates[0])
        rows.append(pivot)
        columns.append(column)
        work[pivot] = work[pivot] * pow(int(work[pivot, column]), -1, PRIME) % PRIME
        below = free[work[free, column] != 0]
        work[below] = (work[below] - np.outer(work[below, column], work[pivot]) % PRIME) % PRIME
    return rows, columns


def rank(matrix: Integers) -> int:
    """The exact rank of an integer matrix.

    Elimination modulo a prime shows r independent rows and columns; exact null vectors for
    the other columns show that there are not more.

    Raises:
        ArithmeticError: the prime divides a minor that matters.
    """
    rows, columns = pivots(matrix)
    square = matrix[np.ix_(rows, columns)]
    for column in set(range(matrix.shape[1])) - set(columns):
        numerators, common = integers(solve_square(square, [int(c) for c in matrix[rows, column]]))
        if (times(matrix[:, columns], numerators) != common * matrix[:, column].astype(object)).any():
            raise Failure(Kind.NO_ANSWER, "", "the rank modulo the prime is not the rank")
    return len(columns)
