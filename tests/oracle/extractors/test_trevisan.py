"""Trevisan's extractor is what a definition written here gives, and its designs and errors are as published."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import ceil, e, isqrt, log2
from random import Random

import pytest
from mpmath import mp

from oracle.extractors.binary_polynomials import irreducible, sparsest
from oracle.extractors.conventions import Convention
from oracle.extractors.flat import seeded_error, strings
from oracle.extractors.trevisan import (
    Design,
    block_sizes,
    design,
    field_bits,
    one_bit,
    output,
    overlap,
    seed_bits,
    set_size,
    trevisan_length,
)
from oracle.failures import Malformed

# ---- the definition: polynomials as lists of coefficients, sets as pairs, the published formulas term by term


def multiplied(a: list[int], b: list[int]) -> list[int]:
    found = [0] * (len(a) + len(b) - 1)
    for i, j in product(range(len(a)), range(len(b))):
        found[i + j] ^= a[i] & b[j]
    return found


def divided(a: list[int], f: list[int]) -> list[int]:
    """The remainder of long division; the last coefficient of f is 1."""
    a = list(a)
    for i in range(len(a) - 1, len(f) - 2, -1):
        if a[i]:
            for j, coefficient in enumerate(f):
                a[i - len(f) + 1 + j] ^= coefficient
    return (a + [0] * len(f))[: len(f) - 1]


def fewest_terms(degree: int) -> list[int]:
    """By trial division with every polynomial of half the degree."""
    candidates = []
    for number in range(1 << degree, 2 << degree):
        f = [number >> i & 1 for i in range(degree + 1)]
        factors = ([n >> i & 1 for i in range(n.bit_length())] for n in range(2, 1 << (degree // 2 + 1)))
        if all(any(divided(f, factor)) for factor in factors):
            candidates.append((sum(f), number, f))
    return min(candidates)[2]


def sets_by_definition(kind: Design, q: int, m: int) -> list[list[int]]:
    def basic(count: int) -> list[list[int]]:
        pairs = []
        for j in range(count):
            value = {z: sum((j // q**i % q) * z**i for i in range(10)) % q for z in range(q)}
            pairs.append([(z, value[z]) for z in range(q)])
        return [[z + q * v for z, v in one] for one in pairs]

    if kind == "polynomial":
        return basic(m)
    r = 2 * e
    blocks = max(1, ceil(log2((m - r) / (q - r)) / log2(r / (r - 1))))
    sizes: list[int] = []
    for i in range(blocks):
        sizes.append(ceil(sum((1 - 1 / r) ** j * (m / r - 1) for j in range(i + 1))) - sum(sizes))
    sizes.append(m - sum(sizes))
    return [[place + i * q * q for place in one] for i, size in enumerate(sizes) for one in basic(size)]


def bit_by_definition(x: list[int], seed: list[int]) -> int:
    s = len(seed) // 2
    field = fewest_terms(s) if s > 1 else [0, 1]
    padded = x + [0] * (-len(x) % s)
    blocks = [padded[i : i + s][::-1] for i in range(0, len(padded), s)]
    alpha, total = seed[:s][::-1], [0] * s
    for i, block in enumerate(blocks):
        term = block
        for _ in range(len(blocks) - 1 - i):
            term = divided(multiplied(term, alpha), field)
        total = [a ^ b for a, b in zip(total, term, strict=True)]
    return sum(a & b for a, b in zip(total[::-1], seed[s:], strict=True)) % 2


def by_definition(x: str, seed: str, m: int, s: int, kind: Design) -> str:
    q = 2 * s
    while any(q % p == 0 for p in range(2, isqrt(q) + 1)):
        q += 1
    chosen = [[int(seed[place]) for place in places[: 2 * s]] for places in sets_by_definition(kind, q, m)]
    return "".join(str(bit_by_definition([int(bit) for bit in x], part)) for part in chosen)


def bits(source: Random, n: int) -> str:
    return format(source.getrandbits(n), f"0{n}b")


@pytest.mark.parametrize("kind", ["polynomial", "block"])
@pytest.mark.parametrize(("n", "s", "m"), [(9, 3, 9), (20, 3, 15), (25, 4, 6), (40, 5, 40), (17, 8, 17), (64, 7, 31)])
def test_the_output_is_that_of_the_definition(kind: Design, n: int, s: int, m: int) -> None:
    source = Random(n * s)
    for x in (bits(source, n), "1" * n, "0" * (n - 1) + "1"):
        if kind == "block" and set_size(s) < 7:
            continue
        seed = bits(source, seed_bits(kind, s, m))
        assert output(x, seed, m, s, kind) == by_definition(x, seed, m, s, kind)


@pytest.mark.parametrize("s", [1, 2])
def test_the_smallest_fields(s: int) -> None:
    source = Random(s)
    for _ in range(20):
        x, seed = bits(source, 7), bits(source, seed_bits("polynomial", s, 7))
        assert output(x, seed, 7, s, "polynomial") == by_definition(x, seed, 7, s, "polynomial")


@pytest.mark.parametrize("degree", range(2, 11))
def test_moduli_are_those_of_trial_division(degree: int) -> None:
    f = fewest_terms(degree)
    assert sparsest(degree) == sum(coefficient << i for i, coefficient in enumerate(f))


@pytest.mark.parametrize(
    ("degree", "places"), [(64, (4, 3, 1, 0)), (127, (1, 0)), (128, (7, 2, 1, 0)), (163, (7, 6, 3, 0)), (233, (74, 0))]
)
def test_moduli_are_those_of_published_tables(degree: int, places: tuple[int, ...]) -> None:
    """Seroussi 1998, Table of low-weight binary irreducible polynomials; FIPS 186 for 163 and 233."""
    assert sparsest(degree) == (1 << degree) + sum(1 << place for place in places)
    assert not irreducible(sparsest(degree) ^ 2)


@pytest.mark.parametrize("q", [2, 3, 5, 7, 11])
def test_polynomials_overlap_by_less_than_2e(q: int) -> None:
    for m in (1, 2, q, q + 1, q * q, min(q**3, 200)):
        assert overlap(list(design("polynomial", q, m))) < Fraction(543656, 10**5)


@pytest.mark.parametrize(("q", "m"), [(7, 6), (7, 7), (7, 30), (7, 200), (11, 13), (11, 150), (13, 60), (17, 100)])
def test_blocks_overlap_by_at_most_1(q: int, m: int) -> None:
    sets = list(design("block", q, m))
    assert len(sets) == m == sum(block_sizes(q, m))
    assert overlap(sets) <= 1
    # without blocks as many sets overlap by more, so that the test can fail
    assert m <= q or overlap(list(design("polynomial", q, m))) > 1


@pytest.mark.parametrize(("n", "s"), [(2, 1), (3, 1), (3, 2), (4, 2)])
@pytest.mark.parametrize("k", [1, 2])
def test_the_error_of_one_bit_is_below_that_of_almost_two_universal_hashing(n: int, s: int, k: int) -> None:
    rows = [
        [int(one_bit("".join(map(str, x)), "".join(map(str, seed)))) for x in strings(n)] for seed in strings(2 * s)
    ]
    exact = seeded_error(rows, 1, k)
    # delta = (1 + (blocks - 1) / 2^s) / 2, and the squared error is at most ((2 delta - 1) + 2^(1 - k)) / 4
    bound = (Fraction(-(-n // s) - 1, 2**s) + Fraction(2, 2**k)) / 4
    assert 0 < exact**2 <= bound


@pytest.mark.parametrize("kind", ["polynomial", "block"])
@pytest.mark.parametrize("distance", ["half", "full"])
@pytest.mark.parametrize(("n", "k"), [(100, 60), (10**6, 600_000), (50, 49)])
def test_lengths_are_the_largest_that_the_theorem_admits(kind: Design, distance: str, n: int, k: int) -> None:
    eps = Fraction(1, 1000)
    how = Convention(distance="half" if distance == "half" else "full")
    found = trevisan_length(n, Fraction(k), eps, kind, how)
    with mp.workdps(60):
        r = 1 if kind == "block" else 2 * mp.e
        left = mp.mpf(1) / (1000 if distance == "half" else 2000)

        def needed(m: int) -> mp.mpf:
            return r * m + 4 * mp.log(m / left, 2) + 6

        assert found == 0 or needed(found) <= k
        assert found == 0 or needed(found + 1) > k
        assert found > 0 or needed(6 if kind == "block" else 1) > k


def test_a_tie_is_decided_exactly() -> None:
    # 16 + 4 (4 + 10) + 6 = 78
    eps = Fraction(1, 2**10)
    assert trevisan_length(100, Fraction(78), eps) == 16
    assert trevisan_length(100, Fraction(78) - Fraction(1, 10**50), eps) == 15
    assert field_bits(1024, 16, eps) == 10 + 2 * 15


@pytest.mark.parametrize(
    ("x", "seed", "m", "s", "kind"),
    [
        ("10", "0110", 3, 1, "polynomial"),
        ("10", "0110", 0, 1, "polynomial"),
        ("10", "01101", 2, 1, "polynomial"),
        ("12", "0110", 2, 1, "polynomial"),
        ("10", "0110", 2, 0, "polynomial"),
        ("10", "0110", 2, 3, "polynomial"),
        ("1" * 9, "0" * 49, 5, 3, "block"),
        ("1" * 9, "0" * 4, 6, 1, "block"),
        ("1" * 9, "0" * 49, 6, 3, "block"),
    ],
)
def test_misfits_are_refused(x: str, seed: str, m: int, s: int, kind: Design) -> None:
    with pytest.raises(Malformed):
        output(x, seed, m, s, kind)


def test_there_is_no_field_of_no_bits() -> None:
    with pytest.raises(Malformed):
        sparsest(0)


def test_nothing_is_extracted_from_too_little() -> None:
    assert trevisan_length(100, Fraction(40), Fraction(1, 1000)) == 0
    assert trevisan_length(100, Fraction(0), Fraction(1, 2)) == 0
