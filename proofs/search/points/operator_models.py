"""One model of qubits in which given operators are not negative, so that a bound under them is not vacuous."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice, product

import numpy as np

from proofs.search.language.means import Mean
from proofs.search.language.scenario import Functional, Polynomial, Scenario, Word
from proofs.search.language.write import Json
from proofs.search.points.qubits import Model, Square
from proofs.search.semidefinite.sdp import Reals

_MOST = 4096  # choices of operators that are looked at
_ONE, _ZERO = Fraction(1), Fraction(0)
_TURNED = tuple(
    (Fraction(c, d), Fraction(s, d)) for c, s, d in ((1, 0, 1), (0, 1, 1), (3, 4, 5), (4, 3, 5), (-1, 0, 1))
)
_NEGATIVE = -1e-9  # an eigenvalue that rounding does not explain


def operator_witness(scenario: Scenario, means: Sequence[Mean], positives: Sequence[Functional]) -> Json | None:
    """{"models": [one model]} of one real qubit a party that satisfies all hypotheses, or None if none was found.

    Args:
        scenario: the operators.
        means: hypotheses on means; exactly met by the state.
        positives: operators that must not be negative, in every state.
    """
    wanted = [scenario.hermitian(mean.functional) for mean in means]
    tested = [scenario.hermitian(polynomial) for polynomial in positives]
    for operators in islice(_choices(scenario), _MOST):
        if any(np.linalg.eigvalsh(_matrix(scenario, operators, polynomial))[0] < _NEGATIVE for polynomial in tested):
            continue
        for state in _states(scenario):
            model = Model(scenario, operators, state)
            values = [model.mean(polynomial) for polynomial in wanted]
            if all(v == 0 if mean.sense == "=0" else v >= 0 for v, mean in zip(values, means, strict=True)):
                return {"models": [model.json(_ONE)]}
    return None


def _choices(scenario: Scenario) -> Iterator[tuple[Square, ...]]:
    """Operators for all letters: reflections of inputs with two outcomes, and one certain outcome of the others."""
    options = []
    for _, outcome in scenario.letters:
        if outcome is None:
            options.append([((c, s), (s, -c)) for c, s in _TURNED])
        else:
            certain = _ONE if outcome == 0 else _ZERO
            options.append([((certain, _ZERO), (_ZERO, certain))])
    return product(*options)


def _states(scenario: Scenario) -> Iterator[tuple[Fraction, ...]]:
    """The first basis vector, and the sum of the first and the last one."""
    size = 1 << len(scenario.parties)
    yield tuple(_ONE if k == 0 else _ZERO for k in range(size))
    yield tuple(_ONE if k in (0, size - 1) else _ZERO for k in range(size))


def _matrix(scenario: Scenario, operators: Sequence[Square], polynomial: Polynomial) -> Reals:
    """The polynomial in floating point."""
    size = 1 << len(scenario.parties)
    total: Reals = np.zeros((size, size))
    for word, c in polynomial.items():
        total += float(c) * _product(scenario, operators, word)
    return (total + total.T) / 2


def _product(scenario: Scenario, operators: Sequence[Square], word: Word) -> Reals:
    total: Reals = np.eye(1)
    for party in range(len(scenario.parties)):
        factor: Reals = np.eye(2)
        for letter in word:
            if scenario.party_of[letter] == party:
                matrix: Reals = np.array([[float(x) for x in row] for row in operators[letter]])
                factor = np.asarray(factor @ matrix, dtype=np.float64)
        total = np.asarray(np.kron(total, factor), dtype=np.float64)
    return total
