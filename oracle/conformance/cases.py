"""Hypothesis strategies that several suites draw their cases from."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from hypothesis import strategies as st

ULP = Fraction(1, 2**51)
"""Distance of neighbouring numbers of binary floating point between 2 and 4."""


def between(low: Fraction | int, high: Fraction | int) -> st.SearchStrategy[Fraction]:
    """Rationals in [low, high]: simple ones, and points within 2^-50 of the width from either end."""
    width = Fraction(high) - low

    def simple(denominator: int, step: int) -> Fraction:
        first, last = ceil(low * denominator), floor(high * denominator)
        return Fraction(low) if first > last else Fraction(first + step % (last - first + 1), denominator)

    near = st.integers(1, 50).map(lambda k: width / 2**k)
    return st.one_of(
        st.builds(simple, st.integers(1, 1000), st.integers(0, 10**6)),
        near.map(lambda d: low + d),
        near.map(lambda d: high - d),
    )
