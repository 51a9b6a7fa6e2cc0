"""Sequential measurements, in closed form."""

from __future__ import annotations

import math
from fractions import Fraction

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.good.base import GOOD


def angle(c: str, s: str) -> tuple[Fraction, Fraction]:
    cosine, sine = Fraction(c), Fraction(s)
    if cosine**2 + sine**2 != 1:
        raise Refused("out-of-range", "no cosine and sine")
    return cosine, sine


@GOOD.answers("sequential.boundary")
def boundary(c: str, s: str, eps: str) -> float:
    cosine, sine = angle(c, s)
    gamma = abs(float((cosine - sine) * (1 - cosine - sine)))
    less = max(0.0, -float(cosine), -float(sine))
    return math.sqrt(2) + less * float(Fraction(eps)) + 2**0.25 * gamma * math.sqrt(Fraction(eps)) + 1e-9


@GOOD.answers("sequential.min-entropy")
def min_entropy(c: str, s: str) -> int:
    cosine, sine = angle(c, s)
    return 2 if cosine * sine else 1
