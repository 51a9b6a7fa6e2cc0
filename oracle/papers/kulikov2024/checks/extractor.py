"""Theorem 2 and equation (14): the shift extractor, its ranks, and in which argument it is strong."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from oracle.extractors import reference
from oracle.extractors.flat import Table, strings, strong_error, table, transposed
from oracle.extractors.lengths import error_of_rank
from oracle.ledger.checks import check
from oracle.ledger.status import Finding

Matrix = list[list[int]]
LARGEST = 5
SHIFT = reference.right


def shift_matrix(n: int, i: int) -> Matrix:
    """Return A with A[t][t - i] = 1: row t of A y is y moved by i places, nothing coming in."""
    return [[int(t - i == u) for u in range(n)] for t in range(n)]


def rank(matrix: Matrix) -> int:
    """Return the rank over GF(2)."""
    rows = [sum(bit << u for u, bit in enumerate(row)) for row in matrix]
    found = 0
    while rows:
        pivot = rows.pop()
        if pivot:
            found += 1
            low = pivot & -pivot
            rows = [row ^ pivot if row & low else row for row in rows]
    return found


def _sum(n: int, chosen: Sequence[int]) -> Matrix:
    return [[sum(shift_matrix(n, i)[t][u] for i in chosen) % 2 for u in range(n)] for t in range(n)]


def _chosen(m: int) -> list[list[int]]:
    return [[i for i in range(m) if s >> i & 1] for s in range(1, 2**m)]


def _units(n: int) -> Matrix:
    return [[int(t == u) for u in range(n)] for t in range(n)]


def _turned(matrix: Matrix, turn: bool) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)] if turn else matrix


def _ranks_hold() -> bool:
    """Return whether a nonempty sum of shifts by 0 to m - 1 has rank at least n - m + 1, for small n.

    In general: with d <= m - 1 the smallest shift of the sum, rows d to n - 1 and columns 0 to n - 1 - d form a
    triangular matrix with ones on the diagonal, of size n - d.
    """
    return all(
        rank(_sum(n, chosen)) >= n - m + 1 and rank(_sum(n, chosen)) == n - chosen[0]
        for n in range(1, LARGEST + 1)
        for m in range(1, n + 1)
        for chosen in _chosen(m)
    )


def _bound_holds() -> bool:
    """Return whether (2^m - 1) 2^(n + m - 1 - k)/4 <= 2^(n + 2m - k): both scale with 2^(n - k), and m decides.

    2^m - 1 < 2^m and 2^(m-3) < 2^m for every m; computed for m up to 64.
    """
    return all(error_of_rank(0, m, m - 1, Fraction(0), Fraction(0)) * 8 <= Fraction(2) ** (2 * m) for m in range(1, 65))


def _flat_sources_hold(turn: Callable[[Table], Table]) -> bool:
    """Return whether the exact errors of length 3 on all flat sources obey the bound; they decide for integers."""
    n = 3
    return all(
        strong_error(turn(table(SHIFT, n, n, m)), m, k1, k2) ** 2
        <= error_of_rank(n, m, m - 1, Fraction(k1), Fraction(k2))
        for m in range(1, n + 1)
        for k1 in range(n + 1)
        for k2 in range(n + 1)
    )


@check
def thm_2() -> Finding:
    """The error joint with X1 is at most 2^(-(k1+k2-n-2m)/2).

    For fixed x the distance is at most half the root of the sum over s != 0 of E[(-1)^(x B_s y)]^2, B_s the sum of
    the shifts in s (Cauchy-Schwarz and Parseval). Each x has probability at most 2^-k1, and the sum over all x of the
    square is 2^n Pr[B_s (y + y') = 0] <= 2^(n + c - k2), c <= m - 1 the corank. By concavity of the root the error is
    at most (1/2) sqrt((2^m - 1) 2^(n + m - 1 - k1 - k2)), smaller than printed by 2^(3/2).
    """
    holds = _ranks_hold() and _bound_holds() and _flat_sources_hold(lambda entries: entries)
    return Finding(
        "proof", holds, "ranks of all sums up to length 5, exponents up to m = 64, all flat sources of length 3"
    )


def first_bit_of_second(x: Sequence[int], y: Sequence[int], m: int) -> list[int]:
    """Return y_0: an extractor that is strong in x and worthless given y."""
    return [y[0]]


@check
def k5_printed() -> Finding:
    """Being strong in the first argument does not give (19), which is joint with the second one.

    The first bit of y is uniform given x when y is uniform, and known given y.
    """
    entries = table(first_bit_of_second, 2, 2, 1)
    first, second = strong_error(entries, 1, 2, 2), strong_error(transposed(entries), 1, 2, 2)
    return Finding(
        "refutation", first == 0 and second > 0, f"an X1-strong extractor with error {first} and {second} joint with X2"
    )


@check
def k5_corrected() -> Finding:
    """The shift extractor is strong in the second argument, too, with the same error.

    x^T B y = y^T B^T x, and a matrix and its transpose have the same rank, so the proof of theorem 2 applies with the
    arguments exchanged; theorems 3 and 4 are then used with Z as the first source.
    """
    same = all(
        rank(_turned(_sum(n, chosen), True)) == rank(_sum(n, chosen))
        for n in range(1, LARGEST + 1)
        for chosen in _chosen(n)
    )
    holds = same and _bound_holds() and _flat_sources_hold(transposed)
    return Finding("correction", holds, "equal ranks of transposes, and all flat sources of length 3 joint with X2")


@check
def sec_extraction_cost(largest: str) -> Finding:
    """The outputs are coefficients n - 1 to n + m - 2 of one polynomial product, x(z) times the reversed y(z).

    No cost is counted. Both sides are bilinear: unit vectors decide.
    """
    holds = all(
        SHIFT(x, y, n) == _coefficients(x, y) for n in range(1, int(largest) + 1) for x in _units(n) for y in _units(n)
    )
    return Finding("gap", holds and int(largest) == LARGEST, f"all pairs of unit vectors up to length {largest}")


def _coefficients(x: Sequence[int], y: Sequence[int]) -> list[int]:
    product = [0] * (2 * len(x) - 1)
    for t, bit in enumerate(x):
        for u, other in enumerate(reversed(y)):
            product[t + u] ^= bit & other
    return product[len(x) - 1 :]


@check
def sec_methods_independence() -> Finding:
    """Without independence the extractor fails however much entropy both sources have.

    If Z = AB has even weight, otherwise uniform, each source has min-entropy n - 1, and the first output bit
    x^T x = |x| mod 2 is 0 for certain. Lengths up to 5; in general |x| mod 2 is the sum of the bits.
    """
    holds = all(SHIFT(x, x, 1) == [0] for n in range(1, LARGEST + 1) for x in strings(n) if sum(x) % 2 == 0) and any(
        SHIFT(x, x, 1) == [1] for x in strings(LARGEST)
    )
    return Finding("proof", holds, "equal sources of even weight: entropies n - 1, first output bit always 0")
