"""Exact helpers that share no code with the kernel."""

from fractions import Fraction
from typing import Any


def fraction(value: Any) -> Fraction:
    """A number of mpmath as the rational it is."""
    sign, mantissa, exponent, _ = value._mpf_
    return Fraction((-1) ** sign * int(mantissa)) * Fraction(2) ** int(exponent)


def root(polynomial: list[int], low: Fraction, high: Fraction, bits: int) -> Fraction:
    """The root of a polynomial between two ends of different sign, by bisection to 2^-bits."""

    def value(x: Fraction) -> Fraction:
        return sum((c * x**k for k, c in enumerate(polynomial)), start=Fraction(0))

    rising = value(low) < 0
    while high - low > Fraction(1, 2**bits):
        middle = (low + high) / 2
        if (value(middle) < 0) == rising:
            low = middle
        else:
            high = middle
    return low


def determinant(rows: list[list[Fraction]]) -> Fraction:
    """By expansion along the first row."""
    if not rows:
        return Fraction(1)
    total = Fraction(0)
    for j, entry in enumerate(rows[0]):
        if entry:
            total += (-1) ** j * entry * determinant([row[:j] + row[j + 1 :] for row in rows[1:]])
    return total


def characteristic(rows: list[list[int]]) -> list[int]:
    """e_0, ..., e_n, the elementary symmetric functions of the eigenvalues, by Faddeev and LeVerrier."""
    n = len(rows)
    result = [1]
    m = [[0] * n for _ in range(n)]
    c = 1
    for k in range(1, n + 1):
        m = [[sum(rows[i][t] * m[t][j] for t in range(n)) + (c if i == j else 0) for j in range(n)] for i in range(n)]
        c = -sum(rows[i][t] * m[t][i] for i in range(n) for t in range(n)) // k
        result.append((-1) ** k * c)
    return result
