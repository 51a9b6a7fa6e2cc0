"""Extractor lengths with many digits, and output bits on big integers."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from mpmath import mp
from sympy.ntheory import is_primitive_root, isprime

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.good.base import GOOD

mp.dps = 1300


@lru_cache(maxsize=4096)
def log2(x: Fraction) -> mp.mpf:
    return mp.log(mp.mpf(x.numerator) / x.denominator, 2)


def floor(x: mp.mpf, most: int) -> int:
    """Values within 10^-1250 of a whole number are that number.

    The logarithm of a fraction whose square has a denominator below 10^1200, as every argument has here, is either
    whole or further from a whole number than that.
    """
    return max(0, min(most, int(mp.floor(x + mp.mpf("1e-1250")))))


def real(x: Fraction) -> mp.mpf:
    return mp.mpf(x.numerator) / x.denominator


def read(n: str, eps: str, eps_s: str, times: int, *entropies: str) -> tuple[int, Fraction, list[Fraction]]:
    size, error, smoothing, found = int(n), Fraction(eps), Fraction(eps_s), [Fraction(k) for k in entropies]
    left = error - times * smoothing
    if size < 1 or not 0 < error < 1 or smoothing < 0 or left <= 0 or any(not 0 <= k <= size for k in found):
        raise Refused("out-of-range")
    return size, left, found


@GOOD.answers("extractor.toeplitz.length")
def toeplitz_length(n: str, k: str, eps: str, eps_s: str) -> int:
    size, left, (entropy,) = read(n, eps, eps_s, 2, k)
    return floor(real(entropy) + 2 + 2 * log2(left), size)


@lru_cache(maxsize=4096)
def generated_by_two(p: int) -> bool:
    """Whether p is an odd prime and 2 a primitive root."""
    return p > 2 and bool(isprime(p) and is_primitive_root(2, p))


def require_good(p: int) -> None:
    if not generated_by_two(p):
        raise Refused("out-of-range", "no prime with primitive root 2")


@GOOD.answers("extractor.circulant.length")
def circulant_length(n: str, k: str, eps: str, eps_s: str) -> int:
    require_good(int(n) + 1)
    return toeplitz_length(n, k, eps, eps_s)


@GOOD.answers("extractor.two-source.length")
def two_source_length(n: str, k1: str, k2: str, eps: str, eps_s: str) -> int:
    size, left, found = read(n, eps, eps_s, 6, k1, k2)
    total = real(sum(found, Fraction(12 - size))) - 10 * log2(Fraction(5)) - 4 * log2(Fraction(3))
    return floor((total + 10 * log2(left)) / 6, size)


@GOOD.answers("extractor.dodis.length")
def dodis_length(n: str, k1: str, k2: str, eps: str) -> int:
    require_good(int(n))
    size, left, found = read(n, eps, "0", 0, k1, k2)
    return floor((real(sum(found, Fraction(9 - size))) - 4 * log2(Fraction(3)) + 8 * log2(left)) / 5, size - 1)


@GOOD.answers("extractor.toeplitz.error")
def toeplitz_error(n: str, k: str, m: str) -> float:
    return float(2 ** ((int(m) - Fraction(k)) / 2) / 2) * (1 + 1e-9)


def integer(bits: str) -> int:
    """Bit 0 is the lowest."""
    if set(bits) - {"0", "1"} or not bits:
        raise Refused("out-of-range", "no bits")
    return int(bits[::-1], 2)


def parity(x: int) -> str:
    return str(x.bit_count() % 2)


def sizes(x: str, second: str, m: str, expected: int) -> int:
    if not 1 <= int(m) <= len(x) or len(second) != expected:
        raise Refused("out-of-range", "the strings do not fit")
    return int(m)


@GOOD.answers("extractor.two-source.output")
def two_source(x: str, y: str, m: str) -> str:
    length = sizes(x, y, m, len(x))
    first, second = integer(x), integer(y)
    return "".join(parity(first & (second << i)) for i in range(length))


@GOOD.answers("extractor.toeplitz.output")
def toeplitz(x: str, seed: str, m: str) -> str:
    length = sizes(x, seed, m, len(x) + int(m) - 1)
    first = integer(x)
    # row i holds seed[i + n - 1], ..., seed[i]
    return "".join(parity(first & integer(seed[i : i + len(x)][::-1])) for i in range(length))


@GOOD.answers("extractor.dodis.output")
def cyclic(x: str, y: str, m: str) -> str:
    length = sizes(x, y, m, len(x))
    return "".join(parity(integer(x) & integer(y[i:] + y[:i])) for i in range(length))


@GOOD.answers("extractor.circulant.output")
def circulant(x: str, seed: str, m: str) -> str:
    length = sizes(x, seed, m, len(x) + 1)
    return cyclic(x + "0", seed, str(length))


@GOOD.answers("extractor.modified-toeplitz.output")
def modified_toeplitz(x: str, seed: str, m: str) -> str:
    length = sizes(x, seed, m, len(x) - 1)
    integer(x)
    kept = len(x) - length
    rows = [seed[i : i + kept][::-1] for i in range(length)]
    hashed = [sum(int(a) & int(b) for a, b in zip(row, x, strict=False)) for row in rows]
    return "".join(str((h + int(last)) % 2) for h, last in zip(hashed, x[kept:], strict=True))
