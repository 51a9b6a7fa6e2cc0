"""Error bounds against the exact errors on all flat sources of small length."""

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest

from oracle.extractors import reference
from oracle.extractors.flat import Table, seeded_error, strong_error, table, transposed
from oracle.extractors.lengths import error_of_rank, toeplitz_length, two_source_length


def theorem_2_squared(n: int, m: int, k1: int, k2: int) -> Fraction:
    return Fraction(2) ** (n + 2 * m - k1 - k2)


def random_sets(strings: int, size: int, count: int) -> list[list[int]]:
    source = Random(size)
    return [source.sample(range(strings), size) for _ in range(count)]


def both(entries: Table) -> tuple[Table, Table]:
    return entries, transposed(entries)


@pytest.mark.parametrize("shift", [reference.right, reference.left])
@pytest.mark.parametrize(("n", "m"), [(2, 1), (2, 2), (3, 1), (3, 2), (3, 3), (4, 1), (4, 3)])
def test_shifts_are_strong_in_either_argument(shift: object, n: int, m: int) -> None:
    entries = table(shift, n, n, m)  # type: ignore[arg-type]
    for side in both(entries):
        for k1 in range(n + 1):
            for k2 in range(n + 1):
                sets = random_sets(16, 2**k2, 60) if (n, k2) in ((4, 2), (4, 3)) else None
                square = strong_error(side, m, k1, k2, sets) ** 2
                assert square <= error_of_rank(n, m, m - 1, Fraction(k1), Fraction(k2))
                assert square <= theorem_2_squared(n, m, k1, k2)


def test_the_bound_of_the_ranks_is_nearly_attained() -> None:
    entries = table(reference.right, 4, 4, 1)
    ratios = [
        strong_error(entries, 1, k1, k2) ** 2 / error_of_rank(4, 1, 0, Fraction(k1), Fraction(k2))
        for k1, k2 in [(0, 4), (4, 4)]
    ]
    assert max(ratios) == 1


@pytest.mark.parametrize("m", [1, 2, 3, 4])
def test_the_cyclic_extractor_of_length_five(m: int) -> None:
    for side in both(table(reference.cyclic, 5, 5, m)):
        for k2 in range(6):
            sets = combinations(range(32), 2**k2) if k2 in (0, 1, 5) else random_sets(32, 2**k2, 12)
            chosen = [*sets]
            for k1 in range(6):
                square = strong_error(side, m, k1, k2, chosen) ** 2
                assert square <= error_of_rank(5, m, 1, Fraction(k1), Fraction(k2))


@pytest.mark.parametrize("order", ["diagonal", "cyclic"])
@pytest.mark.parametrize(("n", "m"), [(3, 1), (3, 2), (3, 3), (4, 2)])
def test_toeplitz_hashing(order: reference.Order, n: int, m: int) -> None:
    entries = table(lambda seed, x, bits: reference.toeplitz(x, seed, bits, order), n + m - 1, n, m)
    for k in range(n + 1 if n == 3 else 3):
        assert seeded_error(entries, m, k) ** 2 <= Fraction(2) ** (m - k) / 4


@pytest.mark.parametrize("m", [1, 2, 3, 4])
def test_circulant_hashing_with_a_primitive_root(m: int) -> None:
    entries = table(lambda seed, x, bits: reference.circulant(x, seed, bits), 5, 4, m)
    for k in range(3):
        assert seeded_error(entries, m, k) ** 2 <= Fraction(2) ** (m - k) / 4


def collisions(n: int, m: int) -> Fraction:
    """The largest probability, over x other than 0, that the first m bits vanish."""
    entries = table(lambda x, seed, bits: reference.circulant(x, seed, bits), n, n + 1, m)
    return max(Fraction(row.count(0), 2 ** (n + 1)) for row in entries[1:])


@pytest.mark.parametrize(
    ("n", "m", "universal"), [(4, 3, True), (4, 4, True), (6, 3, True), (6, 4, False), (6, 5, False), (6, 6, False)]
)
def test_two_universality_needs_the_primitive_root(n: int, m: int, universal: bool) -> None:
    assert (collisions(n, m) <= Fraction(1, 2**m)) is universal


def test_the_lengths_keep_their_errors() -> None:
    # the lengths that the formulas give at small sizes are safe for every flat source
    for k1, k2 in [(4, 4), (4, 3), (3, 4)]:
        for eps in (Fraction(9, 10), Fraction(1, 2), Fraction(1, 4)):
            m = two_source_length(4, Fraction(k1), Fraction(k2), eps, method="no-side-information").length
            if m:
                assert strong_error(table(reference.right, 4, 4, m), m, k1, k2, None if k2 == 4 else [range(8)]) <= eps
    for k in range(4):
        for eps in (Fraction(9, 10), Fraction(1, 2), Fraction(1, 4)):
            m = toeplitz_length(3, Fraction(k), eps).length
            if m:
                entries = table(lambda seed, x, bits: reference.toeplitz(x, seed, bits), 2 + m, 3, m)
                assert seeded_error(entries, m, k) <= eps
