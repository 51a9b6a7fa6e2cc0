"""Zero-slack certificates over the rationals or a number field, when an optimal point is known exactly.

If a state attains the bound, the operator bound - F annihilates it, so every Gram matrix
G of the bound annihilates the moment matrix of that state.  Writing G = V^T H V with the
rows of V a basis of that null space removes what rounding cannot meet; H has an interior,
the word classes are linear equations for H, and a solution near the middle of the
positive ones is rounded without any slack: its free entries are rationals, the others follow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from proofs.search.hierarchy.maximum import Certified, origin
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.number_field import Element, Number, NumberField, number, parts
from proofs.search.language.scenario import Functional, Scenario, Word, common_denominator
from proofs.search.language.write import Json, certificate_bytes
from proofs.search.question import How
from proofs.search.reductions.reduction import solved
from proofs.search.semidefinite.elimination import Numbers, null_vectors, reduced
from proofs.search.semidefinite.moments import Level, Moments, level_words, moments
from proofs.search.semidefinite.sdp import Block, Program, Reals, Solution

Matrix = Sequence[Sequence[Number | int]]

_BITS = (2, 4, 6, 8, 12, 16, 20, 24, 30, 36, 42, 48)  # tried in turn
_TURN = 10  # bits of a change of basis
_TURNS = 6


def moment_matrix(
    words: Sequence[Word],
    operators: Sequence[Matrix],
    state: Sequence[Number | int],
    metric: Sequence[Number | int],
) -> list[Numbers]:
    """Exact moments <u_i psi, u_j psi> of a state, up to its norm.

    Args:
        words: words of letters.
        operators: one matrix for each letter, on the whole space.
        state: psi.
        metric: squared lengths of the basis vectors; a basis that is orthogonal but not normalised
            keeps square roots out.
    """
    vectors: list[Numbers] = []
    for word in words:
        vector: Numbers = [x if isinstance(x, Element) else Fraction(x) for x in state]
        for letter in reversed(word):
            vector = [_dot(row, vector) for row in operators[letter]]
        vectors.append(vector)
    return [[_dot([g * a for g, a in zip(metric, u, strict=True)], v) for v in vectors] for u in vectors]


def _dot(left: Sequence[Number | int], right: Sequence[Number]) -> Number:
    total: Number = Fraction(0)
    for a, b in zip(left, right, strict=True):
        if a and b:
            total = total + b * a
    return total


def zero_slack_certificate(
    scenario: Scenario,
    functional: Functional,
    bound: Number,
    annihilated: Sequence[Sequence[Number]],
    how: How,
    *,
    field: NumberField | None = None,
) -> Certified:
    """A proof of functional <= bound with the exact optimum, nothing lost by rounding.

    Args:
        scenario: the operators.
        functional: F.
        bound: the value an optimal state attains, exactly.
        annihilated: moment matrix of that state, or rows that span the same, over the words of the level.
        how: the level, solver and options.
        field: of the bound and of the moments, if they are not rational.

    Returns:
        the certificate; what it proves is the exact bound, `bound` of the result is a rational just above
        it if it is irrational.

    Raises:
        Failure: no Gram matrix of this level has the bound, or none that is positive definite
            on the null space was found.
        Failure: as `maximum_certificate`.
    """
    found = moments(scenario, level_words(scenario, how.level))
    target: dict[int, Number] = {k: -c for k, c in found.vector(scenario.hermitian(functional)).items()}
    target[found.identity] = bound + target.get(found.identity, Fraction(0))
    basis = null_vectors(annihilated)
    if not basis:
        raise Failure(
            Kind.NO_ANSWER, "", "the moment matrix has no null vector: its state is not optimal at this level"
        )
    basis = _straightened(basis)
    rows, pivots = reduced(_equations(found, basis, target))
    if len(rows[0]) - 1 in pivots:
        raise Failure(
            Kind.NO_ANSWER, "", "no Gram matrix on the null space has this bound: wrong bound, state or level"
        )
    solution = solved(_interior(len(basis), rows), how)
    for bits in _BITS:
        h = _nearby(rows, pivots, solution.moments[:-1], bits)
        if _positive(h, len(basis)):
            gram = _gram(found, basis, h)
            return _certified(scenario, functional, bound, how.level, gram, solution, field)
    raise Failure(Kind.NO_ANSWER, "", "no positive definite solution on the null space was found; try a higher level")


def _straightened(basis: list[Numbers]) -> list[Numbers]:
    """The same space with a nearly orthonormal basis, for the sake of the solver.

    Each pass multiplies with a rounded inverse Cholesky factor; triangular factors with a
    nonzero diagonal lose no dimension.
    """
    for _ in range(_TURNS):
        floats = np.array([[float(x) for x in row] for row in basis])
        floats /= np.abs(floats).max()
        gram = floats @ floats.T
        if np.linalg.cond(gram) < 10:
            break
        factor = np.linalg.cholesky(gram + np.eye(len(basis)) * 1e-13 * np.trace(gram))
        turned: list[Numbers] = []
        for weights in np.linalg.inv(factor):
            unit = Fraction(2) ** (_TURN - int(np.floor(np.log2(np.abs(weights).max()))))
            exact = [round(Fraction(float(x)) * unit) / unit for x in weights]
            exact[len(turned)] = exact[len(turned)] or 1 / unit
            terms = [(c, row) for c, row in zip(exact, basis, strict=True) if c]
            weights_of = [c for c, _ in terms]
            turned.append([_dot(weights_of, [row[j] for _, row in terms]) for j in range(len(basis[0]))])
        basis = turned
    size = max(abs(float(x)) for row in basis for x in row)
    unit = Fraction(2) ** int(np.floor(np.log2(size)))
    return [[x / unit for x in row] for row in basis]


def _pairs(size: int) -> list[tuple[int, int]]:
    return [(a, b) for a in range(size) for b in range(a + 1)]


def _equations(found: Moments, basis: list[Numbers], target: Mapping[int, Number]) -> list[Numbers]:
    """One equation for the lower triangle of H for each word class, its right-hand side last."""
    pairs = _pairs(len(basis))
    totals: list[Numbers] = [[Fraction(0)] * (len(pairs) + 1) for _ in found.representatives]
    classes = iter(found.classes.tolist())
    for i in range(found.size):
        for j in range(i + 1):
            k = next(classes)
            if k < 0:
                continue
            for place, (a, b) in enumerate(pairs):
                # H_ab and H_ba together, and the entries (i, j) and (j, i) together
                value = basis[a][i] * basis[b][j] + basis[a][j] * basis[b][i]
                if value:
                    totals[k][place] = totals[k][place] + value * Fraction(1 if i == j else 2, 2 if a == b else 1)
    for k, c in target.items():
        totals[k][-1] = c
    return totals


def _interior(size: int, rows: list[Numbers]) -> Program:
    """maximise t, at most 1, with H - t >= 0 and the equations; variables H, t."""
    floats = np.array([[float(x) for x in row] for row in rows])
    # orthonormal equations: those of an exact elimination can be badly scaled
    left, values, right = np.linalg.svd(floats[:, :-1], full_matrices=False)
    sides = (left.T @ floats[:, -1]) / values
    last = floats.shape[1] - 1
    diagonal = [place for place, (a, b) in enumerate(_pairs(size)) if a == b]
    block = Block(
        size,
        np.array([*range(last), *diagonal]),
        np.array([*range(last), *(last for _ in diagonal)]),
        np.array([*(1.0 for _ in range(last)), *(-1.0 for _ in diagonal)]),
    )
    equalities = tuple(
        ({k: Fraction(float(x)) for k, x in enumerate(row) if x}, Fraction(float(side)))
        for row, side in zip(right, sides, strict=True)
    )
    one = Fraction(1)
    return Program(last + 1, {last: one}, (block,), equalities, (({last: -one}, -one),))


def _nearby(rows: list[Numbers], pivots: list[int], guess: Reals, bits: int) -> Numbers:
    """The exact solution whose free entries are those of the guess in units of 2^-bits of the largest."""
    unit = Fraction(2) ** (bits - int(np.ceil(np.log2(float(np.abs(guess).max())))))
    h: Numbers = [round(Fraction(float(x)) * unit) / unit for x in guess]
    free = [k for k in range(len(h)) if k not in set(pivots)]
    for row, pivot in zip(rows, pivots, strict=True):
        h[pivot] = row[-1] - _dot([row[k] for k in free], [h[k] for k in free])
    return h


def _positive(h: Numbers, size: int) -> bool:
    """Whether H is positive definite, in floating point; the kernel decides."""
    matrix = np.zeros((size, size))
    for x, (a, b) in zip(h, _pairs(size), strict=True):
        matrix[a, b] = matrix[b, a] = float(x)
    return bool(np.linalg.eigvalsh(matrix)[0] > 0)


@dataclass(frozen=True)
class _Exact:
    """V^T H V over a common denominator; it is singular, so there is no factor."""

    words: tuple[str, ...]
    rows: list[Numbers]
    denominator: int

    def json(self) -> dict[str, Json]:
        return {
            "words": list(self.words),
            "denominator": str(self.denominator),
            "rows": [[number(x) for x in row] for row in self.rows],
        }


def _gram(found: Moments, basis: list[Numbers], h: Numbers) -> _Exact:
    n = found.size
    entries: list[Numbers] = [[Fraction(0)] * (i + 1) for i in range(n)]
    for x, (a, b) in zip(h, _pairs(len(basis)), strict=True):
        for left, right in ((a, b), (b, a)) if a != b and x else ((a, b),) if x else ():
            for i, u in enumerate(basis[left]):
                for j in range(i + 1) if u else ():
                    entries[i][j] = entries[i][j] + x * u * basis[right][j]
    unit = common_denominator(part for row in entries for x in row for part in parts(x))
    rows = [[x * Fraction(unit) for x in row] for row in entries]
    texts = tuple(found.scenario.text(word) for word in found.words)
    return _Exact(texts, rows, unit)


def _certified(
    scenario: Scenario, functional: Functional, bound: Number, level: Level, gram: _Exact, solution: Solution,
    field: NumberField | None,
) -> Certified:  # fmt: skip
    statement: dict[str, Json] = {
        "kind": "bound", "set": "quantum-commuting", "scenario": scenario.json(),
        "functional": scenario.terms(functional), "sense": "<=", "bound": number(bound),
        **({} if field is None else {"field": field.json()}),
    }  # fmt: skip
    making = origin(level, solution.provenance)
    data = certificate_bytes("sos", statement, {"grams": [gram.json()]}, making)
    # the approximation of an element is wrong by far less than what is added here
    above = bound if isinstance(bound, Fraction) else bound.near() + Fraction(1, 2**50)
    return Certified(data, above, float(bound), (), (), statement)
