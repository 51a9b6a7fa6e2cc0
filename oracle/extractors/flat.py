"""Exact errors of small extractors on all flat sources, which decide for all sources of integer min-entropy.

A source of min-entropy k bits, k an integer, is a mixture of uniform laws on sets of 2^k strings, and the distance is
convex in each source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import combinations

Bitstrings = list[list[int]]
Table = list[list[int]]
"""Output as a number, for each first string (row) and second string (column), both as numbers."""


def strings(n: int) -> Bitstrings:
    """All strings of n bits, bit 0 the lowest of their number.

    >>> strings(2)
    [[0, 0], [1, 0], [0, 1], [1, 1]]
    """
    return [[number >> i & 1 for i in range(n)] for number in range(2**n)]


def table(extract: Callable[[Sequence[int], Sequence[int], int], list[int]], n1: int, n2: int, m: int) -> Table:
    """The table of an extractor of `reference`.

    >>> from oracle.extractors.reference import right
    >>> table(right, 1, 1, 1)
    [[0, 0], [0, 1]]
    """
    return [[sum(bit << i for i, bit in enumerate(extract(x, y, m))) for y in strings(n2)] for x in strings(n1)]


def transposed(entries: Table) -> Table:
    """The arguments exchanged."""
    return [list(column) for column in zip(*entries, strict=True)]


def _distances(entries: Table, second: Sequence[int], m: int) -> list[int]:
    """For each first string, the 1-distance of the output from uniform times 2^m and the size of the set."""
    found, size = [], len(second)
    for row in entries:
        counts: dict[int, int] = {}
        for y in second:
            counts[row[y]] = counts.get(row[y], 0) + 1
        seen = sum(abs((count << m) - size) for count in counts.values())
        found.append(seen + (2**m - len(counts)) * size)
    return found


def strong_error(entries: Table, m: int, k1: int, k2: int, sets: Iterable[Sequence[int]] | None = None) -> Fraction:
    """The largest half distance of (output, first string) from (uniform, first string) over flat sources.

    For a given second source the worst first source takes the 2^k1 strings with the largest distances.

    Args:
        entries: from `table`; with `transposed` the error is joint with the second string.
        m: output bits.
        k1: min-entropy of the first source, an integer.
        k2: of the second.
        sets: second sources to look at, by default all sets of 2^k2 strings.

    >>> from oracle.extractors.reference import right
    >>> strong_error(table(right, 2, 2, 1), 1, 2, 2)
    Fraction(1, 8)
    """
    wanted = combinations(range(len(entries[0])), 2**k2) if sets is None else sets
    worst = max(sum(sorted(_distances(entries, second, m), reverse=True)[: 2**k1]) for second in wanted)
    return Fraction(worst, 2 ** (1 + m + k1 + k2))


def seeded_error(entries: Table, m: int, k: int) -> Fraction:
    """The largest half distance of (output, seed) from uniform: columns are sources, rows seeds, uniformly drawn."""
    number = len(entries)
    return strong_error(entries, m, number.bit_length() - 1, k)


def toeplitz_ranks(m: int, n: int) -> list[Fraction]:
    """The probability of each rank, 0 to min(m, n), of a uniform Toeplitz matrix over GF(2) with m rows, n columns.

    Daykin 1960, Distribution of bordered persymmetric matrices in a finite field: of the 2^(m+n-1) matrices with
    m <= n one has rank 0, 3 2^(2r-2) have rank r < m, and 2^(2m-2) (2^(n-m+1) - 1) have rank m.

    >>> toeplitz_ranks(1, 2), sum(toeplitz_ranks(3, 5))
    ([Fraction(1, 4), Fraction(3, 4)], Fraction(1, 1))
    """
    m, n = min(m, n), max(m, n)
    counts = [1, *(3 << (2 * r - 2) for r in range(1, m)), ((1 << (n - m + 1)) - 1) << (2 * m - 2)]
    return [Fraction(count, 1 << (m + n - 1)) for count in counts]


def rank_error(k: int, m: int) -> Fraction:
    """The half distance of (output, seed) from uniform for Toeplitz hashing of k uniform bits beside known ones.

    For a seed whose matrix has rank r on the free bits the output is uniform on a coset of 2^r strings, at distance
    1 - 2^(r-m); the columns of k free bits next to each other are a uniform Toeplitz matrix.

    >>> rank_error(1, 1), rank_error(2, 2)
    (Fraction(1, 4), Fraction(9, 32))
    """
    ranks = toeplitz_ranks(m, k) if k else [Fraction(1)]
    return sum((share * (1 - Fraction(1, 2 ** (m - r))) for r, share in enumerate(ranks)), Fraction(0))
