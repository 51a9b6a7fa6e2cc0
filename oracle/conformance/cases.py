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


def lattice(low: Fraction | int, high: Fraction | int, count: int = 64) -> list[Fraction]:
    """Points of an interval, evenly spread and off every simple fraction: a wrong piece as wide as a step is met."""
    step = (Fraction(high) - low) / count
    return [low + step * (i + Fraction(1 + 7 * i % 13, 16)) for i in range(count)]


_POWERS = (5, 6, 7, 8, 15, 16, 24, 31, 32, 33, 53, 54, 59)
LENGTHS = st.one_of(
    st.integers(1, 200),
    st.integers(1, 10**6),
    st.tuples(st.sampled_from(_POWERS), st.integers(-2, 2)).map(lambda d: int(2 ** d[0]) + d[1]),
    st.tuples(st.integers(20, 58), st.integers(0, 10**9)).map(lambda d: int(2 ** d[0]) + d[1] % 2 ** d[0]),
)
"""Numbers of bits: small, round, and around those where a machine's integers and floats end."""

SHARES = st.one_of(
    st.integers(0, 20).map(lambda k: Fraction(k, 20)),
    st.sampled_from([Fraction(0), Fraction(1)]),
    st.integers(0, 10**9).map(lambda k: Fraction(k, 10**9)),
)
"""Entropies as a share of the bits."""

ODD_ERRORS = st.tuples(st.integers(1, 620), st.integers(0, 10**9)).map(
    lambda d: Fraction(1 + (d[1] * 3 ** (d[0] // 2)) % (3 ** d[0] - 1), 3 ** d[0])
)
"""Errors whose logarithm is irrational, down to 10^-295."""
POWER_ERRORS = st.integers(1, 980).map(lambda j: Fraction(1, 2**j))
DECIMAL_ERRORS = st.tuples(st.integers(1, 9), st.integers(1, 298)).map(lambda d: Fraction(d[0], 10 ** d[1]))
NEAR_ONE = st.integers(1, 200).map(lambda j: 1 - Fraction(1, 2**j))
ERRORS = st.one_of(ODD_ERRORS, POWER_ERRORS, DECIMAL_ERRORS, NEAR_ONE)


def root(value: Fraction, degree: int, bits: int) -> Fraction:
    """The largest multiple of 2^-bits whose power is at most a positive value.

    >>> root(Fraction(1, 2), 2, 10) ** 2 <= Fraction(1, 2) < (root(Fraction(1, 2), 2, 10) + Fraction(1, 2**10)) ** 2
    True
    """
    scaled = (value.numerator << bits * degree) // value.denominator
    low, high = 0, 1 << scaled.bit_length() // degree + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= scaled else (low, middle)
    return Fraction(low, 1 << bits)


def tied(constant: Fraction, slope: int, length: int, step: int, bits: int) -> tuple[Fraction, Fraction] | None:
    """Errors for which a length is a hair below a whole number, and a hair above it or at it.

    Args:
        constant: c of the formula (c + slope log2(error)) / step, a rational that is given as log2 of this number.
        slope: of the logarithm.
        length: the whole number.
        step: the denominator.
        bits: of the errors; the hair is 2^-bits wide.

    Returns:
        The largest multiple of 2^-bits below the tie, and the next one; None when there are none in (0, 1).

    >>> tied(Fraction(1), 2, -3, 1, 8)
    (Fraction(45, 128), Fraction(91, 256))
    """
    target = Fraction(2) ** (length * step) / constant  # error^slope
    found = root(target, slope, bits)
    if found**slope == target:
        found -= Fraction(1, 1 << bits)
    above = found + Fraction(1, 1 << bits)
    return (found, above) if 0 < found and above < 1 else None
