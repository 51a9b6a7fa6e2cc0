"""Explicit points beyond the boundary: a maximally entangled pair, Alice's measurements turned, and an ancilla of Bob.

With X = A0 + A1 of size 2 cos f and Z = A0 - A1 of size 2 sin f on Alice's qubit, Bob measures B00 = X' and B1 = Z' on
his, and with an ancilla of mean values u of D and v of C, which anticommute, B0 = X' D and B01 = Z' C. Then B0 commutes
with B00 and B01, and

    S_c = 2 (cos f + sin f)    <X B0> = 2 u cos f    <Z B01> = 2 v sin f    u^2 + v^2 = 1

for every f: the maximum of S_c is at f = pi/4, and near it S_theta grows by 2^(1/4) |(c - s)(1 - c - s)| sqrt(eps).
"""

from __future__ import annotations

import math
from fractions import Fraction
from math import isqrt

_FINE = 2**48
"""Denominator of the tangents of half angles."""
_ROOT_ABOVE = Fraction(isqrt(8 << 240) + 1, 1 << 120)
"""Of 8."""


def _circle(angle: float) -> tuple[Fraction, Fraction]:
    t = Fraction(round(math.tan(angle / 2) * _FINE), _FINE)
    return (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)


def attained(c: Fraction, s: Fraction, eps: Fraction) -> tuple[Fraction, Fraction]:
    """S_theta = a + b sqrt 2 at such a point with S_c >= 2 sqrt 2 - eps, for eps > 0.

    >>> a, b = attained(Fraction(-1), Fraction(0), Fraction(1, 100))
    >>> 1.64 < a + b * Fraction(141421356, 10**8) < 1.66
    True
    """
    best = (Fraction(0), Fraction(1))
    gamma = float((c - s) * (1 - c - s))
    # a little less than eps allows, so that the rational angle keeps S_c
    turned = math.copysign(math.sqrt(float(eps) / math.sqrt(2)) * 0.9999, gamma)
    cosine, sine = _circle(math.pi / 4 + turned)
    if 2 * (cosine + sine) < _ROOT_ABOVE - eps:
        return best
    u, v = _circle(math.atan2(float(s * sine), float(c * cosine)))
    found = 2 * (u * c * cosine + v * s * sine + c * sine + s * cosine), -(c + s)
    root = Fraction(isqrt(2 << 240), 1 << 120)
    return found if found[0] + found[1] * root > root + Fraction(1, 2**100) else best
