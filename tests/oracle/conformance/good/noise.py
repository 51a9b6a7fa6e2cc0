"""Bits of the noisy sequential protocol from a moment matrix of 21 words, and a dual that is made feasible."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache
from importlib import import_module
from itertools import pairwise, product
from typing import Any

import numpy as np

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.good import angles
from tests.oracle.conformance.good.base import GOOD

Word = tuple[str, ...]
ALICE: list[Word] = [(), ("A0",), ("A1",)]
BOBS: list[Word] = [(), ("B0",), ("B1",), ("B00",), ("B01",), ("B0", "B00"), ("B0", "B01")]
LATER = ("B00", "B01")


def reduced(word: Word) -> Word:
    """A product of Bob's observables: squares are 1, and B0 stands before B00 and B01, with which it commutes."""
    found: list[str] = []
    for letter in word:
        place = len(found)
        while letter == "B0" and place and found[place - 1] in LATER:
            place -= 1
        if place and found[place - 1] == letter:
            del found[place - 1]
        else:
            found.insert(place, letter)
        # what stood apart may have come together
        if any(a == b for a, b in pairwise(found)):
            return reduced(tuple(found))
    return tuple(found)


def moment(left: tuple[Word, Word], right: tuple[Word, Word]) -> tuple[Word, Word]:
    """The mean of left* right; means are real, so that a word and its adjoint have the same."""
    sides = []
    for turn in (1, -1):
        a, b = ((x[::-1] + y)[::turn] for x, y in zip(left, right, strict=True))
        alice = a if len(set(a)) == len(a) else ()
        sides.append((alice, reduced(b)))
    return min(sides)


@lru_cache(maxsize=1)
def program() -> tuple[Any, Any, dict[tuple[Word, Word], int]]:
    """The triangle of the moment matrix as columns by moment, the guess, and the moments' numbers."""
    sparse: Any = import_module("scipy.sparse")
    rows = list(product(ALICE, BOBS))
    places: dict[tuple[Word, Word], int] = {((), ()): 0}
    entries: list[tuple[int, int, float]] = []
    for j, right in enumerate(rows):
        for i in range(j + 1):
            column = places.setdefault(moment(rows[i], right), len(places))
            entries.append((len(entries), column, 1.0 if i == j else math.sqrt(2)))
    lines, columns, values = zip(*entries, strict=True)
    matrix = sparse.csc_matrix((values, (lines, columns)), shape=(len(entries), len(places)))
    guess = np.zeros(len(places))
    for word in ((), ("B0",), ("B01",), ("B0", "B01")):
        guess[places[(), word]] = 1 / 4
    return matrix, guess, places


def guessing_probability(means: list[tuple[dict[tuple[str, str], int], float]]) -> float:
    """The most that (1 + B0)(1 + B01)/4 can be; by symmetry one guess stands for all four."""
    clarabel: Any = import_module("clarabel")
    sparse: Any = import_module("scipy.sparse")
    matrix, guess, places = program()
    known = np.zeros((1 + len(means), len(places)))
    known[0, 0] = 1
    values = np.array([1.0, *(value for _, value in means)])
    for row, (functional, _) in zip(known[1:], means, strict=True):
        for (alice, bobs), sign in functional.items():
            row[places[(alice,) if alice else (), tuple(bobs.split())]] = sign
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    cones = [clarabel.ZeroConeT(len(values)), clarabel.PSDTriangleConeT(21)]
    right = np.concatenate((values, np.zeros(matrix.shape[0])))
    zero = sparse.csc_matrix((len(places), len(places)))
    constraints = sparse.vstack((sparse.csc_matrix(known), -matrix), format="csc")
    solver = clarabel.DefaultSolver(zero, -guess, constraints, right, cones, settings)
    dual = np.array(solver.solve().z)
    weights, slack = dual[: len(values)], dual[len(values) :]
    square = np.zeros((21, 21))
    square[np.tril_indices(21)] = slack  # column by column of the upper triangle
    square = (square + square.T) / np.where(np.eye(21), 2, math.sqrt(2))
    least = min(0.0, float(np.linalg.eigvalsh(square)[0]))
    # what is left over of the identity multiplies moments between -1 and 1
    rest = np.abs(known.T @ weights - matrix.T @ slack - guess).sum()
    return float(weights @ values) + float(rest) - 21 * least + 1e-9


@GOOD.answers("sequential.min-entropy.noisy")
def noisy_bits(c: str, s: str, p: str, q: str) -> float:
    cosine, sine = map(abs, angles.angle(c, s))
    white, dephased = Fraction(p), Fraction(q)
    if min(white, dephased) < 0 or white + dephased > 1:
        raise Refused("out-of-range", "p and q are no weights")
    if not white and not dephased:
        return float(angles.min_entropy(c, s))
    z, x = float(1 - white), float(1 - white - dephased)
    root = math.sqrt(2)
    if z + x <= root:
        return 0.0
    found = guessing_probability([
        ({("A0", "B0"): 1, ("A1", "B0"): 1}, root * z * float(cosine)), ({("A0", "B1"): 1, ("A1", "B1"): -1}, root * x),
        ({("A0", "B00"): 1, ("A1", "B00"): 1}, root * z),
        ({("A0", "B01"): 1, ("A1", "B01"): -1}, root * x * float(sine)), ({("", "B0 B00"): 1}, float(cosine)),
    ])  # fmt: skip
    return max(0.0, -math.log2(found))
