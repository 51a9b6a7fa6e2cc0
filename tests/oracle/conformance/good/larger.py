"""Two or three settings and outcomes: enumerated strategies, and linear programs in floating point with a margin."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from scipy.optimize import linprog

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.good import boxes
from tests.oracle.conformance.good.base import GOOD

Table = Any
MARGIN = 1e-7


def array(table: Table) -> Any:
    return np.array([[[[float(Fraction(c)) for c in row] for row in block] for block in line] for line in table])


@GOOD.answers("larger.functional.local")
def local(functional: Table) -> int:
    c = np.array(functional, dtype=object).astype(np.int64)
    x_count, y_count, a_count, b_count = c.shape
    return max(
        sum(int(c[x, y, a[x], b[y]]) for x in range(x_count) for y in range(y_count))
        for a in product(range(a_count), repeat=x_count)
        for b in product(range(b_count), repeat=y_count)
    )


def no_signalling_rows(shape: tuple[int, ...]) -> list[Any]:
    """Rows that vanish on behaviours up to a factor: marginals agree, and sums are those of the first settings."""
    x_count, y_count, a_count, b_count = shape
    rows = []

    def row(*terms: tuple[Any, int]) -> None:
        found = np.zeros(shape)
        for place, sign in terms:
            found[place] += sign
        rows.append(found.ravel())

    for x, a, y in product(range(x_count), range(a_count), range(1, y_count)):
        row(((x, y, a), 1), ((x, 0, a), -1))
    for y, b, x in product(range(y_count), range(b_count), range(1, x_count)):
        row(((x, y, slice(None), b), 1), ((0, y, slice(None), b), -1))
    for x in range(1, x_count):
        row(((x, 0), 1), ((0, 0), -1))
    return rows


def solved(c: Any, equal: Any, values: Any) -> float:
    found = linprog(-c, A_eq=equal, b_eq=values, method="highs")
    if found.status:
        raise Refused("failed")
    return float(-found.fun) + MARGIN


@GOOD.answers("larger.functional.no-signalling")
def no_signalling(functional: Table) -> float:
    c = array(functional)
    ones = np.zeros(c.shape)
    ones[0, 0] = 1
    rows = [ones.ravel(), *no_signalling_rows(c.shape)]
    return solved(c.ravel(), np.array(rows), np.array([1] + [0] * (len(rows) - 1)))


@GOOD.answers("larger.functional.quantum")
def quantum(functional: Table) -> float:
    """What is true of no-signalling behaviours is true of quantum ones."""
    return no_signalling(functional)


def guessed(behaviour: Table, outcomes: list[Any]) -> float:
    """The behaviour is a sum of one part for each guess; the largest total of what each part makes of its guess."""
    p = array(behaviour)
    rows = no_signalling_rows(p.shape)
    parts = len(outcomes)
    c = np.concatenate([weights.ravel() for weights in outcomes])
    sums = np.hstack([np.eye(p.size)] * parts)
    inner = np.kron(np.eye(parts), np.array(rows))
    return solved(c, np.vstack([sums, inner]), np.concatenate([p.ravel(), np.zeros(len(inner))]))


@GOOD.answers("larger.guessing.no-signalling.one")
def guess(behaviour: Table, x: str) -> float:
    shape = array(behaviour).shape
    found = []
    for a in range(shape[2]):
        weights = np.zeros(shape)
        weights[int(x), 0, a] = 1
        found.append(weights)
    return guessed(behaviour, found)


@GOOD.answers("larger.guessing.no-signalling.pair")
def guess_pair(behaviour: Table, x: str, y: str) -> float:
    shape = array(behaviour).shape
    found = []
    for a, b in product(range(shape[2]), range(shape[3])):
        weights = np.zeros(shape)
        weights[int(x), int(y), a, b] = 1
        found.append(weights)
    return guessed(behaviour, found)


@GOOD.answers("larger.guessing.quantum.one")
def guess_quantum(behaviour: Table, x: str) -> float:
    """The bound from the CHSH value is one for either setting."""
    if x not in ("0", "1"):
        raise Refused("out-of-range", "no such setting")
    return boxes.guess_quantum(behaviour)
