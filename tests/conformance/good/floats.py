"""A right implementation in binary floating point: margins on the safe side, enclosures where a value is asked for."""

from __future__ import annotations

import math
from fractions import Fraction

from oracle.conformance.implementation import Implementation, Refused

GOOD = Implementation("floats", "1.0")
MARGIN = 2e-7  # rounding of the score alone moves the root near 2 sqrt 2 by 1e-8


def below(bits: float) -> float:
    return max(0.0, bits - MARGIN)


@GOOD.answers("chsh.min-entropy.local")
def min_entropy_local(score: str) -> float:
    value = Fraction(score)
    if value <= 2:
        return 0.0
    inside = 2 - value * value / 4
    if inside < 0:
        raise Refused("out-of-range", "no quantum behaviour has this score")
    return below(1 - math.log2(1 + math.sqrt(inside)))


@GOOD.answers("chsh.min-entropy.nosignalling")
def min_entropy_nosignalling(score: str) -> float:
    value = Fraction(score)
    if value <= 2:
        return 0.0
    if value > 4:
        raise Refused("out-of-range", "no behaviour has this score")
    return below(-math.log2(3 / 2 - value / 4))


if __name__ == "__main__":
    GOOD.serve()
