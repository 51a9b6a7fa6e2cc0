"""Extractors on bits held as whole numbers: the definitions of `oracle.extractors.reference`, a row at a time.

Bit i of a string is bit i of its number, so that an output bit is the parity of one conjunction.
"""

from __future__ import annotations


def _number(bits: str) -> int:
    return int(bits[::-1], 2)


def _parity(number: int) -> str:
    return str(number.bit_count() % 2)


def shifts(x: str, y: str, m: int, left: bool = False) -> str:
    """out_i = sum_t x_t y_(t-i) for i < m, or sum_t x_t y_(t+i) for `left`.

    >>> shifts("10110010", "01101101", 3), shifts("10110010", "01101101", 3, left=True)
    ('110', '111')
    """
    first, second = (_number(y), _number(x)) if left else (_number(x), _number(y))
    return "".join(_parity(first & (second << i)) for i in range(m))


def toeplitz_bits(x: str, seed: str, m: int, cyclic: bool = False) -> str:
    """T x for T[i][j] = seed[i - j + n - 1], or seed[(i - j) mod (n + m - 1)] for `cyclic`.

    >>> toeplitz_bits("100", "0110", 2), toeplitz_bits("100", "0110", 2, cyclic=True)
    ('10', '01')
    """
    # in the cyclic order the row's first place is where the diagonal order has its n-th
    turned = seed[m:] + seed[:m] if cyclic else seed
    backwards, row = int(x, 2), _number(turned)
    return "".join(_parity(backwards & (row >> i)) for i in range(m))


def cyclic_bits(x: str, y: str, m: int) -> str:
    """out_i = sum_t x_t y_(t + i mod n) for i < m.

    >>> cyclic_bits("100", "010", 3)
    '010'
    """
    n = len(x)
    first, second = _number(x), _number(y)
    twice = second | second << n
    return "".join(_parity(first & (twice >> i)) for i in range(m))


def circulant_bits(x: str, seed: str, m: int) -> str:
    """The first m bits of the cyclic extractor of length n + 1 for x, a zero bit, and the seed of n + 1 bits.

    >>> circulant_bits("11", "100", 2)
    '10'
    """
    return cyclic_bits(f"{x}0", seed, m)


def modified_toeplitz_bits(x: str, seed: str, m: int) -> str:
    """The matrix (T 1) times x: T has m rows and n - m columns from a seed of n - 1 bits, 1 is the identity.

    Toeplitz hashing with a shorter seed: two-universal as well, since the m last bits of x are added unchanged.

    >>> modified_toeplitz_bits("101", "10", 1), modified_toeplitz_bits("01", "1", 1)
    ('1', '1')
    """
    n = len(x)
    rest = x[n - m :]
    if m == n:
        return rest
    hashed = toeplitz_bits(x[: n - m], seed, m)
    return "".join(str(int(a) ^ int(b)) for a, b in zip(hashed, rest, strict=True))
