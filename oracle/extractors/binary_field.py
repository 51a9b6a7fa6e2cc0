"""The field with 2^64 elements, as polynomials over GF(2) modulo an irreducible one of degree 64."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from oracle.extractors.binary_polynomials import irreducible

DEGREE = 64
TOP = 1 << DEGREE
IRREDUCIBLE = (2**64 - 2**32) // 64
"""How many irreducible polynomials of degree 64 there are: (1/64) sum over d of mu(64/d) 2^d, mu(1) and mu(2) count."""
Words = NDArray[np.uint64]


def random_irreducible(source: Random) -> int:
    """One of the irreducible polynomials of degree 64, each equally likely."""
    while True:
        f = TOP | source.getrandbits(DEGREE) | 1
        if irreducible(f):
            return f


@dataclass(frozen=True)
class Field:
    """Arithmetic modulo f, for integers and for arrays of words.

    Attributes:
        f: with bit 64 set.
    """

    f: int

    def times(self, a: int, b: int) -> int:
        """The product of two elements.

        >>> Field(2**64 + 27).times(2**63, 2)
        27
        """
        total = 0
        while b:
            if b & 1:
                total ^= a
            a <<= 1
            if a & TOP:
                a ^= self.f
            b >>= 1
        return total

    def power(self, exponent: int) -> int:
        """z to an integer power, negative ones included.

        >>> field = Field(2**64 + 27)
        >>> field.times(field.power(-100), field.power(100))
        1
        """
        base, result = 2, 1
        if exponent < 0:
            base, exponent = self.f >> 1, -exponent  # z^-1: f/z without the 1/z, since f has the term 1
        while exponent:
            if exponent & 1:
                result = self.times(result, base)
            base = self.times(base, base)
            exponent >>= 1
        return result

    def times_each(self, a: Words, b: Words) -> Words:
        """Products of elements, one by one."""
        total, low = np.zeros_like(a), np.uint64(self.f & (TOP - 1))
        a, b, one, last = a.copy(), b.copy(), np.uint64(1), np.uint64(63)
        zero = np.uint64(0)
        for _ in range(DEGREE):
            total ^= a & (zero - (b & one))
            carry = zero - (a >> last)
            a <<= one
            a ^= carry & low
            b >>= one
        return total
