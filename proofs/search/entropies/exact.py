"""Dual matrices of the program made exact: rounded, then moved onto the equations by exact elimination."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.linalg import lsqr

from proofs.search.entropies.moment_program import Entropies, Key, Node
from proofs.search.language.failure import Failure, Kind
from proofs.search.semidefinite.sdp import Reals

Unknown = tuple[int, int, int, int, int]  # node, basis, block, row, column
Row = dict[Unknown, Fraction]
Grams = dict[Unknown, Fraction]

BITS = 44


def exact_grams(
    problem: Entropies, nodes: Sequence[Node], matrices: Sequence[Reals], line: Mapping[Key, Fraction]
) -> tuple[Grams, Fraction]:
    """Exact Gram matrices, scaled as the dual ones, and the constant of the entropy that they leave.

    Args:
        problem: of which this is a solution.
        nodes: of the program.
        matrices: its dual matrices, of which margins are still to be taken.
        line: what the entropy is to be bounded by, by classes without Z; the constant is found.

    Raises:
        Failure: NO_ANSWER, the equations of the level contradict each other.
    """
    value: Grams = {}
    rows: dict[tuple[int, int, Key], Row] = {}
    right: dict[tuple[int, int, Key], Fraction] = {}
    found = iter(matrices)
    for n, node in enumerate(nodes):
        for b, basis in enumerate(problem.bases):
            for key, c in problem.operator(basis, node.t).items():
                right[n, b, key] = node.ratio * c
            for k, entries in enumerate(problem.entries[b]):
                matrix = next(found)
                for i, j, entry in entries:
                    unknown = (n, b, k, i, j)
                    margin = problem.margin * node.ratio if i == j else 0
                    value[unknown] = Fraction(round(matrix[i, j] * 2**BITS), 2**BITS) + margin
                    for key, c in entry.items():
                        place = (n, b, key) if key[0] else (-1, -1, key)
                        rows.setdefault(place, {})[unknown] = c * (1 if i == j else 2)
    for key, c in line.items():
        right[-1, -1, key] = -c
    constant = rows.pop((-1, -1, ((), ())), {})
    missing = [place for place, c in right.items() if c and place not in rows and place[2] != ((), ())]
    if missing:
        raise Failure(Kind.LEVEL, "level", "the level has not the words of what is known or guessed")
    equations = [(row, right.get(place, Fraction(0))) for place, row in rows.items()]
    _nearer(value, equations)
    _correct(value, equations)
    return value, -sum((c * value[unknown] for unknown, c in constant.items()), start=Fraction(0))


def _nearer(value: Grams, equations: Sequence[tuple[Row, Fraction]]) -> None:
    """Share what is missing in the equations among all unknowns, so that the exact correction has little to do."""
    names = list(value)
    place = {unknown: k for k, unknown in enumerate(names)}
    entries = [(n, place[unknown], float(c)) for n, (row, _) in enumerate(equations) for unknown, c in row.items()]
    rows, columns, values = zip(*entries, strict=True)
    matrix = csr_array((values, (rows, columns)), shape=(len(equations), len(names)))
    rest = [float(right - sum(c * value[u] for u, c in row.items())) for row, right in equations]
    step = lsqr(matrix, np.array(rest), atol=1e-15, btol=1e-15, iter_lim=2000)[0]
    for unknown, change in zip(names, step, strict=True):
        value[unknown] += Fraction(round(change * 2**BITS), 2**BITS)


def positive(rows: Sequence[Sequence[Fraction]]) -> bool:
    """Whether the symmetric matrix with this lower triangle is positive definite."""
    lower = [list(row) for row in rows]
    for k, pivot_row in enumerate(lower):
        pivot = pivot_row[k]
        if pivot <= 0:
            return False
        for i in range(k + 1, len(lower)):
            factor = lower[i][k] / pivot
            if factor:
                for j in range(k + 1, i + 1):
                    lower[i][j] -= factor * lower[j][k]
    return True


def _correct(value: Grams, equations: list[tuple[Row, Fraction]]) -> None:
    """Move the unknowns onto the equations, one unknown for each: few of them share any."""
    uses: dict[Unknown, set[int]] = {}
    system: list[tuple[Row, Fraction]] = []
    for number, (row, right) in enumerate(equations):
        rest = right - sum((c * value[unknown] for unknown, c in row.items()), start=Fraction(0))
        system.append((dict(row), rest))
        for unknown in row:
            uses.setdefault(unknown, set()).add(number)
    order: list[tuple[Unknown, int]] = []
    waiting = set(range(len(system)))
    while waiting:
        # the equation with an unknown that the fewest others have
        number = min(waiting, key=lambda n: min((len(uses[u]) for u in system[n][0]), default=0))
        waiting.remove(number)
        row, rest = system[number]
        if not row:
            if rest:
                raise Failure(Kind.NO_ANSWER, "level", "the squares of the level cannot have the wanted words")
            continue
        pivot = min(row, key=lambda u: (len(uses[u]), u[3] == u[4], -abs(row[u])))
        order.append((pivot, number))
        for other in uses[pivot] - {number}:
            if other not in waiting:
                continue
            target, right = system[other]
            factor = target[pivot] / row[pivot]
            for unknown, c in row.items():
                changed = target.get(unknown, Fraction(0)) - factor * c
                if changed:
                    target[unknown] = changed
                    uses[unknown].add(other)
                elif unknown in target:
                    del target[unknown]
                    uses[unknown].discard(other)
            system[other] = (target, right - factor * rest)
        for unknown in row:
            uses[unknown].discard(number)
    moved: Grams = {}
    for pivot, number in reversed(order):
        row, rest = system[number]
        others = sum((c * moved[u] for u, c in row.items() if u != pivot and u in moved), start=Fraction(0))
        moved[pivot] = (rest - others) / row[pivot]
    for unknown, change in moved.items():
        value[unknown] += change
