"""Polynomials over GF(2) as whole numbers, bit i the coefficient of z^i: fields of any degree, by their moduli."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

from oracle.failures import Malformed


def remainder(a: int, f: int) -> int:
    """a modulo f.

    >>> bin(remainder(0b1000, 0b1011))
    '0b11'
    """
    size = f.bit_length()
    while a.bit_length() >= size:
        a ^= f << (a.bit_length() - size)
    return a


def times(a: int, b: int, f: int) -> int:
    """The product modulo f of two polynomials below its degree.

    >>> times(0b100, 0b110, 0b1011)
    5
    """
    top, total = 1 << (f.bit_length() - 1), 0
    while b:
        if b & 1:
            total ^= a
        a <<= 1
        if a & top:
            a ^= f
        b >>= 1
    return total


def common_divisor(a: int, b: int) -> int:
    """The greatest common divisor.

    >>> common_divisor(0b1001, 0b101)
    3
    """
    while b:
        a, b = b, remainder(a, b)
    return a


def _square(a: int, f: int) -> int:
    # squaring puts a zero between the bits, which reading the binary digits in base 4 does
    return remainder(int(f"{a:b}", 4), f)


def prime_divisors(n: int) -> list[int]:
    """The primes that divide a positive integer, ascending.

    >>> prime_divisors(60)
    [2, 3, 5]
    """
    found, q = [], 2
    while q * q <= n:
        if n % q == 0:
            found.append(q)
            while n % q == 0:
                n //= q
        q += 1
    return found + ([n] if n > 1 else [])


def irreducible(f: int) -> bool:
    """Whether a polynomial of positive degree d is irreducible, by Rabin's test.

    z^(2^d) = z modulo f, and z^(2^(d/p)) - z has no factor in common with f for the primes p that divide d.

    >>> [f for f in range(2, 16) if irreducible(f)]
    [2, 3, 7, 11, 13]
    """
    degree = f.bit_length() - 1
    if degree <= 1:
        return degree == 1
    stops = {degree // p for p in prime_divisors(degree)}
    power = 2
    for step in range(1, degree + 1):
        power = _square(power, f)
        if step in stops and common_divisor(f, power ^ 2) != 1:
            return False
    return power == 2


@lru_cache(maxsize=4096)
def sparsest(degree: int) -> int:
    """The irreducible polynomial of a degree with the fewest terms, and among those the smallest number.

    A trinomial where there is one, otherwise one of five terms, as tables for practice have them; z for degree 1.

    Raises:
        Malformed: `out-of-range`, a degree below 1.

    >>> bin(sparsest(12)), bin(sparsest(8))
    ('0b1000000001001', '0b100011011')
    """
    if degree < 1:
        raise Malformed("out-of-range", "a field has a positive number of bits")
    if degree == 1:
        return 2
    top = (1 << degree) + 1
    for inner in (1, 3):
        # ascending numbers: the highest of the inner terms counts most
        for places in sorted(combinations(range(1, degree), inner), key=lambda chosen: chosen[::-1]):
            f = top + sum(1 << place for place in places)
            if irreducible(f):
                return f
    raise Malformed("out-of-range", f"no irreducible polynomial of degree {degree} has five terms or fewer")
