"""Trevisan's extractor: polynomial hashing to one bit, called with parts of the seed that weak designs choose.

Sources of the construction and of its constants:

* Trevisan 2001, Extractors and pseudorandom generators; Raz, Reingold and Vadhan 2002 for weak designs.
* Hartman and Raz 2003, Ma and Tan 2011: polynomials over a field of q elements are a weak design with overlap 2e, and
  blocks of such designs one with overlap 1.
* De, Portmann, Vidick and Renner 2012: a one-bit extractor that is quantum-proof for k bits with error e' makes one of
  m bits for k + r m bits with error m e', r the design's overlap.
* Mauerer, Portmann and Scholz 2012: polynomial hashing takes 4 log2(1/e') + 6 bits, with a field of
  log2(n) + 2 log2(2/e') bits; the number and the sizes of blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from math import e, log2
from typing import Literal

from oracle.extractors.binary_polynomials import sparsest, times
from oracle.extractors.conventions import Convention, read_entropy, read_size
from oracle.extractors.lengths import HASHING
from oracle.extractors.logform import LogForm
from oracle.extractors.primes import is_small_prime
from oracle.failures import Limit, Malformed

Design = Literal["polynomial", "block"]
Set = tuple[int, ...]
LEAST_BLOCKS = 6
"""Sets that a block design has at least: more than 2e."""
_TERMS = (20, 60, 200)
"""Of the series of e, one after another until a comparison is decided."""


def euler(terms: int) -> tuple[Fraction, Fraction]:
    """Two sides of e: a partial sum of 1/i!, and that plus 1/(terms! terms).

    >>> low, high = euler(10)
    >>> float(low) <= 2.718281828459045 <= float(high)
    True
    """
    total, factorial = Fraction(1), 1
    for i in range(1, terms + 1):
        factorial *= i
        total += Fraction(1, factorial)
    return total, total + Fraction(1, factorial * terms)


def set_size(s: int) -> int:
    """q, the least prime that is at least the 2 s bits of a one-bit extractor's seed.

    >>> set_size(3), set_size(8)
    (7, 17)
    """
    q = 2 * s
    while not is_small_prime(q):
        q += 1
    return q


def polynomial_design(q: int, m: int) -> list[Set]:
    """m sets of q places among q^2: set j has z + q p_j(z) for z below q, the digits of j in base q being p_j.

    Args:
        q: a prime.
        m: number of sets.

    >>> polynomial_design(2, 4)
    [(0, 1), (2, 3), (0, 3), (2, 1)]
    """
    return [_places(q, j) for j in range(m)]


@lru_cache(maxsize=1 << 14)
def _places(q: int, j: int) -> Set:
    digits = []
    while j:
        digits.append(j % q)
        j //= q
    return tuple(z + q * _polynomial(digits, z, q) for z in range(q))


def _polynomial(coefficients: Sequence[int], z: int, q: int) -> int:
    total = 0
    for coefficient in reversed(coefficients):
        total = (total * z + coefficient) % q
    return total


def block_sizes(q: int, m: int) -> list[int]:
    """How many sets each block of a block design has, Mauerer, Portmann and Scholz 2012.

    With r = 2e, l is the least number of at least 1 with (m - r) (1 - 1/r)^l <= q - r, and the first i + 1 blocks have
    the ceiling of (m - r) (1 - (1 - 1/r)^(i+1)) sets together; the last block has the others.

    Args:
        q: size of a set, a prime above 2e.
        m: number of sets, at least 6.

    >>> block_sizes(7, 6), sum(block_sizes(7, 100))
    ([1, 5], 100)
    """
    for terms in _TERMS:
        found = [_sizes(q, m, 2 * end) for end in euler(terms)]
        if found[0] == found[1]:
            return found[0]
    raise Limit("work", "sizes of blocks depend on more digits of e")  # pragma: no cover - e is irrational


def _sizes(q: int, m: int, r: Fraction) -> list[int]:
    share, left, ends = 1 - 1 / r, m - r, list[int]()
    while not ends or left > q - r:
        left *= share
        ends.append(-((left - (m - r)) // 1))
    starts = [0, *ends]
    return [end - start for start, end in zip(starts, [*ends, m], strict=True)]


def design(kind: Design, q: int, m: int) -> Iterator[Set]:
    """The sets of a weak design: m sets of q places; blocks use places of their own, q^2 each.

    Raises:
        Malformed: `out-of-range`, a block design with fewer than 6 sets or with q below 7.

    >>> list(design("block", 7, 6))[1][:3]
    (49, 50, 51)
    """
    if kind == "polynomial":
        yield from polynomial_design(q, m)
        return
    if m < LEAST_BLOCKS or q < 7:
        raise Malformed("out-of-range", "a block design has at least 6 sets of at least 7 places")
    for number, size in enumerate(block_sizes(q, m)):
        for places in polynomial_design(q, size):
            yield tuple(place + number * q * q for place in places)


def seed_bits(kind: Design, s: int, m: int) -> int:
    """Bits of the seed for m output bits with a field of s bits.

    >>> seed_bits("polynomial", 3, 10), seed_bits("block", 3, 10)
    (49, 343)
    """
    q = set_size(s)
    return q * q * (1 if kind == "polynomial" else len(block_sizes(q, m)))


def overlap(sets: Sequence[Set]) -> Fraction:
    """r of a weak design: the largest sum over j < i of 2^(places that sets i and j share), over the number of sets.

    >>> overlap([(0, 1), (2, 3), (0, 3)])
    Fraction(4, 3)
    """
    found = [sum(2 ** len(set(one) & set(other)) for other in sets[:i]) for i, one in enumerate(sets)]
    return Fraction(max(found), len(sets))


def one_bit(x: str, seed: str) -> str:
    """The parity of beta and p(alpha): seed = alpha beta, p the polynomial over 2^s elements with the blocks of x.

    The first bit of a block, and of alpha, is the coefficient of z^(s-1); the first block has the highest power of
    alpha, and the last one is filled up with zeros.

    >>> one_bit("1010111110100111001100000", "001001110011100100101111")
    '0'
    """
    s = len(seed) // 2
    field, alpha, beta = sparsest(s), int(seed[:s], 2), int(seed[s:], 2)
    value = 0
    for start in range(0, len(x), s):
        value = times(value, alpha, field) ^ int(x[start : start + s].ljust(s, "0"), 2)
    return str((value & beta).bit_count() % 2)


def output(x: str, seed: str, m: int, s: int, kind: Design) -> str:
    """m bits, bit j the one-bit extractor with the first 2 s places of set j of the seed.

    Args:
        x: n bits.
        seed: q^2 bits for a `polynomial` design, as many for each block of a `block` one; q = `set_size(s)`.
        m: 1 to n; at least 6 for blocks.
        s: bits of an element of the field, 1 to n.
        kind: of the design.

    Raises:
        Malformed: `out-of-range`.

    >>> output("1011", "0110", 3, 1, "polynomial")
    '100'
    """
    if set(x + seed) - set("01"):
        raise Malformed("out-of-range", "a bit is neither 0 nor 1")
    if not 1 <= m <= len(x) or not 1 <= s <= len(x):
        raise Malformed("out-of-range", f"m = {m} or s = {s} is not between 1 and {len(x)}")
    sets = list(design(kind, set_size(s), m))
    if len(seed) != seed_bits(kind, s, m):
        raise Malformed("out-of-range", f"the seed has {len(seed)} bits and not {seed_bits(kind, s, m)}")
    return "".join(one_bit(x, "".join(seed[place] for place in places[: 2 * s])) for places in sets)


def field_bits(n: int, m: int, eps: Fraction) -> int:
    """s for m output bits with error eps together: the ceiling of log2(n) + 2 log2(2 m / eps).

    >>> field_bits(1000, 10, Fraction(1, 1000))
    39
    """
    form = LogForm(Fraction(0), ((Fraction(-1), Fraction(n)), (Fraction(-2), 2 * m / eps)))
    return -form.floor().floor


def trevisan_length(
    n: int, k: Fraction, eps: Fraction, kind: Design = "block", convention: Convention = HASHING,
    loss: LogForm | None = None,
) -> int:  # fmt: skip
    """The largest m with r m + 4 log2(m / eps) + 6 <= k, r = 1 for blocks and 2e otherwise; 0 when there is none.

    Args:
        n: bits of the source.
        k: its min-entropy given the adversary, who may hold quantum information; independent of the seed.
        eps: error of output, seed and adversary jointly; each output bit has an m-th of it.
        kind: of the weak design; with blocks m is 0 or at least 6.
        convention: the distance and the unit of k are read from it.
        loss: bits in place of 6, for other theorems on the one-bit extractor.

    Raises:
        Malformed: `out-of-range`.

    >>> [trevisan_length(1000, Fraction(800), Fraction(1, 1024), kind) for kind in ("block", "polynomial")]
    [716, 133]
    """
    read_size("n", n)
    entropy = read_entropy("k", k, n, convention)
    left = convention.error(eps, Fraction(0))
    room = entropy + (loss or LogForm(Fraction(6))).scaled(Fraction(-1))
    low, high = _around(float(room.enclosure(64)[0]), left, n, kind)
    step = 1
    while low and not _fits(room, left, low, kind):
        low, high, step = max(0, low - step), low, 2 * step
    step = 1
    while high <= n and _fits(room, left, high, kind):
        low, high, step = high, min(n + 1, high + step), 2 * step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _fits(room, left, middle, kind) else (low, middle)
    return low if kind == "polynomial" or low >= LEAST_BLOCKS else 0


def _around(room: float, left: Fraction, n: int, kind: Design) -> tuple[int, int]:
    """Where to look for the length, in floating point: two numbers next to each other in 0 to n + 1."""
    error = log2(left.numerator) - log2(left.denominator)
    m = max(1.0, room)
    for _ in range(50):
        m = max(1.0, (room - 4 * (log2(m) - error)) / (1 if kind == "block" else 2 * e))
    low = min(n, int(m))
    return low, low + 1


def _fits(room: LogForm, left: Fraction, m: int, kind: Design) -> bool:
    """Whether r m + 4 log2(m / left) is at most what is there."""
    rest = room + LogForm(Fraction(0), ((Fraction(4), left / m),))
    if kind == "block":
        return (rest + LogForm(Fraction(-m))).floor().floor >= 0
    for terms in _TERMS:
        ends = {(rest + LogForm(-2 * side * m)).floor().floor >= 0 for side in euler(terms)}
        if len(ends) == 1:
            return ends.pop()
    raise Limit("work", "a length depends on more digits of e")  # pragma: no cover
