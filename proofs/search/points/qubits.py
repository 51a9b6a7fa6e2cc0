"""One qubit a party: exact models of real matrices, and what a see-saw calculates with in floating point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import atan2, cos, pi, sin, tan

import numpy as np

from proofs.search.language.scenario import Polynomial, Scenario, Word
from proofs.search.language.write import Json, rational
from proofs.search.semidefinite.sdp import Reals

Square = tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]


@dataclass(frozen=True)
class Model:
    """A qubit for each party: one 2 x 2 matrix for each letter, and an unnormalised state."""

    scenario: Scenario
    operators: tuple[Square, ...]
    state: tuple[Fraction, ...]

    def image(self, word: Word) -> list[Fraction]:
        """word * psi."""
        vector = list(self.state)
        parties = len(self.scenario.parties)
        for letter in reversed(word):
            stride = 1 << (parties - 1 - self.scenario.party_of[letter])
            rows = self.operators[letter]
            vector = [
                rows[1][0] * vector[k - stride] + rows[1][1] * x
                if k & stride
                else rows[0][0] * x + rows[0][1] * vector[k + stride]
                for k, x in enumerate(vector)
            ]
        return vector

    def mean(self, polynomial: Polynomial) -> Fraction:
        """Exact mean in the normalised state."""
        norm = sum((x * x for x in self.state), Fraction(0))
        total = Fraction(0)
        for word, c in polynomial.items():
            total += c * sum((x * y for x, y in zip(self.state, self.image(word), strict=True)), Fraction(0))
        return total / norm

    def json(self, weight: Fraction) -> Json:
        """The model as the format writes it; the weight is that of the normalised state."""
        norm = sum((x * x for x in self.state), Fraction(0))
        operators: dict[str, Json] = {
            name: [[rational(x) for x in row] for row in square]
            for name, square in zip(self.scenario.names, self.operators, strict=True)
        }
        return {
            "weight": rational(weight / norm),
            "dimensions": ["2"] * len(self.scenario.parties),
            "state": [rational(x) for x in self.state],
            "operators": operators,
        }


def combined(polynomials: Sequence[Polynomial], weights: Sequence[float] | Sequence[Fraction] = ()) -> Polynomial:
    """The sum with these weights (default: 1)."""
    total: Polynomial = {}
    exact = [Fraction(weight) for weight in weights] or [Fraction(1)] * len(polynomials)
    for polynomial, weight in zip(polynomials, exact, strict=True):
        for word, c in polynomial.items():
            total[word] = total.get(word, Fraction(0)) + weight * c
    return total


def _factors(scenario: Scenario, operators: Sequence[Reals], word: Word) -> list[Reals]:
    mine = {scenario.party_of[x]: operators[x] for x in word}
    return [mine.get(party, np.eye(2)) for party in range(len(scenario.parties))]


def _kron(factors: Sequence[Reals]) -> Reals:
    total: Reals = np.eye(1)
    for factor in factors:
        total = (total[:, None, :, None] * factor[None, :, None, :]).reshape((len(total) * 2,) * 2)
    return total


def operator(scenario: Scenario, functional: Polynomial, operators: Sequence[Reals]) -> Reals:
    total = np.zeros((1 << len(scenario.parties),) * 2)
    for word, c in functional.items():
        total += float(c) * _kron(_factors(scenario, operators, word))
    return total


def effective(
    scenario: Scenario, functional: Polynomial, operators: Sequence[Reals], state: Reals, letter: int
) -> Reals:
    """K with functional = tr(K A) + terms without the letter A."""
    party, parties = scenario.party_of[letter], len(scenario.parties)
    total = np.zeros((2, 2))
    tensor = np.moveaxis(state.reshape((2,) * parties), party, 0).reshape(2, -1)
    for word, c in functional.items():
        if letter in word:
            others = _factors(scenario, operators, tuple(x for x in word if x != letter))
            del others[party]
            total += float(c) * tensor @ _kron(others) @ tensor.T
    return (total + total.T) / 2


def reflection(angle: float, rational: Callable[[float], Fraction]) -> Square:
    """The reflection near an angle with a rational tangent of its half, or of the complement of that.

    Args:
        angle: of cos and sin in the first row.
        rational: what the tangent is taken for.
    """
    angle = atan2(sin(angle), cos(angle))
    flip = abs(angle) > pi / 2
    t = rational(tan((pi - angle if angle > 0 else -pi - angle) / 2 if flip else angle / 2))
    c, s = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
    c = -c if flip else c
    return (c, s), (s, -c)
