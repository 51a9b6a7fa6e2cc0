"""Exact optima: from the floats or the basis of a proposal to rationals that verify.

Two exact vectors prove an optimum to each other: a point that satisfies all rows, and
multipliers with value - objective = sum w_i row_i.  Whatever produced them, both
conditions are checked here in integers, and again by the kernel from the certificate.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from lp.scenario import Integers, integers
from lp.solve import NoOptimumError, Program, Proposal, propose

BITS = 30  # new binary digits in each step of the refinement
STEPS = 40
PLAIN = 150  # unknowns up to which fraction-free elimination in Python is affordable
_SAFE = 1 << 62


@dataclass(frozen=True)
class Pair:
    """An exact optimum.

    Attributes:
        value: the maximum of the objective.
        point: (n,) coordinates of an optimal point, beginning with 1.
        multipliers: row index -> nonzero w_i; negative only for rows with equality.
    """

    value: Fraction
    point: list[Fraction]
    multipliers: dict[int, Fraction]


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
        NoOptimumError: the matrix is singular, or too large for elimination.
    """
    refined = _refine(matrix, right)
    if refined is not None:
        return refined
    if find_spec("flint") is not None:
        return _flint(matrix, right)
    if len(right) > PLAIN:
        raise NoOptimumError(f"a basis of {len(right)} rows is ill-conditioned; python-flint could solve it")
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
        raise NoOptimumError("the proposed basis is singular") from error
    return [Fraction(int(c.p), int(c.q)) for c in solution.entries()]


def _eliminate(matrix: Integers, right: list[int]) -> list[Fraction]:
    """Bareiss elimination: every division is exact, so entries stay minors of the matrix."""
    n = len(right)
    rows = [[*line, c] for line, c in zip(matrix.tolist(), right, strict=True)]
    previous = 1
    for k in range(n):
        pivot = next((i for i in range(k, n) if rows[i][k]), None)
        if pivot is None:
            raise NoOptimumError("the proposed basis is singular")
        rows[k], rows[pivot] = rows[pivot], rows[k]
        head = rows[k]
        for i in range(n):
            if i != k:
                line, factor = rows[i], rows[i][k]
                rows[i] = [(head[k] * a - factor * b) // previous for a, b in zip(line, head, strict=True)]
        previous = head[k]
    return [Fraction(line[n], line[k]) for k, line in enumerate(rows)]


def verified(program: Program, point: list[Fraction], multipliers: dict[int, Fraction]) -> Pair | None:
    """The pair if both vectors are admissible and their values agree, else None."""
    numerators, _ = integers(point)
    slack = times(program.rows, numerators)
    if (slack < 0).any() or (slack[program.equal] != 0).any():
        return None
    kept = {i: w for i, w in multipliers.items() if w}
    if any(w < 0 and not program.equal[i] for i, w in kept.items()):
        return None
    weights, scale = integers(list(kept.values())) if kept else ([], 1)
    total = times(program.rows[list(kept)].T, weights) if kept else np.zeros(len(point), dtype=object)
    objective = [int(c) for c in program.objective]
    if any(int(t) != -scale * c for t, c in zip(total[1:], objective[1:], strict=True)):
        return None
    value = sum((c * x for c, x in zip(objective, point, strict=True)), start=Fraction(0))
    if value - objective[0] != Fraction(int(total[0]), scale):
        return None
    return Pair(value, point, kept)


def _from_floats(program: Program, proposal: Proposal) -> Pair | None:
    """Simple rationals near the solver's vectors; most small programs need no more."""
    active = [i for i in proposal.basis if i >= 0]
    bits = 40
    vectors = []
    for floats in (proposal.point, proposal.multipliers[active]):
        if not np.isfinite(floats).all() or np.abs(floats).max(initial=0) > 2.0**20:
            return None
        found = reconstruct([int(c) for c in np.rint(floats * 2.0**bits)], bits)
        if found is None:
            return None
        vectors.append(found)
    return verified(program, vectors[0], dict(zip(active, vectors[1], strict=True)))


def _from_basis(program: Program, proposal: Proposal) -> Pair | None:
    """The vertex at which the rows of the basis vanish, and the multipliers of these rows."""
    n = program.rows.shape[1]
    unit = np.eye(n, dtype=np.int64)
    system = np.array([program.rows[i] if i >= 0 else unit[-1 - i] for i in proposal.basis], dtype=np.int64)
    system = system.reshape(-1, n)
    if len(system) != n - 1:
        raise NoOptimumError("the proposed basis does not have one row for each coordinate")
    point = [Fraction(1), *solve_square(system[:, 1:], [-int(c) for c in system[:, 0]])]
    weights = solve_square(np.ascontiguousarray(system[:, 1:].T), [-int(c) for c in program.objective[1:]])
    if any(w for i, w in zip(proposal.basis, weights, strict=True) if i < 0):
        return None
    return verified(program, point, dict(zip(proposal.basis, weights, strict=True)))


def optimum(program: Program) -> Pair:
    """The exact optimum of a program.

    Raises:
        InfeasibleError: no point satisfies the rows, as HiGHS sees it (`certify.emptiness` proves it).
        NoOptimumError: neither rounding nor the basis gives vectors that verify.
    """
    reasons = []
    for method in ("", "simplex"):
        proposal = propose(program, method)
        try:
            pair = _from_floats(program, proposal) or _from_basis(program, proposal)
        except NoOptimumError as error:
            reasons.append(str(error))
            continue
        if pair is not None:
            return pair
        reasons.append("the exact vertex of the proposed basis is not optimal")
    raise NoOptimumError("; ".join(dict.fromkeys(reasons)))
