"""Steering of one or two untrusted parties, in closed form."""

from __future__ import annotations

import math
from fractions import Fraction

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.good.base import GOOD, Ends, enclosure

Vector = list[str]


@GOOD.answers("steering.functional")
def functional(states: list[list[Vector]], operators: list[list[Vector]]) -> str:
    total = Fraction(0)
    for row, other in zip(states, operators, strict=True):
        for state, operator in zip(row, other, strict=True):
            total += 2 * sum(Fraction(x) * Fraction(y) for x, y in zip(state, operator, strict=True))
    return str(total)


@GOOD.answers("steering.visibility")
def visibility(first: Vector, second: Vector) -> Ends:
    u, w = [float(Fraction(x)) for x in first], [float(Fraction(x)) for x in second]
    plus, minus = (math.hypot(*(a + s * b for a, b in zip(u, w, strict=True))) for s in (1, -1))
    return enclosure(2 / (plus + minus))


def weight(mu: str) -> float:
    found = Fraction(mu)
    if not 0 <= found <= 1:
        raise Refused("out-of-range", "no visibility")
    return float(found)


@GOOD.answers("steering.guessing.joint")
def joint(mu: str) -> float:
    m = weight(mu)
    if m <= 0.5:
        return 1.0
    found = 1.5 - m if 3 * Fraction(mu) <= 2 else (7 - 5 * m + 3 * math.sqrt((1 - m) * (1 + 3 * m))) / 8
    return found + 1e-12


@GOOD.answers("steering.guessing.separate")
def separate(mu: str) -> float:
    m = weight(mu)
    return min(1.0, 1 - (m - math.sqrt(1 - m * m)) / 2 + 1e-12)
