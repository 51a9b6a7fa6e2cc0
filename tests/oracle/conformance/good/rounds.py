"""Von Neumann entropies, key rates, accumulation and factors, in floating point with margins on the safe side."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product
from typing import Any

from mpmath import mp

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.good.base import GOOD
from tests.oracle.conformance.good.entropies import below

CELLS = tuple(product((0, 1), repeat=4))


def h(p: float) -> float:
    return 0.0 if p in (0, 1) else -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def curve(score: Fraction) -> float:
    if score * score > 8:
        raise Refused("out-of-range", "no quantum behaviour has this score")
    return 1 - h((1 + math.sqrt(score * score / 4 - 1)) / 2)


@GOOD.answers("entropy.local")
def local(score: str) -> float:
    return below(curve(max(Fraction(2), Fraction(score))))


@GOOD.answers("entropy.global")
def pair(score: str) -> float:
    return local(score)


@GOOD.answers("entropy.key-rate")
def key_rate(score: str, qber: str) -> float:
    return max(0.0, local(score) - h(float(Fraction(qber))) - 1e-9)


def down(value: mp.mpf) -> Fraction:
    """Not above what was computed in fifty digits, less what they may have lost; no less than 0."""
    return max(Fraction(0), Fraction(int(mp.floor(value * 2**50)) - 2, 2**50))


def real(text: str | Fraction) -> mp.mpf:
    value = Fraction(text)
    return mp.mpf(value.numerator) / value.denominator


@GOOD.answers("entropy.accumulated")
def accumulated(n: str, constant: str, slope: str, threshold: str, smoothing: str, acceptance: str) -> Fraction:
    with mp.workdps(50):
        errors = 1 - 2 * (mp.log(real(smoothing), 2) + mp.log(real(acceptance), 2))
        loss = 2 * (mp.log(9, 2) + math.ceil(8 * Fraction(slope))) * mp.sqrt(int(n) * errors)
        return down(int(n) * (real(constant) + real(slope) * real(threshold)) - loss)


def listed(table: Any) -> list[Fraction]:
    return [Fraction(table[x][y][a][b]) for x, y, a, b in CELLS]


DETERMINISTIC = [[float((a, b) == (f[x], f[2 + y])) for x, y, a, b in CELLS] for f in product((0, 1), repeat=4)]
BOXES = [
    [0.5 * ((a + b + x * y + i * x + j * y + k) % 2 == 0) for x, y, a, b in CELLS]
    for i, j, k in product((0, 1), repeat=3)
]


def cut() -> list[list[float]]:
    """On each line from a box to a deterministic point the one with a share t of the box: 2 sqrt 2, or less."""
    t = math.sqrt(2) - 1
    return [[t * p + (1 - t) * q for p, q in zip(box, point, strict=True)] for box in BOXES for point in DETERMINISTIC]


POINTS = [*DETERMINISTIC, *cut()]


@GOOD.answers("factors.largest")
def largest(factor: Any, power: str, bias: str) -> float:
    values, beta, b = listed(factor), float(Fraction(power)), float(Fraction(bias))
    if min(values) < 0:
        raise Refused("out-of-range", "a factor is negative")
    best = 0.0
    for p, q in product({0.5 - b, 0.5 + b}, repeat=2):
        nu = [p * q, p * (1 - q), (1 - p) * q, (1 - p) * (1 - q)]
        for point in POINTS:
            best = max(
                best,
                sum(
                    nu[k // 4] * float(f) * e ** (1 + beta) for k, (f, e) in enumerate(zip(values, point, strict=True))
                ),
            )
    return best + 1e-9


@GOOD.answers("factors.bits")
def bits(factor: Any, power: str, counts: Any, error: str) -> Fraction:
    with mp.workdps(50):
        score = mp.log(real(error), 2)
        for f, n in zip(listed(factor), listed(counts), strict=True):
            if n and not f:
                return Fraction(0)
            score += int(n) * mp.log(real(f), 2) if n else 0
        return down(score / real(power))
