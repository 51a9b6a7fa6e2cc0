"""Exact optima: from the floats or the basis of a proposal to rationals that verify.

Two exact vectors prove an optimum to each other: a point that satisfies all rows, and
multipliers with value - objective = sum w_i row_i.  Whatever produced them, both
conditions are checked here in integers, and again by the kernel from the certificate.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from lp.coordinates import integers
from lp.highs import Program, Proposal, propose
from lp.linear_algebra import reconstruct, solve_square, times
from proofs.search.language.failure import Failure, Kind

PIVOTS = 200  # exact pivots from a proposed basis


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


def verified(program: Program, point: list[Fraction], multipliers: dict[int, Fraction]) -> Pair | None:
    """The pair if both vectors are admissible and their values agree, else None."""
    numerators, common = integers(point)
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
    value = Fraction(sum(c * x for c, x in zip(objective, numerators, strict=True)), common)
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


class _Vertex:
    """The exact solution in which the rows of a basis vanish, optimal or not.

    Attributes:
        point: its coordinates.
        weights: multipliers of the rows of the basis that give the objective.
        slack: the values of all rows, times a positive number.
    """

    def __init__(self, program: Program, basis: list[int]) -> None:
        n = program.rows.shape[1]
        unit = np.eye(n, dtype=np.int64)
        system = np.array([program.rows[i] if i >= 0 else unit[-1 - i] for i in basis], dtype=np.int64).reshape(-1, n)
        if len(system) != n - 1:
            raise Failure(Kind.NO_ANSWER, "", "the proposed basis does not have one row for each coordinate")
        self.basis = basis
        self._matrix = np.ascontiguousarray(system[:, 1:])
        self.point = [Fraction(1), *solve_square(self._matrix, [-int(c) for c in system[:, 0]])]
        self.weights = self.combination([-int(c) for c in program.objective[1:]])
        numerators, _ = integers(self.point)
        self.slack = times(program.rows, numerators)

    def combination(self, vector: list[int]) -> list[Fraction]:
        """Coefficients with which the rows of the basis sum to a vector."""
        return solve_square(np.ascontiguousarray(self._matrix.T), vector)

    def direction(self, place: int) -> list[Fraction]:
        """Where the vertex moves when only the row at one place of the basis grows."""
        return solve_square(self._matrix, [int(k == place) for k in range(len(self.basis))])


def _from_basis(program: Program, proposal: Proposal) -> Pair | None:
    """The optimal vertex near that of the proposed basis, by exact criss-cross pivots.

    A row that is negative enters the basis, a row with a negative multiplier leaves it, the
    one with the least index first; this rule cannot cycle.  A good proposal needs no pivot.
    """
    basis = list(proposal.basis)
    for _ in range(PIVOTS):
        vertex = _Vertex(program, basis)
        pair = verified(program, vertex.point, dict(zip(basis, vertex.weights, strict=True)))
        if pair is not None and all(i >= 0 or not w for i, w in zip(basis, vertex.weights, strict=True)):
            return pair
        wrong = [int(i) for i in np.flatnonzero((vertex.slack < 0) | (program.equal & (vertex.slack != 0)))]
        signs = zip(basis, vertex.weights, strict=True)
        wrong += [i for i, w in signs if (w < 0 and (i >= 0 and not program.equal[i])) or (i < 0 and w)]
        basis = _pivot(program, vertex, min(wrong))
    return None


def _pivot(program: Program, vertex: _Vertex, row: int) -> list[int]:
    """The basis after a row has entered, or left."""
    basis = vertex.basis
    if row in basis:
        place = basis.index(row)
        numerators, _ = integers(vertex.direction(place))
        growth = times(np.ascontiguousarray(program.rows[:, 1:]), numerators)
        if row < 0 and vertex.weights[place] > 0:  # a coordinate without a sign moves where the objective grows
            growth = -growth
        entering = [int(i) for i in np.flatnonzero(growth < 0) if int(i) not in basis]
        if not entering:
            raise Failure(Kind.NO_ANSWER, "", "the program is unbounded")
        return [*basis[:place], min(entering), *basis[place + 1 :]]
    sign = 1 if vertex.slack[row] < 0 else -1
    found = vertex.combination([sign * int(c) for c in program.rows[row, 1:]])
    leaving = [
        (i, k)
        for k, (i, c) in enumerate(zip(basis, found, strict=True))
        if (i < 0 and c) or (c > 0 and not program.equal[i])
    ]
    if not leaving:
        raise Failure(Kind.INFEASIBLE, "", "no point satisfies the rows")
    place = min(leaving)[1]
    return [*basis[:place], row, *basis[place + 1 :]]


def optimum(program: Program) -> Pair:
    """The exact optimum of a program.

    Raises:
        Failure: no point satisfies the rows, as HiGHS sees it (`certify.emptiness` proves it).
        Failure: neither rounding nor the basis gives vectors that verify.
    """
    reasons = []
    for method in ("", "simplex"):
        proposal = propose(program, method)
        try:
            pair = _from_floats(program, proposal) or _from_basis(program, proposal)
        except Failure as failure:
            if failure.kind is not Kind.NO_ANSWER:
                raise
            reasons.append(str(failure))
            continue
        if pair is not None:
            return pair
        reasons.append(f"no optimal vertex within {PIVOTS} exact pivots of the proposed basis")
    raise Failure(Kind.NO_ANSWER, "", "{reasons}", reasons="; ".join(dict.fromkeys(reasons)))
