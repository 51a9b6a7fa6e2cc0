"""Section Randomness from correlations: what two bits mean, the local region, the inputs' cost."""

from fractions import Fraction

from oracle.extractors.reference import toeplitz
from oracle.ledger.arithmetic import enclose, op
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.padovan2024.boundary.local_pairs import LIMIT
from oracle.papers.padovan2024.definitions import statement


@check
def sec_randomness_local_region() -> Finding:
    """On 0 < |c| <= 2/5 all eight CHSH sums of Alice and Bob1 are at most 2, and c s is not zero.

    The certificates local-pair give a local model of the correlators that `correlators` states, for k = |c|. Here the
    sums themselves: (1 + |c|) sqrt 2 <= 2 is (1 + |c|)^2 <= 2 at |c| = 2/5, and |s| >= sqrt(1 - 4/25) > 0.
    """
    (symbol,) = statement("local-pair-plus")["symbols"]
    stated = Fraction(symbol["high"]) == LIMIT == Fraction(2, 5) and symbol["low"] == "0"
    signs = [(1, 1, 1, -1), (1, 1, -1, 1), (1, -1, 1, 1), (-1, 1, 1, 1)]

    def largest(c: Fraction) -> Fraction:
        e = (c, Fraction(1), c, Fraction(-1))  # <A_0 B_0>, <A_0 B_1>, <A_1 B_0>, <A_1 B_1> in units of 1/sqrt 2
        return max(abs(sum((s * x for s, x in zip(row, e, strict=True)), Fraction(0))) for row in signs)

    # (largest/sqrt 2)^2 <= 4, largest being convex in c
    holds = all(largest(c) ** 2 <= 8 for c in (-LIMIT, Fraction(0), LIMIT)) and largest(Fraction(1, 2)) ** 2 > 8
    return Finding("proof", stated and holds and 1 - LIMIT**2 > 0, "eight sums at |c| <= 2/5; above 2 at c = 1/2")


@check
def sec_randomness_input_cost() -> Finding:
    """With probability q = 2^-k of a test, inputs cost at most (k + 5)/2^k bits a state, which goes to 0.

    The entropy of the inputs is h(q) + q log2(number of other inputs, at most 7), h(q) = q k - (1 - q) log2(1 - q), and
    -(1 - q) log2(1 - q) <= q/ln 2 <= 2 q. From k to k + 1 the bound falls at least by the factor 3/4, as
    (k + 6)/(2 (k + 5)) <= 3/4 for k >= -3. The kernel encloses the exact cost at k = 1, 4, 16, 64.
    """
    below = all((cost := _cost(k)) <= Fraction(k + 5, 2**k) for k in (1, 4, 16, 64))
    falls = all(2 * (k + 6) <= 3 * (k + 5) for k in range(64))
    return Finding("proof", below and falls and cost < Fraction(1, 2**57), f"at k = 64 below {69}/2^64 bits")


def _cost(k: int) -> Fraction:
    q = Fraction(1, 2**k)
    lost = op("mul", 1 - q, op("log2", 1 - q))
    cost = op("sub", q * k, op("sub", lost, op("mul", q, op("log2", 7))))
    return enclose(cost, Fraction(1, 2 ** (k + 8))).high


class _Counted(int):
    """A bit that counts the products it is the first factor of."""

    products = 0

    def __mul__(self, other: int) -> int:
        _Counted.products += 1
        return int(self) * other


@check
def sec_randomness_extraction_cost() -> Finding:
    """A Toeplitz matrix extracts m <= n bits from n with at most m n <= n^2 products of bits, by its definition.

    Counted for three sizes; faster algorithms only need fewer.
    """
    counts = []
    for n, m in ((8, 8), (24, 24), (32, 7)):
        _Counted.products = 0
        bits = [_Counted(int(k % 3 == 1)) for k in range(n)]
        toeplitz(bits, [_Counted(int(k % 5 < 2)) for k in range(n + m - 1)], m)
        counts.append((n, m, _Counted.products))
    holds = all(0 < found <= m * n <= n * n for n, m, found in counts)
    return Finding("proof", holds, ", ".join(f"{found} products for n = {n}, m = {m}" for n, m, found in counts))
