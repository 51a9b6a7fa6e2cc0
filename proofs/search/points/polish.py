"""Qubit models with many digits: a see-saw that goes on where floating point ends, rounded to rationals last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import mpmath

from proofs.search.language.scenario import Polynomial, Scenario
from proofs.search.semidefinite.sdp import Reals

_DIGITS = 50
_STEPS = 80
_GAIN = mpmath.mpf(10) ** -40  # of the value, at which the see-saw stops

Square = tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]


def polished(
    scenario: Scenario,
    functional: Polynomial,
    operators: Sequence[Reals],
    state: Reals,
    free: Sequence[int],
    bits: int,
    fixed: Mapping[int, Square],
) -> tuple[tuple[Square, ...], tuple[Fraction, ...]]:
    """A model near the given one that is better for the functional, exact and on a fine grid.

    Args:
        scenario: the operators, at most one a party in each word of the functional.
        functional: what is made large.
        operators: real 2 x 2 matrices, one a letter.
        state: of one qubit a party.
        free: the letters that may change; they are observables.
        bits: of the angles and the state.
        fixed: operators that stay as they are, by letter.

    Returns:
        One matrix a letter, and the unnormalised state.
    """
    with mpmath.workdps(_DIGITS):
        found: list[Any] = [mpmath.matrix(square.tolist()) for square in operators]
        for x, square in fixed.items():
            found[x] = mpmath.matrix([[mpmath.mpf(e.numerator) / e.denominator for e in row] for row in square])
        vector, before = mpmath.matrix(state.tolist()), mpmath.mpf("-inf")
        for _ in range(_STEPS):
            values, vectors = mpmath.eigsy(_operator(scenario, functional, found))
            value, vector = values[len(values) - 1], vectors[:, len(values) - 1]
            if value - before < _GAIN * (1 + abs(value)):
                break
            before = value
            for x in free:
                found[x] = _reflection(_effective(scenario, functional, found, vector, x))
        squares = tuple(fixed[x] if x in fixed else _square(square, bits) for x, square in enumerate(found))
        largest = max(abs(x) for x in vector)
        return squares, tuple(_rational(x / largest, bits) for x in vector)


def _rational(x: Any, bits: int) -> Fraction:
    return Fraction(int(mpmath.nint(x * mpmath.mpf(2) ** bits)), 1 << bits)


def _square(square: Any, bits: int) -> Square:
    """A multiple of 1, or a reflection, whose half angle has a rational tangent."""
    a, b = (square[0, 0] - square[1, 1]) / 2, square[0, 1]
    if abs(a) + abs(b) < mpmath.mpf(2) ** -20:
        x = Fraction(int(mpmath.nint(square[0, 0])))
        return (x, Fraction(0)), (Fraction(0), x)
    t = _rational(b / (mpmath.hypot(a, b) + abs(a)), bits)
    c, s = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
    c = c if a >= 0 else -c
    return (c, s), (s, -c)


def _product(scenario: Scenario, operators: Sequence[Any], word: Sequence[int]) -> Any:
    mine = {scenario.party_of[x]: operators[x] for x in word}
    total = mpmath.matrix([[1]])
    for party in range(len(scenario.parties)):
        total = _kron(total, mine.get(party, mpmath.eye(2)))
    return total


def _kron(left: Any, right: Any) -> Any:
    n, m = left.rows, right.rows
    total = mpmath.matrix(n * m)
    for i in range(n * m):
        for j in range(n * m):
            total[i, j] = left[i // m, j // m] * right[i % m, j % m]
    return total


def _operator(scenario: Scenario, functional: Polynomial, operators: Sequence[Any]) -> Any:
    total = mpmath.matrix(1 << len(scenario.parties))
    for word, c in functional.items():
        total += mpmath.mpf(c.numerator) / c.denominator * _product(scenario, operators, word)
    return total


def _effective(scenario: Scenario, functional: Polynomial, operators: Sequence[Any], vector: Any, letter: int) -> Any:
    """K with functional = tr(K A) + terms without the letter A."""
    party, parties = scenario.party_of[letter], len(scenario.parties)
    stride = 1 << (parties - 1 - party)
    size = 1 << parties
    total = mpmath.matrix(2)
    for word, c in functional.items():
        if letter not in word:
            continue
        image = _product(scenario, operators, [x for x in word if x != letter]) * vector
        for i in range(2):
            for j in range(2):
                entry = sum(
                    (vector[k + i * stride] * image[k + j * stride] for k in range(size) if not k & stride),
                    mpmath.mpf(0),
                )
                total[i, j] += mpmath.mpf(c.numerator) / c.denominator * entry
    return (total + total.T) / 2


def _reflection(matrix: Any) -> Any:
    """The sign of a symmetric matrix: 1, -1 or a reflection."""
    centre, a, b = (matrix[0, 0] + matrix[1, 1]) / 2, (matrix[0, 0] - matrix[1, 1]) / 2, matrix[0, 1]
    length = mpmath.hypot(a, b)
    if abs(centre) >= length:
        return mpmath.eye(2) * (1 if centre >= 0 else -1)
    return mpmath.matrix([[a / length, b / length], [b / length, -a / length]])
