"""The definitions, on lists of bits: slow, and nothing to be doubted.

Names: ``right`` is out_i = sum_t x_t y_(t-i), ``left`` is out_i = sum_t x_t y_(t+i); "right shift" is said of either
in the literature. All sums are modulo two, indices start at 0, and a bit outside its string is 0 unless indices are
cyclic.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from oracle.failures import Malformed

Bitstring = Sequence[int]
Order = Literal["diagonal", "cyclic"]


def require_lengths(n: int, second: int, m: int, expected: int, most: int) -> None:
    """Raise `Malformed` unless n >= 1, 1 <= m <= most and the second string has the expected length."""
    if n < 1:
        raise Malformed("out-of-range", "the first string is empty")
    if not 1 <= m <= most:
        raise Malformed("out-of-range", f"m = {m} output bits are not between 1 and {most}")
    if second != expected:
        raise Malformed("out-of-range", f"the second string has {second} bits and not {expected}")


def _parity(terms: Sequence[int]) -> int:
    return sum(terms) % 2


def _read(*strings: Bitstring) -> None:
    if any(bit not in (0, 1) for string in strings for bit in string):
        raise Malformed("out-of-range", "a bit is neither 0 nor 1")


def right(x: Bitstring, y: Bitstring, m: int) -> list[int]:
    """Return out_i = sum_t x_t y_(t-i) for i < m: y moved towards higher indices.

    Args:
        x: n bits.
        y: n bits.
        m: 1 to n.

    Raises:
        Malformed: `out-of-range`.

    >>> right([1, 0, 1, 1, 0, 0, 1, 0], [0, 1, 1, 0, 1, 1, 0, 1], 3)
    [1, 1, 0]
    """
    n = len(x)
    require_lengths(n, len(y), m, n, n)
    _read(x, y)
    return [_parity([x[t] * y[t - i] for t in range(i, n)]) for i in range(m)]


def left(x: Bitstring, y: Bitstring, m: int) -> list[int]:
    """Return out_i = sum_t x_t y_(t+i) for i < m; equal to right(y, x, m).

    >>> left([1, 0, 1, 1, 0, 0, 1, 0], [0, 1, 1, 0, 1, 1, 0, 1], 3)
    [1, 1, 1]
    """
    n = len(x)
    require_lengths(n, len(y), m, n, n)
    _read(x, y)
    return [_parity([x[t] * y[t + i] for t in range(n - i)]) for i in range(m)]


def toeplitz(x: Bitstring, seed: Bitstring, m: int, order: Order = "diagonal") -> list[int]:
    """Return T x for the m by n Toeplitz matrix that the seed of n + m - 1 bits fills.

    Args:
        x: n bits.
        seed: n + m - 1 bits.
        m: 1 to n.
        order: `diagonal`, T[i][j] = seed[i - j + n - 1], from the upper right corner to the lower left one;
            `cyclic`, T[i][j] = seed[(i - j) mod (n + m - 1)], first the first column and then the first row backwards.

    >>> toeplitz([1, 0, 0], [0, 1, 1, 0], 2), toeplitz([1, 0, 0], [0, 1, 1, 0], 2, "cyclic")
    ([1, 0], [0, 1])
    """
    n = len(x)
    require_lengths(n, len(seed), m, n + m - 1, n)
    _read(x, seed)
    first = n - 1 if order == "diagonal" else 0
    return [_parity([seed[(i - j + first) % len(seed)] * x[j] for j in range(n)]) for i in range(m)]


def cyclic(x: Bitstring, y: Bitstring, m: int) -> list[int]:
    """Return out_i = sum_t x_t y_(t+i mod n): the cyclic extractor of Dodis, Elbaz, Oliveira and Raz.

    With at least m - 1 zeros at the end of both strings it is `left`.

    >>> cyclic([1, 0, 0], [0, 1, 0], 3)
    [0, 1, 0]
    """
    n = len(x)
    require_lengths(n, len(y), m, n, n)
    _read(x, y)
    return [_parity([x[t] * y[(t + i) % n] for t in range(n)]) for i in range(m)]


def circulant(x: Bitstring, seed: Bitstring, m: int) -> list[int]:
    """Return the first m bits of the cyclic extractor of length n + 1 for x, a zero bit, and the seed of n + 1 bits.

    >>> circulant([1, 1], [1, 0, 0], 2)
    [1, 0]
    """
    require_lengths(len(x), len(seed), m, len(x) + 1, len(x))
    return cyclic([*x, 0], seed, m)
