"""Entropies, deviations and the majority bit, with margins on the safe side where floating point is used."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.good.base import GOOD

MARGIN = 2e-7  # rounding of the score alone moves the root near 2 sqrt 2 by 1e-8


def below(bits: float) -> float:
    return max(0.0, bits - MARGIN)


@GOOD.answers("chsh.min-entropy.local")
def min_entropy_local(score: str) -> float:
    value = max(Fraction(2), Fraction(score))
    inside = 2 - value * value / 4
    if inside < 0:
        raise Refused("out-of-range", "no quantum behaviour has this score")
    return below(1 - math.log2(1 + math.sqrt(inside)))


@GOOD.answers("chsh.min-entropy.nosignalling")
def min_entropy_nosignalling(score: str) -> float:
    value = max(Fraction(2), Fraction(score))
    if value > 4:
        raise Refused("out-of-range", "no behaviour has this score")
    return below(-math.log2(3 / 2 - value / 4))


def tight(u: float) -> tuple[float, float]:
    """CHSH value and largest outcome probability of the extreme behaviour with parameter u."""
    h = 2 * u**3 - 2 * u + 1
    return 2 * (4 * u**6 - 4 * u**5 - 2 * u**4 + 2 * u**3 + 2 * u - 1) / h, (u**3 - 2 * u**2 - u + 1) ** 2 / h


@GOOD.answers("chsh.min-entropy.global")
def min_entropy_global(score: str) -> float:
    value = max(Fraction(2), Fraction(score))
    if value * value > 8:
        raise Refused("out-of-range", "no quantum behaviour has this score")
    low, high = math.sqrt(1 / 2), 1.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if tight(middle)[0] > value else (low, middle)
    return below(-math.log2(tight(high)[1]))


RANGES = {"quantum": math.sqrt(8), "no-signalling": 4.0}


@GOOD.answers("deviation.azuma")
def azuma(n: str, delta: str, q: str, set: str, scale: float | None = None) -> float:  # noqa: A002 - the argument's name
    rounds, failure, least = int(n), Fraction(delta), Fraction(q)
    if rounds < 1 or not 0 < failure < 1 or not 0 < least <= 1:
        raise Refused("out-of-range")
    logarithm = -math.log(failure)
    step = 1 / least + (RANGES[set] if scale is None else scale)
    return float(step) * math.sqrt(2 * logarithm / rounds) * (1 + 1e-9)


Curve = list[tuple[Fraction, Fraction]]
MAJORITY: Curve = [
    (Fraction(0), Fraction(1, 2)), (Fraction(2, 9), Fraction(7, 9)), (Fraction(1, 3), Fraction(5, 6)),
    (Fraction(1), Fraction(1)),
]  # fmt: skip
JOINT: Curve = [(Fraction(0), Fraction(1, 2)), (Fraction(2, 9), Fraction(1))]


def piecewise(vertices: Curve, delta: str) -> Fraction:
    at = Fraction(delta)
    if at < 0:
        raise Refused("out-of-range", "the Bell value is not negative")
    for (left, low), (right, high) in pairwise(vertices):
        if at <= right:
            return low + (high - low) * (at - left) / (right - left)
    return vertices[-1][1]


@GOOD.answers("ns4.majority")
def majority(delta: str) -> Fraction:
    return piecewise(MAJORITY, delta)


@GOOD.answers("ns4.joint")
def joint(delta: str) -> Fraction:
    return piecewise(JOINT, delta)
