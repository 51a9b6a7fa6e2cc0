"""A whole output checked in time proportional to the inputs, by one random linear combination over a large field.

Let d be the difference of the claimed and the true output, as a polynomial of degree below m. For a random irreducible
f of degree 64 the claim passes only if f divides d. A d other than 0 has at most (m-1)/64 such factors, out of
(2^64 - 2^32)/64, so a wrong output passes with probability at most (m-1)/(2^64 - 2^32). Neither the true output nor
the long product is computed, and no code is shared with the engines.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random, SystemRandom

import numpy as np

from oracle.extractors.binary_field import DEGREE, IRREDUCIBLE, Field, Words, random_irreducible
from oracle.extractors.bitstrings import Bytes, Packed, View
from oracle.extractors.product import Product
from oracle.failures import Malformed

LANES = 4096
STEPS = 4096
ONE = np.uint64(1)
ZERO = np.uint64(0)


@dataclass(frozen=True)
class WholeCheck:
    """What the combination shows.

    Attributes:
        agrees: False proves the output wrong.
        error_probability: bound on the probability that a wrong output, fixed before the draw, agrees.
        moduli: the polynomials that were drawn.
    """

    agrees: bool
    error_probability: Fraction
    moduli: tuple[int, ...]


def error_probability(m: int, rounds: int = 1) -> Fraction:
    """Bound for one wrong output of m bits and independently drawn moduli.

    >>> error_probability(64), error_probability(20_431_465) < Fraction(1, 10**11)
    (Fraction(0, 1), True)
    """
    return Fraction((m - 1) // DEGREE, IRREDUCIBLE) ** rounds


def _rows(bits: Bytes, lanes: int, steps: int) -> Bytes:
    """Bits of a superblock, one row for each step, one column for each lane."""
    return np.ascontiguousarray(bits.reshape(lanes, steps).T)


def _mask(row: Bytes) -> Words:
    return ZERO - row.astype(np.uint64)


def residue(view: View, count: int, field: Field) -> int:
    """The sum of the first `count` bits times z^i, modulo f.

    >>> from oracle.extractors.bitstrings import pack
    >>> residue(pack([1, 0, 1]).view(), 3, Field(2**64 + 27))
    5
    """
    total, steps = 0, _steps(count)
    lanes = min(LANES, -(-count // steps))
    far = field.power(steps)
    for start in range(0, count, lanes * steps):
        bits = np.zeros(lanes * steps, np.uint8)
        found = view.window(start, min(count, start + lanes * steps))
        bits[: len(found)] = found
        sums: Words = np.zeros(lanes, np.uint64)
        power = 1
        for row in _rows(bits, lanes, steps):
            sums ^= _mask(row) & np.uint64(power)
            power = field.times(power, 2)
        part = 0
        for value in sums[::-1].tolist():
            part = field.times(part, far) ^ value
        total ^= field.times(part, field.power(start))
    return total


def _steps(count: int) -> int:
    """Steps of a lane: fewer for short strings, so that there are lanes enough."""
    return max(8, min(STEPS, 1 << (max(1, count).bit_length() // 2)))


def combination(product: Product, field: Field) -> int:
    """The true output's polynomial modulo f, from the inputs.

    With u = x backwards the output's polynomial is the sum over c of u_c W_c, W_c = sum over i < m of s_(c+i) z^i. Then
    W_(c+1) = (W_c + s_c)/z + s_(c+m) z^(m-1). Lanes run this from V = 0 side by side; W differs from V by z^-t times
    its value where the lane began, which is added afterwards for all of the lane at once.
    """
    n, m = product.n, product.m
    u, s, steps = product.x.backwards(), product.s, _steps(product.n)
    lanes = min(LANES, -(-n // steps))
    top, inverse, low = np.uint64(field.power(m - 1)), field.power(-1), np.uint64(field.f >> 1)
    far = field.power(-steps)
    total, w = 0, residue(s, m, field)
    for start in range(0, n, lanes * steps):
        size = lanes * steps
        rows_u, rows_s, rows_m = (
            _rows(part, lanes, steps)
            for part in (
                u.window(start, start + size),
                s.window(start, start + size),
                s.window(start + m, start + m + size),
            )
        )
        v, sums, powers = (np.zeros(lanes, np.uint64) for _ in range(3))
        power = 1
        for row_u, row_s, row_m in zip(rows_u, rows_s, rows_m, strict=True):
            used = _mask(row_u)
            powers ^= used & np.uint64(power)
            used &= v
            sums ^= used
            v ^= row_s
            odd = ZERO - (v & ONE)
            v >>= ONE
            odd &= low
            v ^= odd
            v ^= _mask(row_m) & top
            power = field.times(power, inverse)
        begins = np.zeros(lanes, np.uint64)
        for lane, value in enumerate(v.tolist()):
            begins[lane] = w
            w = field.times(w, far) ^ value
        sums ^= field.times_each(begins, powers)
        total ^= int(np.bitwise_xor.reduce(sums))
    return total


def whole_check(product: Product, claimed: Packed, rounds: int = 1, source: Random | None = None) -> WholeCheck:
    """Check all bits of a claimed output.

    Args:
        product: from one of the functions in `product`.
        claimed: m bits.
        rounds: independent draws; the error probability is a power of it.
        source: of randomness, by default the operating system's; whoever knows the draw can make wrong outputs agree.

    Returns:
        Whether it agrees, with the bound on the probability that a wrong one does.

    Raises:
        Malformed: `out-of-range`.

    >>> from oracle.extractors.bitstrings import pack
    >>> from oracle.extractors.product import right
    >>> whole_check(right(pack([1, 1]), pack([1, 0]), 2), pack([1, 0])).agrees
    False
    """
    if claimed.length != product.m:
        raise Malformed("out-of-range", f"the claimed output has {claimed.length} bits and not {product.m}")
    if rounds < 1:
        raise Malformed("out-of-range", f"{rounds} rounds are asked for")
    drawn = source or SystemRandom()
    moduli = tuple(random_irreducible(drawn) for _ in range(rounds))
    agrees = all(residue(claimed.view(), product.m, Field(f)) == combination(product, Field(f)) for f in moduli)
    return WholeCheck(agrees, error_probability(product.m, rounds), moduli)
