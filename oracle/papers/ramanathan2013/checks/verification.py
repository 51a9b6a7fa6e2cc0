"""The test of section IV.C and its robustness: definitions, increments, thresholds and constants of (53) to (74)."""

from fractions import Fraction
from itertools import product

from oracle.ledger.arithmetic import identical
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.ramanathan2013.checks import source
from oracle.papers.ramanathan2013.definitions import SETTINGS as ALL
from oracle.papers.ramanathan2013.definitions import U0, U1, indicator

HALF = Fraction(1, 2)
LARGEST_VALUE = len((*U0, *U1))  # of B.P, by normalisation
INDICATORS = frozenset(indicator(x, u) for x, u in product(ALL, ALL))


def sizes_above(k: int, mu: Fraction, strict: bool) -> list[int]:
    """Sizes of subsets of k parts that are larger than (or at least) mu k."""
    return [size for size in range(k + 1) if (size > mu * k if strict else size >= mu * k)]


@check
def d15_printed() -> Finding:
    """At mu = 1, which lemma 9 uses, no subset of k parts is larger than k, so that nothing is (1, delta)-good."""
    empty = all(not sizes_above(k, Fraction(1), strict=True) for k in range(1, 101))
    return Finding("refutation", empty, "no subset of 1 to 100 parts is larger than all of them")


@check
def d15_corrected() -> Finding:
    """With "at least mu k" all parts are good at mu = 1, and what is not good has more than (1 - mu) k bad parts.

    Fewer than mu k parts are below delta, so k minus their number exceeds (1 - mu) k: (63) still follows.
    """
    whole = all(sizes_above(k, Fraction(1), strict=False) == [k] for k in range(1, 101))
    enough = identical(lambda k, mu, g: (k - g) - (1 - mu) * k, lambda k, mu, g: mu * k - g, 1, 3)
    return Finding("correction", whole and enough, "k - g - (1 - mu) k = mu k - g, positive for g < mu k")


@check
def eq_57() -> Finding:
    """Drawn after everything it is compared with, each of the settings has probability >= (1/2 - epsilon)^4.

    Four factors of at least q each. B >= 0, so the mean of B is at least q^4 times B.P. The smallest probability of
    each setting is also found bit by bit, at several biases. (Another order of the draws is D10.)
    """
    good = all(
        source.least(HALF + bias, wanted=frozenset([setting])) == (HALF - bias) ** 4
        for bias in source.BIASES
        for setting in ALL
    )
    return Finding("proof", good and min(INDICATORS) >= 0, f"q^4 for 16 settings at {len(source.BIASES)} biases")


@check
def increments_of_lemma_7() -> Finding:
    """|zeta - B| <= 1: B is 0 or 1, and zeta = q^4 delta_l with q <= 1/2 and delta_l <= 8 lies in [0, 1/2]."""
    zeta = HALF**4 * LARGEST_VALUE
    largest = max(abs(end - b) for end in (Fraction(0), zeta) for b in INDICATORS)
    return Finding("proof", zeta == HALF and largest == 1, f"zeta at most {zeta}, increments at most {largest}")


@check
def eq_68() -> Finding:
    """Given the eight settings, each has probability at most p^4 / f: their largest is p^4 / exact with exact >= f.

    exact - f = q^2 p (p - q) >= 0 for p >= q (see D16). So the mean of B is at most p^4 / f times B.P.
    """
    order = identical(lambda p: source.exact(p) - source.printed(p), lambda p: (1 - p) ** 2 * p * (2 * p - 1), 4, 1)
    tried = all(
        source.most_likely(HALF + bias) <= (HALF + bias) ** 4 / source.printed(HALF + bias) for bias in source.BIASES
    )
    return Finding("proof", order and tried, f"an identity, and the extremal sources at {len(source.BIASES)} biases")


def threshold(d: Fraction, p: Fraction) -> Fraction:
    """The right side of (66) for d = (1 - mu) delta."""
    return d * (1 - p) ** 4 * source.printed(p) / (4 * p**4)


@check
def eq_73() -> Finding:
    """At the threshold the mean p^4 threshold / f plus s = q^4 d / 4 is exactly the q^4 d / 2 of the test.

    The mean grows with the threshold, so the test is met if and only if the value is at most that of (66). With the
    factors f and p^4 cancelled it is q^4 d / 4 + q^4 d / 4 = q^4 d / 2; compared at rational points.
    """
    points = product((Fraction(1, 10), Fraction(1), Fraction(7, 3)), (HALF + bias for bias in source.BIASES))
    good = all(
        p**4 / source.printed(p) * threshold(d, p) + (1 - p) ** 4 * d / 4 == (1 - p) ** 4 * d / 2 for d, p in points
    )
    return Finding("proof", good, "equality at the threshold")


def exponent(increment: Fraction) -> Fraction:
    """1/c in the bound exp(-k q^8 (1 - mu)^2 delta^2 / c) that lemma 8 gives for s = q^4 (1 - mu) delta / 4."""
    return Fraction(1, 4) ** 2 / (2 * increment**2)


@check
def d17() -> Finding:
    """The increments are at most 1, so 8 bounds them: B is 0 or 1, and the mean bound lies in [0, 1/8].

    At the threshold it is q^4 (1 - mu) delta / 4 with q <= 1/2 and delta <= 8. Lemma 8 with an increment of 8 gives
    2048, with 1 it gives 32.
    """
    bound = HALF**4 * LARGEST_VALUE / 4
    largest = max(abs(b - end) for end in (Fraction(0), bound) for b in INDICATORS)
    constants = [exponent(increment) for increment in (Fraction(8), largest)]
    good = largest <= 8 and bound == Fraction(1, 8) and constants == [Fraction(1, 2048), Fraction(1, 32)]
    return Finding("proof", good, f"increments at most {largest}")
