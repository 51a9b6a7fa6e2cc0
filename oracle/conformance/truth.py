"""Real numbers that answers are compared with, known as closely as a comparison needs.

Each comes from exact arithmetic, from the kernel's outward-rounded intervals of a formula, or from two certified
sides; none comes from a solver or from binary floating point.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from oracle.numbers import Expression, decimal_text
from proofs.kernel.errors import Budget
from proofs.kernel.interval import Expression as Formula
from proofs.kernel.interval import Interval
from proofs.kernel.read import Node

PRECISIONS = (64, 256, 1024, 4096)
"""Significant bits, one after another until a comparison is decided."""
_WORK = 1 << 50


@dataclass(frozen=True)
class Truth:
    """A real number, or one of which two sides are proved.

    Attributes:
        enclose: the proved interval at a precision in bits.
        says: what the number is, in one line.
    """

    enclose: Callable[[int], Interval]
    says: str

    def compare(self, claim: Fraction) -> int:
        """1 if the claim is above the number, -1 if it is below, 0 if it is neither provably.

        >>> root = formula({"sqrt": ["2"]}, "the root of 2")
        >>> root.compare(Fraction(3, 2)), root.compare(Fraction(7, 5)), exactly(Fraction(2)).compare(Fraction(2))
        (1, -1, 0)
        """
        for precision in PRECISIONS:
            low, high = self.enclose(precision)
            if claim > high:
                return 1
            if claim < low:
                return -1
            if low == high:
                return 0
        return 0

    def distance(self, claim: Fraction) -> Fraction:
        """How far a claim is outside of what is proved, 0 inside; to three digits, rounded down.

        >>> exactly(Fraction(2)).distance(Fraction(3, 2))
        Fraction(1, 2)
        """
        found = Fraction(0)
        for precision in PRECISIONS:
            low, high = self.enclose(precision)
            found = max(claim - high, low - claim, Fraction(0))
            if (high - low) * 1000 <= found or low == high:
                break
        return found

    def shifted(self, by: Fraction) -> Truth:
        """The number plus a rational."""

        def enclose(precision: int) -> Interval:
            low, high = self.enclose(precision)
            return low + by, high + by

        return Truth(enclose, self.says)

    def text(self, digits: int = 12) -> str:
        """The number in decimals for a report, with both sides when they differ visibly."""
        low, high = self.enclose(PRECISIONS[0])
        down, up = decimal_text(low, digits, up=False), decimal_text(high, digits, up=True)
        if low == high:
            return str(low) if low.denominator < 10**6 else f"about {down}"
        return f"about {down}" if high - low < Fraction(2, 10**digits) else f"between {down} and {up}"


def exactly(value: Fraction | int, says: str = "the exact value") -> Truth:
    """A rational number."""
    found = Fraction(value)
    return Truth(lambda _: (found, found), says)


def between(low: Fraction, high: Fraction, says: str) -> Truth:
    """A number that is proved to lie in an interval; claims inside are neither too high nor too low."""
    return Truth(lambda _: (low, high), says)


def formula(expression: Expression, says: str) -> Truth:
    """The value of an expression of the certificate format, by the kernel's interval arithmetic."""
    text = json.dumps(expression)
    return Truth(lambda precision: _evaluate(text, precision), says)


@lru_cache(maxsize=4096)
def _evaluate(text: str, precision: int) -> Interval:
    return Formula(Node(json.loads(text))).evaluate(precision, Budget(_WORK))
