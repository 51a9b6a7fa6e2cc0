"""f(epsilon) of (66) and (68): the eight settings under a Santha-Vazirani source."""

from fractions import Fraction
from functools import lru_cache
from itertools import product

from oracle.ledger.arithmetic import identical
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.ramanathan2013.definitions import U0, U1

SETTINGS = frozenset((*U0, *U1))
BIASES = (Fraction(0), Fraction(1, 10), Fraction(1, 4), Fraction(2, 5), Fraction(49, 100))


def printed(p: Fraction) -> Fraction:
    """The f of (66), with q = 1 - p."""
    q = 1 - p
    return p**4 + q**4 + 4 * q**3 * p + 2 * q**2 * p**2


def exact(p: Fraction) -> Fraction:
    """The denominator for which p^4 over it is the largest probability of a setting given the eight."""
    q = 1 - p
    return p**4 + q**4 + 3 * q**3 * p + 3 * q**2 * p**2


@lru_cache(maxsize=1024)
def least(p: Fraction, prefix: tuple[int, ...] = (), wanted: frozenset[tuple[int, ...]] = SETTINGS) -> Fraction:
    """The smallest probability of some settings, given the first bits: a bit's probability is p or 1 - p at best.

    The probability is affine in each conditional probability, and different prefixes are free, so the smallest choice
    is made bit by bit from the end.
    """
    if len(prefix) == 4:
        return Fraction(prefix in wanted)
    ends = [least(p, (*prefix, bit), wanted) for bit in (0, 1)]
    return min(zero * ends[0] + (1 - zero) * ends[1] for zero in (p, 1 - p))


def most_likely(p: Fraction) -> Fraction:
    """The largest probability of one of the eight settings given that one of them occurs.

    P(u) / P(eight) is monotone in each conditional probability, so the ends p and 1 - p decide on the path to u;
    beside the path the eight settings get their smallest probability.
    """
    best = Fraction(0)
    for setting in SETTINGS:
        for path in product((p, 1 - p), repeat=4):
            reached, beside = Fraction(1), Fraction(0)
            for k, probability in enumerate(path):
                other = (*setting[:k], 1 - setting[k])
                beside += reached * (1 - probability) * least(p, other)
                reached *= probability
            best = max(best, reached / (reached + beside))
    return best


@check
def d16_printed() -> Finding:
    """f is neither the smallest probability of the eight settings, which is 1/2 - epsilon, nor is p^4 / f attained.

    At epsilon = 1/4 both are compared exactly.
    """
    p = Fraction(3, 4)
    total, ratio = least(p), most_likely(p)
    good = total == 1 - p != printed(p) and ratio < p**4 / printed(p)
    return Finding(
        "refutation",
        good,
        f"epsilon = 1/4: smallest probability {total}, f = {printed(p)}; ratio {ratio} < {p**4 / printed(p)}",
    )


@check
def d16_corrected() -> Finding:
    """The largest probability of a setting given the eight is p^4 / (p^4 + q^4 + 3 q^3 p + 3 q^2 p^2), q = 1 - p.

    With p on the whole path the rest is q (q + p q + p^2 q): each branch beside it gets at least q of its own. That
    this is the polynomial above is an identity of degree 4; at five biases the value is also found by trying all
    ends. f is not larger, f - exact = q^2 p (q - p) <= 0, so p^4 / f is a valid bound.
    """
    same = identical(lambda p: exact(p) - p**4, lambda p: (1 - p) ** 2 * (1 + p + p * p), 4, 1)
    order = identical(lambda p: printed(p) - exact(p), lambda p: (1 - p) ** 2 * p * (1 - 2 * p), 4, 1)
    tried = all(
        most_likely(Fraction(1, 2) + e) == (Fraction(1, 2) + e) ** 4 / exact(Fraction(1, 2) + e) for e in BIASES
    )
    return Finding(
        "correction", same and order and tried, f"exact at {len(BIASES)} biases; p^4 / f is valid, not tight"
    )
