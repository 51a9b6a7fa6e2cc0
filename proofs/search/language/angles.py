"""Rational enclosures of cosine and sine, for data that depend on an angle."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isqrt

Interval = tuple[Fraction, Fraction]
BITS = 96
"""Of enclosures, where nothing else is asked for."""


@dataclass(frozen=True)
class Angle:
    """An angle in radians: turns * pi + radians, both exact.

    Enclosures are wider than 2^-bits, and narrower than 2^-(bits - 8) for angles up to 100.

    >>> low, high = Angle(Fraction(1, 3)).cosine
    >>> low < Fraction(1, 2) < high, high - low < Fraction(1, 2**80)
    (True, True)
    """

    turns: Fraction = Fraction(0)
    radians: Fraction = Fraction(0)
    bits: int = BITS

    def times(self, k: int) -> Angle:
        """k times the angle."""
        return Angle(self.turns * k, self.radians * k, self.bits)

    @property
    def cosine(self) -> Interval:
        """Low and high with low <= cos <= high."""
        return self._taylor(0)

    @property
    def sine(self) -> Interval:
        """Low and high with low <= sin <= high."""
        return self._taylor(1)

    def _taylor(self, start: int) -> Interval:
        """Alternating terms x^k/k!, k = start, start + 2, ...; the derivative of either function is at most 1."""
        turns = self.turns - 2 * floor(self.turns / 2)  # in [0, 2)
        pi_low, pi_high = _pi(self.bits)
        grid = 2 ** (self.bits + 20)
        x = turns * pi_low + self.radians
        x = Fraction(round(x * grid), grid)
        slack = turns * (pi_high - pi_low) + Fraction(1, grid)
        term, total, k = x**start, Fraction(0), start
        # beyond k = |x| the terms fall, so that the rest is at most the first term left out
        while k <= abs(x) or abs(term) >= Fraction(1, grid):
            total += term
            term = -term * x * x / ((k + 1) * (k + 2))
            k += 2
        slack += abs(term)
        return max(Fraction(-1), _down(total - slack, self.bits)), min(Fraction(1), -_down(-total - slack, self.bits))


@dataclass(frozen=True)
class Direction:
    """The angle of the vector (x, y), which is not zero; both coordinates are exact.

    >>> double = Direction(Fraction(2), Fraction(1)).times(2)  # the angle with the tangent 1/2
    >>> double.x / double.y
    Fraction(3, 4)
    """

    x: Fraction
    y: Fraction

    def times(self, k: int) -> Direction:
        """k >= 1 times the angle."""
        x, y = self.x, self.y
        for _ in range(k - 1):
            x, y = x * self.x - y * self.y, x * self.y + y * self.x
        return Direction(x, y)

    @property
    def cosine(self) -> Interval:
        """Low and high with low <= cos <= high."""
        return self._shared(self.x)

    @property
    def sine(self) -> Interval:
        """Low and high with low <= sin <= high."""
        return self._shared(self.y)

    def _shared(self, coordinate: Fraction) -> Interval:
        # divided by the larger coordinate first, so that the root is not small
        size = max(abs(self.x), abs(self.y))
        low, high = square_root((self.x / size) ** 2 + (self.y / size) ** 2)
        return product((coordinate / size,) * 2, (1 / high, 1 / low))


def _down(value: Fraction, bits: int) -> Fraction:
    return Fraction(floor(value * 2**bits), 2**bits)


def _pi(bits: int) -> Interval:
    """Machin: pi/4 = 4 arctan(1/5) - arctan(1/239)."""
    value, slack = Fraction(0), Fraction(0)
    for weight, n in ((16, 5), (-4, 239)):
        term, k, sign = Fraction(1, n), 1, 1
        while term > Fraction(1, 2 ** (bits + 40)):
            value += weight * sign * term / k
            term, k, sign = term / (n * n), k + 2, -sign
        slack += abs(weight) * term
    return value - slack, value + slack


def square_root(value: Fraction) -> Interval:
    """Low and high with low <= sqrt(value) <= high.

    >>> low, high = square_root(Fraction(2))
    >>> low**2 < 2 < high**2
    True
    """
    inside = value * 4**BITS
    low = isqrt(floor(inside))
    return Fraction(low, 2**BITS), Fraction(low + (low * low != inside), 2**BITS)


def product(*factors: Interval) -> Interval:
    """The products of numbers from the intervals.

    >>> product((Fraction(-1), Fraction(2)), (Fraction(3), Fraction(4)))
    (Fraction(-4, 1), Fraction(8, 1))
    """
    low = high = Fraction(1)
    for a, b in factors:
        ends = (low * a, low * b, high * a, high * b)
        low, high = min(ends), max(ends)
    return low, high


def widened(interval: Interval, bits: int) -> Interval:
    """A larger interval with ends on the grid of 2^-bits, at least one step of it on each side.

    >>> widened((Fraction(1, 3), Fraction(1, 3)), 2)
    (Fraction(0, 1), Fraction(3, 4))
    """
    unit = 2**bits
    return Fraction(floor(interval[0] * unit) - 1, unit), Fraction(ceil(interval[1] * unit) + 1, unit)
