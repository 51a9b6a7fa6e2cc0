"""Trevisan's extractor from the words of the protocol, and lengths for weak seeds and classical adversaries."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import isqrt

from mpmath import mp

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.good.base import GOOD
from tests.oracle.conformance.good.extractors import floor, log2, read, real, require_good


@lru_cache(maxsize=64)
def modulus(s: int) -> int:
    """By trial division: the fewest terms first, then the smallest."""
    if s == 1:
        return 2
    numbers = sorted(range(1 << s, 2 << s), key=lambda f: (f.bit_count(), f))
    return next(f for f in numbers if all(divided(f, d) for d in range(2, 1 << (s // 2 + 1))))


def divided(a: int, f: int) -> int:
    while a.bit_length() >= f.bit_length():
        a ^= f << (a.bit_length() - f.bit_length())
    return a


def product(a: int, b: int, f: int) -> int:
    total = 0
    for place in range(b.bit_length()):
        if b >> place & 1:
            total ^= a << place
    return divided(total, f)


def sizes_of_blocks(q: int, m: int) -> list[int]:
    with mp.workdps(60):
        r = 2 * mp.e
        count = max(1, int(mp.ceil(mp.log((m - r) / (q - r)) / mp.log(r / (r - 1)))))
        ends = [int(mp.ceil((m - r) * (1 - (1 - 1 / r) ** (i + 1)))) for i in range(count)] + [m]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def places(q: int, j: int) -> list[int]:
    digits = [j // q**i % q for i in range(j.bit_length() + 1)]
    return [z + q * (sum(digit * pow(z, i, q) for i, digit in enumerate(digits)) % q) for z in range(q)]


def one_bit(x: str, seed: str, s: int) -> str:
    value, alpha = 0, int(seed[:s], 2)
    for block in (x[i : i + s] for i in range(0, len(x), s)):
        value = product(value, alpha, modulus(s)) ^ int(block + "0" * (s - len(block)), 2)
    return str((value & int(seed[s:], 2)).bit_count() % 2)


@GOOD.answers("extractor.trevisan.output")
def trevisan(x: str, seed: str, m: str, s: str, design: str) -> str:
    count, bits, q = int(m), int(s), 2 * int(s)
    if set(x + seed) - {"0", "1"} or not 1 <= count <= len(x) or not 1 <= bits <= len(x):
        raise Refused("out-of-range", "no bits, or m or s does not fit")
    while any(q % p == 0 for p in range(2, isqrt(q) + 1)):
        q += 1
    if design == "block" and (count < 6 or q < 7):
        raise Refused("out-of-range", "no block design")
    blocks = sizes_of_blocks(q, count) if design == "block" else [count]
    if len(seed) != len(blocks) * q * q:
        raise Refused("out-of-range", "the seed does not fit")
    parts = [
        "".join(seed[number * q * q + place] for place in places(q, j)[: 2 * bits])
        for number, size in enumerate(blocks)
        for j in range(size)
    ]
    return "".join(one_bit(x, part, bits) for part in parts)


@GOOD.answers("extractor.trevisan.length")
def trevisan_length(n: str, k: str, eps: str, design: str) -> int:
    size, left, (entropy,) = read(n, eps, "0", 0, k)
    if design not in ("block", "polynomial"):
        raise Refused("out-of-range", "no such design")
    r = 1 if design == "block" else 2 * mp.e
    room = real(entropy) - 6 + 4 * log2(left)
    low, high = 0, size + 1
    while high - low > 1:
        middle = (low + high) // 2
        fits = r * middle + 4 * mp.log(middle, 2) <= room + mp.mpf(10) ** -1200
        low, high = (middle, high) if fits else (low, middle)
    return low if design == "polynomial" or low >= 6 else 0


@GOOD.answers("extractor.toeplitz.weak-seed.length")
def weak_seed_length(n: str, k: str, lacking: str, eps: str) -> int:
    size, left, (entropy,) = read(n, eps, "0", 0, k)
    if Fraction(lacking) < 0:
        raise Refused("out-of-range", "more entropy than bits")
    return floor(real(entropy - Fraction(lacking)) + 2 + 2 * log2(left), size)


@GOOD.answers("extractor.toeplitz.classical.length")
def classical_toeplitz_length(n: str, k: str, eps: str) -> int:
    return weak_seed_length(n, k, "0", eps)


@GOOD.answers("extractor.two-source.classical.length")
def classical_two_source_length(n: str, k1: str, k2: str, eps: str) -> int:
    size, left, found = read(n, eps, "0", 0, k1, k2)
    return floor(real(sum(found, Fraction(-size))) / 2 + log2(left), size)


@GOOD.answers("extractor.dodis.classical.length")
def classical_dodis_length(n: str, k1: str, k2: str, eps: str) -> int:
    require_good(int(n))
    size, left, found = read(n, eps, "0", 0, k1, k2)
    return floor(real(sum(found, Fraction(1 - size))) + 2 * log2(left), size - 1)
